"""Residuals of a Cox model: what each person adds, and what the model did not expect."""

from dataclasses import dataclass

import numpy as np

from analytics.cox_core import Moments, Tied, expected, moments
from analytics.cox_rows import CoxRows
from analytics.inputs import Floats, Ints
from analytics.regression import Regression
from analytics.risk_sets import sum_by


@dataclass(frozen=True, eq=False)
class EventResiduals:
    """One row per event, sorted by stratum, day, and order given."""

    terms: tuple[str, ...]
    time: Floats  # day of each event
    row: Ints  # place of its person among the rows given
    residuals: Floats  # shape (events, terms)


def martingale(fit: Regression) -> Floats:
    """Return events that happened minus events expected, shape (n,), in the order given.

    References
    ----------
    Therneau, Grambsch & Fleming (1990), doi:10.1093/biomet/77.1.147.
    """
    return fit.rows.as_given(fit.rows.event - _expected_each(fit))


def expected_events(fit: Regression) -> Floats:
    """Return the events expected of each row, shape (n,), in the order given.

    Notes
    -----
    Summed by site and set against the events that happened, they show whether a site has
    more events than its case-mix explains. Over all rows both sums are equal.
    """
    return fit.rows.as_given(_expected_each(fit))


def deviance(fit: Regression) -> Floats:
    """Return martingale residuals made symmetric, shape (n,), in the order given.

    Notes
    -----
    sign(M) sqrt(-2 (M + d log(d - M))), d = 1 for an event.

    References
    ----------
    Therneau, Grambsch & Fleming (1990), doi:10.1093/biomet/77.1.147.
    """
    happened, awaited = fit.rows.event, _expected_each(fit)
    residual = happened - awaited
    logarithm = np.log(awaited, out=np.zeros_like(awaited), where=happened)
    size = np.sqrt(np.maximum(-2 * (residual + logarithm), 0))
    return fit.rows.as_given(np.sign(residual) * size)


def dfbeta(fit: Regression) -> Floats:
    """Return how much each row moves each coefficient, shape (n, terms), in the order given.

    Notes
    -----
    Weighted score residuals times the inverse information: the change of the coefficient
    if the row were left out, to first order.

    References
    ----------
    Reid & Crepeau (1985), doi:10.1093/biomet/72.1.1.
    """
    rows = fit.rows
    scores = score_residuals(rows, fitted_moments(fit)).T * rows.scale
    return rows.as_given(scores @ fit.model_covariance)


def schoenfeld(fit: Regression) -> EventResiduals:
    """Return covariates of each event minus their mean in its risk set.

    References
    ----------
    Schoenfeld (1982), doi:10.1093/biomet/69.1.239.
    """
    rows, events = fit.rows, fit.rows.sets.event_rows
    values = event_deviations(rows, fitted_moments(fit)).T * rows.scale
    order = np.lexsort((rows.order[events], rows.sets.event_slot))
    events = events[order]
    return EventResiduals(fit.terms, rows.time[events], rows.order[events], values[order])


def fitted_moments(fit: Regression) -> Moments:
    """Return the sums over the risk sets at the fitted coefficients."""
    return moments(fit.rows, fit.coef * fit.rows.scale)


def event_deviations(rows: CoxRows, at: Moments) -> Floats:
    """Return standardised covariates of events minus their mean at risk, shape (p, events).

    The mean of a day is taken over its steps, so that Efron's method counts tied events in
    part.
    """
    sets = rows.sets
    weight = sets.on_event_days(sets.step_weight)
    means = np.divide(1.0, weight, out=np.zeros_like(weight), where=weight > 0)
    summed = at.sums * at.rate
    if at.tied is not None:
        summed -= at.tied.sums * at.tied.rate
    return rows.x[:, sets.event_rows] - (summed * means)[:, sets.event_slot]


def score_residuals(rows: CoxRows, at: Moments, by_day: Floats | None = None) -> Floats:
    """Return what each row adds to the score, weighted, shape (p, n), in sorted order.

    Parameters
    ----------
    rows, at : CoxRows, Moments
        People, and the sums over their risk sets.
    by_day : Floats, shape (slots,), optional
        What each event day is multiplied by.

    Notes
    -----
    d (x - mean) - risk times the integral of (x - mean) over the baseline hazard; a tied event
    counts with the share of the steps that it is at risk for.

    References
    ----------
    Therneau & Grambsch (2000), Modeling Survival Data, 4.2 and 3.3.
    """
    sets = at.sets
    deviations = event_deviations(rows, at) * rows.weights[sets.event_rows]
    if by_day is not None:
        deviations *= by_day[sets.event_slot]
        at = at.times(by_day)
    awaited = expected(rows, at)
    residuals = np.empty_like(rows.x)
    for row, x in enumerate(rows.x):
        its = sets.while_at_risk(_mean_steps(at, row))
        if at.tied is not None:
            its[sets.event_rows] -= _tied_mean_steps(at.tied, at.sums[row], row)[sets.event_slot]
        residuals[row] = at.risk * its - awaited * x
        residuals[row, sets.event_rows] += deviations[row]
    return residuals


def cluster_sums(rows: CoxRows, values: Floats) -> Floats:
    """Sum values of rows, shape (p, n), by cluster where there are clusters."""
    if rows.cluster is None:
        return values
    n_clusters = int(rows.cluster.max()) + 1
    return np.stack([sum_by(rows.cluster, its, n_clusters) for its in values])


def _mean_steps(at: Moments, row: int) -> Floats:
    """Return the mean covariate times the step of the baseline hazard, by day."""
    steps: Floats = at.sums[row] * at.square
    return steps if at.tied is None else steps - at.tied.sums[row] * at.tied.cross


def _tied_mean_steps(tied: Tied, sums: Floats, row: int) -> Floats:
    return np.asarray(sums * tied.cross - tied.sums[row] * tied.square)


def _expected_each(fit: Regression) -> Floats:
    return expected(fit.rows, fitted_moments(fit)) / fit.rows.weights
