"""Proportions of people, alone or compared between groups."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import betaincinv, log_ndtr, ndtri

from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Counts, Floats, Ints, numbers, whole_numbers
from analytics.limits import check_confidence

Method: TypeAlias = Literal["wilson", "exact", "jeffreys"]


@dataclass(frozen=True, eq=False)
class Proportion:
    """Share of people with a success, with limits between 0 and 1."""

    successes: int
    n: int  # people
    estimate: float
    lower: float
    upper: float
    method: Method
    confidence: float


@dataclass(frozen=True, eq=False)
class Difference:
    """Share in the first group minus share in the second, between -1 and 1."""

    first: Proportion
    second: Proportion
    estimate: float
    lower: float
    upper: float
    confidence: float


@dataclass(frozen=True, eq=False)
class ProportionTrend:
    """Cochran-Armitage test that the share is the same at every score."""

    statistic: float  # chi-squared with one degree of freedom
    z: float  # its signed root: above 0 where the share rises with the score
    p: float  # two-sided; 0.0 where it is below the smallest number: show and export `log_p`
    log_p: float  # natural logarithm
    successes: Ints  # one entry per group
    n: Ints
    scores: Floats


def proportion(
    successes: int, n: int, *, method: Method = "wilson", confidence: float = 0.95
) -> Proportion:
    """Estimate a share with limits that also hold for few people and rare events.

    Parameters
    ----------
    successes : int
        People with the success, between 0 and `n`.
    n : int
        People, at least 1, independent of one another (else see `clustered_proportion`).
    method : {"wilson", "exact", "jeffreys"}
        Wilson keeps the confidence on average; exact (Clopper-Pearson) never falls below it
        and is wider; Jeffreys is the equal-tailed posterior interval under his prior.
    confidence : float
        Level of the two-sided limits, between 0 and 1.

    Raises
    ------
    BadInput
        If nobody is counted, or more people have the success than there are.

    Notes
    -----
    Jeffreys limits are plain quantiles of the Beta(x + 1/2, n - x + 1/2) distribution: at 0
    of n the lower one is slightly above 0, at n of n the upper one slightly below 1.

    References
    ----------
    Wilson (1927), doi:10.1080/01621459.1927.10502953. Clopper & Pearson (1934),
    doi:10.1093/biomet/26.4.404. Brown, Cai & DasGupta (2001), doi:10.1214/ss/1009213286.
    """
    had, people = checked_counts([successes], [n])
    lower, upper = proportion_limits(had, people, method=method, confidence=confidence)
    return Proportion(
        successes=int(had[0]),
        n=int(people[0]),
        estimate=float(had[0] / people[0]),
        lower=float(lower[0]),
        upper=float(upper[0]),
        method=method,
        confidence=confidence,
    )


def difference(
    successes: int,
    n: int,
    other_successes: int,
    other_n: int,
    *,
    confidence: float = 0.95,
) -> Difference:
    """Estimate by how much a share differs between two independent groups.

    Parameters
    ----------
    successes, n : int
        People with the success, and people, in the first group.
    other_successes, other_n : int
        The same in the second group, which is subtracted.
    confidence : float
        Level of the two-sided limits.

    Raises
    ------
    BadInput
        If nobody is counted in a group, or more have the success than there are.

    Notes
    -----
    Newcombe's method 10: with the Wilson limits l, u of each share,
    lower = p1 - p2 - sqrt((p1 - l1)^2 + (u2 - p2)^2), and upper in mirror image.

    References
    ----------
    Newcombe (1998), doi:10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I.
    """
    first = proportion(successes, n, confidence=confidence)
    second = proportion(other_successes, other_n, confidence=confidence)
    estimate = first.estimate - second.estimate
    down = np.hypot(first.estimate - first.lower, second.upper - second.estimate)
    up = np.hypot(first.upper - first.estimate, second.estimate - second.lower)
    return Difference(
        first=first,
        second=second,
        estimate=estimate,
        lower=float(estimate - down),
        upper=float(estimate + up),
        confidence=confidence,
    )


def cochran_armitage(
    successes: ArrayLike, n: ArrayLike, scores: ArrayLike | None = None
) -> ProportionTrend:
    """Test whether a share rises or falls over ordered groups.

    Parameters
    ----------
    successes, n : array-like of int, shape (groups,)
        People with the success, and people, in each group.
    scores : array-like of float, shape (groups,), optional
        Place of each group on the scale of the trend; 0, 1, 2.. if left out.

    Raises
    ------
    BadInput
        If counts are impossible, or all groups have one score.
    TooFewEvents
        If nobody, or everybody, has the success.

    Notes
    -----
    z = T / sqrt(V) with T the sum of s (x - n p), p the overall share, and
    V = p (1 - p) (sum of n s^2 - (sum of n s)^2 / N). No continuity correction.

    References
    ----------
    Armitage (1955), doi:10.2307/3001775.
    """
    had, people = checked_counts(successes, n)
    places = np.arange(had.size) if scores is None else scores
    place = numbers("scores", places)
    if place.size != had.size:
        raise BadInput(f"{place.size} scores, {had.size} groups.", "Give one score per group.")
    if np.ptp(place) == 0:
        raise BadInput("All groups have one score.", "Give at least two groups in an order.")
    total = int(people.sum())
    share = had.sum() / total
    if share in {0, 1}:
        raise TooFewEvents(
            f"{int(had.sum())} of {total} people have the success: there is no trend to see.",
            "Choose another outcome or widen the period.",
        )
    centred = place - np.average(place, weights=people)
    variance = share * (1 - share) * (people @ centred**2)
    z = float(centred @ had / np.sqrt(variance))
    log_p = float(np.log(2) + log_ndtr(-abs(z)))
    return ProportionTrend(z**2, z, float(np.exp(log_p)), log_p, had, people, place)


def checked_counts(successes: ArrayLike, n: ArrayLike) -> tuple[Ints, Ints]:
    """Return successes and people of each group, shape (groups,); every group has people."""
    had, people = whole_numbers("successes", successes), whole_numbers("n", n)
    if had.size != people.size:
        raise BadInput(
            f"successes has {had.size} rows and n has {people.size}.", "Give one each per group."
        )
    if not people.size or (people < 1).any():
        raise BadInput("There is nobody to count in a group.", "Widen the filters.")
    if (had < 0).any() or (had > people).any():
        wrong = int(np.count_nonzero((had < 0) | (had > people)))
        raise BadInput(
            f"successes is negative or above n in {wrong} of {had.size} rows.",
            "Count people with the success among all people.",
        )
    return had, people


def proportion_limits(
    successes: Counts, n: Counts, *, method: Method = "wilson", confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Return lower and upper limits of many shares at once.

    Parameters
    ----------
    successes, n : Counts, shape (k,)
        0 <= successes <= n and n > 0.
    method, confidence
        As in `proportion`.
    """
    check_confidence(confidence)
    if method not in get_args(Method):
        known = ", ".join(get_args(Method))
        raise BadInput(f"There is no method {method!r}.", f"Use one of {known}.")
    tail = (1 - confidence) / 2
    failures = n - successes
    if method == "wilson":
        return wilson_limits(successes / n, n, float(ndtri(1 - tail)))
    if method == "jeffreys":
        posterior = successes + 0.5, failures + 0.5
        return betaincinv(*posterior, tail), betaincinv(*posterior, 1 - tail)
    # A beta distribution ends where a count is 0; there the limit is the estimate itself.
    lower = betaincinv(np.maximum(successes, 1), failures + 1, tail)
    upper = betaincinv(successes + 1, np.maximum(failures, 1), 1 - tail)
    return np.where(successes == 0, 0.0, lower), np.where(failures == 0, 1.0, upper)


def wilson_limits(estimate: Floats, n: Counts, quantile: float) -> tuple[Floats, Floats]:
    """Return the shares that lie `quantile` of their own standard errors from the estimate.

    Parameters
    ----------
    estimate : Floats, shape (k,)
        Shares.
    n : Counts, shape (k,)
        People, or an effective number of them; above 0.
    quantile : float
        Of the reference distribution, as 1.96.
    """
    square = quantile**2
    centre = estimate + square / (2 * n)
    reach = quantile * np.sqrt(estimate * (1 - estimate) / n + square / (4 * n**2))
    shrink = 1 + square / n
    # At the ends one limit is the estimate itself, which rounding would miss.
    lower = np.where(estimate == 0, 0.0, (centre - reach) / shrink)
    return lower, np.where(estimate == 1, 1.0, (centre + reach) / shrink)
