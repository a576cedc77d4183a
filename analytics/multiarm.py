"""Adjusted comparison of more than two techniques, pair by pair."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import ArrayLike
from statsmodels.stats.multitest import multipletests

from analytics.arm_estimates import ArmEstimates, estimate_arms, standard_error
from analytics.balance import BalanceTable, balance
from analytics.baseline_covariates import CovariateInput, check_covariates
from analytics.endpoints import TimeToEvent
from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import Floats, Ints, asked_days, labels
from analytics.multinomial_scores import (
    MultinomialScores,
    multinomial_scores,
    multinomial_weighting,
)
from analytics.propensity import MIN_PATIENTS
from analytics.stacked_variance import Dependence, Effect, dependence, difference
from analytics.weighted_follow_up import WeightedFollowUp, join
from analytics.weights import Estimand, Weighting, effective_sample_size


@dataclass(frozen=True, eq=False)
class MultiDesign:
    """Design of a comparison of several arms; no outcome enters."""

    arms: tuple[str, ...]
    estimand: str  # "ATO", "ATE", or the arm whose patients the effects are for
    scores: MultinomialScores
    weighting: Weighting
    n: Ints  # patients by arm
    ess: Floats  # effective sample size by arm
    balance: tuple[BalanceTable, ...]  # of every pair, in the order of `pairs`
    pairs: tuple[tuple[str, str], ...]  # reference, treated

    @property
    def title(self) -> str:
        """Arms and estimand in words, for headings."""
        words = {
            "ATO": "effect in the overlap of all arms (ATO)",
            "ATE": "effect in all patients (ATE)",
        }
        given = words.get(self.estimand, f"effect in patients of {self.estimand}")
        return f"{', '.join(self.arms)}: {given}"


@dataclass(frozen=True, eq=False)
class PairContrast:
    """One arm against another; p-values of effects are raw, the adjusted ones beside them."""

    reference: str
    treated: str
    restricted_mean: Effect  # days free of any event up to the horizon
    restricted_mean_p: float  # adjusted by Holm over all pairs
    risk: tuple[Effect, ...]  # cumulative incidence of the event, per landmark
    risk_p: tuple[float, ...]  # adjusted by Holm over all pairs, per landmark


@dataclass(frozen=True, eq=False)
class MultiComparison:
    """Adjusted estimates of several arms and their pairwise contrasts."""

    design: MultiDesign
    arms: tuple[ArmEstimates, ...]
    contrasts: tuple[PairContrast, ...]
    horizon: float  # days
    landmarks: Floats  # days
    n_events: Ints  # people by arm and code
    depends: Dependence


def multi_design(
    covariates: CovariateInput, arm: ArrayLike, *, estimand: str = "ATO"
) -> MultiDesign:
    """Design a comparison of several arms with one multinomial score model.

    Parameters
    ----------
    covariates : DataFrame or array-like, shape (n, k)
        What was known at the index procedure, one row per patient.
    arm : array-like, shape (n,)
        Two or more arms; the order is that of the categories, else ascending.
    estimand : str
        "ATO", "ATE", or the name of an arm: the effect in that arm's patients.

    Raises
    ------
    BadInput
        If covariates or arms are incomplete, or a covariate separates an arm.
    TooFewEvents
        If an arm has under 30 patients.

    References
    ----------
    Li & Li (2019), doi:10.1214/19-AOAS1282.
    """
    checked = check_covariates(covariates)
    member, names = labels("arm", arm)
    if member.size != checked.n:
        raise BadInput(f"arm has {member.size} rows, the covariates {checked.n}.", "Give all.")
    used, member = np.unique(member, return_inverse=True)
    arms = tuple(names[place] for place in used)
    n = np.bincount(member)
    for count, name in zip(n, arms, strict=True):
        if count < MIN_PATIENTS:
            raise TooFewEvents(
                f"{name} has {count} patients; {MIN_PATIENTS} are needed.", "Join techniques."
            )
    scores = multinomial_scores(checked, member, arms)
    weighting = multinomial_weighting(scores, estimand)
    pairs = tuple(combinations(range(len(arms)), 2))
    return MultiDesign(
        arms=arms,
        estimand=estimand,
        scores=scores,
        weighting=weighting,
        n=n,
        ess=np.array(
            [effective_sample_size(weighting.weights[member == k]) for k in range(n.size)]
        ),
        balance=tuple(_balance_of(scores, weighting, pair, estimand) for pair in pairs),
        pairs=tuple((arms[first], arms[second]) for first, second in pairs),
    )


def compare_arms(
    design: MultiDesign,
    follow_up: TimeToEvent,
    *,
    horizon: float,
    landmarks: ArrayLike,
    cluster: ArrayLike | None = None,
    confidence: float = 0.95,
) -> MultiComparison:
    """Compare every pair of arms by an endpoint.

    Parameters
    ----------
    design : MultiDesign
        Scores and weights.
    follow_up, horizon, landmarks, confidence
        As in `analytics.comparison.compare`.
    cluster : array-like, shape (n,), optional
        Cluster of each patient.

    Raises
    ------
    BadInput
        If follow-up cannot be counted, or ends before the horizon.
    TooFewEvents
        If an arm has under 10 events.

    Notes
    -----
    All pairs share one population, that of the estimand, so that contrasts add up. p-values
    are adjusted over pairs by Holm's method.

    References
    ----------
    Holm (1979), Scand J Stat 6:65-70.
    """
    days = asked_days("landmarks", landmarks)
    joined = joined_arms(design, follow_up, cluster, confidence=confidence)
    arms = estimate_arms(joined, horizon=horizon, landmarks=days)
    return MultiComparison(
        design=design,
        arms=arms,
        contrasts=_contrasts(arms, joined.depends, days),
        horizon=horizon,
        landmarks=days,
        n_events=joined.n_events,
        depends=joined.depends,
    )


def joined_arms(
    design: MultiDesign,
    follow_up: TimeToEvent,
    cluster: ArrayLike | None = None,
    *,
    confidence: float = 0.95,
) -> WeightedFollowUp:
    """Join a design of several arms with the follow-up of its patients.

    Raises
    ------
    BadInput
        If lengths differ, or follow-up cannot be counted.
    TooFewEvents
        If an arm has under 10 events.
    """
    n = design.scores.member.size
    if follow_up.time.size != n:
        raise BadInput(f"There are {follow_up.time.size} rows for {n} patients.", "Give all.")
    return join(
        follow_up,
        np.arange(n),
        design.scores.member,
        design.arms,
        weighting=design.weighting,
        depends=dependence(cluster, None, n, confidence=confidence),
    )


def _balance_of(
    scores: MultinomialScores, weighting: Weighting, pair: tuple[int, int], estimand: str
) -> BalanceTable:
    rows = np.isin(scores.member, pair)
    frame = scores.covariates.frame[rows]
    varying = [name for name in frame.columns if frame[name].nunique() > 1]
    denominator: Estimand = "ATO" if estimand == "ATO" else "ATE"
    return balance(
        frame[varying],
        np.array(scores.arms, dtype=object)[scores.member[rows]],
        weighting.weights[rows],
        estimand=denominator,
    )


def _contrasts(
    arms: tuple[ArmEstimates, ...], depends: Dependence, days: Floats
) -> tuple[PairContrast, ...]:
    pairs = list(combinations(arms, 2))
    means = [_mean_difference(pair, depends) for pair in pairs]
    risks = [
        tuple(_risk_difference(pair, place, depends) for place in range(days.size))
        for pair in pairs
    ]
    mean_p = holm([effect.p for effect in means])
    risk_p = [holm([row[place].p for row in risks]) for place in range(days.size)]
    return tuple(
        PairContrast(
            reference=pair[0].arm,
            treated=pair[1].arm,
            restricted_mean=means[row],
            restricted_mean_p=mean_p[row],
            risk=risks[row],
            risk_p=tuple(column[row] for column in risk_p),
        )
        for row, pair in enumerate(pairs)
    )


def _mean_difference(pair: tuple[ArmEstimates, ArmEstimates], depends: Dependence) -> Effect:
    reference, treated = pair
    influence = treated.mean_time_influence - reference.mean_time_influence
    return difference(
        "restricted mean difference",
        treated.mean_time - reference.mean_time,
        standard_error(influence, depends),
        depends,
    )


def _risk_difference(
    pair: tuple[ArmEstimates, ArmEstimates], place: int, depends: Dependence
) -> Effect:
    reference, treated = pair
    at = slice(place, place + 1)
    estimate = float(treated.risk[place] - reference.risk[place])
    influence = treated.risk_influence[:, at] - reference.risk_influence[:, at]
    se = standard_error(influence, depends) + 0 * estimate  # nan where the estimate is
    return difference("risk difference", estimate, se, depends)


def holm(p: list[float]) -> list[float]:
    """Adjust p-values; nan stays and does not count."""
    given = np.array(p)
    known = ~np.isnan(given)
    if known.any():
        given[known] = multipletests(given[known], method="holm")[1]
    return [float(value) for value in given]
