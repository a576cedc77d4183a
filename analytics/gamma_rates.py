"""Poisson counts whose rates are gamma distributed: the negative binomial likelihood."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import minimize_scalar
from scipy.special import gammaln

from analytics.errors import DidNotConverge
from analytics.inputs import Floats, Ints

_MOST_STEPS, _SMALL_STEP = 100, 1e-10  # of the search for a log rate
_LARGEST = 1e6  # shape: rates that differ by less than 0.1 % are alike


def likeliest_shape(groups: Sequence[tuple[Ints, Floats]]) -> float:
    """Return the gamma shape of greatest likelihood, common to groups with their own rates.

    Parameters
    ----------
    groups : sequence of (counts, exposure)
        Units of each group; checked, with an exposure above 0 and not all counts 0.

    Returns
    -------
    float
        1 / squared coefficient of variation of rates within groups; infinite where counts
        spread no more than Poisson ones.
    """
    excess = 0.0
    for counts, exposure in groups:
        expected = counts.sum() / exposure.sum() * exposure
        excess += float(((counts - expected) ** 2 - counts).sum())
    if excess <= 0:  # the slope of the likelihood where rates are alike
        return float("inf")

    def misfit(log_shape: float) -> float:
        shapes = np.exp(np.array([log_shape]))
        return -sum(_greatest(shapes, counts, exposure) for counts, exposure in groups)

    bounds = (-np.log(_LARGEST), np.log(_LARGEST))
    best = minimize_scalar(misfit, bounds=bounds, method="bounded", options={"xatol": 1e-10})
    return float(np.exp(best.x))


def _greatest(shapes: Floats, counts: Ints, exposure: Floats) -> float:
    centre, _ = likeliest_log_rate(shapes, counts, exposure)
    return float(log_likelihood(shapes, centre[:, None], counts, exposure)[0, 0])


def log_likelihood(shapes: Floats, log_rates: Floats, counts: Ints, exposure: Floats) -> Floats:
    """Return the negative binomial log likelihood, shape (shapes, rates).

    Parameters
    ----------
    shapes : Floats, shape (k,)
        Gamma shapes.
    log_rates : Floats, shape (k, m)
        Logarithms of mean rates to try with each shape.
    counts, exposure : Ints and Floats, shape (units,)
        Checked; exposure above 0.
    """
    shape = shapes[:, None, None]
    expected = np.exp(log_rates)[:, :, None] * exposure
    terms = gammaln(shape + counts) - gammaln(shape) - gammaln(counts + 1.0)
    terms = terms + counts * np.log(expected / (shape + expected))
    total: Floats = (terms - shape * np.log1p(expected / shape)).sum(axis=-1)
    return total


def likeliest_log_rate(shapes: Floats, counts: Ints, exposure: Floats) -> tuple[Floats, Floats]:
    """Return the likeliest log mean rate for each shape, and its standard deviation.

    Newton's method; the log likelihood is concave in the log rate, and steps are held to 1.
    An infinite shape is allowed: then counts are Poisson.
    """
    shape = shapes[:, None]
    log_rate = np.full(shapes.size, np.log(counts.sum() / exposure.sum()))
    for _ in range(_MOST_STEPS):
        expected = np.exp(log_rate)[:, None] * exposure
        pull = 1 / (1 + expected / shape)
        slope = ((counts - expected) * pull).sum(axis=1)
        bend = ((1 + counts / shape) * expected * pull**2).sum(axis=1)
        step = slope / bend
        if np.abs(step).max() < _SMALL_STEP:
            return log_rate, 1 / np.sqrt(bend)
        log_rate = log_rate + np.clip(step, -1, 1)
    raise DidNotConverge(
        f"The mean rate of {counts.size} sites was not found in {_MOST_STEPS} steps.",
        "Check counts and exposure for sites of wildly different size.",
    )
