"""Risk sets of a regression on time: who is at risk on which event day, as sums."""

from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal, TypeAlias

import numpy as np

from analytics.inputs import Bools, Floats, Ints
from analytics.intervals import Intervals

Ties: TypeAlias = Literal["efron", "breslow"]

_RANGE = 1e-7  # smallest sum at risk, of the largest, that differences still give to 9 digits


@dataclass(frozen=True, eq=False)
class RiskSets:
    """Which of n rows is at risk on which event day: entry < day <= exit, within its stratum.

    Rows are sorted by stratum and exit. The event days of a stratum stand in ascending order
    in slots, after an empty slot that opens the stratum.
    """

    day: Floats  # shape (slots,): event day; -inf in an opening slot
    opening: Ints  # shape (strata,): slot that opens each stratum
    leaves: Ints  # shape (n,): slot of the last event day on which a row is at risk
    enters: Ints | None  # slot just before its first; None: one stratum and nobody is late
    event_rows: Ints  # shape (events,): rows that have the event, ascending
    event_slot: Ints  # shape (events,): slot of each event
    share: Floats  # shape (events,): Efron's share of the tied events already gone; 0 if Breslow
    step_weight: Floats  # shape (events,): mean weight of the events of the day
    is_exact: bool = False  # whether sums only add

    @property
    def is_tied(self) -> bool:
        """Whether any risk set lacks a share of its own events."""
        return bool(self.share.any())

    def at_risk(self, values: Floats) -> Floats:
        """Sum values of rows over those at risk; shape (n,) to (slots,).

        Late rows and those of later strata are taken off again, which costs digits where
        values differ by many orders of magnitude; see `exact`.
        """
        if self.is_exact:
            return self._intervals.over_slots(values)
        net = sum_by(self.leaves, values, self.day.size)
        if self.enters is None:
            return np.cumsum(net[::-1])[::-1]
        net -= sum_by(self.enters, values, self.day.size)
        running = np.cumsum(net[::-1])[::-1]
        if self.opening.size == 1:
            return running
        # Nobody is at risk where the next stratum opens: what is left there is rounding.
        residue = np.append(running[self.opening[1:]], 0.0)
        lengths = np.diff(np.append(self.opening, running.size))
        return np.asarray(running - np.repeat(residue, lengths))

    def while_at_risk(self, values: Floats) -> Floats:
        """Sum values of event days over the time that each row is at risk; to shape (n,).

        Values must be 0 in the opening slots.
        """
        if self.is_exact:
            return self._intervals.within(values)
        running = np.cumsum(values)
        if self.enters is None:
            return running[self.leaves]
        return np.asarray(running[self.leaves] - running[self.enters])

    def cumulated(self, values: Floats) -> Floats:
        """Add values of event days up, anew in each stratum; shape (slots,) to itself."""
        parts = np.split(values, self.opening[1:])
        return np.concatenate([np.cumsum(part) for part in parts])

    def on_event_days(self, values: Floats) -> Floats:
        """Sum values of events by day; shape (events,) to (slots,)."""
        return sum_by(self.event_slot, values, self.day.size)

    def slots_at(self, stratum: int, days: Floats) -> Ints:
        """Return the slot of the last event day of a stratum up to each of the given days."""
        first = int(self.opening[stratum])
        last = np.append(self.opening, self.day.size)[stratum + 1]
        found = np.searchsorted(self.day[first:last], days, side="right") - 1
        return np.asarray(first + found, dtype=np.int64)

    def for_totals(self, at_risk: Floats) -> "RiskSets":
        """Return sets that keep enough digits for these sums at risk, shape (slots,)."""
        of_days = at_risk[self.event_slot]
        keeps = self.enters is None or of_days.min() > _RANGE * of_days.max()
        return self if keeps else self.exact

    @cached_property
    def exact(self) -> "RiskSets":
        """The same sets with sums that only add: slower, without loss of digits."""
        return replace(self, is_exact=True)

    @cached_property
    def _intervals(self) -> Intervals:
        enters = np.zeros_like(self.leaves) if self.enters is None else self.enters
        return Intervals.of(enters + 1, self.leaves, self.day.size)


def sum_by(place: Ints, values: Floats, size: int) -> Floats:
    """Sum values by place, shape (n,) to (size,)."""
    return np.asarray(np.bincount(place, values, size), dtype=np.float64)


def risk_sets(
    time: Floats,
    event: Bools,
    *,
    stratum: Ints,
    entry: Floats | None,
    weights: Floats,
    ties: Ties,
) -> RiskSets:
    """Find the risk sets of rows that are sorted by stratum and time.

    Parameters
    ----------
    time, event : arrays, shape (n,)
        Day of exit and whether the event happened then; events precede censorings of a day.
    stratum : Ints, shape (n,)
        Numbers from 0 on, ascending, none left out.
    entry : Floats, shape (n,), or None
        Day of late entry; 0 for those at risk from the start.
    weights : Floats, shape (n,)
        Case weights, above 0.
    ties : {"efron", "breslow"}
        What tied events are compared with.
    """
    starts = np.append(True, (np.diff(time) != 0) | (np.diff(stratum) != 0))
    moment = np.cumsum(starts) - 1  # number of the pair (stratum, day) of each row
    has_event = np.bincount(moment, event) > 0
    days, where = time[starts][has_event], stratum[starts][has_event]
    n_strata = int(stratum[-1]) + 1
    before = np.append(0, np.cumsum(np.bincount(where, minlength=n_strata))[:-1])
    opening = before + np.arange(n_strata)
    day = np.full(days.size + n_strata, -np.inf)
    day[np.arange(days.size) + where + 1] = days
    leaves = np.cumsum(has_event)[moment] + stratum
    rows = np.flatnonzero(event)
    slots = leaves[rows]
    share, step_weight = _tied(slots, weights[rows], day.size, ties)
    return RiskSets(
        day=day,
        opening=opening,
        leaves=leaves,
        enters=_entering(entry, stratum, opening, days=days, where=where),
        event_rows=rows,
        event_slot=slots,
        share=share,
        step_weight=step_weight,
    )


def _entering(
    entry: Floats | None, stratum: Ints, opening: Ints, *, days: Floats, where: Ints
) -> Ints | None:
    """Return the slot of the last event day on or before each row's entry."""
    if entry is None:
        return None if opening.size == 1 else opening[stratum]
    known = np.unique(days)
    place = np.searchsorted(known, days) + 1
    begun = np.where(entry > 0, np.searchsorted(known, entry, side="right"), 0)
    span = known.size + 1
    count = np.searchsorted(where * span + place, stratum * span + begun, side="right")
    return np.asarray(count + stratum, dtype=np.int64)


def _tied(slots: Ints, weights: Floats, n_slots: int, ties: Ties) -> tuple[Floats, Floats]:
    n_tied = np.bincount(slots, minlength=n_slots)
    mean = sum_by(slots, weights, n_slots) / np.maximum(n_tied, 1)
    if ties == "breslow":
        return np.zeros(slots.size), mean[slots]
    first = np.cumsum(n_tied) - n_tied
    return (np.arange(slots.size) - first[slots]) / n_tied[slots], mean[slots]
