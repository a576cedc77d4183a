"""Firth's penalised Cox model: finite hazard ratios where the likelihood has no maximum."""

from dataclasses import replace

import numpy as np
from scipy.linalg import LinAlgError, cholesky, solve_triangular
from scipy.optimize import brentq
from scipy.stats import chi2

from analytics.cox_core import Moments, expected, information, moments, score
from analytics.cox_rows import CoxRows
from analytics.errors import DidNotConverge
from analytics.inputs import Floats, Ints
from analytics.monotone_likelihood import shortened
from analytics.newton import Maximum, Point, inverted, maximise
from analytics.regression import Regression
from analytics.risk_sets import RiskSets
from analytics.tails import log_chi_squared_tail

_CLOSE = 1e-7  # of the way to a limit
_APART = 1e-5  # of a standard error: two scores whose difference is the curvature
_MAX_STRIDES = 20


def firth(rows: CoxRows, confidence: float) -> Regression:
    """Maximise the partial likelihood times the root of the determinant of its information.

    Parameters
    ----------
    rows : CoxRows
        The people.
    confidence : float
        Level of the limits.

    Raises
    ------
    DidNotConverge
        If the penalised likelihood has no stable maximum or profile limit.

    Notes
    -----
    Limits are where the profile of the penalised log-likelihood falls by half the chi-squared
    quantile; p-values come from its fall when a term is left at 0. The information also
    counts terms left at 0.

    References
    ----------
    Heinze & Schemper (2001), doi:10.1111/j.0006-341X.2001.00114.x. Heinze &
    Dunkler (2008), doi:10.1002/sim.3418.
    """
    p = len(rows.terms)
    start = np.zeros(p)
    null = penalised_likelihood(rows, start)
    found = _highest(rows, start, np.arange(p))
    information = penalised_likelihood(rows, found.at).information
    covariance = inverted(information) / np.outer(rows.scale, rows.scale)
    return Regression(
        terms=rows.terms,
        coef=found.at / rows.scale,
        se=np.sqrt(np.diagonal(covariance)),
        covariance=covariance,
        model_covariance=covariance,
        lower=np.array(
            [_limit(rows, found, term, side=-1, confidence=confidence) for term in range(p)]
        ),
        upper=np.array(
            [_limit(rows, found, term, side=+1, confidence=confidence) for term in range(p)]
        ),
        log_p=np.array([_log_p(rows, found, term) for term in range(p)]),
        limits="profile",
        n=rows.n,
        n_events=rows.n_events,
        n_strata=len(rows.strata),
        n_clusters=None,
        loglik_null=null.value,
        loglik=found.point.value,
        score=None,
        robust_score=None,
        ties=rows.ties,
        robust=False,
        small_sample_factor=1.0,
        df=np.inf,
        penalty="firth",
        confidence=confidence,
        iterations=found.iterations,
        rows=rows,
    )


def penalised_likelihood(rows: CoxRows, coef: Floats) -> Point:
    """Return penalised log-likelihood, its score, and the information without penalty.

    Notes
    -----
    l(b) + log det I(b) / 2, the determinant in the units in which the covariates were given;
    score U + trace(I^-1 dI/db) / 2.
    """
    with np.errstate(divide="ignore", invalid="ignore", over="ignore"):  # a step may go too far
        at = moments(rows, coef)
        matrix = information(rows, at)
    try:
        root = cholesky(matrix, lower=True)
    except (LinAlgError, ValueError):  # the step went to where nothing can be computed
        return Point(-np.inf, np.zeros_like(coef), matrix)
    value = at.log_likelihood + np.log(np.diagonal(root)).sum() + np.log(rows.scale).sum()
    slope = _log_determinant_slope(rows, at, root)
    return Point(float(value), score(rows, at) + slope / 2, matrix)


def _log_determinant_slope(rows: CoxRows, at: Moments, root: Floats) -> Floats:
    """Return the derivative of log det I by each coefficient, shape (p,).

    With y = R^-1 x, RR' = I and u = y'y, each step adds the third central moment
    E(u x) - E(u) E(x) - 2 E(y)'E(y x) + 2 E(y)'E(y) E(x). Summed by row instead of by step,
    row i adds x_i times risk (u_i - E(u) - 2 y_i'E(y) + 2 E(y)'E(y)) over the steps it is in.
    """
    y = solve_triangular(root, rows.x, lower=True)
    square = np.einsum("ij,ij->j", y, y)
    means = _step_means(at, np.vstack([y, square]))
    inner = 2 * np.einsum("ij,ij->j", means[:-1], means[:-1]) - means[-1]
    inverse_total = at.sets.step_weight / at.step_total
    mass = square * expected(rows, at) + at.risk * _while_in(at.sets, inverse_total * inner)
    for its, mean in zip(y, means[:-1], strict=True):
        mass -= 2 * its * at.risk * _while_in(at.sets, inverse_total * mean)
    return np.asarray(rows.x @ mass)


