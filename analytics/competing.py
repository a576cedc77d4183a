"""Competing risks: how likely each kind of first event is over time. Never 1 - Kaplan-Meier."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike

from analytics.aalen_johansen import States, states_of
from analytics.aj_variance import counted_variance, robust_variance
from analytics.cause_risk_table import CauseRiskTable, cause_risk_table
from analytics.clusters import (
    Clusters,
    FewClusters,
    check_clusters,
    few_clusters_correction,
)
from analytics.errors import BadInput
from analytics.event_table import EventTable
from analytics.fine_gray import SubdistributionHazards, fine_gray, predicted_incidence
from analytics.first_events import FirstEvents, first_events
from analytics.gray import gray_test
from analytics.incidence_limits import incidence_limits
from analytics.inputs import Counts, Floats, FollowUp, Ints, asked_days
from analytics.limits import Interval

__all__ = [
    "CauseIncidence",
    "CauseRiskTable",
    "CumulativeIncidence",
    "IncidenceAt",
    "SubdistributionHazards",
    "cause_risk_table",
    "cumulative_incidence",
    "fine_gray",
    "gray_test",
    "incidence_at",
    "predicted_incidence",
]

Variance: TypeAlias = Literal["counted", "robust", "clustered"]


@dataclass(frozen=True, eq=False)
class CauseIncidence:
    """Cumulative incidence of one cause; every array has one entry per step time."""

    cause: int  # code of the event
    incidence: Floats  # probability that this has been the first event by `time`
    se: Floats  # standard error of `incidence`
    lower: Floats  # pointwise confidence limits; nan where the scale has none
    upper: Floats
    events: Counts  # events of this cause at `time`
    n_events: int  # people with this event


@dataclass(frozen=True, eq=False)
class CumulativeIncidence:
    """Aalen-Johansen estimate of one group, by cause: `result[1]` is the event, `result[2]`..

    `event_free` and the incidences of all causes add up to 1 at every time.
    """

    group: str
    time: Floats  # days since index procedure on which somebody left, first entry 0
    event_free: Floats  # probability of no event of any cause by `time`
    by_cause: Mapping[int, CauseIncidence]
    at_risk: Counts  # under observation just before `time`
    censored: Counts  # left at `time` without any event
    n: int  # people, whatever their weights
    confidence: float
    interval: Interval  # scale on which the limits are built
    variance: Variance  # counted: delta method; robust: by person; clustered: by cluster
    n_clusters: int | None
    few_clusters: FewClusters  # what was asked for, should there be fewer than 40 clusters
    df: float  # of Student's t behind the limits, G - 1; infinite: normal, and no G / (G - 1)
    table: EventTable = field(repr=False)  # the counts that the estimate rests on

    @property
    def causes(self) -> tuple[int, ...]:
        """Codes of the causes."""
        return tuple(self.by_cause)

    def __getitem__(self, cause: int) -> CauseIncidence:
        if cause not in self.by_cause:
            known = ", ".join(str(code) for code in self.by_cause)
            raise BadInput(f"{self.group} has no cause {cause}.", f"Ask for one of {known}.")
        return self.by_cause[cause]


@dataclass(frozen=True, eq=False)
class IncidenceAt:
    """One cause at asked days; nan beyond the last day of follow-up, unless nobody is left."""

    cause: int
    time: Floats  # days, as asked
    incidence: Floats
    se: Floats
    lower: Floats
    upper: Floats
    at_risk: Counts  # just before `time`


def cumulative_incidence(  # noqa: PLR0913  # the published options of the estimator, all keyword-only
    time: ArrayLike | EventTable,
    code: ArrayLike | None = None,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    cluster: ArrayLike | None = None,
    group: str = "All",
    confidence: float = 0.95,
    interval: Interval = "log-log",
    few_clusters: FewClusters = "t",
) -> CumulativeIncidence:
    """Estimate the cumulative incidence of every cause by the Aalen-Johansen method.

    Parameters
    ----------
    time : array-like of float, shape (n,), or EventTable
        Days from index procedure to the first event or censoring; finite and not negative.
        Or people already counted, which then bring their own entries and group.
    code : array-like of int, shape (n,)
        What ended follow-up: 0 censored, 1 the event, 2.. competing events.
    entry : array-like of float, shape (n,), optional
        Day from which each patient is at risk (delayed entry); from the start if left out
        or not above 0.
    weights : array-like of float, shape (n,), optional
        Case or sampling weights; the standard error is then robust.
    cluster : array-like, shape (n,), optional
        Site, or patient of a lesion, within which outcomes are not independent.
    group : str
        Label that the result carries into charts and tables.
    confidence : float
        Level of the pointwise limits, between 0 and 1.
    interval : {"log-log", "log", "plain"}
        Scale on which the limits are built: log(-log F), log F or F.
    few_clusters : {"t", "normal"}
        With fewer than 40 clusters G: variance times G / (G - 1) and Student's t with G - 1
        degrees of freedom, or neither.

    Raises
    ------
    BadInput
        If the arrays are empty, differ in length or hold impossible times or codes, if counts
        are weighted (their sums do not tell the squares that a standard error needs), or if
        there is one cluster only.

    Notes
    -----
    F_k(t) = sum S(t-) d_k / n, exact with ties between causes. Variance of people with late
    entry, weights or clusters: infinitesimal jackknife; else, and for counted people, the
    delta method, which is the same number where nobody enters late.

    References
    ----------
    Aalen & Johansen (1978), Scand J Statist 5:141.
    Dinse & Larson (1986), doi:10.1093/biomet/73.2.379.
    """
    follow_up = first_events(time, code, entry=entry, weights=weights, group=group)
    table, people = follow_up.table, follow_up.people
    clusters = _clusters(cluster, people)
    factor, df = few_clusters_correction(clusters, few_clusters)
    states = states_of(table)
    variances, variance = _variances(states, follow_up, clusters)
    errors = np.sqrt(factor * variances)
    steps = _Steps.of(table)
    limits = partial(incidence_limits, confidence=confidence, interval=interval, df=df)
    return CumulativeIncidence(
        group=table.group,
        time=steps.values(table.time),
        event_free=steps.values(states.event_free, at_start=1),
        by_cause=_by_cause(table, states, errors, steps=steps, limits=limits),
        at_risk=steps.counts(states.at_risk, at_start=table.at_risk([0])[0]),
        censored=steps.counts(table.leaving[0]),
        n=table.n,
        confidence=confidence,
        interval=interval,
        variance=variance,
        n_clusters=None if clusters is None else clusters.count,
        few_clusters=few_clusters,
        df=df,
        table=table,
    )


def incidence_at(curve: CumulativeIncidence, times: ArrayLike, *, cause: int = 1) -> IncidenceAt:
    """Read the cumulative incidence of a cause and its limits at given days.

    Parameters
    ----------
    curve : CumulativeIncidence
        The estimate.
    times : array-like of float, shape (k,)
        Days; not negative.
    cause : int
        Code of the event.
    """
    asked = asked_days("times", times)
    its = curve[cause]
    step = np.searchsorted(curve.time, asked, side="right") - 1
    unknown = (asked > curve.time[-1]) & (curve.event_free[-1] > 0)
    incidence, se, lower, upper = (
        np.where(unknown, np.nan, values[step])
        for values in (its.incidence, its.se, its.lower, its.upper)
    )
    return IncidenceAt(cause, asked, incidence, se, lower, upper, curve.table.at_risk(asked))


def _clusters(cluster: ArrayLike | None, people: FollowUp | None) -> Clusters | None:
    if people is not None:
        return check_clusters(cluster, people)
    if cluster is not None:
        raise BadInput("Counted people have no clusters.", "Give people and their clusters.")
    return None


def _variances(
    states: States, follow_up: FirstEvents, clusters: Clusters | None
) -> tuple[Floats, Variance]:
    people = follow_up.people
    if clusters is not None and people is not None:
        return robust_variance(states, people, clusters), "clustered"
    if people is not None and (people.entry is not None or people.weights is not None):
        return robust_variance(states, people, None), "robust"
    if follow_up.table.is_weighted:
        raise BadInput(
            "Sums of weights do not tell the squares that a standard error needs.",
            "Give people and their weights.",
        )
    return counted_variance(states), "counted"


@dataclass(frozen=True, eq=False)
class _Steps:
    """Day 0 and every day on which somebody leaves."""

    used: Ints  # places in the table
    adds_start: bool  # whether day 0 is not among them

    @classmethod
    def of(cls, table: EventTable) -> "_Steps":
        used = np.flatnonzero(table.leaving.sum(axis=0) > 0)
        return cls(used, bool(table.time[used[0]] > 0))

    def counts(self, counts: Counts, at_start: float = 0) -> Counts:
        """Return counts at the steps; `at_start` on day 0 where nobody left then."""
        start = np.full_like(counts, at_start, shape=int(self.adds_start))
        result: Counts = np.concatenate([start, counts[self.used]])
        return result

    def values(self, values: Floats, at_start: float = 0) -> Floats:
        """Return days or probabilities at the steps."""
        return np.concatenate([np.full(int(self.adds_start), at_start), values[self.used]])


def _by_cause(
    table: EventTable,
    states: States,
    errors: Floats,
    *,
    steps: _Steps,
    limits: Callable[[Floats, Floats], tuple[Floats, Floats]],
) -> dict[int, CauseIncidence]:
    found = {}
    for row, events in enumerate(states.events):
        cause = row + 1
        incidence, se = steps.values(states.incidence[row]), steps.values(errors[row])
        lower, upper = limits(incidence, se)
        found[cause] = CauseIncidence(
            cause=cause,
            incidence=incidence,
            se=se,
            lower=lower,
            upper=upper,
            events=steps.counts(events),
            n_events=int(table.n_by_code[cause]),
        )
    return found
