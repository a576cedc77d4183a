"""Representation in sentences."""

from analytics.representation import BALANCED, Representation
from dashboard.wording import Words, percent, whole
from queries.domains.places import REGIONS


def representation_counted(result: Representation, words: Words) -> str:
    """Say who is counted and what accrual is held to."""
    counted = f"{whole(int(result.enrolled.sum()))} enrolled diagnoses; 95 % Wilson limits."
    if result.burden is None:
        return f"{counted} No table of new cases is known for this disease: shares stand alone."
    return (
        f"{counted} New cases of {words.burden}, shares within the three regions. Africa and the "
        "Middle East lie outside them."
    )


def representation_seen(result: Representation, _words: Words) -> str:
    """Say which regions are over- and under-represented."""
    if result.ratio is None:
        named = [
            f"{REGIONS[code]} {percent(share)} %"
            for code, share in zip(result.regions, result.share, strict=True)
        ]
        return f"Shares of those enrolled: {', '.join(named)}."
    said = [
        f"{REGIONS[code]} {_judged(float(ratio))} ({ratio:.2f})"
        for code, ratio in zip(result.regions, result.ratio, strict=True)
    ]
    return f"Against new cases: {'; '.join(said)}."


def _judged(ratio: float) -> str:
    low, high = BALANCED
    if ratio < low:
        return "under-represented"
    return "over-represented" if ratio > high else "in proportion"


def people_seen(result: Representation, _words: Words) -> str:
    """Read the income groups aloud."""
    total = sum(n for _, n in result.by_income)
    said = [f"{name.lower()} {percent(n / total)} %" for name, n in result.by_income]
    return f"By country income: {', '.join(said)}."


def people_counted(result: Representation, _words: Words) -> str:
    """Say who is counted."""
    return (
        f"{whole(int(result.enrolled.sum()))} enrolled diagnoses. Complete count, so no interval."
    )


def income_groups_are(_result: Representation, _words: Words) -> str:
    """Say whose grouping it is."""
    return "Income groups of the World Bank, fiscal year 2025."
