"""Completeness in sentences."""

from analytics.completeness import Completeness, Judgement
from dashboard.wording import Words, percent, whole


def completeness_counted(result: Completeness, _words: Words) -> str:
    """Say how many fields are counted and how."""
    return (
        f"{whole(result.score.n)} core fields that apply, {whole(result.score.successes)} entered "
        f"({whole(result.n_unknown)} of these as unknown). Sums of counts, 95 % Wilson limits."
    )


def completeness_seen(result: Completeness, _words: Words) -> str:
    """Say how complete the registry is, and name the fields that are least so."""
    poor = [field for field in result.fields if field.judgement is Judgement.POOR]
    worst = ", ".join(
        f"{field.label.lower()} {percent(field.share.estimate)} %" for field in result.fields[:3]
    )
    return (
        f"{percent(result.score.estimate)} % of core fields are entered; {len(poor)} of "
        f"{len(result.fields)} fields lie under 75 %. Least complete: {worst}."
    )


def what_is_not_drawn(result: Completeness, _words: Words) -> str:
    """Say which fields are not drawn, and what an empty cell means."""
    empty = "Empty cells: the field applies to nobody there."
    whole_fields = len(result.fields) - result.with_gaps.size
    if not whole_fields:
        return empty
    return (
        f"{whole(whole_fields)} of {whole(len(result.fields))} fields are entered for everybody at "
        f"every site: they stand in the table and are not drawn. {empty}"
    )
