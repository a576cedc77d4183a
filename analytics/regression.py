"""Result of a regression on time, and the tests read off it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.stats import norm, t

from analytics.cox_rows import CoxRows, columns_of
from analytics.errors import BadInput
from analytics.inputs import Floats
from analytics.risk_sets import Ties
from analytics.tails import log_chi_squared_tail, log_f_tail, log_two_sided

Limits: TypeAlias = Literal["Wald", "profile"]


@dataclass(frozen=True, eq=False)
class JointTest:
    """Test that several terms have no effect."""

    statistic: float  # chi-squared; F where `df_error` is finite
    df: int
    df_error: float  # degrees of freedom of the errors; inf for chi-squared
    p: float  # 0.0 where it is below the smallest number: show and export `log_p`
    log_p: float  # natural logarithm


@dataclass(frozen=True, eq=False)
class Regression:
    """Coefficients of a hazard regression; arrays have one entry per term.

    It holds the people it was fitted to, sorted: publish its numbers, never the object.
    """

    terms: tuple[str, ...]
    coef: Floats  # log hazard ratio per unit of the covariate
    se: Floats  # standard error of `coef`: robust where `robust`, with the small-sample factor
    covariance: Floats  # of `coef`, shape (terms, terms); its diagonal is se^2
    model_covariance: Floats  # inverse of the information; equals `covariance` unless robust
    lower: Floats  # confidence limits of `coef`
    upper: Floats
    log_p: Floats  # natural logarithm of the p-values
    limits: Limits  # how limits and p were made: Wald, or profile of the penalised likelihood
    n: int  # rows with a weight above 0
    n_events: int
    n_strata: int
    n_clusters: int | None  # None: every row for itself
    loglik_null: float  # log partial likelihood without any effect; penalised under Firth
    loglik: float
    score: JointTest | None  # that no term has an effect; None under Firth
    robust_score: JointTest | None  # the same with robust errors; None where there are none
    ties: Ties
    robust: bool
    small_sample_factor: float  # G / (G - 1) in `covariance`; 1 where clusters are many or none
    df: float  # degrees of freedom of the reference distribution; inf for the normal
    penalty: Literal["firth"] | None
    confidence: float
    iterations: int
    rows: CoxRows = field(repr=False)

    @property
    def p(self) -> Floats:
        """p-values; 0.0 where one is below the smallest number."""
        return np.asarray(np.exp(self.log_p))

    @property
    def model_se(self) -> Floats:
        """Standard errors from the information alone."""
        return np.asarray(np.sqrt(np.diagonal(self.model_covariance)))

    @property
    def ratio(self) -> Floats:
        """Hazard ratio per unit of each covariate."""
        return np.asarray(np.exp(self.coef))

    @property
    def ratio_lower(self) -> Floats:
        """Lower confidence limit of `ratio`."""
        return np.asarray(np.exp(self.lower))

    @property
    def ratio_upper(self) -> Floats:
        """Upper confidence limit of `ratio`."""
        return np.asarray(np.exp(self.upper))


@dataclass(frozen=True, eq=False)
class Contrast:
    """Log hazard ratios between covariate patterns; arrays have one entry per contrast."""

    coef: Floats
    se: Floats
    lower: Floats
    upper: Floats
    log_p: Floats
    confidence: float


def likelihood_ratio_test(fit: Regression, reduced: Regression | None = None) -> JointTest:
    """Test a model against one with fewer terms, or against no effect at all.

    Parameters
    ----------
    fit : Regression
        The larger model.
    reduced : Regression, optional
        A model with a part of its terms, on the same people and strata.

    Raises
    ------
    BadInput
        If errors are robust (the likelihood then has no chi-squared distribution), or the
        second model is not a part of the first, or either is penalised.
    """
    if fit.robust:
        raise BadInput(
            "A likelihood ratio has no valid p-value under robust errors.", "Use `wald_test`."
        )
    if reduced is None:
        return chi_squared_test(2 * (fit.loglik - fit.loglik_null), len(fit.terms))
    df = len(fit.terms) - len(reduced.terms)
    if df < 1 or not _on_the_same_people(fit, reduced):
        raise BadInput(
            f"A model of {len(reduced.terms)} terms on {reduced.n} people is no part of one of "
            f"{len(fit.terms)} terms on {fit.n}.",
            "Fit both to the same people, without penalty, the second with fewer terms.",
        )
    return chi_squared_test(2 * (fit.loglik - reduced.loglik), df)


def _on_the_same_people(fit: Regression, reduced: Regression) -> bool:
    # Penalties of models with different terms are no part of one another.
    kinds = ((each.n, each.n_events, each.n_strata, each.ties) for each in (fit, reduced))
    return len(set(kinds)) == 1 and fit.penalty is None and reduced.penalty is None


def wald_test(fit: Regression, terms: Sequence[str] | None = None) -> JointTest:
    """Test that some terms, or all, have no effect, with the errors of the fit.

    Raises
    ------
    BadInput
        If a term is unknown, or there are no more clusters than terms to test.

    Notes
    -----
    b' V^-1 b; under a small-sample correction divided by the terms and referred to F.
    """
    names = fit.terms if terms is None else tuple(terms)
    unknown = [name for name in names if name not in fit.terms]
    if unknown or not names:
        raise BadInput(f"The model has no term {', '.join(unknown)}.", "Name some of its terms.")
    return linear_test(fit, np.eye(len(fit.terms))[[fit.terms.index(name) for name in names]])


def linear_test(fit: Regression, combinations: Floats) -> JointTest:
    """Test that linear combinations of the coefficients are all 0.

    Parameters
    ----------
    fit : Regression
        The model.
    combinations : Floats, shape (k, terms)
        Independent combinations, one per row.

    Raises
    ------
    BadInput
        If there are no more clusters than combinations.
    """
    k = len(combinations)
    if fit.n_clusters is not None and fit.n_clusters <= k:
        raise BadInput(
            f"{fit.n_clusters} clusters cannot carry a joint test of {k} effects.",
            "Test fewer effects, or cluster by patient.",
        )
    variance = combinations @ fit.covariance @ combinations.T
    return chi_squared_test(quadratic_form(combinations @ fit.coef, variance), k, fit.df)


def contrast(fit: Regression, patterns: pd.DataFrame, reference: pd.DataFrame) -> Contrast:
    """Compare covariate patterns with a reference pattern.

    Parameters
    ----------
    fit : Regression
        The model.
    patterns : DataFrame, shape (k, terms)
        One pattern per row; a column per term.
    reference : DataFrame, shape (1, terms) or (k, terms)
        The pattern, or patterns, that they are compared with.
    """
    difference = matrix_of(fit, patterns) - matrix_of(fit, reference)
    coef = difference @ fit.coef
    se = np.sqrt(np.einsum("ij,jk,ik->i", difference, fit.covariance, difference))
    reach = quantile_of(fit.confidence, fit.df) * se
    z = np.divide(coef, se, out=np.zeros_like(coef), where=se > 0)
    return Contrast(coef, se, coef - reach, coef + reach, log_two_sided(z, fit.df), fit.confidence)


def matrix_of(fit: Regression, covariates: pd.DataFrame) -> Floats:
    """Return covariates as numbers, shape (k, terms), in the order of the model's terms."""
    columns = columns_of(covariates)
    absent = [term for term in fit.terms if term not in columns]
    if absent:
        raise BadInput(f"The covariates lack {', '.join(absent)}.", "Give a column for every term.")
    return np.column_stack([columns[term] for term in fit.terms])


def chi_squared_test(statistic: float, df: int, df_error: float = np.inf) -> JointTest:
    """Refer a chi-squared statistic to its distribution, or as F where errors have few df."""
    if np.isinf(df_error):
        log_p = log_chi_squared_tail(statistic, df)
    else:
        statistic = statistic / df
        log_p = log_f_tail(statistic, df, df_error)
    return JointTest(float(statistic), df, df_error, float(np.exp(log_p)), log_p)


def quadratic_form(vector: Floats, matrix: Floats) -> float:
    """Return vector' matrix^-1 vector; nan where the matrix has no inverse."""
    size = np.sqrt(np.diagonal(matrix))
    if not (size > 0).all():
        return float("nan")
    try:
        half = cho_solve(cho_factor(matrix / np.outer(size, size), lower=True), vector / size)
    except LinAlgError:
        return float("nan")
    return float(vector / size @ half)


def quantile_of(confidence: float, df: float) -> float:
    """Return how many standard errors the limits lie from the estimate."""
    share = (1 + confidence) / 2
    return float(norm.ppf(share) if np.isinf(df) else t.ppf(share, df))
