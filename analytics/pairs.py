"""People beside each event, counted by the rank of a value without comparing every pair."""

from dataclasses import dataclass

import numpy as np

from analytics.cox_rows import CoxRows
from analytics.inputs import Floats, Ints

_SAME = 1e-12  # of the range of values: closer ones are equal


@dataclass(frozen=True, eq=False)
class Split:
    """Sums of weights of those whose rank is below, above and level with one's own."""

    below: Floats
    above: Floats
    level: Floats

    def minus(self, other: "Split") -> "Split":
        """Take others away."""
        return Split(self.below - other.below, self.above - other.above, self.level - other.level)


def ranks(values: Floats) -> Ints:
    """Return ranks from 0 on; values that differ by rounding only share one."""
    order = np.argsort(values)
    ascending = values[order]
    gap = _SAME * max(1.0, float(ascending[-1] - ascending[0]))
    rank = np.empty(order.size, dtype=np.int64)
    rank[order] = np.cumsum(np.append(0, np.diff(ascending) > gap))
    return rank


def at_risk_beside(rows: CoxRows, rank: Ints, weights: Floats) -> Split:
    """Split everybody at risk on the day of each event, all events of that day included."""
    sets = rows.sets
    closing = np.append(sets.opening[1:], sets.day.size)[rows.stratum[sets.event_rows]]
    asked = rank[sets.event_rows]
    present = _split(rank, weights, _range(sets.leaves, sets.event_slot, closing), asked)
    enters = _enters(rows)
    late = np.argsort(enters)
    entering = _range(enters[late], sets.event_slot, closing)
    return present.minus(_split(rank[late], weights[late], entering, asked))


def same_day_beside(rows: CoxRows, rank: Ints, weights: Floats) -> Split:
    """Split the events of the day of each event, itself included."""
    events, slot = rows.sets.event_rows, rows.sets.event_slot
    return _split(rank[events], weights[events], _range(slot, slot, slot + 1), rank[events])


def events_beside(rows: CoxRows, rank: Ints, weights: Floats) -> Split:
    """Split the events that happened while each row was at risk and went on."""
    events, slot = rows.sets.event_rows, rows.sets.event_slot
    went_on = rows.sets.leaves + ~rows.event  # whoever has the event does not go on that day
    return _split(rank[events], weights[events], _range(slot, _enters(rows) + 1, went_on), rank)


def _enters(rows: CoxRows) -> Ints:
    sets = rows.sets
    return sets.opening[rows.stratum] if sets.enters is None else sets.enters


def _range(slots: Ints, first: Ints, end: Ints) -> tuple[Ints, Ints]:
    """Return where points, sorted by slot, have a slot from `first` on and before `end`."""
    return np.searchsorted(slots, first), np.searchsorted(slots, end)


def _split(rank: Ints, weights: Floats, points: tuple[Ints, Ints], asked: Ints) -> Split:
    """Split ranges of points by an asked rank each.

    The ranks are taken bit by bit from the highest; at each bit the points are parted stably
    into zeros and ones, and every range of points is followed to its place among them.

    References
    ----------
    Claude, Navarro & Ordonez (2015), doi:10.1016/j.is.2014.06.002.
    """
    first, end = points
    below, total = np.zeros(asked.size), _between(weights, first, end)
    highest = int(max(rank.max(), asked.max()))
    for bit in reversed(range(highest.bit_length())):
        is_one = (rank >> bit) & 1 == 1
        zeros = np.append(0, np.cumsum(~is_one))
        wants_one = (asked >> bit) & 1 == 1
        below += np.where(wants_one, _between(np.where(is_one, 0.0, weights), first, end), 0.0)
        first, end = (
            np.where(wants_one, zeros[-1] + at - zeros[at], zeros[at]) for at in (first, end)
        )
        parted = np.append(np.flatnonzero(~is_one), np.flatnonzero(is_one))
        rank, weights = rank[parted], weights[parted]
    level = _between(weights, first, end)
    return Split(below, total - below - level, level)


def _between(weights: Floats, first: Ints, end: Ints) -> Floats:
    running = np.append(0.0, np.cumsum(weights))
    return np.asarray(running[end] - running[first])
