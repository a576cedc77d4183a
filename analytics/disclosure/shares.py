"""Shares of people as the public may see them: whole percents of rounded counts."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.cells import CountTable
from analytics.disclosure.contributors import (
    come_from_enough_sites,
    leaves_out_a_few,
    refuse_other_people,
)
from analytics.disclosure.rules import (
    Rules,
    Shown,
    is_small,
    meant_by,
    outward,
    shown_count,
)
from analytics.proportions import Method, Proportion, proportion_limits

_WITHOUT, _WITH = 0, 1  # codes of the people


@dataclass(frozen=True, eq=False)
class ReleasedProportion:
    """A share in whole percent, with the rounded counts that it was taken from."""

    successes: Shown
    n: Shown
    percent: Shown
    lower: Shown  # confidence limits that also hold for every count rounded to the shown ones
    upper: Shown
    method: Method
    confidence: float
    rules: Rules


@dataclass(frozen=True)
class Percent:
    """A share in whole percent with its limits, from released counts only."""

    percent: int
    lower: int
    upper: int


def released_proportion(
    result: Proportion, rules: Rules, people: CountTable | None = None
) -> ReleasedProportion:
    """Return a share as the public may see it.

    Parameters
    ----------
    result : Proportion
        The exact share.
    rules : Rules
        Thresholds.
    people : CountTable, optional
        Its people by site and code (1 with the success, 0 without), as in
        `come_from_enough_sites`.

    Raises
    ------
    BadInput
        If it is not known which sites contributed.

    Notes
    -----
    The people with the success are withheld if they, or those without, are few or lean on few
    sites, or if all or none of fewer than `class_min_n` people have it. The percentage needs
    a shown numerator and 2 k people.
    """
    refuse_other_people(people, result.n)
    size = shown_count(result.n, rules)
    if leaves_out_a_few(people, rules) or not come_from_enough_sites(people, rules):
        size = rules.token
    had: Shown = rules.token
    if _tells_no_few(result, rules, people):
        had = shown_count(result.successes, rules)
    share = None
    if result.n >= 2 * rules.k and isinstance(had, int) and isinstance(size, int):
        share = percent_of(
            size if result.successes == result.n else had,
            size,
            rules,
            method=result.method,
            confidence=result.confidence,
        )
    return ReleasedProportion(
        successes=had,
        n=size,
        percent=rules.token if share is None else share.percent,
        lower=rules.token if share is None else share.lower,
        upper=rules.token if share is None else share.upper,
        method=result.method,
        confidence=result.confidence,
        rules=rules,
    )


def percent_of(
    part: int,
    whole: int,
    rules: Rules,
    *,
    method: Method = "wilson",
    confidence: float = 0.95,
) -> Percent:
    """Return the share of one released count in another, in whole percent.

    Parameters
    ----------
    part, whole : int
        Released counts, the part not above the whole and the whole above 0.
    rules : Rules
        Thresholds that the counts were rounded by.
    method : {"wilson", "exact", "jeffreys"}
        Kind of the limits.
    confidence : float
        Their level.

    Notes
    -----
    The lower limit is that of the smallest part in the largest whole that round to the
    released ones, the upper one that of the largest part in the smallest whole: the limits
    hold whatever the exact counts are.
    """
    (least, smallest), (most, largest) = meant_by(np.array([part, whole]), rules)
    lower, _ = proportion_limits(
        np.array([least]), np.array([largest]), method=method, confidence=confidence
    )
    _, upper = proportion_limits(
        np.array([min(most, smallest)]),
        np.array([smallest]),
        method=method,
        confidence=confidence,
    )
    down, up = outward(lower, upper)
    return Percent(round(100 * part / whole), int(down[0]), int(up[0]))


def _tells_no_few(result: Proportion, rules: Rules, people: CountTable | None) -> bool:
    """Return whether neither those with the success nor those without must be withheld."""
    without = result.n - result.successes
    sides: Sequence[int] = (result.successes, without)
    if is_small(np.array([*sides, result.n]), rules).any():
        return False
    if 0 in sides and result.n < rules.class_min_n:
        return False
    return all(
        come_from_enough_sites(people, rules, codes=codes)
        for codes in (None, (_WITH,), (_WITHOUT,))
    )
