"""Sandwich variance of a weighted estimate: score model, clusters and pairs included."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import log_ndtr
from scipy.stats import norm
from scipy.stats import t as student

from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Floats, Ints, labels
from analytics.limits import check_confidence
from analytics.weights import Weighting

Scale: TypeAlias = Literal["difference", "ratio"]

FEW_CLUSTERS = 40  # below, limits use Student's t and the variance is enlarged


@dataclass(frozen=True, eq=False)
class Dependence:
    """Which patients vary together, and what limits follow from it."""

    cluster: Ints | None  # of each patient, from 0; None: patients are independent
    pair: Ints | None  # matched pair of each patient, from 0; None: nobody is matched
    n_clusters: int | None
    factor: float  # that the variance is multiplied with: G / (G - 1) with few clusters, else 1
    df: float  # of Student's t: G - 1 with few clusters, else infinite (normal)
    confidence: float  # level of limits


@dataclass(frozen=True, eq=False)
class Effect:
    """Estimated contrast of treated and reference arm, with limits."""

    name: str
    scale: Scale
    estimate: float  # difference, or ratio; nan where the data do not reach
    se: float  # standard error; of the logarithm for a ratio
    lower: float
    upper: float
    log_p: float  # natural logarithm of the two-sided p-value of "no difference"
    df: float  # of Student's t; infinite: normal
    confidence: float

    @property
    def p(self) -> float:
        """Two-sided p-value; 0.0 where it is below the smallest number."""
        return float(np.exp(self.log_p))


def dependence(
    cluster: ArrayLike | None, pair: Ints | None, n: int, *, confidence: float = 0.95
) -> Dependence:
    """Describe how n patients depend on each other.

    Parameters
    ----------
    cluster : array-like, shape (n,), or None
        Site, or another label of patients who vary together.
    pair : Ints, shape (n,), or None
        Matched pair, from 0.
    n : int
        Patients.
    confidence : float
        Level of limits, between 0 and 1.

    Raises
    ------
    BadInput
        If a cluster is missing, lengths differ, or the level is none.
    TooFewEvents
        If there is one cluster only.
    """
    check_confidence(confidence)
    if cluster is None:
        return Dependence(None, pair, None, 1.0, np.inf, confidence)
    member, names = labels("cluster", cluster)
    if member.size != n:
        raise BadInput(f"cluster has {member.size} rows for {n} patients.", "Give one each.")
    member = np.unique(member, return_inverse=True)[1].astype(np.int64)
    count = int(member.max()) + 1
    if count < 2:  # noqa: PLR2004  # between one cluster nothing varies
        raise TooFewEvents(
            f"All patients belong to one cluster, {names[0]}.", "Leave clusters out."
        )
    is_few = count < FEW_CLUSTERS
    factor = count / (count - 1) if is_few else 1.0
    return Dependence(member, pair, count, factor, count - 1.0 if is_few else np.inf, confidence)


def stacked_influence(slopes: Floats, weighting: Weighting) -> Floats:
    """Return each patient's influence on estimates, the score model counted in, shape (n, k).

    Parameters
    ----------
    slopes : Floats, shape (n, k)
        Derivative of k estimates by each weight.
    weighting : Weighting
        Weights, and how they move with the score model.

    Notes
    -----
    w_i D_i + (sum over j of D_j dw_j/dg) I^-1 s_i: the estimating equations of the scores
    (information I, contributions s_i) stacked on those of the outcome.

    References
    ----------
    Lunceford & Davidian (2004), doi:10.1002/sim.1903.
    Stefanski & Boos (2002), doi:10.1198/000313002753631330.
    """
    own = weighting.weights[:, None] * slopes
    if weighting.gradient is None or weighting.influence is None:
        return own
    return own + weighting.influence @ (weighting.gradient.T @ slopes)


def standard_errors(influence: Floats, depends: Dependence, *, centred: bool = False) -> Floats:
    """Return the standard error of each estimate, shape (k,).

    Parameters
    ----------
    influence : Floats, shape (n, k)
        Influence of each patient on each estimate.
    depends : Dependence
        Whose influences are added up before they are squared.
    centred : bool
        Take the mean off first: for a score, whose contributions do not add up to nothing.

    Notes
    -----
    Pairs that run across clusters: variance over pairs, plus over clusters, minus over the
    parts of pairs within clusters; never less than either alone, as it may be by chance.

    References
    ----------
    Cameron, Gelbach & Miller (2011), doi:10.1198/jbes.2010.07136.
    """
    if depends.cluster is None:
        return np.sqrt(_sum_of_squares(influence, depends.pair, centred=centred))
    variance = _sum_of_squares(influence, depends.cluster, centred=centred)
    if depends.pair is not None:
        both = depends.pair * (int(depends.cluster.max()) + 1) + depends.cluster
        part = np.unique(both, return_inverse=True)[1]
        shared = _sum_of_squares(influence, part, centred=centred)
        of_pairs = _sum_of_squares(influence, depends.pair, centred=centred)
        crossed = variance + of_pairs - shared
        variance = np.maximum(np.maximum(variance, of_pairs), crossed)
    return np.sqrt(depends.factor * variance)


def difference(name: str, estimate: float, se: float, depends: Dependence) -> Effect:
    """Return a difference with limits, 0 being no difference."""
    reach = reach_of(depends) * se
    return Effect(
        name=name,
        scale="difference",
        estimate=estimate,
        se=se,
        lower=estimate - reach,
        upper=estimate + reach,
        log_p=_log_p(estimate, se, depends.df),
        df=depends.df,
        confidence=depends.confidence,
    )


def ratio(name: str, log_estimate: float, se: float, depends: Dependence) -> Effect:
    """Return a ratio with limits symmetric on the log scale, 1 being no difference."""
    reach = reach_of(depends) * se
    return Effect(
        name=name,
        scale="ratio",
        estimate=float(np.exp(log_estimate)),
        se=se,
        lower=float(np.exp(log_estimate - reach)),
        upper=float(np.exp(log_estimate + reach)),
        log_p=_log_p(log_estimate, se, depends.df),
        df=depends.df,
        confidence=depends.confidence,
    )


def reach_of(depends: Dependence) -> float:
    """Return how many standard errors limits reach."""
    level = (1 + depends.confidence) / 2
    return float(norm.ppf(level) if np.isinf(depends.df) else student.ppf(level, depends.df))


def _log_p(estimate: float, se: float, df: float) -> float:
    if np.isnan(estimate) or not se > 0:
        return float("nan")
    size = abs(estimate / se)
    tail = log_ndtr(-size) if np.isinf(df) else student.logsf(size, df)
    return float(np.log(2) + tail)


def _sum_of_squares(influence: Floats, member: Ints | None, *, centred: bool) -> Floats:
    total = influence
    if member is not None:
        total = np.stack([np.bincount(member, weights=column) for column in influence.T], axis=1)
    if centred:
        total = total - total.mean(axis=0)
    return np.asarray((total**2).sum(axis=0))
