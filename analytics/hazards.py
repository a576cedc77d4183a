"""Cox regression: hazard ratios of covariates, with what can be asked of a fit."""

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.baseline import baseline, predicted_survival
from analytics.concordance import concordance
from analytics.cox_core import moments, partial_likelihood, weighted_products
from analytics.cox_residuals import cluster_sums, score_residuals
from analytics.cox_rows import CoxRows, cox_rows
from analytics.errors import BadInput
from analytics.firth import firth
from analytics.inputs import Floats
from analytics.limits import check_confidence
from analytics.monotone_likelihood import SeparationGuide, refuse_one_sided, refuse_uninformative
from analytics.newton import Maximum, Point, inverted, maximise
from analytics.proportionality import proportionality
from analytics.regression import (
    JointTest,
    Regression,
    chi_squared_test,
    quadratic_form,
    quantile_of,
)
from analytics.risk_sets import Ties
from analytics.tails import log_two_sided

__all__ = ["baseline", "concordance", "cox", "predicted_survival", "proportionality"]

FEW_CLUSTERS = 40  # below, robust errors are too small and a normal reference too narrow


def cox(  # noqa: PLR0913  # the published options of the estimator, all keyword-only
    covariates: pd.DataFrame,
    time: ArrayLike,
    event: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    strata: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
    robust: bool = False,
    ties: Ties = "efron",
    penalty: Literal["firth"] | None = None,
    small_sample: bool = True,
    confidence: float = 0.95,
) -> Regression:
    """Estimate hazard ratios by Cox's proportional hazards regression.

    Parameters
    ----------
    covariates : DataFrame, shape (n, p)
        One numeric column per term, without missing values; `coded` makes them of categories.
    time : array-like of float, shape (n,)
        Days from index procedure to event or censoring.
    event : array-like of bool, shape (n,)
        True where the event was observed; it precedes censorings of the same day.
    entry : array-like of float, shape (n,), optional
        Day from which each person is at risk; from the start if not above 0.
    weights : array-like of float, shape (n,), optional
        How many people each row stands for. A row of weight 0 counts as absent. Fractions
        (inverse-probability weights) need robust errors.
    strata : array-like, shape (n,), optional
        People are compared within strata; each has its own baseline hazard.
    cluster : array-like, shape (n,), optional
        Rows that belong together (site; patient of a lesion). Makes errors robust.
    robust : bool
        Sandwich errors, each row for itself unless there are clusters.
    ties : {"efron", "breslow"}
        What events of the same day are compared with.
    penalty : {"firth"}, optional
        Firth's penalty: finite hazard ratios under separation, profile limits.
    small_sample : bool
        With fewer than 40 clusters, multiply the covariance by G / (G - 1) and refer to
        Student's t with G - 1 degrees of freedom (score tests need neither). False: never.
    confidence : float
        Level of the limits.

    Raises
    ------
    BadInput
        If an input is impossible, a covariate repeats others, or options contradict.
    TooFewEvents
        If there are fewer events than terms.
    DidNotConverge
        If a hazard ratio is infinite (separation; the term is named) or no answer is stable.

    Notes
    -----
    Newton's method on centred and scaled covariates. Robust covariance: V U'U V, V being the
    inverse information and U the score residuals, summed by cluster.

    References
    ----------
    Cox (1972), doi:10.1111/j.2517-6161.1972.tb00899.x. Lin & Wei (1989),
    doi:10.1080/01621459.1989.10478874. Cameron & Miller (2015), doi:10.3368/jhr.50.2.317.
    """
    check_confidence(confidence)
    _check_options(ties, penalty)
    rows = cox_rows(
        covariates,
        time,
        event,
        entry=entry,
        weights=weights,
        strata=strata,
        cluster=cluster,
        ties=ties,
    )
    errors = _errors(rows, robust=robust, penalty=penalty, small_sample=small_sample)
    start = np.zeros(len(rows.terms))
    null = partial_likelihood(rows, start)
    refuse_uninformative(rows, null.information)
    if penalty == "firth":
        return firth(rows, confidence)
    refuse_one_sided(rows)
    found = maximise(
        lambda coef: partial_likelihood(rows, coef), start, null, SeparationGuide(rows)
    )
    return _result(rows, found, null, errors, confidence=confidence)


