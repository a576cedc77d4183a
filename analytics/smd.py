"""Standardised mean differences of one covariate between groups, as a Table 1 shows them."""

from collections.abc import Callable, Sequence
from itertools import combinations
from typing import TypeVar

import numpy as np
from numpy.typing import ArrayLike

from analytics.balance import standardised_difference
from analytics.errors import BadInput
from analytics.inputs import Floats, numbers, whole_numbers

G = TypeVar("G")

_LEAST = 2  # known values in a group: a variance needs two


def smd_of_numbers(first: ArrayLike, second: ArrayLike) -> float:
    """Return the absolute standardised difference of two groups' means.

    Parameters
    ----------
    first, second : array-like of float, shape (n,)
        Known values of each group.

    Returns
    -------
    float
        Infinite if neither group varies and their values differ; nan if a group has fewer than
        two values.

    Notes
    -----
    |mean difference| / root of the mean of both variances, which divide by n - 1.

    References
    ----------
    Austin (2009), doi:10.1002/sim.3697.
    """
    groups = [numbers("values", given) for given in (first, second)]
    if min(values.size for values in groups) < _LEAST:
        return float("nan")
    mean = np.array([[values.mean()] for values in groups])
    deviation = np.sqrt(np.mean([[values.var(ddof=1)] for values in groups], axis=0))
    return float(np.abs(standardised_difference(mean, deviation)[0]))


def smd_of_levels(first: ArrayLike, second: ArrayLike) -> float:
    """Return the standardised difference of two groups in a covariate with levels.

    Parameters
    ----------
    first, second : array-like of int, shape (levels,)
        How many of each group have each level.

    Returns
    -------
    float
        Infinite if the groups differ where neither varies; nan if a group counts fewer than two.

    Notes
    -----
    Mahalanobis distance of the shares of all levels but one, under the mean of both covariance
    matrices n / (n - 1) (diag(p) - pp'). With two levels it is `smd_of_numbers` of a yes/no
    column, as a balance table gives it.

    References
    ----------
    Yang & Dalton (2012), SAS Global Forum, paper 335.
    """
    counts = [whole_numbers("counts", given) for given in (first, second)]
    if counts[0].size != counts[1].size:
        raise BadInput("The groups count different levels.", "Give every level in both groups.")
    if min(int(count.sum()) for count in counts) < _LEAST:
        return float("nan")
    used = np.flatnonzero(counts[0] + counts[1])[1:]  # the first is told by the others
    if not used.size:
        return 0.0
    share = [count[used] / count.sum() for count in counts]
    covariance = np.mean(
        [_covariance(p, int(n.sum())) for p, n in zip(share, counts, strict=True)], axis=0
    )
    return _distance(share[1] - share[0], covariance)


def largest_pair(
    groups: Sequence[G], difference: Callable[[G, G], float]
) -> tuple[float, tuple[int, int] | None]:
    """Return the largest difference of any two groups, and the places of the two.

    Pairs whose difference cannot be estimated are passed over; nan and no pair if that is all.
    """
    found = [
        (value, (a, b))
        for a, b in combinations(range(len(groups)), 2)
        if not np.isnan(value := difference(groups[a], groups[b]))
    ]
    if not found:
        return float("nan"), None
    # The first of equals, so that the same data always name the same pair.
    return max(found, key=lambda pair: pair[0])


def _covariance(share: Floats, n: int) -> Floats:
    matrix: Floats = n / (n - 1) * (np.diag(share) - np.outer(share, share))
    return matrix


def _distance(difference: Floats, covariance: Floats) -> float:
    """Return the Mahalanobis distance; infinite along a direction without any spread."""
    values, vectors = np.linalg.eigh(covariance)
    along = vectors.T @ difference
    flat = values <= values.max(initial=0.0) * values.size * np.finfo(np.float64).eps
    if (np.abs(along[flat]) > np.sqrt(np.finfo(np.float64).eps)).any():
        return float("inf")
    return float(np.sqrt((along[~flat] ** 2 / values[~flat]).sum()))
