"""Accrual: enrolled diagnoses by month and place, beside what was planned for them."""

from dataclasses import dataclass

import numpy as np

from analytics.accrual_rates import Rate, rate, rate_limits
from analytics.inputs import Floats, Ints

DAYS_A_MONTH = 30.4375


@dataclass(frozen=True, eq=False)
class Accrual:
    """Enrolled diagnoses by group and calendar month, or quarter.

    A month is the whole number 12 x year + month - 1, so that months can be subtracted. A
    quarter goes by its first month.
    """

    level: str  # what the groups are: region, country, site, domain
    groups: tuple[str, ...]
    months: Ints  # ascending without gaps; empty where no enrolment has a calendar month
    counts: Ints  # shape (groups, months)
    undated: Ints  # per group: enrolled without a month; in the total, in no month
    target: Floats | None  # cumulative target by month; None: no target was set
    partial_last: bool  # the data cut-off falls inside the last month
    planned: Floats | None = None  # target of each group and month; None: no target was set
    open_sites: Ints | None = None  # open at the end of each month; None: no opening is known
    span: int = 1  # months that a column holds: 1, or 3 for quarters
    pace: "RollingRate | None" = None  # None: fewer than three whole months

    @property
    def total(self) -> int:
        """Enrolled diagnoses, dated or not."""
        return int(self.counts.sum() + self.undated.sum())

    @property
    def cumulative(self) -> Ints:
        """Enrolled by the end of each month, all groups together."""
        return np.cumsum(self.counts.sum(axis=0))

    @property
    def whole(self) -> int:
        """Number of columns that are over."""
        return self.months.size - int(self.partial_last)

    def against_plan(self, group: int | None = None) -> Rate | None:
        """Return observed over expected, over the columns that are over.

        Parameters
        ----------
        group : int, optional
            Place of the group; all together if left out, by the target of all together.

        Returns
        -------
        Rate or None
            The enrolled as events, the target as exposure: 1 is as planned. None where
            nothing was planned.
        """
        if self.target is None or not self.whole:
            return None
        if group is None:
            enrolled = int(self.counts[:, : self.whole].sum())
            return observed_over_expected(enrolled, float(self.target[self.whole - 1]))
        if self.planned is None:
            return None
        planned = float(self.planned[group, : self.whole].sum())
        return observed_over_expected(int(self.counts[group, : self.whole].sum()), planned)


def observed_over_expected(observed: int, expected: float) -> Rate | None:
    """Return the ratio of enrolled to planned with exact Poisson limits; None without a plan.

    The plan is taken as given: the limits hold the chance of the enrolment only.
    """
    return rate(observed, expected) if expected > 0 else None


@dataclass(frozen=True, eq=False)
class RollingRate:
    """Enrolled per month over the last three whole months, as of each month."""

    months: Ints  # last of the three
    counts: Ints  # enrolled in the three
    days: Ints  # of the three
    estimate: Floats  # per month of 30.4375 days
    lower: Floats  # exact Poisson limits
    upper: Floats


def rolling_rate(counts: Ints, months: Ints, *, window: int = 3) -> RollingRate | None:
    """Return the rate over whole months, moved on month by month.

    Parameters
    ----------
    counts : Ints, shape (months,)
        Enrolled in each whole month, all places together.
    months : Ints, shape (months,)
        The months, ascending without gaps.
    window : int
        Months that are taken together.

    Returns
    -------
    RollingRate or None
        None where fewer months are known than are taken together.

    Notes
    -----
    Limits are Garwood's, as in `rate`. Neighbouring windows share months.
    """
    if months.size < window:
        return None
    starts = (np.append(months, months[-1] + 1) - 1970 * 12).astype("datetime64[M]")
    length = np.diff(starts.astype("datetime64[D]")).astype(np.int64)
    ones = np.ones(window, dtype=np.int64)
    seen, days = np.convolve(counts, ones, "valid"), np.convolve(length, ones, "valid")
    exposure = days / DAYS_A_MONTH
    lower, upper = rate_limits(seen, exposure)
    return RollingRate(
        months=months[window - 1 :],
        counts=seen,
        days=days,
        estimate=seen / exposure,
        lower=lower,
        upper=upper,
    )
