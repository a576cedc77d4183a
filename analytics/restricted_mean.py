"""Restricted mean survival time: days without the event up to a horizon."""

from dataclasses import dataclass

import numpy as np

from analytics.errors import BadInput
from analytics.inputs import Floats
from analytics.limits import critical_value
from analytics.product_limit import SurvivalCurve
from analytics.survival_spread import spread_of


@dataclass(frozen=True, eq=False)
class RestrictedMean:
    """Mean number of days without the event up to a horizon (RMST)."""

    estimate: float  # days
    se: float
    lower: float
    upper: float
    horizon: float  # days
    confidence: float


def restricted_mean(curve: SurvivalCurve, horizon: float) -> RestrictedMean:
    """Estimate the mean number of days without the event, up to a horizon.

    Parameters
    ----------
    curve : SurvivalCurve
        The curve; what carries its variance carries that of the mean.
    horizon : float
        Days; at most the last day of follow-up, unless nobody is left without the event.

    Raises
    ------
    BadInput
        If the horizon is not positive, or the curve ends before it.

    Notes
    -----
    Area under the curve. Variance: sum over event days of A^2 d / (n (n - d)), A being the
    area from that day to the horizon; for a robust or clustered curve see `spread_of`.

    References
    ----------
    Irwin (1949), doi:10.1017/S0022172400014443.
    """
    areas = areas_to_horizon(curve, horizon)
    mean = float(areas[0])
    spread = spread_of(curve, areas)
    se = float(np.sqrt(spread.variance))
    reach = critical_value(curve.confidence, spread.uncertainty.df) * se
    return RestrictedMean(mean, se, mean - reach, mean + reach, horizon, curve.confidence)


def areas_to_horizon(curve: SurvivalCurve, horizon: float) -> Floats:
    """Return the area under a curve from each of its steps to a horizon.

    Parameters
    ----------
    curve : SurvivalCurve
        The curve.
    horizon : float
        Days.

    Returns
    -------
    Floats, shape (steps,)
        Days; 0 from the horizon on. The first is the restricted mean.

    Raises
    ------
    BadInput
        If the horizon is not positive, or the curve ends before it.

    References
    ----------
    Irwin (1949), doi:10.1017/S0022172400014443.
    """
    last = float(curve.time[-1])
    if not 0 < horizon < np.inf:
        raise BadInput(f"The horizon is {horizon} days.", "Give a number of days above 0.")
    if horizon > last and curve.survival[-1] > 0:
        raise BadInput(
            f"Follow-up of {curve.group} ends on day {last:g}, before the horizon of day "
            f"{horizon:g}.",
            "Choose a horizon within the follow-up of every group.",
        )
    ends = np.minimum(np.append(curve.time[1:], np.inf), horizon)
    pieces = curve.survival * np.maximum(ends - curve.time, 0)
    return np.cumsum(pieces[::-1])[::-1]
