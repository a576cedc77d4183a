"""Adjusted comparison of two arms over time: a design meets an outcome."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.arm_estimates import (
    ArmEstimates,
    Estimate,
    WeightedAtRisk,
    WeightedCurve,
    estimate_arms,
    limits_of,
    standard_error,
)
from analytics.balance import LARGE_DIFFERENCE
from analytics.endpoints import TimeToEvent
from analytics.inputs import Floats, Ints, asked_days
from analytics.marginal_hazard import MarginalHazard, marginal_hazard
from analytics.propensity import PropensityDesign
from analytics.stacked_variance import (
    Dependence,
    Effect,
    difference,
    ratio,
    reach_of,
    stacked_influence,
    standard_errors,
)
from analytics.weighted_follow_up import WeightedFollowUp, follow_up_of
from analytics.weights import Estimand

SMALL_ESS = 0.5  # of the patients


@dataclass(frozen=True, eq=False)
class Landmark:
    """Both arms at one day; nan beyond an arm's follow-up. Pairs are reference, treated."""

    day: float
    event_free: tuple[Estimate, Estimate]  # probability of no event of any kind
    risk: tuple[Estimate, Estimate]  # cumulative incidence of the event
    event_free_difference: Effect
    risk_difference: Effect
    risk_ratio: Effect


@dataclass(frozen=True, eq=False)
class MeanDays:
    """Mean number of days up to the horizon; pairs are reference, treated."""

    horizon: float  # days
    arms: tuple[Estimate, Estimate]
    difference: Effect


@dataclass(frozen=True, eq=False)
class Comparison:
    """Adjusted comparison of two arms; every limit is robust."""

    design: PropensityDesign
    curves: tuple[WeightedCurve, ...]  # per arm: event-free; with competing events each cause
    at_risk: tuple[WeightedAtRisk, ...]  # per arm, at the landmarks
    landmarks: tuple[Landmark, ...]
    restricted_mean: MeanDays  # free of any event
    time_lost: MeanDays  # to the event; with competing events not the rest of the former
    hazard_ratio: Effect  # marginal; cause-specific with competing events
    test: Effect  # robust score test of equal hazards, in units of its standard error
    n: Ints  # people who count, by arm
    n_events: Ints  # by arm and code; code 0 counts the censored
    has_competing: bool
    depends: Dependence  # clusters and pairs; factor and degrees of freedom of the limits
    counts_scores: bool  # whether standard errors carry that the scores are estimated
    notes: tuple[str, ...]  # what a reader should know, for the caption

    @property
    def estimand(self) -> Estimand:
        """Whose effect, as the design has it."""
        return self.design.estimand

    @property
    def title(self) -> str:
        """Arms and estimand in words, as the design has them."""
        return self.design.title


def compare(
    design: PropensityDesign,
    follow_up: TimeToEvent,
    *,
    horizon: float,
    landmarks: ArrayLike,
    cluster: ArrayLike | str | None = None,
    confidence: float = 0.95,
) -> Comparison:
    """Compare both arms of a design by an endpoint.

    Parameters
    ----------
    design : PropensityDesign
        Weights, pairs or strata of the patients.
    follow_up : TimeToEvent
        Follow-up of all patients that the design was made from, in their order.
    horizon : float
        Day up to which means are restricted.
    landmarks : array-like of float, shape (k,)
        Days at which probabilities are compared.
    cluster : array-like, shape (n,), or str, optional
        Cluster of all those patients, or a column of the design's `places`, as "site".
    confidence : float
        Level of the limits.

    Raises
    ------
    BadInput
        If follow-up cannot be counted, or ends before the horizon.
    TooFewEvents
        If an arm has under 10 events, or the hazard ratio is not estimable.

    Notes
    -----
    Weighted Kaplan-Meier and Aalen-Johansen curves; hazard ratio of a weighted Cox model with
    the arm alone, Efron ties; score test with Breslow ties and centred scores, so that by cluster
    it is a t-test of cluster scores. Influence functions are stacked on those of a logistic score
    model and added up by cluster. With under 40 clusters limits use Student's t with G - 1
    degrees of freedom and the variance is multiplied by G / (G - 1). Boosted scores and matched
    pairs count as known.

    References
    ----------
    Cole & Hernán (2004), doi:10.1016/j.cmpb.2003.10.004.
    Conner et al. (2019), doi:10.1002/sim.8206.
    Mao, Li, Yang & Shen (2018), doi:10.1002/sim.7839.
    """
    days = asked_days("landmarks", landmarks)
    joined = follow_up_of(design, follow_up, cluster, confidence=confidence)
    arms = estimate_arms(joined, horizon=horizon, landmarks=days)
    hazard = marginal_hazard(joined.people, joined.member)
    return Comparison(
        design=design,
        curves=tuple(curve for arm in arms for curve in arm.curves),
        at_risk=tuple(arm.at_risk for arm in arms),
        landmarks=tuple(
            _landmark(arms, place, day, joined.depends) for place, day in enumerate(days.tolist())
        ),
        restricted_mean=_mean_days(arms, horizon, joined.depends, lost=False),
        time_lost=_mean_days(arms, horizon, joined.depends, lost=True),
        hazard_ratio=_hazard_ratio(hazard, joined),
        test=_test(joined),
        n=np.bincount(joined.member, minlength=2),
        n_events=joined.n_events,
        has_competing=joined.has_competing,
        depends=joined.depends,
        counts_scores=joined.weighting.gradient is not None,
        notes=_notes(design, joined),
    )


