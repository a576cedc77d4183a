"""Rates of events per time of exposure: enrolments per site-month, complications per month."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import gammaincinv
from scipy.stats import binomtest

from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Counts, Floats, Ints, numbers, whole_numbers
from analytics.limits import check_confidence


@dataclass(frozen=True, eq=False)
class Rate:
    """Events per unit of exposure, with exact limits."""

    count: int
    exposure: float  # in the caller's unit, as site-months
    estimate: float  # per unit of exposure
    lower: float
    upper: float
    confidence: float


@dataclass(frozen=True, eq=False)
class RateRatio:
    """Rate of the first group over that of the second, with exact limits and test."""

    first: Rate
    second: Rate
    estimate: float  # infinite where the second group has no event
    lower: float
    upper: float
    p: float  # two-sided, that both rates are equal
    confidence: float


def rate(count: int, exposure: float, *, confidence: float = 0.95) -> Rate:
    """Estimate a rate of independent events with exact Poisson limits.

    Parameters
    ----------
    count : int
        Events; 0 has a lower limit of 0 and a finite upper one.
    exposure : float
        Time under observation, above 0, in the unit of the rate.
    confidence : float
        Level of the two-sided limits, between 0 and 1.

    Raises
    ------
    BadInput
        If there is no exposure, or the count is negative or not whole.

    Notes
    -----
    Limits are the rates under which as many events or more (as few or less) happen with a
    chance of (1 - confidence) / 2. Events that come in bouts need wider limits.

    References
    ----------
    Garwood (1936), doi:10.1093/biomet/28.3-4.437.
    """
    counts, time = checked_exposure([count], [exposure])
    if time[0] == 0:
        raise BadInput("There is no exposure.", "Give the time under observation.")
    lower, upper = rate_limits(counts, time, confidence=confidence)
    return Rate(
        count=int(counts[0]),
        exposure=float(time[0]),
        estimate=float(counts[0] / time[0]),
        lower=float(lower[0]),
        upper=float(upper[0]),
        confidence=confidence,
    )


def rate_ratio(
    count: int,
    exposure: float,
    other_count: int,
    other_exposure: float,
    *,
    confidence: float = 0.95,
) -> RateRatio:
    """Compare two rates, given how many events there are in all.

    Parameters
    ----------
    count, exposure : int and float
        Events and time under observation of the first group.
    other_count, other_exposure : int and float
        The same of the second group.
    confidence : float
        Level of the two-sided limits.

    Raises
    ------
    BadInput
        If a group has no exposure.
    TooFewEvents
        If neither group has an event.

    Notes
    -----
    Given the total, the first count is binomial with odds ratio x exposure / other exposure;
    limits are Clopper-Pearson's, and p sums all counts no likelier than the one seen.

    References
    ----------
    Przyborowski & Wilenski (1940), doi:10.1093/biomet/31.3-4.313.
    """
    first = rate(count, exposure, confidence=confidence)
    second = rate(other_count, other_exposure, confidence=confidence)
    total = first.count + second.count
    if not total:
        raise TooFewEvents("Neither group has an event.", "Widen the period.")
    time = first.exposure + second.exposure
    test = binomtest(first.count, total, first.exposure / time)
    share = test.proportion_ci(confidence_level=confidence, method="exact")
    scale = second.exposure / first.exposure
    with np.errstate(divide="ignore"):  # no event in the second group: infinite
        odds = np.array([first.count / total, share.low, share.high])
        estimate, lower, upper = scale * odds / (1 - odds)
    return RateRatio(
        first=first,
        second=second,
        estimate=float(estimate),
        lower=float(lower),
        upper=float(upper),
        p=float(test.pvalue),
        confidence=confidence,
    )


def rate_limits(
    counts: Counts, exposure: Floats, *, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Return exact limits of many rates at once; nan where there is no exposure.

    Parameters
    ----------
    counts : Counts, shape (k,)
        Events, not negative.
    exposure : Floats, shape (k,)
        Time under observation, not negative.
    confidence : float
        Level of the two-sided limits.
    """
    check_confidence(confidence)
    tail = (1 - confidence) / 2
    time = np.where(exposure > 0, exposure, np.nan)
    lower = np.where(counts > 0, gammaincinv(np.maximum(counts, 1), tail), 0.0) / time
    return lower, gammaincinv(counts + 1, 1 - tail) / time


def checked_exposure(counts: ArrayLike, exposure: ArrayLike) -> tuple[Ints, Floats]:
    """Return events and exposure of each site, shape (sites,); nothing happens without exposure."""
    events, time = whole_numbers("counts", counts), numbers("exposure", exposure)
    if events.size != time.size:
        raise BadInput(
            f"counts has {events.size} rows and exposure has {time.size}.",
            "Give one each per site.",
        )
    wrong = (events < 0) | (time < 0) | ((time == 0) & (events > 0))
    if wrong.any():
        raise BadInput(
            f"In {int(wrong.sum())} of {wrong.size} rows a count or an exposure is negative, or "
            "something happened without exposure.",
            "Check the dates between which each site was open.",
        )
    return events, time
