"""Doubly robust survival at one day: right if the score or the hazard model is."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.aipw import other_covariates, target_of
from analytics.arm_estimates import Estimate, limits_of, standard_error
from analytics.baseline_covariates import CovariateInput, Covariates
from analytics.endpoints import TimeToEvent
from analytics.errors import BadInput, TooFewEvents
from analytics.folds import folds_of
from analytics.inputs import Bools, Floats, FollowUp
from analytics.piecewise_hazard import exposure, fit_piecewise, interval_edges
from analytics.propensity import PropensityDesign
from analytics.score_models import FOLDS, WHAT, probability_of_others
from analytics.stacked_variance import Dependence, Effect, dependence, difference, standard_errors
from analytics.weighted_follow_up import clusters_of, join
from analytics.weights import Estimand, known_weights

MIN_AT_RISK = 10  # people of each arm still followed at the day
MIN_UNCENSORED = 0.02  # smallest chance of still being followed at the day that is believed
INTERVALS = 8  # of constant hazard, up to the day


@dataclass(frozen=True, eq=False)
class DoublyRobustSurvival:
    """Augmented survival of two arms at one day; pairs are reference, treated."""

    design: PropensityDesign
    estimand: Estimand
    day: float
    survival: tuple[Estimate, Estimate]
    difference: Effect
    n_folds: int
    depends: Dependence


def aipw_survival(
    design: PropensityDesign,
    follow_up: TimeToEvent,
    *,
    day: float,
    outcome_covariates: CovariateInput | None = None,
    cluster: ArrayLike | str | None = None,
    confidence: float = 0.95,
) -> DoublyRobustSurvival:
    """Compare survival at one day by augmented, cross-fitted weighting.

    Parameters
    ----------
    design : PropensityDesign
        Scores, covariates and estimand (ATE, ATT or ATC).
    follow_up : TimeToEvent
        Follow-up of all patients that the design was made from; one event, nobody late.
    day : float
        Day at which survival is compared.
    outcome_covariates : DataFrame or array-like, shape (n, k), optional
        Covariates of the hazard models of event and censoring; the design's if left out.
    cluster : array-like, shape (n,), or str, optional
        Cluster of those patients, or a column of the design's `places`.
    confidence : float
        Level of the limits.

    Raises
    ------
    BadInput
        If events compete, somebody enters late, or the estimand has no such estimate.
    TooFewEvents
        If an arm has under 10 events, or under 10 people are followed at the day.

    Notes
    -----
    With S, G the survival and censoring curves of arm a given covariates (hazards constant
    within intervals), mean of h S(t) - u_a S(t) (event / (S G) - integral of dL / (S G)), the
    event and the integral up to t and the exit; G is held at 2 % or more. Each patient is
    predicted by models of other folds. Consistent if censoring and either score or event model
    are right; the standard error takes the models as known, which holds if all three are right.

    References
    ----------
    Zhang & Schaubel (2012), doi:10.1111/j.1541-0420.2012.01759.x.
    Westling et al. (2024), doi:10.1080/01621459.2023.2205060.
    """
    rows = np.flatnonzero(design.trim.kept)
    group = clusters_of(design, cluster)
    depends = dependence(group, None, rows.size, confidence=confidence)
    joined = join(
        follow_up,
        rows,
        design.treated,
        design.arms,
        weighting=known_weights(np.ones(rows.size)),
        depends=depends,
    )
    _refuse_unfit(joined.people, design, day, has_competing=joined.has_competing)
    covariates = other_covariates(design, outcome_covariates)
    edges = interval_edges(joined.people.time, day, INTERVALS)
    score, predicted, left = _cross_fitted(
        design, covariates, joined.people, edges=edges, group=group
    )
    target = target_of(design.estimand, score, design.treated)
    size, share = target.share.sum(), target.share[:, None]
    each = share * predicted + target.weights * left
    survival = each.sum(axis=0) / size
    influence = (each - share * survival) / size
    se = standard_errors(influence, depends)
    lower, upper = limits_of(survival, se, depends)
    arms = [
        Estimate(*numbers)
        for numbers in zip(
            survival.tolist(), se.tolist(), lower.tolist(), upper.tolist(), strict=True
        )
    ]
    effect = difference(
        "survival difference",
        float(survival[1] - survival[0]),
        standard_error(influence[:, 1:] - influence[:, :1], depends),
        depends,
    )
    return DoublyRobustSurvival(
        design, design.estimand, day, (arms[0], arms[1]), effect, FOLDS, depends
    )


def _refuse_unfit(
    people: FollowUp, design: PropensityDesign, day: float, *, has_competing: bool
) -> None:
    if not 0 < day < np.inf:
        raise BadInput(f"The day is {day}.", "Give a number of days above 0.")
    if has_competing or people.entry is not None:
        what = "Events compete" if has_competing else "Somebody enters late"
        raise BadInput(f"{what}.", "Use the weighted comparison, which allows for it.")
    for place, name in enumerate(design.arms):
        count = int((people.time[design.treated == place] >= day).sum())
        if count < MIN_AT_RISK:
            raise TooFewEvents(
                f"{count} patients of {name} are followed to day {day:g}; {MIN_AT_RISK} are "
                "needed.",
                "Choose an earlier day.",
            )


def _cross_fitted(
    design: PropensityDesign,
    covariates: Covariates,
    people: FollowUp,
    *,
    edges: Floats,
    group: ArrayLike | None,
) -> tuple[Floats, Floats, Floats]:
    """Return scores (n,), predicted survival (n, 2) and what observation adds to it (n, 2)."""
    rng = np.random.default_rng(design.seed)
    treated, base = design.treated, design.scores.covariates
    fold = folds_of(2 * treated + (people.code == 1), FOLDS, rng, cluster=group)
    n = treated.size
    score, predicted, left = np.empty(n), np.empty((n, 2)), np.empty((n, 2))
    for each in range(FOLDS):
        asked = fold == each
        score[asked] = probability_of_others(
            base.columns,
            treated,
            ~asked,
            asked,
            model=design.options.model,
            names=base.names,
            what=WHAT,
            rng=rng,
        )
        for arm in (0, 1):
            learn = ~asked & (treated == arm)
            predicted[asked, arm], left[asked, arm] = _predicted(
                people, covariates.columns, edges, learn=learn, asked=asked
            )
    return score, predicted, left


def _predicted(
    people: FollowUp, values: Floats, edges: Floats, *, learn: Bools, asked: Bools
) -> tuple[Floats, Floats]:
    """Return survival at the last edge and the residual of each person asked."""
    is_event = people.code == 1
    events, censoring = (
        fit_piecewise(people.time[learn], happened[learn], values[learn], edges)
        for happened in (is_event, ~is_event)
    )
    event_rate, censoring_rate = events.rates(values[asked]), censoring.rates(values[asked])
    to_end = (censoring_rate @ np.diff(edges))[:, None]
    allowed = -np.log(MIN_UNCENSORED)
    censoring_rate = censoring_rate * np.minimum(1.0, allowed / np.maximum(to_end, allowed))
    all_rate = event_rate + censoring_rate
    days = exposure(people.time[asked], edges)
    end = event_rate @ np.diff(edges)
    # S(t) / (S G) as one exponential: alone, either may be beyond what a number can hold.
    total = np.cumsum(all_rate * days, axis=1) - end[:, None]
    grown = np.exp(total) - np.exp(total - all_rate * days)
    share = np.divide(event_rate, all_rate, out=np.zeros_like(all_rate), where=all_rate > 0)
    happened_by_then = is_event[asked] & (people.time[asked] <= edges[-1])
    jump = np.where(happened_by_then, np.exp(total[:, -1]), 0.0)
    return np.exp(-end), (share * grown).sum(axis=1) - jump
