"""Doubly robust comparison by a yes/no outcome: right if the score or the outcome model is."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
from numpy.typing import ArrayLike

from analytics.arm_estimates import Estimate
from analytics.baseline_covariates import CovariateInput, Covariates, check_covariates
from analytics.binary_comparison import (
    contrasts_of_risk,
    estimates_of_risk,
    events_by_arm,
    outcome_of,
)
from analytics.errors import BadInput
from analytics.folds import folds_of
from analytics.inputs import Bools, Floats, Ints
from analytics.logistic_model import fit_logistic, predicted_probability
from analytics.propensity import PropensityDesign
from analytics.score_models import FOLDS, WHAT, probability_of_others
from analytics.stacked_variance import Dependence, Effect, dependence
from analytics.weighted_follow_up import clusters_of
from analytics.weights import Estimand, balancing_weights, weight_slopes

Nuisance: TypeAlias = Literal["stacked", "known", "cross-fitted"]

OUTCOME = "The outcome model"


@dataclass(frozen=True, eq=False)
class DoublyRobust:
    """Augmented weighted risks of two arms; pairs are reference, treated."""

    design: PropensityDesign
    estimand: Estimand
    risk: tuple[Estimate, Estimate]
    risk_difference: Effect
    risk_ratio: Effect
    odds_ratio: Effect
    nuisance: Nuisance  # how both models enter the standard errors
    n_folds: int  # 1 if not cross-fitted
    depends: Dependence


@dataclass(frozen=True, eq=False)
class Target:
    """Whose effect, as weights; pairs of columns are reference, treated."""

    share: Floats  # what each patient counts for in the population asked about, shape (n,)
    weights: Floats  # balancing weight in the own arm, 0 in the other, shape (n, 2)
    slopes: Floats  # their derivatives by the logit of the score, shape (n, 2)


def aipw_binary(
    design: PropensityDesign,
    outcome: ArrayLike,
    *,
    nuisance: Nuisance = "stacked",
    outcome_covariates: CovariateInput | None = None,
    cluster: ArrayLike | str | None = None,
    confidence: float = 0.95,
) -> DoublyRobust:
    """Compare arms by augmented inverse-probability weighting.

    Parameters
    ----------
    design : PropensityDesign
        Scores, covariates and estimand (ATE, ATT or ATC); its truncation plays no part.
    outcome : array-like of 0 and 1, shape (n,)
        Outcome of all patients that the design was made from, in their order.
    nuisance : {"stacked", "known", "cross-fitted"}
        Stacked: logistic models of score and outcome, both counted in the standard errors,
        which hold if one of them is wrong. Known: neither counted, which holds if both are
        right. Cross-fitted: each patient is predicted by models of others, in 5 folds, by the
        design's kind of model.
    outcome_covariates : DataFrame or array-like, shape (n, k), optional
        Covariates of the outcome models, of all those patients; the design's if left out.
    cluster : array-like, shape (n,), or str, optional
        Cluster of those patients, or a column of the design's `places`.
    confidence : float
        Level of the limits.

    Raises
    ------
    BadInput
        If the estimand has no doubly robust estimate, or a model is separated.
    TooFewEvents
        If an arm has under 10 patients with the outcome.

    Notes
    -----
    Mean of h m_a + u_a (y - m_a), over the mean of h: m_a the outcome model of arm a, u_a the
    balancing weight in that arm; h is 1 (ATE), the treated (ATT) or the reference arm (ATC).

    References
    ----------
    Robins, Rotnitzky & Zhao (1994), doi:10.1080/01621459.1994.10476818.
    Chernozhukov et al. (2018), doi:10.1111/ectj.12097.
    """
    if nuisance not in get_args(Nuisance):
        raise BadInput(
            f"There is no nuisance {nuisance!r}.", f"Use one of {', '.join(get_args(Nuisance))}."
        )
    y = outcome_of(design, outcome)
    events_by_arm(y, design.treated, design.arms)
    covariates = other_covariates(design, outcome_covariates)
    group = clusters_of(design, cluster)
    depends = dependence(group, None, y.size, confidence=confidence)
    if nuisance == "cross-fitted":
        score, predicted = _cross_fitted(design, covariates, y, group)
        target = target_of(design.estimand, score, design.treated)
        risk, influence = _augmented(target, y, predicted)
    else:
        target = target_of(design.estimand, design.scores.probability, design.treated)
        is_stacked = nuisance == "stacked"
        risk, influence = _by_arm_models(design, covariates, y, target, stacked=is_stacked)
    effects = contrasts_of_risk(risk, influence, depends)
    return DoublyRobust(
        design=design,
        estimand=design.estimand,
        risk=estimates_of_risk(risk, influence, depends),
        risk_difference=effects[0],
        risk_ratio=effects[1],
        odds_ratio=effects[2],
        nuisance=nuisance,
        n_folds=FOLDS if nuisance == "cross-fitted" else 1,
        depends=depends,
    )


def other_covariates(design: PropensityDesign, given: CovariateInput | None) -> Covariates:
    """Return the covariates of outcome models for the patients kept.

    Raises
    ------
    BadInput
        If they are incomplete or of another length.
    """
    if given is None:
        return design.scores.covariates
    checked = check_covariates(given)
    if checked.n != design.trim.kept.size:
        raise BadInput(
            f"Outcome covariates have {checked.n} rows for {design.trim.kept.size} patients.",
            "Give the patients that the design was made from, in their order.",
        )
    return check_covariates(checked.frame[design.trim.kept])


def target_of(estimand: Estimand, score: Floats, treated: Ints) -> Target:
    """Return whose effect an augmented estimate gives.

    Raises
    ------
    BadInput
        If the population itself depends on the score: no estimate is doubly robust then.
    """
    if estimand not in {"ATE", "ATT", "ATC"}:
        raise BadInput(
            f"The {estimand} is defined by the score: nothing protects against a wrong one.",
            "Ask for the ATE or the ATT, or use the weighted comparison.",
        )
    is_treated = treated == 1
    in_arm = np.stack([~is_treated, is_treated], axis=1)
    share = {"ATE": np.ones(treated.size), "ATT": in_arm[:, 1], "ATC": in_arm[:, 0]}[estimand]
    return Target(
        share=share.astype(np.float64),
        weights=in_arm * balancing_weights(score, is_treated, estimand)[:, None],
        slopes=in_arm * weight_slopes(score, is_treated, estimand)[:, None],
    )


def _augmented(target: Target, y: Floats, predicted: Floats) -> tuple[Floats, Floats]:
    """Return both risks and each patient's influence on them, models taken as known."""
    size = target.share.sum()
    share = target.share[:, None]
    each = share * predicted + target.weights * (y[:, None] - predicted)
    risk = each.sum(axis=0) / size
    return risk, (each - share * risk) / size


