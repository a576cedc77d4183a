"""Enrolment by calendar year, in sentences."""

from analytics.accrual_years import EnrolledByYear
from dashboard.wording import Words, whole


def years_counted(result: EnrolledByYear, _words: Words) -> str:
    """Say how many are counted, and that counts are complete."""
    return f"{whole(result.total)} enrolled diagnoses. Complete counts, so no interval."


def years_seen(result: EnrolledByYear, _words: Words) -> str:
    """Read the years aloud."""
    said = ", ".join(
        f"{year} {whole(n)}" for year, n in zip(result.years.tolist(), result.counts, strict=True)
    )
    return f"Enrolled by year: {said}." if said else "No enrolment has a known year."


def years_note(result: EnrolledByYear, _words: Words) -> str:
    """Say whose month or year is not known, and whether the last year is over."""
    only = int(result.year_only.sum())
    said = [
        f"{whole(only)} are known to the year only, and stand in no month." if only else "",
        f"{whole(result.unknown)} have no known year." if result.unknown else "",
        "The last year is not over." if result.partial_last else "",
    ]
    return " ".join(part for part in said if part)
