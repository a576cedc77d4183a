"""Who takes part over the years in sentences."""

import numpy as np

from analytics.diversity import FEWEST, Diversity, Strand
from dashboard.wording import Words, percent, whole

TOO_FEW = "too few"


def year_name(result: Diversity, year: int) -> str:
    """Write a year, and that it is not over."""
    return f"{year}, up to the cut-off" if year == result.open_year else str(year)


def diversity_counted(result: Diversity, _words: Words) -> str:
    """Say who is counted and how."""
    undated = ""
    if result.undated:
        undated = f" {whole(result.undated)} without a year are not shown."
    return (
        f"{whole(int(result.n.sum()))} enrolled diagnoses by year of the index procedure; shares "
        "of those of whom it is known, 95 % Wilson limits. Years with fewer than "
        f"{FEWEST} are too few for a share.{undated}"
    )


def diversity_seen(result: Diversity, _words: Words) -> str:
    """Say how each share stands in the last year that is over beside the first."""
    over = [n for n, year in enumerate(result.years) if year != result.open_year]
    said = [text for strand in result.strands if (text := _moved(result, strand, over))]
    if not said:
        return "No two years that are over have enough people for a share."
    return f"Share in %, first year to last that is over: {'; '.join(said)}."


def _moved(result: Diversity, strand: Strand, over: list[int]) -> str:
    told = [n for n in over if not np.isnan(strand.share[n])]
    if len(told) < 2:  # noqa: PLR2004  # a first and a last
        return ""
    first, last = told[0], told[-1]
    return (
        f"{strand.name} {percent(strand.share[first])} in {result.years[first]}, "
        f"{percent(strand.share[last])} in {result.years[last]}"
    )


def diversity_note(_result: Diversity, _words: Words) -> str:
    """Say what the shares cannot tell."""
    return (
        "Shares of a year move when one large site opens, without anybody being included who was "
        "not before. Who could have been treated is not known, so a share is no measure of "
        "access; sex, age and place are all that is collected of diversity."
    )
