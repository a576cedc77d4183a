"""Numbers under curves of cumulative incidence: people at risk, and events of each cause."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.event_table import EventTable
from analytics.first_events import first_events
from analytics.inputs import Counts, Floats, asked_days


@dataclass(frozen=True, eq=False)
class CauseRiskTable:
    """People under observation at asked times, and why others have left; sums of any weights.

    At every time, `entered` - `at_risk` people have left before that time. `events` and
    `censored` also count those who leave at the time itself, who are still at risk then.
    """

    group: str
    time: Floats  # days, as asked
    at_risk: Counts  # under observation just before `time`
    entered: Counts  # came under observation before `time` or were there from the start
    events: Mapping[int, Counts]  # by code of the cause: up to and including `time`
    censored: Counts  # left without any event up to and including `time`


def cause_risk_table(
    time: ArrayLike | EventTable,
    code: ArrayLike | None = None,
    at: ArrayLike = (),
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> CauseRiskTable:
    """Count people at risk, events of each cause and censorings at the times below an axis.

    Parameters
    ----------
    time, code, entry, weights
        As in `cumulative_incidence`: people, or people already counted.
    at : array-like of float, shape (k,)
        Days at which to count, each at its own time (never read off a step of the curve).

    Raises
    ------
    BadInput
        If no time is asked, a time is negative, or the follow-up is impossible.

    Notes
    -----
    At risk at t: entry < t <= exit. Hence at risk = entered before t - events of all causes
    before t - censored before t.
    """
    asked = asked_days("at", at)
    table = first_events(time, code, entry=entry, weights=weights).table
    by_then = np.searchsorted(table.time, asked, side="right")
    before = np.searchsorted(table.time, asked)
    left = np.array([_cumulated(leaving) for leaving in table.leaving])
    at_risk = table.at_risk(asked)
    return CauseRiskTable(
        group=table.group,
        time=asked,
        at_risk=at_risk,
        entered=at_risk + left[:, before].sum(axis=0),
        events={cause: left[cause][by_then] for cause in range(1, len(left))},
        censored=left[0][by_then],
    )


def _cumulated(counts: Counts) -> Counts:
    return np.concatenate([np.zeros_like(counts, shape=1), np.cumsum(counts)])
