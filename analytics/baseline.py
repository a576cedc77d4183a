"""Survival that a Cox model predicts: baseline hazard and survival of covariate patterns."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.cox_core import Moments
from analytics.cox_residuals import cluster_sums, fitted_moments, score_residuals
from analytics.cox_rows import CoxRows
from analytics.errors import BadInput
from analytics.inputs import Floats, Ints, asked_days
from analytics.limits import Interval, survival_limits
from analytics.regression import Regression, matrix_of, quantile_of


@dataclass(frozen=True, eq=False)
class BaselineHazard:
    """Cumulative hazard at covariates of 0: a step function, one entry per event day."""

    time: Floats  # event days, ascending within each stratum
    cumulative_hazard: Floats  # from this day until the next
    stratum: Ints  # place of the stratum in `strata`
    strata: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class PredictedSurvival:
    """Survival of covariate patterns at asked days; arrays have shape (patterns, days).

    nan beyond the last day of follow-up of the pattern's stratum.
    """

    time: Floats  # days, as asked; shape (days,)
    survival: Floats
    se: Floats
    lower: Floats
    upper: Floats
    confidence: float
    interval: Interval  # scale on which the limits are built
    robust: bool  # whether errors respect clusters and weights


def baseline(fit: Regression) -> BaselineHazard:
    """Estimate the cumulative hazard of somebody whose covariates are all 0.

    Raises
    ------
    BadInput
        If 0 lies so far from the data that the hazard there cannot be written as a number.

    Notes
    -----
    Sum over event days of the events divided by the sum of relative hazards at risk; with
    Efron's method tied events leave the sum one after the other.

    References
    ----------
    Breslow (1972), J R Stat Soc B 34:216. Efron (1977), doi:10.1080/01621459.1977.10480613.
    """
    rows, at = fit.rows, fitted_moments(fit)
    log_relative = -float(fit.coef @ rows.centre) - at.shift
    with np.errstate(over="ignore", invalid="ignore"):
        hazard = rows.sets.cumulated(at.rate) * np.exp(log_relative)
    if not np.isfinite(hazard).all():
        raise BadInput(
            "Covariates of 0 lie too far from the data for a baseline hazard.",
            "Centre the covariates, or use `predicted_survival`.",
        )
    days = np.delete(np.arange(rows.sets.day.size), rows.sets.opening)
    stratum = np.searchsorted(rows.sets.opening, days, side="right") - 1
    return BaselineHazard(rows.sets.day[days], hazard[days], stratum, rows.strata)


def predicted_survival(
    fit: Regression,
    covariates: pd.DataFrame,
    times: ArrayLike,
    *,
    strata: ArrayLike | None = None,
    interval: Interval = "log-log",
) -> PredictedSurvival:
    """Predict the survival of people with given covariates at given days.

    Parameters
    ----------
    fit : Regression
        A Cox model.
    covariates : DataFrame, shape (k, terms)
        One pattern per row; a column per term.
    times : array-like of float, shape (m,)
        Days; not negative.
    strata : array-like, shape (k,), optional
        Stratum of each pattern; needed if the model has strata.
    interval : {"log-log", "log", "plain"}
        Scale of the limits.

    Raises
    ------
    BadInput
        If a term or stratum is missing or unknown, or a day is negative.

    Notes
    -----
    S = exp(-H r), r the relative hazard, H a step function (never interpolated). Variance of
    H r: that of the steps, plus d'Vd with d the sum of (x - mean at risk) over the steps. Under
    robust errors both parts come from the influence of each row or cluster.

    References
    ----------
    Tsiatis (1981), doi:10.1214/aos/1176345325. Link (1984), doi:10.2307/2530922.
    """
    rows, at = fit.rows, fitted_moments(fit)
    days = asked_days("times", times)
    patterns = (matrix_of(fit, covariates) - rows.centre) / rows.scale
    member = _members(rows, strata, patterns.shape[0])
    hazard, variance = (np.empty((patterns.shape[0], days.size)) for _ in range(2))
    for stratum in np.unique(member):
        its = member == stratum
        steps = _steps(fit, at, int(stratum), days)
        hazard[its], variance[its] = steps.of(patterns[its], fit.coef * rows.scale, at.shift)
    survival = np.exp(-hazard)
    # Few clusters: as many errors as Student's t asks for, on the scale of the limits.
    wider = quantile_of(fit.confidence, fit.df) / quantile_of(fit.confidence, np.inf)
    lower, upper = survival_limits(
        survival, variance * wider**2, confidence=fit.confidence, interval=interval
    )
    last = np.full(len(rows.strata), -np.inf)
    np.maximum.at(last, rows.stratum, rows.time)
    known = days <= last[member][:, None]
    survival, se, lower, upper = (
        np.where(known, values, np.nan)
        for values in (survival, survival * np.sqrt(variance), lower, upper)
    )
    return PredictedSurvival(days, survival, se, lower, upper, fit.confidence, interval, fit.robust)


@dataclass(frozen=True, eq=False)
class _Steps:
    """Steps of the baseline hazard of a stratum up to asked days, at relative hazard exp(shift).

    With z the standardised coefficients: H, its variance, its covariance with z, and sums of the
    means at risk over its steps.
    """

    hazard: Floats  # shape (days,)
    variance: Floats  # shape (days,)
    covariance: Floats  # shape (p, days)
    means: Floats  # shape (p, days)
    coef_variance: Floats  # shape (p, p)

    def of(self, patterns: Floats, coef: Floats, shift: float) -> tuple[Floats, Floats]:
        """Return cumulative hazard and its variance for patterns, shape (k, days)."""
        relative = np.exp(patterns @ coef - shift)[:, None]
        # shape (k, p, days): how the hazard of a pattern answers to the coefficients
        answer = patterns[:, :, None] * self.hazard - self.means
        variance = self.variance + 2 * np.einsum("kpd,pd->kd", answer, self.covariance)
        variance += np.einsum("kpd,pq,kqd->kd", answer, self.coef_variance, answer)
        return relative * self.hazard, relative**2 * variance


def _steps(fit: Regression, at: Moments, stratum: int, days: Floats) -> _Steps:
    rows, sets = fit.rows, fit.rows.sets
    slots = sets.slots_at(stratum, days)
    mean_steps = at.sums * at.square
    if at.tied is not None:
        mean_steps -= at.tied.sums * at.tied.cross
    means = np.stack([sets.cumulated(steps)[slots] for steps in mean_steps])
    unit = np.outer(rows.scale, rows.scale)
    if fit.robust:
        variance, covariance = _influence(fit, at, int(sets.opening[stratum]), slots)
    else:
        variance, covariance = sets.cumulated(at.square)[slots], np.zeros_like(means)
    return _Steps(
        hazard=sets.cumulated(at.rate)[slots],
        variance=variance,
        covariance=covariance,
        means=means,
        coef_variance=fit.covariance * unit,
    )


def _influence(fit: Regression, at: Moments, opening: int, slots: Ints) -> tuple[Floats, Floats]:
    """Return the robust variance of H up to each slot, and its covariance with coefficients.

    Row i moves H(t) by the sum over steps up to t of (its events - its risk times the step)
    divided by the sum at risk.
    """
    rows, sets = fit.rows, fit.rows.sets
    unit = np.outer(rows.scale, rows.scale)
    moved = fit.model_covariance * unit @ cluster_sums(rows, score_residuals(rows, at))
    variance, covariance = np.empty(slots.size), np.empty((moved.shape[0], slots.size))
    for column, slot in enumerate(slots):
        by_day = np.zeros(sets.day.size)
        by_day[opening + 1 : slot + 1] = 1
        own = cluster_sums(rows, _hazard_influence(rows, at.times(by_day))[None])[0]
        variance[column] = fit.small_sample_factor * own @ own
        covariance[:, column] = fit.small_sample_factor * moved @ own
    return variance, covariance


def _hazard_influence(rows: CoxRows, at: Moments) -> Floats:
    sets = at.sets
    influence = -at.risk * sets.while_at_risk(at.square)
    weight = sets.on_event_days(sets.step_weight)
    per_person = np.divide(at.rate, weight, out=np.zeros_like(weight), where=weight > 0)
    gained = rows.weights[sets.event_rows] * per_person[sets.event_slot]
    if at.tied is not None:
        gained += (at.risk[sets.event_rows]) * at.tied.cross[sets.event_slot]
    influence[sets.event_rows] += gained
    return influence


def _members(rows: CoxRows, strata: ArrayLike | None, n: int) -> Ints:
    """Return the stratum of each pattern."""
    if strata is None:
        if len(rows.strata) > 1:
            raise BadInput(
                f"The model has {len(rows.strata)} strata.", "Say which one each pattern is in."
            )
        return np.zeros(n, dtype=np.int64)
    names = [str(name) for name in np.asarray(strata)]
    unknown = sorted(set(names) - set(rows.strata))
    if unknown or len(names) != n:
        raise BadInput(
            f"{len(names)} strata for {n} patterns; not in the model: {', '.join(unknown)}.",
            f"Name one of {', '.join(rows.strata)} for each pattern.",
        )
    return np.array([rows.strata.index(name) for name in names])
