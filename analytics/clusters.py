"""Clusters: who belongs together, and what limits refer to when there are few of them."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import log_ndtr
from scipy.stats import t as student

from analytics.errors import BadInput
from analytics.inputs import Floats, FollowUp, Ints, labels
from analytics.limits import check_confidence

FewClusters: TypeAlias = Literal["t", "normal"]

FEW_CLUSTERS = 40  # below, the sandwich is too small and the normal reference too narrow


@dataclass(frozen=True, eq=False)
class Clusters:
    """Sites, or patients of lesions, within which outcomes are not independent."""

    member: Ints  # shape (n,): place of each person's cluster
    size: int  # places
    count: int  # clusters of people whose weight is not 0


def check_clusters(cluster: ArrayLike | None, people: FollowUp) -> Clusters | None:
    """Return the cluster of each person; None where there are no clusters.

    Raises
    ------
    BadInput
        If a cluster is missing, the length differs, or there is one cluster only, which says
        nothing about how clusters vary.
    """
    if cluster is None:
        return None
    member, names = labels("cluster", cluster)
    n = people.time.size
    if member.size != n:
        raise BadInput(
            f"cluster has {member.size} rows and time has {n}.", "Give one value per person."
        )
    counted = member if people.weights is None else member[people.weights > 0]
    count = np.unique(counted).size
    if count < 2:  # noqa: PLR2004  # one cluster shows no spread
        raise BadInput(
            "Everybody belongs to one cluster.", "Leave clusters out, or widen the filters."
        )
    return Clusters(member, len(names), count)


def few_clusters_correction(
    clusters: Clusters | None, few_clusters: FewClusters
) -> tuple[float, float]:
    """Return the factor of a clustered variance and the degrees of freedom of its limits.

    Notes
    -----
    G / (G - 1) and G - 1 with fewer than 40 clusters G, unless `few_clusters` is "normal";
    else 1 and infinity.

    References
    ----------
    Cameron & Miller (2015), doi:10.3368/jhr.50.2.317.
    """
    if few_clusters not in get_args(FewClusters):
        known = ", ".join(get_args(FewClusters))
        raise BadInput(f"There is no reference {few_clusters!r}.", f"Use one of {known}.")
    if clusters is None or few_clusters == "normal" or clusters.count >= FEW_CLUSTERS:
        return 1.0, float("inf")
    return clusters.count / (clusters.count - 1), float(clusters.count - 1)


def reference_quantile(confidence: float, df: float) -> float:
    """Return how many standard errors limits reach to each side; normal where df is infinite."""
    check_confidence(confidence)
    return float(student.ppf((1 + confidence) / 2, df))


def log_two_sided_p(ratio: Floats, df: float) -> Floats:
    """Return the logarithm of the two-sided p-value of estimate / standard error."""
    size = np.abs(ratio)
    tail = log_ndtr(-size) if np.isinf(df) else student.logsf(size, df)
    result: Floats = np.log(2) + tail
    return result