@dataclass(frozen=True)
class _Errors:
    """How standard errors are made."""

    robust: bool
    factor: float = 1.0
    df: float = np.inf


def _check_options(ties: Ties, penalty: Literal["firth"] | None) -> None:
    if ties not in get_args(Ties):
        raise BadInput(f"There is no method {ties!r} for ties.", "Use 'efron' or 'breslow'.")
    if penalty not in (None, "firth"):
        raise BadInput(f"There is no penalty {penalty!r}.", "Use 'firth', or none.")


def _errors(
    rows: CoxRows, *, robust: bool, penalty: Literal["firth"] | None, small_sample: bool
) -> _Errors:
    clusters = rows.n_clusters
    robust = robust or clusters is not None
    if robust and penalty is not None:
        raise BadInput(
            "A penalised likelihood has no robust errors here.",
            "Ask for the penalty or for robust errors, not for both.",
        )
    if rows.is_fractional and not robust:
        count = int((rows.weights != np.rint(rows.weights)).sum())
        raise BadInput(
            f"{count} of {rows.n} weights are no whole number of people: errors that count "
            "people would be wrong.",
            "Ask for robust errors or name the clusters.",
        )
    if clusters is None:
        return _Errors(robust)
    if clusters == 1:
        raise BadInput("All rows belong to one cluster.", "Cluster by patient, or not at all.")
    if small_sample and clusters < FEW_CLUSTERS:
        return _Errors(robust, clusters / (clusters - 1), clusters - 1.0)
    return _Errors(robust)


def _result(
    rows: CoxRows, found: Maximum, null: Point, errors: _Errors, *, confidence: float
) -> Regression:
    unit = np.outer(rows.scale, rows.scale)
    inverse = inverted(found.point.information)
    covariance = _sandwich(rows, found.at, inverse, errors) if errors.robust else inverse
    coef, covariance = found.at / rows.scale, covariance / unit
    se = np.sqrt(np.diagonal(covariance))
    reach = quantile_of(confidence, errors.df) * se
    p = len(rows.terms)
    return Regression(
        terms=rows.terms,
        coef=coef,
        se=se,
        covariance=covariance,
        model_covariance=inverse / unit,
        lower=coef - reach,
        upper=coef + reach,
        log_p=log_two_sided(coef / se, errors.df),
        limits="Wald",
        n=rows.n,
        n_events=rows.n_events,
        n_strata=len(rows.strata),
        n_clusters=rows.n_clusters,
        loglik_null=null.value,
        loglik=found.point.value,
        score=chi_squared_test(quadratic_form(null.score, null.information), p),
        robust_score=_robust_score(rows) if errors.robust else None,
        ties=rows.ties,
        robust=errors.robust,
        small_sample_factor=errors.factor,
        df=errors.df,
        penalty=None,
        confidence=confidence,
        iterations=found.iterations,
        rows=rows,
    )


def _sandwich(rows: CoxRows, at: Floats, inverse: Floats, errors: _Errors) -> Floats:
    scores = cluster_sums(rows, score_residuals(rows, moments(rows, at)))
    return errors.factor * inverse @ _products(scores) @ inverse


def _robust_score(rows: CoxRows) -> JointTest | None:
    """Test that no term has an effect by the scores of rows or clusters, at coefficients 0.

    Few clusters need no correction here: the scores are spread around 0, not around their mean.
    """
    p = len(rows.terms)
    scores = cluster_sums(rows, score_residuals(rows, moments(rows, np.zeros(p))))
    if scores.shape[1] <= p:
        return None
    return chi_squared_test(quadratic_form(scores.sum(axis=1), _products(scores)), p)


def _products(scores: Floats) -> Floats:
    return weighted_products(scores, np.ones(scores.shape[1]))
