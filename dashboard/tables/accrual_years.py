"""Enrolment by calendar year, as tables: written out for readers, and as numbers for files."""

import pandas as pd

from analytics.accrual_years import EnrolledByYear
from dashboard.wording import Words, whole


def years_table(result: EnrolledByYear, _words: Words) -> pd.DataFrame:
    """Write one row per calendar year; the last may not be over."""
    last = result.years[-1:].tolist() if result.partial_last else []
    rows = [
        {
            "Year": f"{year} (not over)" if year in last else str(year),
            "Enrolled (n)": whole(int(n)),
            "Month not known (n)": whole(int(only)),
        }
        for year, n, only in _by_year(result)
    ]
    if result.unknown or not rows:
        n = whole(result.unknown)
        rows.append({"Year": "not known", "Enrolled (n)": n, "Month not known (n)": n})
    return pd.DataFrame(rows)


def years_rows(result: EnrolledByYear, _words: Words) -> pd.DataFrame:
    """Return the counts of every year, and of those whose year is not known."""
    rows: list[dict[str, object]] = [
        {"year": year, "enrolled": n, "month_not_known": only} for year, n, only in _by_year(result)
    ]
    rows.append(
        {"year": "not known", "enrolled": result.unknown, "month_not_known": result.unknown}
    )
    return pd.DataFrame(rows)


def _by_year(result: EnrolledByYear) -> list[tuple[int, int, int]]:
    return list(
        zip(
            result.years.tolist(),
            result.counts.tolist(),
            result.year_only.tolist(),
            strict=True,
        )
    )
