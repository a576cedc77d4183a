"""What was known of groups at the start, covariate by covariate: Table 1."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from analytics.inputs import Floats, Ints
from analytics.smd import largest_pair, smd_of_levels, smd_of_numbers

QUARTILES = (0.25, 0.5, 0.75)


@dataclass(frozen=True, eq=False)
class Absent:
    """How many have no known value, by reason; shape (groups + 1,), everybody last."""

    unknown: Ints  # stated to be unknown
    not_entered: Ints
    not_applicable: Ints


@dataclass(frozen=True, eq=False)
class Described:
    """One covariate by group; the last column is everybody in the cohort."""

    name: str
    label: str
    unit: str
    levels: tuple[str, ...]  # labels; empty of a number
    counts: Ints  # shape (levels, groups + 1)
    quartiles: Floats  # shape (3, groups + 1): 25 %, median, 75 %; empty of a code
    known: Ints  # shape (groups + 1,): the denominator of every share
    absent: Absent
    smd: float  # of two groups, or the largest of any pair; nan: not estimable
    pair: tuple[int, int] | None  # places of the groups it is of


@dataclass(frozen=True, eq=False)
class TableOne:
    """A cohort at its index procedure; no patient is in two groups."""

    groups: tuple[str, ...]
    n: Ints  # diagnoses, shape (groups + 1,): everybody last, in a group or not
    rows: tuple[Described, ...]
    n_other: int  # diagnoses of techniques in no group
    n_twice: int  # diagnoses of patients who stand in two groups, and so in none

    @property
    def largest(self) -> Described | None:
        """The covariate whose groups differ the most; none if nothing can be compared."""
        rows = [row for row in self.rows if row.pair is not None]
        return max(rows, key=lambda row: row.smd, default=None)


def described_code(
    name: str, label: str, levels: Sequence[str], *, counts: Ints, absent: Absent
) -> Described:
    """Describe a covariate with levels.

    Parameters
    ----------
    name, label : str
        Of the covariate.
    levels : sequence of str
        Labels of its levels.
    counts : ndarray of int, shape (levels, groups + 1)
        Known values; everybody in the last column.
    absent : Absent
        Those without one.
    """
    smd, pair = largest_pair(list(counts.T[:-1]), smd_of_levels)
    return Described(
        name=name,
        label=label,
        unit="",
        levels=tuple(levels),
        counts=counts,
        quartiles=np.empty((0, counts.shape[1])),
        known=counts.sum(axis=0),
        absent=absent,
        smd=smd,
        pair=pair,
    )


def described_number(
    name: str, label: str, unit: str, *, values: Sequence[Floats], absent: Absent
) -> Described:
    """Describe a covariate that is a number.

    Parameters
    ----------
    name, label, unit : str
        Of the covariate.
    values : sequence of ndarray, one per group and one for everybody
        Known values.
    absent : Absent
        Those without one.

    Notes
    -----
    Quartiles interpolate linearly between order statistics (type 7).

    References
    ----------
    Hyndman & Fan (1996), doi:10.2307/2684934.
    """
    smd, pair = largest_pair(list(values)[:-1], smd_of_numbers)
    quartiles = [
        np.quantile(known, QUARTILES) if known.size else np.full(len(QUARTILES), np.nan)
        for known in values
    ]
    return Described(
        name=name,
        label=label,
        unit=unit,
        levels=(),
        counts=np.empty((0, len(values)), dtype=np.int64),
        quartiles=np.stack(quartiles, axis=1),
        known=np.array([known.size for known in values]),
        absent=absent,
        smd=smd,
        pair=pair,
    )
