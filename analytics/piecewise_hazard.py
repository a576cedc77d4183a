"""Hazard that is constant within intervals and proportional in the covariates."""

from dataclasses import dataclass

import numpy as np

from analytics.errors import DidNotConverge
from analytics.inputs import Bools, Floats

_STEPS = 50
_SETTLED = 1e-8  # of a log hazard ratio per standard deviation
_FAR = 30.0  # log hazard ratio beyond which nobody is extrapolated
_TINY = np.finfo(np.float64).tiny
_SHRINK = 0.01  # events' worth of pull towards 0: keeps a level finite in which nothing happens


@dataclass(frozen=True, eq=False)
class PiecewiseHazard:
    """Fitted hazards of J intervals."""

    baseline: Floats  # events per day at the centre of the covariates, shape (J,)
    slopes: Floats  # log hazard ratio per unit of covariate, shape (columns,)
    centre: Floats  # shape (columns,)

    def rates(self, values: Floats) -> Floats:
        """Return the hazard per day of each row of covariates in each interval, shape (n, J)."""
        log_ratio = np.clip((values - self.centre) @ self.slopes, -_FAR, _FAR)
        relative: Floats = np.exp(log_ratio)
        return relative[:, None] * self.baseline


def interval_edges(time: Floats, horizon: float, n_intervals: int) -> Floats:
    """Return edges from 0 to the horizon, with about equal numbers of exits between them."""
    inside = np.append(time[time < horizon], horizon)
    cuts = np.quantile(inside, np.arange(1, n_intervals) / n_intervals)
    return np.unique(np.concatenate([[0.0], cuts, [horizon]]))


def exposure(time: Floats, edges: Floats) -> Floats:
    """Return days that each person spent in each interval, shape (n, J)."""
    return np.clip(time[:, None] - edges[:-1], 0.0, np.diff(edges))


def fit_piecewise(time: Floats, happened: Bools, values: Floats, edges: Floats) -> PiecewiseHazard:
    """Fit interval hazards and log hazard ratios.

    Parameters
    ----------
    time : Floats, shape (n,)
        Days until each person left.
    happened : Bools, shape (n,)
        Who left by the event.
    values : Floats, shape (n, columns)
        Covariates.
    edges : Floats, shape (J + 1,)
        Edges of the intervals, from 0; what comes later is not looked at.

    Raises
    ------
    DidNotConverge
        If the fit does not settle.

    Notes
    -----
    Interval hazards are events over relative days; with these put in, the likelihood is that
    of a Cox model in which days spent replace being at risk, and Newton's method fits it. A
    slight pull towards 0 keeps log hazard ratios finite.

    References
    ----------
    Friedman (1982), doi:10.1214/aos/1176345693.
    """
    seen = happened & (time <= edges[-1])
    place = np.clip(np.searchsorted(edges, time[seen], side="left") - 1, 0, None)
    events = np.bincount(place, minlength=edges.size - 1).astype(np.float64)
    centre, scale = values.mean(axis=0), values.std(axis=0)
    scale = np.where(scale > 0, scale, 1.0)
    standard = (values - centre) / scale
    profile = _Profile(exposure(time, edges), events, standard, standard[seen].sum(axis=0))
    slopes = _maximum(profile)
    relative_days = profile.days.T @ np.exp(standard @ slopes)
    baseline = np.divide(events, relative_days, out=np.zeros_like(events), where=events > 0)
    return PiecewiseHazard(baseline, slopes / scale, centre)


@dataclass(frozen=True, eq=False)
class _Profile:
    """Likelihood of the log hazard ratios, the interval hazards being at their best."""

    days: Floats  # shape (n, J)
    events: Floats  # shape (J,)
    standard: Floats  # standardised covariates, shape (n, columns)
    observed: Floats  # their sum over events, shape (columns,)

    def height(self, slopes: Floats) -> float:
        at_risk = np.maximum(self.days.T @ np.exp(self.standard @ slopes), _TINY)
        pull = _SHRINK / 2 * slopes @ slopes
        return float(self.observed @ slopes - self.events @ np.log(at_risk) - pull)

    def step(self, slopes: Floats) -> Floats:
        """Return the step of Newton's method."""
        relative = np.exp(self.standard @ slopes)
        at_risk = np.maximum(self.days.T @ relative, _TINY)
        mean = self.days.T @ (relative[:, None] * self.standard) / at_risk[:, None]
        hazard = relative * (self.days @ (self.events / at_risk))
        score = self.observed - self.events @ mean - _SHRINK * slopes
        information = self.standard.T @ (self.standard * hazard[:, None])
        information -= mean.T @ (mean * self.events[:, None])
        information[np.diag_indices_from(information)] += _SHRINK
        return np.asarray(np.linalg.solve(information, score))


def _maximum(profile: _Profile) -> Floats:
    slopes = np.zeros(profile.standard.shape[1])
    for _ in range(_STEPS):
        step = np.clip(profile.step(slopes), -1.0, 1.0)
        if np.abs(step).max() < _SETTLED:
            return slopes
        while profile.height(slopes + step) < profile.height(slopes) - _SETTLED:
            step = step / 2
        slopes = slopes + step
    raise DidNotConverge("A hazard model found no stable answer.", "Take fewer covariates.")