def _by_arm_models(
    design: PropensityDesign, covariates: Covariates, y: Floats, target: Target, *, stacked: bool
) -> tuple[Floats, Floats]:
    """Return risks and influences with a logistic outcome model fitted in each arm."""
    fits, predicted = [], np.empty((y.size, 2))
    for arm in (0, 1):
        rows = design.treated == arm
        fit = fit_logistic(covariates.columns[rows], y[rows], covariates.names, what=OUTCOME)
        predicted[:, arm] = predicted_probability(fit.coefficients, covariates.columns)
        fits.append(fit)
    risk, influence = _augmented(target, y, predicted)
    if not stacked:
        return risk, influence
    size, matrix = target.share.sum(), covariates.with_intercept()
    left = y[:, None] - predicted
    if design.scores.matrix is not None and design.scores.influence is not None:
        by_score = design.scores.matrix.T @ (target.slopes * left) / size
        influence = influence + design.scores.influence @ by_score
    for arm, fit in enumerate(fits):
        rows = design.treated == arm
        spread = predicted[:, arm] * (1 - predicted[:, arm])
        by_outcome = matrix.T @ ((target.share - target.weights[:, arm]) * spread) / size
        influence[rows, arm] += fit.influence @ by_outcome
    return risk, influence


def _cross_fitted(
    design: PropensityDesign, covariates: Covariates, y: Floats, group: ArrayLike | None
) -> tuple[Floats, Floats]:
    """Return scores and predicted risks, each patient by models of other folds."""
    rng = np.random.default_rng(design.seed)
    treated, model, base = design.treated, design.options.model, design.scores.covariates
    fold = folds_of(2 * treated + y.astype(np.int64), FOLDS, rng, cluster=group)
    score, predicted = np.empty(y.size), np.empty((y.size, 2))

    def learned(of: Covariates, outcome: Floats | Ints, learn: Bools, asked: Bools) -> Floats:
        what = WHAT if outcome is treated else OUTCOME
        return probability_of_others(
            of.columns, outcome, learn, asked, model=model, names=of.names, what=what, rng=rng
        )

    for each in range(FOLDS):
        asked = fold == each
        score[asked] = learned(base, treated, ~asked, asked)
        for arm in (0, 1):
            predicted[asked, arm] = learned(covariates, y, ~asked & (treated == arm), asked)
    return score, predicted
