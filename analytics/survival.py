"""Numbers read off a survival curve; the door to all that is said about one survival."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from analytics.errors import BadInput
from analytics.event_table import EventTable, follow_up_table
from analytics.inputs import Counts, Floats, asked_days
from analytics.limits import Interval
from analytics.pairwise_tests import PairwiseLogRank, pairwise_log_rank
from analytics.product_limit import SurvivalCurve, clustered_kaplan_meier, kaplan_meier
from analytics.rank_tests import LogRank, log_rank
from analytics.restricted_mean import RestrictedMean, restricted_mean
from analytics.risk_tables import RiskTable, risk_table
from analytics.trend import Trend, trend_test

__all__ = [
    "LogRank",
    "PairwiseLogRank",
    "Quantile",
    "RestrictedMean",
    "RiskTable",
    "SurvivalAt",
    "SurvivalCurve",
    "Trend",
    "clustered_kaplan_meier",
    "kaplan_meier",
    "log_rank",
    "median_follow_up",
    "pairwise_log_rank",
    "quantile",
    "restricted_mean",
    "risk_table",
    "survival_at",
    "trend_test",
]

_SAME = 1e-8  # probabilities closer than this are equal


@dataclass(frozen=True, eq=False)
class Quantile:
    """Day by which a share of people has had the event; nan where it is not reached."""

    estimate: float
    lower: float
    upper: float
    q: float  # share with the event; 0.5 is the median
    confidence: float
    interval: Interval


@dataclass(frozen=True, eq=False)
class SurvivalAt:
    """Survival at asked days; nan beyond the last day of follow-up, unless nobody is left."""

    time: Floats  # days, as asked
    survival: Floats
    se: Floats
    lower: Floats
    upper: Floats
    at_risk: Counts  # just before `time`


def quantile(curve: SurvivalCurve, q: float = 0.5) -> Quantile:
    """Read the day by which a share `q` of people has had the event off a curve.

    Parameters
    ----------
    curve : SurvivalCurve
        The curve; its limits give the limits of the day.
    q : float
        Share between 0 and 1; 0.5 gives the median.

    Notes
    -----
    First day on which S <= 1 - q. Where S equals 1 - q over a stretch (to 1e-8), the middle
    of that stretch; a curve that stays there has its last day as end.

    References
    ----------
    Brookmeyer & Crowley (1982), doi:10.2307/2530286.
    """
    if not 0 < q < 1:
        raise BadInput(f"The share is {q}.", "Give a share between 0 and 1; 0.5 is the median.")
    estimate, lower, upper = (
        _first_day_at(1 - q, curve.time, values)
        for values in (curve.survival, curve.lower, curve.upper)
    )
    return Quantile(estimate, lower, upper, q, curve.confidence, curve.interval)


def survival_at(curve: SurvivalCurve, times: ArrayLike) -> SurvivalAt:
    """Read survival and its limits at given days off a curve.

    Parameters
    ----------
    curve : SurvivalCurve
        The curve.
    times : array-like of float, shape (k,)
        Days; not negative.
    """
    asked = asked_days("times", times)
    step = np.searchsorted(curve.time, asked, side="right") - 1
    unknown = (asked > curve.time[-1]) & (curve.survival[-1] > 0)
    survival, se, lower, upper = (
        np.where(unknown, np.nan, values[step])
        for values in (curve.survival, curve.se, curve.lower, curve.upper)
    )
    return SurvivalAt(asked, survival, se, lower, upper, curve.table.at_risk(asked))


def median_follow_up(
    time: ArrayLike | EventTable,
    event: ArrayLike | None = None,
    *,
    entry: ArrayLike | None = None,
) -> Quantile:
    """Estimate median follow-up by the reverse Kaplan-Meier method.

    Parameters
    ----------
    time, event, entry
        As in `kaplan_meier`. Censoring is the event here, and an event hides it.

    Notes
    -----
    Whoever has the event on the day of a censoring is still at risk of being censored then.

    References
    ----------
    Schemper & Smith (1996), doi:10.1016/0197-2456(96)00075-X.
    """
    table = follow_up_table(time, event, entry=entry)
    turned = replace(
        table,
        leaving=np.stack([table.leaving[1:].sum(axis=0), table.leaving[0]]),
        n_by_code=np.array([table.n_by_code[1:].sum(), table.n_by_code[0]]),
    )
    return quantile(kaplan_meier(turned))


def _first_day_at(level: float, time: Floats, values: Floats) -> float:
    """Return the first day on which a falling curve is at or under a level, else nan."""
    known = ~np.isnan(values)
    time, values = time[known], values[known]
    reached = np.flatnonzero(values <= level + _SAME)
    if not reached.size:
        return float("nan")
    first = reached[0]
    if values[first] < level - _SAME:
        return float(time[first])
    under = np.flatnonzero(values < level - _SAME)
    end = under[0] if under.size else -1
    return float((time[first] + time[end]) / 2)
