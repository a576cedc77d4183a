"""Proportions of units that come in clusters: lesions of a patient, patients of a site."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import t as student

from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Floats, indicators, labels
from analytics.limits import check_confidence
from analytics.proportions import wilson_limits


@dataclass(frozen=True, eq=False)
class ClusteredProportion:
    """Share of units with a success; units of one cluster may resemble one another."""

    successes: int
    n: int  # units
    n_clusters: int
    estimate: float
    se: float  # from the spread between clusters
    design_effect: float  # variance over that of independent units; nan at 0 of n or n of n
    effective_n: float  # independent units that would know as much; at most `n`
    df: int  # of Student's distribution behind the limits: clusters less one
    lower: float
    upper: float
    confidence: float


def clustered_proportion(
    success: ArrayLike, cluster: ArrayLike, *, confidence: float = 0.95
) -> ClusteredProportion:
    """Estimate a share of units when clusters, not units, are independent.

    Parameters
    ----------
    success : array-like of bool, shape (n,)
        Whether the unit (a lesion, a procedure) has the success.
    cluster : array-like, shape (n,)
        Label of the cluster (a patient, a site) of each unit.
    confidence : float
        Level of the two-sided limits, between 0 and 1.

    Raises
    ------
    BadInput
        If nobody is counted, lengths differ or a value is missing.
    TooFewEvents
        If there are fewer than two clusters.

    Notes
    -----
    Ratio estimator: p = sum x / sum n over G clusters, with variance
    G / (G - 1) sum (x - n p)^2 / (sum n)^2. Limits are Wilson's with the effective number of
    units m = p (1 - p) / variance in place of n and Student's quantile with G - 1 degrees of
    freedom in place of the normal one. m is at most n: likeness below chance is not
    believed. At 0 of n and n of n the clusters cannot show how alike their units are; m is
    then that of units wholly alike, (sum n)^2 / sum n^2.

    References
    ----------
    Rao & Scott (1992), doi:10.2307/2532311. Dean & Pagano (2015), doi:10.1093/jssam/smv024.
    """
    check_confidence(confidence)
    had, sizes = _by_cluster(success, cluster)
    total, n_clusters = int(sizes.sum()), sizes.size
    share = float(had.sum() / total)
    residual = had - sizes * share
    variance = float(n_clusters / (n_clusters - 1) * residual @ residual / total**2)
    independent = share * (1 - share) / total
    if independent > 0:
        design_effect = variance / independent
        effective = total / max(design_effect, 1.0)
    else:
        design_effect = float("nan")
        effective = float(total**2 / (sizes @ sizes))
    df = n_clusters - 1
    quantile = float(student.ppf((1 + confidence) / 2, df))
    lower, upper = wilson_limits(np.array([share]), np.array([effective]), quantile)
    return ClusteredProportion(
        successes=int(had.sum()),
        n=total,
        n_clusters=n_clusters,
        estimate=share,
        se=float(np.sqrt(variance)),
        design_effect=design_effect,
        effective_n=effective,
        df=df,
        lower=float(lower[0]),
        upper=float(upper[0]),
        confidence=confidence,
    )


def _by_cluster(success: ArrayLike, cluster: ArrayLike) -> tuple[Floats, Floats]:
    """Return successes and units of each cluster."""
    has = indicators("success", success)
    member, names = labels("cluster", cluster)
    if member.size != has.size:
        raise BadInput(
            f"cluster has {member.size} rows and success has {has.size}.",
            "Give the cluster of every unit.",
        )
    if not has.size:
        raise BadInput("There is nobody to count.", "Widen the filters.")
    if len(names) < 2:  # noqa: PLR2004  # one cluster has no spread
        raise TooFewEvents(
            "All units belong to one cluster, which cannot show how clusters differ.",
            "Widen the filters to at least two clusters.",
        )
    had, sizes = np.bincount(member, weights=has), np.bincount(member)
    return had.astype(np.float64), sizes.astype(np.float64)
