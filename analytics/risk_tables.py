"""Numbers under a survival curve: people under observation at asked times."""

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import ArrayLike

from analytics.errors import BadInput
from analytics.event_table import EventTable, follow_up_table, table_of_people
from analytics.inputs import Counts, Floats, asked_days, check_people


@dataclass(frozen=True, eq=False)
class RiskRows:
    """Rows of one kind of amount, people or weights; one entry per asked time."""

    at_risk: Counts  # under observation just before the time
    entered: Counts  # came under observation before the time or were there from the start
    events: Counts  # events up to and including the time
    censored: Counts  # left without the event up to and including the time


@dataclass(frozen=True, eq=False)
class RiskTable:
    """People under observation at asked times and, with case weights, what they stand for.

    At every time, `entered` - `at_risk` people have left before that time. `events` and
    `censored` also count those who leave at the time itself, who are still at risk then.
    """

    group: str
    time: Floats  # days, as asked
    at_risk: Counts  # under observation just before `time`
    entered: Counts  # came under observation before `time` or were there from the start
    events: Counts  # events up to and including `time`
    censored: Counts  # left without the event up to and including `time`
    weighted: RiskRows | None = None  # the same rows as sums of weights; None: no weights


def risk_table(
    time: ArrayLike | EventTable,
    event: ArrayLike | None = None,
    at: ArrayLike = (),
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> RiskTable:
    """Count people at risk, events and censorings at the times below an axis.

    Parameters
    ----------
    time, event, entry, weights
        As in `kaplan_meier`: people, or people already counted.
    at : array-like of float, shape (k,)
        Days at which to count, each at its own time (never read off a step of the curve).

    Raises
    ------
    BadInput
        If no time is asked, a time is negative, the follow-up is impossible, or counts are
        sums of weights, which do not tell how many people they stand for.

    Notes
    -----
    At risk at t: entry < t <= exit; at day 0 everybody who is watched from the start. Hence
    at risk = entered before t - events before t - censored before t.
    """
    asked = asked_days("at", at)
    if isinstance(time, EventTable) or weights is None:
        table, weighted = follow_up_table(time, event, entry=entry, weights=weights), None
        if table.is_weighted:
            raise BadInput(
                "Sums of weights do not tell how many people they stand for.",
                "Give people and weights.",
            )
    else:
        people = check_people(time, event, entry=entry, weights=weights)
        table = table_of_people(replace(people, weights=None))
        weighted = _rows(table_of_people(people), asked)
    rows = _rows(table, asked)
    return RiskTable(
        group=table.group,
        time=asked,
        at_risk=rows.at_risk,
        entered=rows.entered,
        events=rows.events,
        censored=rows.censored,
        weighted=weighted,
    )


def _rows(table: EventTable, asked: Floats) -> RiskRows:
    by_then = np.searchsorted(table.time, asked, side="right")
    events, leaving = table.leaving[1], table.leaving.sum(axis=0)
    at_risk = table.at_risk(asked)
    return RiskRows(
        at_risk=at_risk,
        entered=at_risk + _cumulated(leaving)[np.searchsorted(table.time, asked)],
        events=_cumulated(events)[by_then],
        censored=_cumulated(leaving - events)[by_then],
    )


def _cumulated(counts: Counts) -> Counts:
    return np.concatenate([np.zeros_like(counts, shape=1), np.cumsum(counts)])
