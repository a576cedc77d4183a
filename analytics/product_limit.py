"""The Kaplan-Meier curve of one group, with the people under observation."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import ArrayLike

from analytics.errors import BadInput
from analytics.event_table import (
    EventTable,
    follow_up_table,
    pooled_table,
    steps_of,
    table_of_people,
)
from analytics.inputs import ROUNDING, Counts, Floats, check_people
from analytics.limits import Interval, survival_limits
from analytics.robust_survival import (
    FewClusters,
    Increments,
    Uncertainty,
    running_variance,
    uncertainty_of_clusters,
    uncertainty_of_people,
)


@dataclass(frozen=True, eq=False)
class SurvivalCurve:
    """Kaplan-Meier estimate of one group; every array has one entry per step time."""

    group: str
    time: Floats  # days since index procedure on which somebody left, first entry 0
    survival: Floats  # probability of no event by `time`
    se: Floats  # standard error of `survival`; nan once nobody is left
    lower: Floats  # pointwise confidence limits; nan where the scale has none
    upper: Floats
    at_risk: Counts  # under observation just before `time`
    events: Counts  # events at `time`
    censored: Counts  # left at `time` without the event
    n: int  # people, whatever their weights
    n_events: int
    confidence: float
    interval: Interval  # scale on which the limits are built
    uncertainty: Uncertainty  # Greenwood for counts, else robust or clustered
    table: EventTable = field(repr=False)  # the counts that the curve rests on


def kaplan_meier(  # noqa: PLR0913  # the published options of the estimator, all keyword-only
    time: ArrayLike | EventTable,
    event: ArrayLike | None = None,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
    robust: bool | None = None,
    few_clusters: FewClusters = "t",
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
        Whole numbers say how many people each row stands for. Others, as inverse-probability
        weights, lead to robust limits, which take the weights as known.
    cluster : array-like, shape (n,), optional
        What varies independently, as the site, or the patient of several lesions.
    robust : bool, optional
        Whether rows (or clusters), not counts, carry the variance. Left out: with clusters
        or with weights that are no whole numbers.
    few_clusters : {"t", "normal"}
        With fewer than 40 clusters G: variance times G / (G - 1) and Student's t with G - 1
        degrees of freedom, or neither.
    group : str
        Label that the curve carries into charts and tables.
    confidence : float
        Level of the pointwise limits, between 0 and 1.
    interval : {"log-log", "log", "plain"}
        Scale on which the limits are built.

    Raises
    ------
    BadInput
        If the arrays are empty, differ in length, or hold impossible times; or if counts are
        asked for limits that need people.
    TooFewEvents
        If there are fewer than two clusters.

    Notes
    -----
    S(t) is the product over event times of 1 - d / n, n counting entry < t <= exit.
    Greenwood: Var log S(t) is the sum of d / (n (n - d)). Robust: see `running_variance`. In
    a counted table with competing events (codes 2..), these end follow-up like a censoring.

    References
    ----------
    Kaplan & Meier (1958), doi:10.1080/01621459.1958.10501452.
    """
    if isinstance(time, EventTable):
        table = follow_up_table(time, event, entry=entry, weights=weights)
        _refuse_units_of_counts(table, cluster, robust=robust)
        uncertainty = Uncertainty("counts")
    else:
        people = check_people(time, event, entry=entry, weights=weights)
        table = table_of_people(people, group)
        uncertainty = uncertainty_of_people(
            people, cluster=cluster, robust=robust, few_clusters=few_clusters
        )
    return _curve(table, uncertainty, confidence, interval)


def clustered_kaplan_meier(
    tables: Sequence[EventTable],
    *,
    few_clusters: FewClusters = "t",
    group: str = "All",
    confidence: float = 0.95,
    interval: Interval = "log-log",
) -> SurvivalCurve:
    """Estimate the survival of people counted by cluster, with clustered limits.

    Parameters
    ----------
    tables : sequence of EventTable
        One table per cluster; its group is the name of the cluster.
    few_clusters, group, confidence, interval
        As in `kaplan_meier`.

    Raises
    ------
    TooFewEvents
        If there are fewer than two clusters.

    Notes
    -----
    What a cluster adds needs its events and its people at risk only, so that counts by
    cluster and day give what people give.

    References
    ----------
    Williams (1995), doi:10.1007/BF00985258.
    """
    pooled = pooled_table(tables, group)
    uncertainty = uncertainty_of_clusters(tables, few_clusters=few_clusters)
    return _curve(pooled, uncertainty, confidence, interval)


def log_survival_increments(curve: SurvivalCurve) -> Increments:
    """Return how minus the logarithm of survival answers to events and people at risk.

    Notes
    -----
    The derivative of -log(1 - d / n) is 1 / (n - d) per event and -d / (n (n - d)) per
    person at risk. Once nobody is left nothing answers any more.

    References
    ----------
    Williams (1995), doi:10.1007/BF00985258.
    """
    return _increments(curve.time, curve.events, curve.at_risk)


def _refuse_units_of_counts(
    table: EventTable, cluster: ArrayLike | None, *, robust: bool | None
) -> None:
    if cluster is not None or robust:
        raise BadInput(
            "Counted people cannot be told apart.",
            "Give arrays, or one table per cluster to `clustered_kaplan_meier`.",
        )
    if robust is None and table.is_weighted and (table.leaving % 1 != 0).any():
        raise BadInput(
            "Sums of fractional weights do not tell how much the weights vary.",
            "Give people and weights, or `robust=False` to treat the sums as people.",
        )


def _curve(
    table: EventTable, uncertainty: Uncertainty, confidence: float, interval: Interval
) -> SurvivalCurve:
    days, events, censored = steps_of(table)
    at_risk = table.at_risk(days)
    present, staying = _present_and_staying(events, at_risk)
    survival = np.cumprod(staying / present, dtype=np.float64)
    log_variance = _log_variance(_increments(days, events, at_risk), uncertainty)
    log_variance = np.where(survival > 0, log_variance, np.inf)
    lower, upper = survival_limits(
        survival, log_variance, confidence=confidence, interval=interval, df=uncertainty.df
    )
    with np.errstate(invalid="ignore"):  # 0 * inf once the last person at risk has the event
        se = survival * np.sqrt(log_variance)
    return SurvivalCurve(
        group=table.group,
        time=days,
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
        uncertainty=uncertainty,
        table=table,
    )


def _log_variance(steps: Increments, uncertainty: Uncertainty) -> Floats:
    if uncertainty.moves is None:
        return np.cumsum(steps.drain)  # Greenwood
    return uncertainty.factor * running_variance(uncertainty.moves, steps)


def _increments(days: Floats, events: Counts, at_risk: Counts) -> Increments:
    present, staying = _present_and_staying(events, at_risk)
    gain = np.divide(1.0, staying, out=np.zeros(days.size), where=staying > 0)
    return Increments(days, gain, gain * events / present)


def _present_and_staying(events: Counts, at_risk: Counts) -> tuple[Counts, Counts]:
    present = np.where(at_risk > 0, at_risk, 1)  # nobody at risk: nothing happens, S stays
    staying = present - events
    return present, np.where(np.abs(staying) < ROUNDING, 0, staying)
