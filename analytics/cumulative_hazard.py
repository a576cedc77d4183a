"""The Nelson-Aalen cumulative hazard of one group."""

from dataclasses import dataclass, field

import numpy as np

from analytics.inputs import Counts, Floats
from analytics.limits import critical_value
from analytics.product_limit import SurvivalCurve
from analytics.robust_survival import Increments, running_variance


@dataclass(frozen=True, eq=False)
class CumulativeHazard:
    """Nelson-Aalen estimate of one group; every array has one entry per step time."""

    group: str
    time: Floats  # days since index procedure on which somebody left, first entry 0
    hazard: Floats  # expected events per person by `time`, were everybody replaced
    se: Floats
    lower: Floats  # pointwise confidence limits, on the log scale; nan while the hazard is 0
    upper: Floats
    at_risk: Counts  # under observation just before `time`
    events: Counts  # events at `time`
    confidence: float
    curve: SurvivalCurve = field(repr=False)  # the same people's survival


def nelson_aalen(curve: SurvivalCurve) -> CumulativeHazard:
    """Estimate the cumulative hazard of the people of a survival curve.

    Parameters
    ----------
    curve : SurvivalCurve
        From `kaplan_meier`; entries, weights, clusters and level are those of the curve.

    Notes
    -----
    H(t) is the sum of d / n over event days, its variance the sum of d / n^2; robust or
    clustered as the curve is, see `running_variance`. Limits are H exp(+- z se / H).

    References
    ----------
    Aalen (1978), doi:10.1214/aos/1176344247.
    """
    gain = 1 / np.where(curve.at_risk > 0, curve.at_risk, 1)
    steps = Increments(curve.time, gain, gain**2 * curve.events)
    hazard = np.cumsum(gain * curve.events)
    uncertainty = curve.uncertainty
    if uncertainty.moves is None:
        se = np.sqrt(np.cumsum(steps.drain))
    else:
        se = np.sqrt(uncertainty.factor * running_variance(uncertainty.moves, steps))
    reach = critical_value(curve.confidence, uncertainty.df) * np.divide(
        se, hazard, out=np.full(hazard.size, np.nan), where=hazard > 0
    )
    return CumulativeHazard(
        group=curve.group,
        time=curve.time,
        hazard=hazard,
        se=se,
        lower=hazard * np.exp(-reach),
        upper=hazard * np.exp(reach),
        at_risk=curve.at_risk,
        events=curve.events,
        confidence=curve.confidence,
        curve=curve,
    )
