"""Survival of one group over time: the curve and the people under observation."""

from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import ArrayLike
from scipy.stats import norm

from analytics.errors import BadInput
from analytics.event_table import EventTable, follow_up_table
from analytics.inputs import ROUNDING, Counts, Floats, asked_days
from analytics.limits import Interval, survival_limits

_SAME = 1e-8  # probabilities closer than this are equal


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """Kaplan-Meier estimate of one group; every array has one entry per step time."""

    group: str
    time: Floats  # days since index procedure on which somebody left, first entry 0
    survival: Floats  # probability of no event by `time`
    se: Floats  # Greenwood standard error of `survival`; nan once nobody is left
    lower: Floats  # pointwise confidence limits; nan where the scale has none
    upper: Floats
    at_risk: Counts  # under observation just before `time`
    events: Counts  # events at `time`
    censored: Counts  # left at `time` without the event
    n: int  # people, whatever their weights
    n_events: int
    confidence: float
    interval: Interval  # scale on which the limits are built
    table: EventTable = field(repr=False)  # the counts that the curve rests on


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


@dataclass(frozen=True, eq=False)
class RestrictedMean:
    """Mean number of days without the event up to a horizon (RMST)."""

    estimate: float  # days
    se: float
    lower: float
    upper: float
    horizon: float  # days
    confidence: float


def kaplan_meier(  # noqa: PLR0913  # the published options of the estimator, all keyword-only
    time: ArrayLike | EventTable,
    event: ArrayLike | None = None,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    group: str = "All",
    confidence: float = 0.95,
    interval: Interval = "log-log",
) -> SurvivalCurve:
    """Estimate the survival function by the product-limit method.

    Parameters
    ----------
    time : array-like of float, shape (n,), or EventTable
        Days from index procedure to event or censoring; finite and not negative. Or people
        already counted, which then bring their own entries, weights and group.
    event : array-like of bool, shape (n,)
        True where the event was observed, False where the patient was censored.
    entry : array-like of float, shape (n,), optional
        Day from which each patient is at risk (delayed entry); from the start if left out
        or not above 0.
    weights : array-like of float, shape (n,), optional
        Case weights: how many people each row stands for. Limits treat them as counts, so
        inverse-probability weights need the robust limits of a weighted comparison instead.
    group : str
        Label that the curve carries into charts and tables.
    confidence : float
        Level of the pointwise limits, between 0 and 1.
    interval : {"log-log", "log", "plain"}
        Scale on which the limits are built.

    Raises
    ------
    BadInput
        If the arrays are empty, differ in length, or hold impossible times.

    Notes
    -----
    S(t) is the product over event times of 1 - d / n, n counting entry < t <= exit.
    Greenwood: Var log S(t) is the sum of d / (n (n - d)). In a counted table with competing
    events (codes 2..), these end follow-up like a censoring.

    References
    ----------
    Kaplan & Meier (1958), doi:10.1080/01621459.1958.10501452.
    """
    table = follow_up_table(time, event, entry=entry, weights=weights, group=group)
    steps, events, censored = _steps(table)
    at_risk = table.at_risk(steps)
    survival, log_variance = _product_limit(events, at_risk)
    lower, upper = survival_limits(survival, log_variance, confidence=confidence, interval=interval)
    with np.errstate(invalid="ignore"):  # 0 * inf once the last person at risk has the event
        se = survival * np.sqrt(log_variance)
    return SurvivalCurve(
        group=table.group,
        time=steps,
        survival=survival,
        se=se,
        lower=lower,
        upper=upper,
        at_risk=at_risk,
        events=events,
        censored=censored,
        n=table.n,
        n_events=int(table.n_by_code[1]),
        confidence=confidence,
        interval=interval,
        table=table,
    )


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


def restricted_mean(curve: SurvivalCurve, horizon: float) -> RestrictedMean:
    """Estimate the mean number of days without the event, up to a horizon.

    Parameters
    ----------
    curve : SurvivalCurve
        The curve.
    horizon : float
        Days; at most the last day of follow-up, unless nobody is left without the event.

    Raises
    ------
    BadInput
        If the horizon is not positive, or the curve ends before it.

    Notes
    -----
    Area under the curve. Variance: sum over event days of A^2 d / (n (n - d)), A being the
    area from that day to the horizon. Limits are normal.

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
    inside = curve.time < horizon
    pieces = curve.survival[inside] * np.diff(np.append(curve.time[inside], horizon))
    to_horizon = np.cumsum(pieces[::-1])[::-1]
    n, d = curve.at_risk[inside], curve.events[inside]
    spread = (d > 0) & (to_horizon > 0)  # once nobody is left there is no area to spread
    n, d, area = n[spread], d[spread], to_horizon[spread]
    se = float(np.sqrt(np.sum(area**2 * d / (n * (n - d)))))
    reach = float(norm.ppf((1 + curve.confidence) / 2)) * se
    mean = float(pieces.sum())
    return RestrictedMean(mean, se, mean - reach, mean + reach, horizon, curve.confidence)


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


def _steps(table: EventTable) -> tuple[Floats, Counts, Counts]:
    """Return day 0 and every day on which somebody leaves, with events and censorings."""
    leaving = table.leaving.sum(axis=0)
    used = leaving > 0
    steps, leaving, events = table.time[used], leaving[used], table.leaving[1][used]
    if not steps.size or steps[0] > 0:
        steps, leaving, events = (np.append(x[:1] * 0, x) for x in (steps, leaving, events))
    return steps, events, leaving - events


def _product_limit(events: Counts, at_risk: Counts) -> tuple[Floats, Floats]:
    """Return S at each step and the Greenwood variance of its logarithm."""
    present = np.where(at_risk > 0, at_risk, 1)  # nobody at risk: nothing happens, S stays
    staying = present - events
    staying = np.where(np.abs(staying) < ROUNDING, 0, staying)
    with np.errstate(divide="ignore", invalid="ignore"):  # the last may leave: variance infinite
        terms = np.where(events > 0, events / (present * staying), 0.0)
    return np.cumprod(staying / present, dtype=np.float64), np.cumsum(terms)


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
