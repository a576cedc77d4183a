"""Logistic regression by maximum likelihood, refused where it has no answer."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.linalg import qr
from scipy.special import expit
from statsmodels.discrete.discrete_model import Logit
from statsmodels.tools.sm_exceptions import PerfectSeparationError

from analytics.errors import BadInput, DidNotConverge
from analytics.inputs import Floats
from analytics.separation import separated_by_one, separated_together

WILD = 200.0  # log odds at which a fit is given up: it runs away

_SAME = 1e-9  # of a column: what is left of it once the others are taken out
_EXTREME = 1e-8  # a fitted probability this near 0 or 1 calls for a look at separation
_SETTLED = 1e-8  # of a patient: largest score left at the maximum


@dataclass(frozen=True, eq=False)
class LogisticFit:
    """Fitted logistic regression; q = columns + 1, the intercept first."""

    coefficients: Floats  # shape (q,), log odds
    covariance: Floats  # of the coefficients, inverse information, shape (q, q)
    probability: Floats  # fitted, shape (n,)
    logit: Floats  # of the fitted probability
    log_likelihood: float
    matrix: Floats  # intercept and covariates, shape (n, q)
    influence: Floats  # of each patient on each coefficient, shape (n, q)


def fit_logistic(
    values: Floats, outcome: Floats, names: Sequence[str], *, what: str
) -> LogisticFit:
    """Fit a logistic regression with intercept.

    Parameters
    ----------
    values : Floats, shape (n, columns)
        Covariates without the intercept.
    outcome : Floats, shape (n,)
        Zeros and ones, both present.
    names : sequence of str
        Names of the columns, for refusals.
    what : str
        What the model is called in refusals, as "The propensity model".

    Raises
    ------
    BadInput
        If a covariate separates the groups or repeats others; it is named.
    DidNotConverge
        If the fit does not settle.

    Notes
    -----
    Influence on the coefficients: inverse information times (y_i - p_i) x_i.
    """
    yes = outcome == 1
    _refuse_separation(separated_by_one(values, yes, names), what)
    centre, scale = values.mean(axis=0), values.std(axis=0)
    standard = np.column_stack([np.ones(yes.size), (values - centre) / scale])
    refuse_repetition(standard, names, what)
    settled = _settled(standard, outcome)
    probability = expit(standard @ settled) if settled is not None else None
    if probability is None or np.minimum(probability, 1 - probability).min() < _EXTREME:
        _refuse_separation(separated_together(standard, yes, names), what)
    if settled is None:
        raise DidNotConverge(f"{what} found no stable answer.", "Take fewer covariates.")
    slopes = settled[1:] / scale
    return _described(values, outcome, np.append(settled[0] - slopes @ centre, slopes))


def predicted_probability(coefficients: Floats, values: Floats) -> Floats:
    """Return the probability that a fit gives to other covariates, shape (n,)."""
    return np.asarray(expit(_linear(coefficients, values)))


def refuse_repetition(standard: Floats, names: Sequence[str], what: str) -> None:
    """Refuse covariates that the others already say.

    Parameters
    ----------
    standard : Floats, shape (n, columns + 1)
        Intercept and standardised covariates.
    names : sequence of str
        Names of the covariates.
    what : str
        What the model is called in refusals.
    """
    triangle, order = qr(standard, mode="r", pivoting=True)
    size = np.abs(np.diag(triangle))
    repeated = [("intercept", *names)[place] for place in order[size < _SAME * size[0]]]
    if repeated:
        raise BadInput(
            f"{what} cannot tell {', '.join(repeated)} from the other covariates.",
            "Leave out what the others already say.",
        )


def _linear(coefficients: Floats, values: Floats) -> Floats:
    # Row by row: equal patients get equal scores to the last bit, wherever they stand.
    total: Floats = coefficients[0] + (values * coefficients[1:]).sum(axis=1)
    return total


def _settled(standard: Floats, outcome: Floats) -> Floats | None:
    """Return the coefficients on the standardised scale, or None without a maximum."""

    def watch(coefficients: Floats) -> None:
        if np.abs(standard @ coefficients).max() > WILD:
            raise PerfectSeparationError

    options = {"maxiter": 50, "tol": 1e-10, "disp": False, "warn_convergence": False}
    try:
        fit = Logit(outcome, standard, check_rank=False).fit(
            method="newton", callback=watch, **options
        )
    except (PerfectSeparationError, np.linalg.LinAlgError):
        return None
    found: Floats = np.asarray(fit.params)
    left = standard.T @ (outcome - expit(standard @ found))
    is_settled = bool(fit.mle_retvals["converged"]) and np.abs(left).max() < _SETTLED * outcome.size
    return found if is_settled else None


def _described(values: Floats, outcome: Floats, coefficients: Floats) -> LogisticFit:
    logit = _linear(coefficients, values)
    probability = np.asarray(expit(logit))
    matrix = np.column_stack([np.ones(outcome.size), values])
    spread = probability * (1 - probability)
    covariance = _inverse(matrix.T @ (matrix * spread[:, None]))
    return LogisticFit(
        coefficients=coefficients,
        covariance=covariance,
        probability=probability,
        logit=logit,
        log_likelihood=float(-np.logaddexp(0, np.where(outcome == 1, -logit, logit)).sum()),
        matrix=matrix,
        influence=(matrix * (outcome - probability)[:, None]) @ covariance,
    )


def _inverse(information: Floats) -> Floats:
    # Columns as far apart as a year and a share would lose digits without a common scale.
    scale = 1 / np.sqrt(np.diag(information))
    both = np.outer(scale, scale)
    inverse: Floats = np.linalg.inv(information * both) * both
    return inverse


def _refuse_separation(found: Sequence[str], what: str) -> None:
    if found:
        raise BadInput(
            f"{what} is separated: {', '.join(found)} tells the groups apart without error.",
            "Leave the covariate out, join its levels, or restrict to patients of both groups.",
        )
