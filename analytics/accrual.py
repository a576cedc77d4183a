"""Accrual: enrolled diagnoses by month and place, and their cumulative count."""

from dataclasses import dataclass

import numpy as np

from analytics.inputs import Floats, Ints


@dataclass(frozen=True, eq=False)
class Accrual:
    """Enrolled diagnoses by group and calendar month.

    A month is the whole number 12 x year + month - 1, so that months can be subtracted.
    """

    level: str  # what the groups are: region, country, site, domain
    groups: tuple[str, ...]
    months: Ints  # contiguous; empty where no enrolment has a calendar month
    counts: Ints  # shape (groups, months)
    undated: Ints  # per group: enrolled without a month; in the total, in no month
    target: Floats | None  # cumulative target by month; None: no target was set
    partial_last: bool  # the data cut-off falls inside the last month

    @property
    def total(self) -> int:
        """Enrolled diagnoses, dated or not."""
        return int(self.counts.sum() + self.undated.sum())

    @property
    def cumulative(self) -> Ints:
        """Enrolled by the end of each month, all groups together."""
        return np.cumsum(self.counts.sum(axis=0))
