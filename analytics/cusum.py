"""Risk-adjusted cumulative sums: observed minus expected, and the chart of Steiner."""

from typing import Final

import numpy as np

from analytics.errors import BadInput
from analytics.inputs import Floats

WORSE, BETTER = 2.0, 0.5  # odds ratios that the two charts look for
RUNS: Final = 2_000  # drawn for a limit
FALSE_ALARMS: Final = 0.025  # of each chart over the whole run: one in twenty for both
SIZES = (20, 30, 40, 50, 75, 100, 150, 200, 300, 400, 500, 750, 1_000)  # cases of a run
_SEED: Final = 20000


def cusum_weights(outcome: Floats, risk: Floats, ratio: float) -> Floats:
    """Return the log-likelihood ratio that each unit adds to the chart.

    Parameters
    ----------
    outcome : Floats, shape (n,)
        0 or 1.
    risk : Floats, shape (n,)
        Expected probability, between 0 and 1.
    ratio : float
        Odds ratio that the chart looks for, against 1.

    Returns
    -------
    Floats, shape (n,)
        log(ratio / (1 - p + ratio p)) with the event, log(1 / (1 - p + ratio p)) without.

    Raises
    ------
    BadInput
        If a risk is not between 0 and 1, or the ratio is not above 0.

    Notes
    -----
    Steiner et al. 2000, doi:10.1093/biostatistics/1.4.441, equation 2 with R_0 = 1.
    """
    if ratio <= 0 or np.any((risk <= 0) | (risk >= 1)):
        raise BadInput("An expected risk lies outside 0 to 1.", "Check the risk model.")
    weight: Floats = outcome * np.log(ratio) - np.log1p((ratio - 1) * risk)
    return weight


def cusum(weights: Floats) -> Floats:
    """Return the chart: C_t = max(0, C_{t-1} + W_t), from 0, never reset.

    Parameters
    ----------
    weights : Floats, shape (..., n)
        In the order of cases along the last axis.
    """
    total = np.cumsum(weights, axis=-1)
    least = np.minimum(np.minimum.accumulate(total, axis=-1), 0.0)
    path: Floats = total - least
    return path


def cusum_limits(weights: Floats) -> tuple[float, ...]:
    """Return the limit of the chart for runs of each of SIZES.

    A limit is the value that the highest point of a run stays below in 97.5 % of 2,000 runs,
    each of cases drawn with replacement from all cases given; the seed is fixed.

    Parameters
    ----------
    weights : Floats, shape (n,)
        What each case (a patient with all lesions) adds, of all sites.
    """
    drawn = np.random.default_rng(_SEED)
    highest = np.empty((RUNS, len(SIZES)))
    for run in range(RUNS):
        path = cusum(drawn.choice(weights, size=SIZES[-1]))
        highest[run] = np.maximum.accumulate(path)[np.asarray(SIZES) - 1]
    return tuple(float(value) for value in np.quantile(highest, 1 - FALSE_ALARMS, axis=0))


def limit_for(cases: int, limits: tuple[float, ...]) -> float:
    """Return the limit for a run of some length, between those of SIZES on a log scale."""
    return float(np.interp(np.log(cases), np.log(SIZES), limits))
