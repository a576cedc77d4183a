"""Enrolment rates of regions, with limits that allow for differences between their sites."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import norm

from analytics.accrual_rates import checked_exposure, rate_limits
from analytics.errors import BadInput, TooFewEvents
from analytics.gamma_rates import likeliest_log_rate, likeliest_shape
from analytics.inputs import Floats, Ints, labels
from analytics.limits import check_confidence


@dataclass(frozen=True, eq=False)
class GroupRates:
    """Rate of each group; arrays have one entry per group."""

    groups: tuple[str, ...]
    rate: Floats  # per unit of exposure; 0 where nobody was enrolled
    log_se: Floats  # standard error of its logarithm; nan where the rate is 0
    lower: Floats
    upper: Floats
    count: Ints
    exposure: Floats
    shape: float  # gamma shape of rates within groups; infinite: units are alike
    dispersion: float  # Pearson chi-squared over degrees of freedom; 1 if units are alike
    confidence: float


def group_rates(
    counts: ArrayLike, exposure: ArrayLike, group: ArrayLike, *, confidence: float = 0.95
) -> GroupRates:
    """Estimate the rate of each group from counts of its sites.

    Parameters
    ----------
    counts : array-like of int, shape (units,)
        Patients enrolled by each unit: a site, or a site's month.
    exposure : array-like of float, shape (units,)
        Time that each unit was open; units without any are left out, as they tell nothing.
    group : array-like, shape (units,)
        Group of each unit.
    confidence : float
        Level of the two-sided limits.

    Raises
    ------
    BadInput
        If lengths differ, or counts or exposure are impossible.
    TooFewEvents
        If nobody was enrolled, or there is no more than one unit per group.

    Notes
    -----
    Negative binomial counts with one gamma shape for all groups, by maximum likelihood.
    Limits are normal on the log scale with the expected information at that shape; a group
    without patients has the exact Poisson upper limit. Months of a site are not independent:
    take sites as units where limits matter.

    References
    ----------
    Lawless (1987), doi:10.2307/3314912.
    """
    check_confidence(confidence)
    events, time, member, names = _units(counts, exposure, group)
    units = [(events[member == each], time[member == each]) for each in range(len(names))]
    count = np.array([its.sum() for its, _ in units], dtype=np.int64)
    total = np.array([days.sum() for _, days in units])
    shape = likeliest_shape([unit for unit in units if unit[0].any()])
    rate, log_se = np.zeros(len(names)), np.full(len(names), np.nan)
    for each in np.flatnonzero(count):
        rate[each], log_se[each] = _rate(shape, *units[each])
    width = np.exp(norm.ppf((1 + confidence) / 2) * log_se)
    _, exact = rate_limits(count, total, confidence=confidence)
    return GroupRates(
        groups=names,
        rate=rate,
        log_se=log_se,
        lower=np.where(count > 0, rate / width, 0.0),
        upper=np.where(count > 0, rate * width, exact),
        count=count,
        exposure=total,
        shape=shape,
        dispersion=_dispersion(events, (count / total)[member] * time, len(names)),
        confidence=confidence,
    )


def _units(
    counts: ArrayLike, exposure: ArrayLike, group: ArrayLike
) -> tuple[Ints, Floats, Ints, tuple[str, ...]]:
    events, time = checked_exposure(counts, exposure)
    given, _ = labels("group", group)
    if given.size != events.size:
        raise BadInput(
            f"group has {given.size} rows and counts has {events.size}.", "Give one per unit."
        )
    seen = time > 0
    member, names = labels("group", pd.Series(group)[seen])
    events, time = events[seen], time[seen]
    if not events.any() or events.size <= len(names):
        raise TooFewEvents(
            f"{events.sum()} patients of {events.size} units in {len(names)} groups do not show "
            "how units differ.",
            "Widen the period or join groups.",
        )
    return events, time, member, names


def _rate(shape: float, counts: Ints, exposure: Floats) -> tuple[float, float]:
    """Return the rate of a group and the standard error of its logarithm."""
    log_rate, _ = likeliest_log_rate(np.array([shape]), counts, exposure)
    rate = float(np.exp(log_rate[0]))
    information = float((rate * exposure / (1 + rate * exposure / shape)).sum())
    return rate, float(1 / np.sqrt(information))


def _dispersion(counts: Ints, expected: Floats, n_groups: int) -> float:
    some = expected > 0
    chi_squared = ((counts[some] - expected[some]) ** 2 / expected[some]).sum()
    return float(chi_squared / (counts.size - n_groups))
