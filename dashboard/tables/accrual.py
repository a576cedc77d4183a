"""Accrual as tables: written out for readers, and as numbers for files."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.accrual import Accrual
from analytics.inputs import Floats, Ints
from dashboard.tables.cells import NO_TARGET, KeyFigure, ratio_columns, ratio_with_limits, target_of
from dashboard.wording import (
    NOT_ESTIMABLE,
    NOT_SUPPLIED,
    Words,
    calendar_month,
    calendar_quarter,
    percent,
    rate_with_limits,
    whole,
)

_PLURAL = {
    "region": "Regions",
    "country": "Countries",
    "site": "Sites",
    "domain": "Domains",
}
TABLE_COLUMNS = 8  # places side by side in a table of months; the others are added up


def enrolled_by_group(result: Accrual) -> Ints:
    """Return the enrolled diagnoses of each place, with and without a month."""
    enrolled: Ints = result.counts.sum(axis=1) + result.undated
    return enrolled


def largest_first(result: Accrual) -> Ints:
    """Return the order of the places by enrolled diagnoses; equals in their given order."""
    return np.argsort(-enrolled_by_group(result), kind="stable")


def month_names(result: Accrual) -> list[str]:
    """Write the months or quarters, the last one with a word where it is not over."""
    write = calendar_month if result.span == 1 else calendar_quarter
    names = [write(int(month)) for month in result.months]
    if names and result.partial_last:
        names[-1] += " (incomplete)"
    return names


def accrual_by_group(result: Accrual, _words: Words) -> pd.DataFrame:
    """Write one row per place: enrolled, share, target, and the ratio of both."""
    enrolled = enrolled_by_group(result)
    rows = []
    for i in largest_first(result):
        n, ratio = enrolled[i], result.against_plan(int(i))
        rows.append(
            {
                result.level.capitalize(): result.groups[i],
                "Enrolled diagnoses (n)": whole(n),
                "Share of all (%)": percent(n / result.total) if result.total else NOT_ESTIMABLE,
                "Of these without a month (n)": whole(result.undated[i]),
                "Target (n)": target_of(ratio),
                "Observed / expected (95 % CI)": ratio_with_limits(ratio),
            }
        )
    return pd.DataFrame(rows)


def accrual_by_group_rows(result: Accrual, _words: Words) -> pd.DataFrame:
    """Return enrolled diagnoses by place, and those of months that are over with their target."""
    ratios = [result.against_plan(i) for i in range(len(result.groups))]
    return pd.DataFrame(
        {
            result.level: result.groups,
            "enrolled": enrolled_by_group(result),
            "of_these_without_a_month": result.undated,
            "observed_in_months_that_are_over": result.counts[:, : result.whole].sum(axis=1),
            **ratio_columns(ratios),
        }
    )


def accrual_by_month(result: Accrual, _words: Words) -> pd.DataFrame:
    """Write one row per month: enrolled in it, enrolled so far, target so far."""
    monthly = result.counts.sum(axis=0)
    targets = (
        [NOT_SUPPLIED] * result.months.size
        if result.target is None
        else [whole(round(target)) for target in result.target]
    )
    sites = (
        [NOT_SUPPLIED] * result.months.size
        if result.open_sites is None
        else [whole(n) for n in result.open_sites]
    )
    return pd.DataFrame(
        {
            period_name(result).capitalize(): month_names(result),
            f"Enrolled in the {period_name(result)} (n)": [whole(n) for n in monthly],
            "Enrolled so far (n)": [whole(n) for n in result.cumulative],
            "Target so far (n)": targets,
            "Open sites (n)": sites,
        }
    )


def period_name(result: Accrual) -> str:
    """Return what a column is: a month or a quarter."""
    return "month" if result.span == 1 else "quarter"


def accrual_by_month_and_group(result: Accrual, _words: Words) -> pd.DataFrame:
    """Write one row per month, one column per place; of many places, the largest ones."""
    order = largest_first(result)
    shown, rest = order[:TABLE_COLUMNS], order[TABLE_COLUMNS:]
    columns: dict[str, Sequence[str]] = {period_name(result).capitalize(): month_names(result)}
    for i in shown:
        columns[f"{result.groups[i]} (n)"] = [whole(n) for n in result.counts[i]]
    if rest.size:
        others = result.counts[rest].sum(axis=0)
        columns[f"{rest.size} others together (n)"] = [whole(n) for n in others]
    return pd.DataFrame(columns)


def accrual_rows(result: Accrual, _words: Words) -> pd.DataFrame:
    """Return enrolled diagnoses, one row per month and place, and the cumulative target."""
    places = len(result.groups)
    stamps = [f"{month // 12}-{month % 12 + 1:02d}" for month in result.months]
    target: Floats | str = NOT_SUPPLIED
    if result.target is not None:
        target = np.repeat(result.target, places)
    sites: Ints | str = NOT_SUPPLIED
    if result.open_sites is not None:
        sites = np.repeat(result.open_sites, places)
    is_partial = result.partial_last & (result.months == result.months[-1:])
    return pd.DataFrame(
        {
            "month": np.repeat(stamps, places),
            "months": result.span,
            result.level: list(result.groups) * result.months.size,
            "enrolled": result.counts.T.ravel(),
            "cumulative_target_all_places": target,
            "open_sites_all_places": sites,
            "month_is_partial": np.repeat(is_partial, places),
        }
    )


def rolling_table(result: Accrual, _words: Words) -> pd.DataFrame:
    """Write one row per month: enrolled in the three months up to it, and their rate."""
    pace = result.pace
    if pace is None:
        return pd.DataFrame({"Month": [], "Enrolled in three months (n)": []})
    rates = zip(pace.estimate, pace.lower, pace.upper, strict=True)
    return pd.DataFrame(
        {
            "Three months up to": [calendar_month(int(month)) for month in pace.months],
            "Enrolled in them (n)": [whole(n) for n in pace.counts],
            "Days": [whole(n) for n in pace.days],
            "Per month (95 % CI)": [rate_with_limits(*found) for found in rates],
        }
    )


def rolling_rows(result: Accrual, _words: Words) -> pd.DataFrame:
    """Return the rolling rate, one row per month; empty where three months are not known."""
    pace = result.pace
    if pace is None:
        return pd.DataFrame(columns=["last_of_three_months", "enrolled", "days"])
    return pd.DataFrame(
        {
            "last_of_three_months": [f"{m // 12}-{m % 12 + 1:02d}" for m in pace.months],
            "enrolled": pace.counts,
            "days": pace.days,
            "per_month_of_30_4375_days": pace.estimate,
            "lower": pace.lower,
            "upper": pace.upper,
        }
    )


def accrual_key_figures(result: Accrual, _words: Words) -> tuple[KeyFigure, ...]:
    """Return enrolment so far, against its target, the last months, sites and places at zero."""
    enrolled, places = enrolled_by_group(result), len(result.groups)
    without = int((enrolled == 0).sum())
    return (
        KeyFigure("Enrolled diagnoses (n)", whole(result.total)),
        _target_figure(result),
        _pace_figure(result),
        _sites_figure(result),
        KeyFigure(f"{_PLURAL[result.level]} at zero (n)", whole(without), f"of {places}"),
    )


def _target_figure(result: Accrual) -> KeyFigure:
    label, ratio = "Observed / expected", result.against_plan()
    if ratio is not None:
        limits = f"{ratio.lower:.2f} to {ratio.upper:.2f} (95 % CI)"
        return KeyFigure(label, f"{ratio.estimate:.2f}", limits)
    return KeyFigure(label, NO_TARGET if result.target is None else "target is 0")


def _pace_figure(result: Accrual) -> KeyFigure:
    label, pace = "Per month, last 3", result.pace
    if pace is None:
        return KeyFigure(label, "too few", "under three whole months")
    limits = f"{pace.lower[-1]:.1f} to {pace.upper[-1]:.1f} (95 % CI)"
    return KeyFigure(label, f"{pace.estimate[-1]:.1f}", limits)


def _sites_figure(result: Accrual) -> KeyFigure:
    label = "Open sites (n)"
    if result.open_sites is None:
        return KeyFigure(label, NOT_SUPPLIED)
    return KeyFigure(label, whole(result.open_sites[-1]), "at the data cut-off")
