"""Who is at risk of a subdistribution event on each day, with what weight, and sums over them."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from analytics.errors import BadInput
from analytics.inputs import Floats, FollowUp, Ints
from analytics.observation_curve import ObservationCurve

Ties: TypeAlias = Literal["breslow", "efron"]


@dataclass(frozen=True, eq=False)
class RiskSets:
    """Risk sets of n people on the K days with an event of the cause.

    A person is at risk with weight 1 on event days `first`..`last` - 1 and, after a competing
    event at x, on those from `last` on with weight G(t-) / G(x-).
    """

    days: Floats  # shape (K,): days with an event of the cause
    first: Ints  # shape (n,): how many of them pass before entry
    last: Ints  # shape (n,): how many pass by the end of follow-up
    kept: Floats  # shape (n,): 1 / G(x-) after a competing event, else 0
    weight: Floats  # shape (K,): G(t-)
    failed: Ints  # shape (events,): people with the event, by day
    day: Ints  # shape (events,): place of its day
    tied: Floats  # shape (events,): share of the day's events that is out of the risk set
    offset: Ints  # shape (K + 1,): events before each day

    @classmethod
    def of(cls, people: FollowUp, *, cause: int, curve: ObservationCurve, ties: Ties) -> "RiskSets":
        """Find the risk sets of the events of a cause."""
        if ties not in get_args(Ties):
            known = ", ".join(get_args(Ties))
            raise BadInput(f"There is no likelihood {ties!r} of ties.", f"Use one of {known}.")
        had = np.flatnonzero(people.code == cause)
        days, day = np.unique(people.time[had], return_inverse=True)
        order = np.argsort(day, kind="stable")
        day = day[order]
        offset = np.searchsorted(day, np.arange(days.size + 1))
        rank = np.arange(day.size) - offset[day]
        return cls(
            days=days,
            first=_passed_before_entry(days, people),
            last=np.searchsorted(days, people.time, side="right"),
            kept=_kept(people, cause, curve),
            weight=curve.before(days),
            failed=had[order],
            day=day,
            tied=rank / np.diff(offset)[day] if ties == "efron" else np.zeros(day.size),
            offset=offset,
        )

    def sums_by_event(self, terms: Floats) -> Floats:
        """Add up terms of shape (n, q) over everybody at risk at each event, shape (events, q).

        Notes
        -----
        Running sums over days: O(n q), whatever the number of events.
        """
        leaving = added_by_place(terms, self.last, self.days.size + 1)
        if self.first.any():
            leaving -= added_by_place(terms, self.first, self.days.size + 1)
        present = np.cumsum(leaving[::-1], axis=0)[::-1][1:]
        competing = added_by_place(self.kept[:, None] * terms, self.last, self.days.size + 1)
        present += self.weight[:, None] * np.cumsum(competing, axis=0)[:-1]
        own = np.add.reduceat(terms[self.failed], self.offset[:-1], axis=0)
        result: Floats = present[self.day] - self.tied[:, None] * own[self.day]
        return result

    def sums_by_person(self, terms: Floats) -> Floats:
        """Add up terms of shape (events, q) over the events each person is at risk of, (n, q)."""
        so_far = self._running(terms)
        weighted = self._running(self.weight[self.day, None] * terms)
        sums: Floats = so_far[self.last] - so_far[self.first]
        sums += self.kept[:, None] * (weighted[-1] - weighted[self.last])
        sums[self.failed] -= self.sums_by_day(self.tied[:, None] * terms)[self.day]
        return sums

    def sums_by_day(self, terms: Floats) -> Floats:
        """Add up terms of shape (events, q) over the events of each day, shape (K, q)."""
        sums: Floats = np.add.reduceat(terms, self.offset[:-1], axis=0)
        return sums

    def _running(self, terms: Floats) -> Floats:
        """Return sums over the events before each day, shape (K + 1, q)."""
        start = np.zeros((1, terms.shape[1]))
        return np.concatenate([start, np.cumsum(self.sums_by_day(terms), axis=0)])


def added_by_place(terms: Floats, place: Ints, size: int) -> Floats:
    """Add up rows of terms, shape (n, q), by their place, shape (size, q)."""
    return np.column_stack([np.bincount(place, column, size) for column in terms.T])


def _passed_before_entry(days: Floats, people: FollowUp) -> Ints:
    passed = np.zeros(people.time.size, dtype=np.int64)
    if people.entry is not None:
        late = people.entry > 0
        passed[late] = np.searchsorted(days, people.entry[late], side="right")
    return passed


def _kept(people: FollowUp, cause: int, curve: ObservationCurve) -> Floats:
    """Return 1 / G(x-) of those with a competing event at x, else 0."""
    competing = (people.code > 0) & (people.code != cause)
    observed = curve.before(people.time[competing])
    unknown = int((observed <= 0).sum())
    if unknown:
        raise BadInput(
            f"{unknown} competing events come before a day on which everybody under observation "
            "has just entered, or after one on which everybody was censored.",
            "Start follow-up when several people are under observation.",
        )
    kept = np.zeros(people.time.size)
    kept[competing] = 1 / observed
    return kept
