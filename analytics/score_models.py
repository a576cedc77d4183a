"""Propensity scores of two arms: the chance of the treated arm, given the covariates."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
from scipy.special import logit as log_odds
from scipy.stats import rankdata
from sklearn.ensemble import HistGradientBoostingClassifier

from analytics.baseline_covariates import Covariates
from analytics.errors import BadInput
from analytics.folds import folds_of
from analytics.inputs import Bools, Floats, Ints
from analytics.logistic_model import fit_logistic, predicted_probability

Model: TypeAlias = Literal["logistic", "boosted"]

WHAT = "The propensity model"
FOLDS = 5  # of the cross-fitted scores

_BOOSTING = {"learning_rate": 0.05, "max_iter": 100, "max_leaf_nodes": 6, "min_samples_leaf": 20}


@dataclass(frozen=True, eq=False)
class Scores:
    """Propensity scores; every array has one entry per patient."""

    arms: tuple[str, str]  # reference, treated
    treated: Ints  # 1 in the treated arm, else 0
    probability: Floats  # of the treated arm: the score
    logit: Floats  # of the score
    model: Model
    covariates: Covariates
    coefficients: Floats | None  # log odds, intercept first; None: boosted
    standard_errors: Floats | None
    log_likelihood: float | None
    matrix: Floats | None  # columns behind the coefficients, shape (n, q)
    influence: Floats | None  # of each patient on each coefficient, shape (n, q)
    c_statistic: float  # chance that a treated patient scores above another one
    seed: int  # of the folds and trees of a boosted model


def logistic_scores(
    covariates: Covariates, treated: Ints, arms: tuple[str, str], *, seed: int
) -> Scores:
    """Score by a logistic regression with main effects."""
    fit = fit_logistic(covariates.columns, treated.astype(float), covariates.names, what=WHAT)
    return Scores(
        arms=arms,
        treated=treated,
        probability=fit.probability,
        logit=fit.logit,
        model="logistic",
        covariates=covariates,
        coefficients=fit.coefficients,
        standard_errors=np.sqrt(np.diag(fit.covariance)),
        log_likelihood=fit.log_likelihood,
        matrix=fit.matrix,
        influence=fit.influence,
        c_statistic=c_statistic(fit.probability, treated),
        seed=seed,
    )


def boosted_scores(
    covariates: Covariates, treated: Ints, arms: tuple[str, str], *, seed: int
) -> Scores:
    """Score by boosted trees, each patient by trees that have not seen that patient."""
    rng = np.random.default_rng(seed)
    fold = folds_of(treated, FOLDS, rng)
    probability = np.empty(treated.size)
    for each in range(FOLDS):
        asked = fold == each
        probability[asked] = probability_of_others(
            covariates.columns,
            treated,
            ~asked,
            asked,
            model="boosted",
            names=covariates.names,
            what=WHAT,
            rng=rng,
        )
    return Scores(
        arms=arms,
        treated=treated,
        probability=probability,
        logit=np.asarray(log_odds(probability)),
        model="boosted",
        covariates=covariates,
        coefficients=None,
        standard_errors=None,
        log_likelihood=None,
        matrix=None,
        influence=None,
        c_statistic=c_statistic(probability, treated),
        seed=seed,
    )


def probability_of_others(  # noqa: PLR0913  # what is learned, from whom, and by what
    values: Floats,
    outcome: Ints | Floats,
    learn: Bools,
    asked: Bools,
    *,
    model: Model,
    names: tuple[str, ...],
    what: str,
    rng: np.random.Generator,
) -> Floats:
    """Return the probability of a yes/no outcome for those asked, by a model of those learned from.

    Parameters
    ----------
    values : Floats, shape (n, columns)
        Covariates.
    outcome : array of 0 and 1, shape (n,)
        What is learned.
    learn, asked : Bools, shape (n,)
        From whom, and about whom.
    model : {"logistic", "boosted"}
        Kind of model.
    names, what
        For refusals, as in `fit_logistic`.
    rng : Generator
        Source of randomness of the trees.
    """
    given = outcome[learn]
    if model == "logistic":
        fit = fit_logistic(values[learn], given.astype(float), names, what=what)
        return predicted_probability(fit.coefficients, values[asked])
    trees = HistGradientBoostingClassifier(
        **_BOOSTING, early_stopping=False, random_state=int(rng.integers(2**31))
    )
    trees.fit(values[learn], given)
    return np.asarray(trees.predict_proba(values[asked])[:, 1])


def check_model(model: str) -> None:
    """Refuse a model that there is not."""
    if model not in {"logistic", "boosted"}:
        raise BadInput(f"There is no model {model!r}.", "Use logistic or boosted.")


def c_statistic(probability: Floats, treated: Ints) -> float:
    """Return the chance that a treated patient scores above another one, ties counting half."""
    n_treated = int(treated.sum())
    above = rankdata(probability)[treated == 1].sum() - n_treated * (n_treated + 1) / 2
    return float(above / (n_treated * (treated.size - n_treated)))
