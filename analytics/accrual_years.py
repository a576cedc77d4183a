"""Enrolled diagnoses by calendar year, for sources that know no month as well."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from analytics.inputs import Bools, Ints

_YEAR_END = (12, 31)  # month and day


@dataclass(frozen=True, eq=False)
class EnrolledByYear:
    """Enrolled diagnoses by calendar year; arrays have one entry per year."""

    years: Ints  # ascending without gaps
    counts: Ints
    year_only: Ints  # of these, enrolled in a month that is not known
    unknown: int  # enrolled in a year that is not known
    partial_last: bool  # the data cut-off falls inside the last year

    @property
    def total(self) -> int:
        """Enrolled diagnoses, in a known year or not."""
        return int(self.counts.sum()) + self.unknown


def by_year(months: ArrayLike, n: ArrayLike, *, cutoff: date | None) -> EnrolledByYear:
    """Add up enrolment by calendar year; a year without enrolment stays, as zero.

    Parameters
    ----------
    months : array-like of int, shape (k,)
        12 x year + month - 1; minus the year where the month is not known; -1: not known.
    n : array-like of int, shape (k,)
        Enrolled diagnoses.
    cutoff : date or None
        Last curated day; None: the source supplies no calendar.
    """
    month, count = np.asarray(months, dtype=np.int64), np.asarray(n, dtype=np.int64)
    known, known_to_year = month >= 0, month < -1
    year = np.where(known, month // 12, -month)
    placed = known | known_to_year
    years = np.arange(year[placed].min(), year[placed].max() + 1) if placed.any() else year[:0]

    def added(rows: Bools) -> Ints:
        sums = np.zeros(years.size, dtype=np.int64)
        np.add.at(sums, year[rows] - years[:1], count[rows])
        return sums

    is_over = cutoff is None or (cutoff.month, cutoff.day) == _YEAR_END
    return EnrolledByYear(
        years=years,
        counts=added(placed),
        year_only=added(known_to_year),
        unknown=int(count[~placed].sum()),
        partial_last=bool(
            years.size and cutoff is not None and cutoff.year <= years[-1] and not is_over
        ),
    )