def _step_means(at: Moments, values: Floats) -> Floats:
    """Return means of values, shape (k, n), in the risk set of each step, shape (k, events)."""
    sets = at.sets
    at_events = at.risk[sets.event_rows]
    means = np.empty((values.shape[0], sets.event_rows.size))
    for row, its in enumerate(values):
        gone = sets.on_event_days(at_events * its[sets.event_rows])[sets.event_slot]
        present = sets.at_risk(at.risk * its)[sets.event_slot]
        means[row] = (present - sets.share * gone) / at.step_total
    return means


def _while_in(sets: RiskSets, by_step: Floats) -> Floats:
    """Sum values of steps over those that each row is in; tied events are in a share."""
    summed = sets.while_at_risk(sets.on_event_days(by_step))
    summed[sets.event_rows] -= sets.on_event_days(by_step * sets.share)[sets.event_slot]
    return summed


def _curved(rows: CoxRows, coef: Floats, free: Ints) -> Point:
    """Return the penalised log-likelihood of free coefficients, with its own curvature.

    Newton's method with the information alone leaps over the maximum to and fro. The curvature
    is the difference of two scores, a small part of a standard error apart; where it is no
    dome, the information stands in.
    """
    point = penalised_likelihood(rows, coef)
    matrix, score = point.information[np.ix_(free, free)], point.score[free]
    if not np.isfinite(point.value):
        return Point(point.value, score, matrix)
    fall = np.empty_like(matrix)
    for row, (term, apart) in enumerate(
        zip(free, _APART / np.sqrt(np.diagonal(matrix)), strict=True)
    ):
        beside = coef.copy()
        beside[term] += apart
        fall[row] = (score - penalised_likelihood(rows, beside).score[free]) / apart
    curvature = (fall + fall.T) / 2
    is_dome = np.isfinite(curvature).all() and np.linalg.eigvalsh(curvature)[0] > 0
    return Point(point.value, score, curvature if is_dome else matrix)


def _highest(rows: CoxRows, coef: Floats, free: Ints) -> Maximum:
    """Return the maximum over the free coefficients, from a start; the others stay."""

    def whole(values: Floats, others: Floats) -> Floats:
        filled = others.copy()
        filled[free] = values
        return filled

    found = maximise(
        lambda values: _curved(rows, whole(values, coef), free),
        coef[free],
        _curved(rows, coef, free),
        lambda _, step, __: shortened(rows, whole(step, np.zeros_like(coef)))[free],
    )
    return replace(found, at=whole(found.at, coef))


class _Profile:
    """Highest penalised log-likelihood for each value of one coefficient."""

    def __init__(self, rows: CoxRows, found: Maximum, term: int) -> None:
        self._rows, self._term, self._top = rows, term, found.point.value
        self._others = np.delete(np.arange(found.at.size), term)
        self._at = found.at.copy()

    def fall(self, value: float) -> float:
        """Return by how much it lies below its maximum at a standardised coefficient."""
        self._at[self._term] = value
        if not self._others.size:
            return self._top - penalised_likelihood(self._rows, self._at).value
        found = _highest(self._rows, self._at, self._others)
        self._at = found.at  # the next value asked lies nearby, and so will this
        return self._top - found.point.value


def _log_p(rows: CoxRows, found: Maximum, term: int) -> float:
    """Return log p of the fall of the penalised log-likelihood when a term is left at 0."""
    return log_chi_squared_tail(2 * _Profile(rows, found, term).fall(0.0), 1)


def _limit(rows: CoxRows, found: Maximum, term: int, *, side: int, confidence: float) -> float:
    """Return where the profile of one coefficient has fallen to the level of the limits."""
    profile, reach = _Profile(rows, found, term), float(np.sqrt(chi2.ppf(confidence, 1)))

    def excess(value: float) -> float:
        # The root of the fall is nearly straight in the coefficient.
        return float(np.sqrt(2 * max(profile.fall(value), 0.0))) - reach

    inside = float(found.at[term])
    stride = side * reach * float(np.sqrt(inverted(found.point.information)[term, term]))
    for _ in range(_MAX_STRIDES):
        try:
            if excess(inside + stride) < 0:
                inside, stride = inside + stride, stride * 1.5
                continue
            value = brentq(excess, inside, inside + stride, xtol=_CLOSE * abs(stride))
            return float(value / rows.scale[term])
        except (DidNotConverge, ValueError):  # too far out for a model to be fitted there
            stride = stride / 2
    raise DidNotConverge(
        f"The {confidence:.0%} limits of {rows.terms[term]} were not found.",
        "Use fewer covariates or wider categories.",
    )
