"""How far those enrolled stand for those who fall ill: shares of places against the burden."""

from dataclasses import dataclass

import numpy as np

from analytics.errors import BadInput
from analytics.inputs import Floats, Ints
from analytics.proportions import proportion_limits

BALANCED = (0.8, 1.25)  # a ratio within is called balanced


@dataclass(frozen=True, eq=False)
class Representation:
    """Shares of enrolled diagnoses by region against the regions' share of new cases."""

    regions: tuple[str, ...]  # codes; arrays have one entry per region
    enrolled: Ints
    share: Floats  # of those enrolled
    share_lower: Floats  # 95 % Wilson limits
    share_upper: Floats
    burden: Floats | None  # share of new cases within the three regions; None: no table
    ratio: Floats | None  # share over burden; 1 is proportional
    dissimilarity: float  # share that would have to move; nan without burden
    effective_countries: float  # number of equally large countries as diverse
    countries: int  # with at least one diagnosis
    countries_of_20: int  # with at least twenty
    largest_site: float  # share of the largest site
    by_income: tuple[tuple[str, int], ...]  # income group -> diagnoses
    by_sex_and_age: tuple[tuple[str, str, int, int], ...]  # region, sex, decade, diagnoses


def shares(enrolled: Ints) -> tuple[Floats, Floats, Floats]:
    """Return each place's share of all with 95 % Wilson limits.

    Raises
    ------
    BadInput
        If nobody is enrolled.
    """
    total = int(enrolled.sum())
    if not total:
        raise BadInput("Nobody is enrolled.", "Widen the filters.")
    share = enrolled / total
    lower, upper = proportion_limits(enrolled, np.full(enrolled.size, total))
    return share, lower, upper


def dissimilarity(share: Floats, burden: Floats) -> float:
    """Return the share of people that would have to be elsewhere for both to agree.

    References
    ----------
    Duncan & Duncan (1955), doi:10.2307/2088328.
    """
    return float(np.abs(share - burden).sum() / 2)


def effective_number(counts: Ints) -> float:
    """Return the number of equally large places that are as diverse: 1 / sum of squared shares.

    References
    ----------
    Hill (1973), doi:10.2307/1934352.
    """
    share = counts / counts.sum()
    return float(1 / (share**2).sum())
