"""Standardisation: risks of both arms, predicted for all patients by a model of the outcome."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.binary_comparison import events_by_arm, outcome_of
from analytics.inputs import Floats
from analytics.logistic_model import fit_logistic, predicted_probability
from analytics.propensity import PropensityDesign
from analytics.stacked_variance import Effect, dependence, difference, ratio


@dataclass(frozen=True, eq=False)
class Standardised:
    """Standardised risks of the patients of a design; covariates count as known."""

    risk: tuple[float, float]  # reference, treated
    risk_difference: Effect
    risk_ratio: Effect
    conditional_odds_ratio: Effect  # of patients alike in the covariates


def standardise(
    design: PropensityDesign, outcome: ArrayLike, *, confidence: float = 0.95
) -> Standardised:
    """Compare arms by a logistic model of a yes/no outcome on arm and covariates.

    Parameters
    ----------
    design : PropensityDesign
        Its patients and covariates; its weights play no part.
    outcome : array-like of 0 and 1, shape (n,)
        Outcome of all patients that the design was made from, in their order.
    confidence : float
        Level of the limits.

    Raises
    ------
    BadInput
        If an outcome is missing, or a covariate separates the outcome.
    TooFewEvents
        If an arm has under 10 patients with the outcome.

    Notes
    -----
    Means of the predictions with everybody in either arm; delta-method standard errors that
    take the covariates of these patients as known. No protection if the model is wrong: see
    `analytics.aipw`.

    References
    ----------
    Snowden, Rose & Mortimer (2011), doi:10.1093/aje/kwq472.
    """
    y = outcome_of(design, outcome)
    events_by_arm(y, design.treated, design.arms)
    covariates = design.scores.covariates
    values = np.column_stack([design.treated, covariates.columns])
    fit = fit_logistic(values, y, ("arm", *covariates.names), what="The outcome model")
    risk, slopes = [], []
    for arm in (0.0, 1.0):
        everybody = values.copy()
        everybody[:, 0] = arm
        predicted = predicted_probability(fit.coefficients, everybody)
        matrix = np.column_stack([np.ones(y.size), everybody])
        risk.append(float(predicted.mean()))
        slopes.append((predicted * (1 - predicted)) @ matrix / y.size)
    alone = dependence(None, None, y.size, confidence=confidence)
    by_difference = _delta_se(slopes[1] - slopes[0], fit.covariance)
    by_ratio = _delta_se(slopes[1] / risk[1] - slopes[0] / risk[0], fit.covariance)
    log_ratio, log_odds = float(np.log(risk[1] / risk[0])), float(fit.coefficients[1])
    odds_se = float(np.sqrt(fit.covariance[1, 1]))
    return Standardised(
        risk=(risk[0], risk[1]),
        risk_difference=difference("risk difference", risk[1] - risk[0], by_difference, alone),
        risk_ratio=ratio("risk ratio", log_ratio, by_ratio, alone),
        conditional_odds_ratio=ratio("conditional odds ratio", log_odds, odds_se, alone),
    )


def _delta_se(slope: Floats, covariance: Floats) -> float:
    return float(np.sqrt(slope @ covariance @ slope))
