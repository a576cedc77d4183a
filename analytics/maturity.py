"""How mature a curve is: follow-up made of that possible, and what the lost could change."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

import numpy as np
from numpy.typing import ArrayLike

from analytics.event_table import EventTable
from analytics.inputs import Counts, Floats, Ints
from analytics.survival import SurvivalAt, kaplan_meier, survival_at

_DAYS_PER_MONTH = 30.4375
_MIDDLE = 0.5  # of the month of the index procedure, of which the day is not counted


@dataclass(frozen=True, eq=False)
class FollowedByMonth:
    """Follow-up of one group by month of the index procedure; arrays have an entry a month."""

    month: Ints  # 12 x year + month - 1
    n: Ints  # people
    n_censored: Ints  # of these, without event
    days: Floats  # under observation
    days_of_censored: Floats  # of these, of people without event


@dataclass(frozen=True, eq=False)
class Maturity:
    """How far one group's follow-up reaches."""

    group: str
    index: float  # Clark's C: days observed of days possible; nan: no calendar
    n_lost: int  # without event and not seen in the last months before the cut-off
    n: int  # people
    lost_after: int  # months without contact that make somebody lost
    worst: SurvivalAt  # were all of them to have the event on the day they were last seen
    best: SurvivalAt  # were none of them to have it


def maturity(
    table: EventTable,
    lost: tuple[ArrayLike, ArrayLike],
    followed: FollowedByMonth,
    *,
    cutoff: date | None,
    landmarks: ArrayLike,
    lost_after: int,
) -> Maturity:
    """Judge how mature the follow-up of a group is.

    Parameters
    ----------
    table : EventTable
        People counted by day.
    lost : pair of array-like
        Days on which those now lost were last seen, and how many of them on each.
    followed : FollowedByMonth
        The same people by month of their index procedure.
    cutoff : date or None
        Data cut-off; None: the source has no calendar, so what was possible is not known.
    landmarks : array-like of float
        Days at which the extremes are read.
    lost_after : int
        Months without contact before the cut-off that make somebody lost.

    Notes
    -----
    Possible follow-up is the time to the event, else to the cut-off, counted from the middle
    of the month of the index procedure: at most half a month off for each person.

    References
    ----------
    Clark, Altman & De Stavola (2002), doi:10.1016/S0140-6736(02)08272-7.
    """
    days, amounts = np.asarray(lost[0], dtype=np.float64), np.asarray(lost[1], dtype=np.int64)
    moved = np.zeros(table.time.size, dtype=np.int64)
    np.add.at(moved, np.searchsorted(table.time, days), amounts)
    return Maturity(
        group=table.group,
        index=_index(followed, cutoff),
        n_lost=int(amounts.sum()),
        n=table.n,
        lost_after=lost_after,
        worst=survival_at(kaplan_meier(_all_have_it(table, moved)), landmarks),
        best=survival_at(kaplan_meier(_none_has_it(table, moved)), landmarks),
    )


def pooled_months(parts: Sequence[FollowedByMonth]) -> FollowedByMonth:
    """Lay the months of several groups side by side; a month may then stand there twice."""
    return FollowedByMonth(
        month=np.concatenate([part.month for part in parts]),
        n=np.concatenate([part.n for part in parts]),
        n_censored=np.concatenate([part.n_censored for part in parts]),
        days=np.concatenate([part.days for part in parts]),
        days_of_censored=np.concatenate([part.days_of_censored for part in parts]),
    )


def _index(followed: FollowedByMonth, cutoff: date | None) -> float:
    if cutoff is None or not followed.month.size:
        return float("nan")
    last = 12 * cutoff.year + cutoff.month - 1 + cutoff.day / _DAYS_PER_MONTH
    to_cutoff = (last - followed.month - _MIDDLE) * _DAYS_PER_MONTH
    possible = np.maximum(followed.n_censored * to_cutoff, followed.days_of_censored)
    total = float((followed.days - followed.days_of_censored + possible).sum())
    return float(followed.days.sum()) / total if total > 0 else float("nan")


def _all_have_it(table: EventTable, moved: Counts) -> EventTable:
    leaving = table.leaving.copy()
    leaving[0] -= moved
    leaving[1] += moved
    return _with(table, leaving, int(moved.sum()))


def _none_has_it(table: EventTable, moved: Counts) -> EventTable:
    leaving = table.leaving.copy()
    leaving[0] -= moved
    leaving[0, -1] += moved.sum()  # seen without the event until the last day of the group
    return _with(table, leaving, 0)


def _with(table: EventTable, leaving: Counts, more_events: int) -> EventTable:
    by_code = table.n_by_code.copy()
    by_code[0] -= more_events
    by_code[1] += more_events
    return replace(table, leaving=leaving, n_by_code=by_code)