def _landmark(
    arms: tuple[ArmEstimates, ...], place: int, day: float, depends: Dependence
) -> Landmark:
    reference, treated = arms
    at = slice(place, place + 1)
    free = (reference.event_free[at], treated.event_free[at])
    risk = (reference.risk[at], treated.risk[at])
    by_free = (reference.event_free_influence[:, at], treated.event_free_influence[:, at])
    by_risk = (reference.risk_influence[:, at], treated.risk_influence[:, at])
    return Landmark(
        day=day,
        event_free=_probabilities(free, by_free, depends),
        risk=_probabilities(risk, by_risk, depends),
        event_free_difference=_difference("event-free", free, by_free, depends),
        risk_difference=_difference("risk", risk, by_risk, depends),
        risk_ratio=_risk_ratio(risk, by_risk, depends),
    )


def _probabilities(
    values: tuple[Floats, Floats],
    influences: tuple[Floats, Floats],
    depends: Dependence,
) -> tuple[Estimate, Estimate]:
    found = []
    for value, influence in zip(values, influences, strict=True):
        se = standard_errors(influence, depends) + 0 * value  # nan where the value is
        lower, upper = limits_of(value, se, depends)
        found.append(Estimate(float(value[0]), float(se[0]), float(lower[0]), float(upper[0])))
    return found[0], found[1]


def _difference(
    name: str,
    values: tuple[Floats, Floats],
    influences: tuple[Floats, Floats],
    depends: Dependence,
) -> Effect:
    estimate = float((values[1] - values[0])[0])
    se = standard_error(influences[1] - influences[0], depends) + 0 * estimate
    return difference(f"{name} difference", estimate, se, depends)


def _risk_ratio(
    risk: tuple[Floats, Floats],
    influences: tuple[Floats, Floats],
    depends: Dependence,
) -> Effect:
    if not (risk[0] > 0 and risk[1] > 0):  # no event so far, or unknown: no ratio
        nan = float("nan")
        return ratio("risk ratio", nan, nan, depends)
    estimate = float(np.log(risk[1] / risk[0])[0])
    se = standard_error(influences[1] / risk[1] - influences[0] / risk[0], depends)
    return ratio("risk ratio", estimate, se, depends)


def _mean_days(
    arms: tuple[ArmEstimates, ...], horizon: float, depends: Dependence, *, lost: bool
) -> MeanDays:
    values = [arm.time_lost if lost else arm.mean_time for arm in arms]
    influences = [arm.time_lost_influence if lost else arm.mean_time_influence for arm in arms]
    reach = reach_of(depends)
    estimates = []
    for value, influence in zip(values, influences, strict=True):
        se = standard_error(influence, depends)
        estimates.append(Estimate(value, se, value - reach * se, value + reach * se))
    se = standard_error(influences[1] - influences[0], depends)
    name = "days lost difference" if lost else "restricted mean difference"
    effect = difference(name, values[1] - values[0], se, depends)
    return MeanDays(horizon, (estimates[0], estimates[1]), effect)


def _hazard_ratio(hazard: MarginalHazard, joined: WeightedFollowUp) -> Effect:
    influence = stacked_influence(hazard.slopes[:, None], joined.weighting)
    se = standard_error(influence, joined.depends)
    name = "cause-specific hazard ratio" if joined.has_competing else "hazard ratio"
    return ratio(name, hazard.log_hazard_ratio, se, joined.depends)


def _test(joined: WeightedFollowUp) -> Effect:
    breslow = marginal_hazard(joined.people, joined.member, ties="breslow")
    influence = stacked_influence(breslow.score_slopes[:, None], joined.weighting)
    se = float(standard_errors(influence, joined.depends, centred=True)[0])
    return difference("robust score test", breslow.score / se, 1.0, joined.depends)


def _notes(design: PropensityDesign, joined: WeightedFollowUp) -> tuple[str, ...]:
    largest = design.balance.largest_difference
    notes = []
    if largest > LARGE_DIFFERENCE:
        notes.append(f"A covariate differs by {largest:.2f} standard deviations after adjustment.")
    for arm, n, ess in zip(design.arms, design.n, design.ess, strict=True):
        if ess < SMALL_ESS * n:
            notes.append(f"{n} patients of {arm} count like {ess:.0f}.")
    if design.weighting.n_truncated:
        share, count = design.weighting.truncate_at, design.weighting.n_truncated
        notes.append(f"{count} weights were cut down to the {share:.0%} quantile.")
    if any(design.trim.n_left_out):
        left_out = sum(design.trim.n_left_out)
        notes.append(f"{left_out} patients were left out: {design.trim.rule}.")
    if np.isfinite(joined.depends.df):
        notes.append(
            f"{joined.depends.n_clusters} clusters: limits use Student's t with "
            f"{joined.depends.df:.0f} degrees of freedom."
        )
    if joined.weighting.gradient is None:
        notes.append("Standard errors take the scores as known.")
    return tuple(notes)
