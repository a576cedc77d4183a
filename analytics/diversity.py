"""Who takes part over the years: shares of regions, sexes, ages and country incomes."""

from dataclasses import dataclass

import numpy as np

from analytics.errors import BadInput
from analytics.inputs import Floats, Ints
from analytics.proportions import proportion_limits

FEWEST = 11  # people of a year from which a share is told, as of a number that is published


@dataclass(frozen=True, eq=False)
class Strand:
    """One group over the years; arrays have one entry per year."""

    kind: str  # what the shares of a kind divide: region, sex ...
    name: str
    count: Ints
    known: Ints  # people of the year of whom this is known: the denominator
    share: Floats  # nan where fewer than FEWEST are known
    lower: Floats  # 95 % Wilson limits
    upper: Floats


@dataclass(frozen=True, eq=False)
class Diversity:
    """Shares of those treated, year by year."""

    years: tuple[int, ...]  # of the index procedure, without a gap
    n: Ints  # diagnoses of each year
    strands: tuple[Strand, ...]
    undated: int  # diagnoses whose year is not known
    open_year: int | None  # the last one, where it is not over at the data cut-off


def strand(kind: str, name: str, count: Ints, known: Ints) -> Strand:
    """Return the share of a group in each year, with its limits.

    Parameters
    ----------
    kind, name : str
        What is divided, and the group.
    count, known : Ints, shape (years,)
        People of the group, of those of whom it is known.

    Raises
    ------
    BadInput
        If a year has more of the group than are known.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953.
    """
    if (count > known).any():
        raise BadInput(f"More {name} than are known.", "Tell the registry office.")
    told = known >= FEWEST
    share, lower, upper = (np.full(count.size, np.nan) for _ in range(3))
    share[told] = count[told] / known[told]
    lower[told], upper[told] = proportion_limits(count[told], known[told])
    return Strand(kind, name, count, known, share, lower, upper)
