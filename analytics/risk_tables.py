"""Numbers under a survival curve: people under observation at asked times."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.event_table import EventTable, follow_up_table
from analytics.inputs import Counts, Floats, asked_days


@dataclass(frozen=True, eq=False)
class RiskTable:
    """People under observation at asked times; with case weights, sums of weights.

    At every time, `entered` - `at_risk` people have left before that time. `events` and
    `censored` also count those who leave at the time itself, who are still at risk then.
    """

    group: str
    time: Floats  # days, as asked
    at_risk: Counts  # under observation just before `time`
    entered: Counts  # came under observation before `time` or were there from the start
    events: Counts  # events up to and including `time`
    censored: Counts  # left without the event up to and including `time`


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
        If no time is asked, a time is negative, or the follow-up is impossible.

    Notes
    -----
    At risk at t: entry < t <= exit; at day 0 everybody who is watched from the start. Hence
    at risk = entered before t - events before t - censored before t.
    """
    asked = asked_days("at", at)
    table = follow_up_table(time, event, entry=entry, weights=weights)
    by_then = np.searchsorted(table.time, asked, side="right")
    events = table.leaving[1]
    at_risk = table.at_risk(asked)
    left_before = _cumulated(table.leaving.sum(axis=0))[np.searchsorted(table.time, asked)]
    return RiskTable(
        group=table.group,
        time=asked,
        at_risk=at_risk,
        entered=at_risk + left_before,
        events=_cumulated(events)[by_then],
        censored=_cumulated(table.leaving.sum(axis=0) - events)[by_then],
    )


def _cumulated(counts: Counts) -> Counts:
    return np.concatenate([np.zeros_like(counts, shape=1), np.cumsum(counts)])
