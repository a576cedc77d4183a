"""Further numbers that must be withheld so that the sensitive ones cannot be worked out."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

import numpy as np

from analytics.disclosure.audit import Demand, Knowledge, Worlds, weak
from analytics.disclosure.margins import Margins
from analytics.disclosure.rules import Rules
from analytics.inputs import Bools, Floats, Ints

_BASE_COST = 5  # of withholding any number, on top of the people in it
_MARGIN = 4  # a margin tells more than an inner cell, so it costs more
_NARROW = 3  # a box with too little room costs more: another would have to follow
_PUBLISHED = 50  # a number that was published before is withheld only if nothing else helps
ROOM = 4  # times k: people by which any group may exceed the total in a reader's mind


@dataclass(frozen=True, eq=False)
class Start:
    """Where the search for complements begins; one entry per number."""

    hidden: Bools  # withheld already
    sensitive: Bools  # of those, the ones that a reader must not work out
    may_be_zero: Bools  # would be withheld even as 0; a reader knows that others are not 0
    fixed: Bools  # of those hidden, the ones that stay hidden
    published: Bools  # shown in the release before


def with_complements(margins: Margins, start: Start, rules: Rules) -> Bools:
    """Return which numbers are withheld: the given ones and as few others as are needed.

    Parameters
    ----------
    margins : Margins
        All numbers of a release.
    start : Start
        What is withheld already, and why.
    rules : Rules
        Thresholds.

    Notes
    -----
    While a reader who knows every shown number exactly could work out a sensitive one too
    closely, the cheapest box of cells around it is withheld as well: the corners that differ
    from it in the level of every key, the total being a level. Adding people to one corner
    and taking them from its neighbours leaves all that is shown as it is. In the end every
    complement that is not needed is shown again, the largest first.

    References
    ----------
    Fischetti & Salazar-González (2001), doi:10.1287/mnsc.47.7.1008.9805.
    """
    search = _Search(margins, start, rules)
    hidden = start.hidden.copy()
    while True:
        exposed = search.exposed(hidden, np.flatnonzero(start.sensitive))
        grown = search.grown(hidden, exposed) if exposed.size else hidden
        if (grown == hidden).all():
            return search.without_needless(hidden)
        hidden = grown


def exact_knowledge(margins: Margins, hidden: Bools, may_be_zero: Bools, rules: Rules) -> Knowledge:
    """Return what somebody knows who sees every shown number before it is rounded."""
    counts = margins.counts.astype(np.float64)
    at_least = np.where(may_be_zero | (counts == 0), 0.0, 1.0)
    return Knowledge(
        sums=margins.sums,
        lower=np.where(hidden, at_least, counts),
        upper=np.where(hidden, np.inf, counts),
        most=float(counts.max(initial=0)) + ROOM * rules.k,
    )


class _Search:
    def __init__(self, margins: Margins, start: Start, rules: Rules) -> None:
        self.margins, self.start, self.rules = margins, start, rules
        self._worlds = Worlds(margins.counts[None, :])  # the truth is the first that fits
        self._is_margin = _are_margins(margins)

    def exposed(self, hidden: Bools, sums: Ints, *, first_only: bool = False) -> Ints:
        """Return the sensitive numbers that a reader could work out, smallest first."""
        knowledge = self._knowledge(hidden)
        demand = Demand(self.rules.min_width, self.rules.k)
        found = weak(knowledge, sums, demand, self._worlds, first_only=first_only)
        return found[np.argsort(self.margins.counts[found], kind="stable")]

    def _knowledge(self, hidden: Bools) -> Knowledge:
        return exact_knowledge(self.margins, hidden, self.start.may_be_zero, self.rules)

    def grown(self, hidden: Bools, exposed: Ints) -> Bools:
        """Return what is withheld once every exposed number has one more box around it."""
        grown = hidden.copy()
        for number in exposed:
            box = self._cheapest_box(number, grown)
            if box is None and (grown == hidden).all():  # else see first what has been gained
                box = self._smallest_shown(grown)
            if box is not None:
                grown[box] = True
        return grown

    def without_needless(self, hidden: Bools) -> Bools:
        """Return what is withheld after showing again whatever need not be."""
        kept = hidden.copy()
        spare = np.flatnonzero(hidden & ~self.start.sensitive & ~self.start.fixed)
        watched = np.flatnonzero(self.start.sensitive)
        self._worlds.forget_all_but(self._knowledge(kept))
        for number in spare[np.argsort(-self.margins.counts[spare], kind="stable")]:
            kept[number] = False
            near_first = watched[np.argsort(-self._likeness(number, watched), kind="stable")]
            exposed = self.exposed(kept, near_first, first_only=True)
            if exposed.size:
                kept[number] = True
                watched = np.concatenate([exposed, watched[watched != exposed[0]]])
            else:
                self._worlds.forget_all_but(self._knowledge(kept))
        return kept

    def _likeness(self, number: int, others: Ints) -> Ints:
        own = set(self.margins.wheres[number])
        return np.array([len(own & set(self.margins.wheres[other])) for other in others])

    def _cheapest_box(self, number: int, hidden: Bools) -> Ints | None:
        best, least = None, np.inf
        for corners in self._boxes(number):
            cost = self._costs(number, corners, hidden)
            place = int(cost.argmin())
            if cost[place] < least:
                best, least = corners.numbers[:, place], cost[place]
        return best

    def _boxes(self, number: int) -> Iterator["_Corners"]:
        for places in self.margins.places:
            for spot in np.argwhere(places == number):
                if places.ndim:
                    yield _corners(places, spot)

    def _costs(self, number: int, corners: "_Corners", hidden: Bools) -> Floats:
        """Return the price of each box; infinite where it does not help."""
        numbers = corners.numbers
        counts = self.margins.counts[numbers]
        newly = ~hidden[numbers]
        price = np.where(self._is_margin[numbers], _MARGIN, 1) * (counts + _BASE_COST)
        price = price * np.where(self.start.published[numbers], _PUBLISHED, 1)
        cost = (price * newly).sum(axis=0).astype(np.float64)
        own = self.margins.counts[number]
        down = np.where(corners.same_sign, counts, np.iinfo(np.int64).max).min(axis=0)
        up = np.where(corners.same_sign, np.iinfo(np.int64).max, counts).min(axis=0)
        narrow = np.minimum(down, own) + up.astype(np.float64) < self.rules.min_width
        cost *= np.where(narrow, _NARROW, 1)
        useless = ~newly.any(axis=0) | ((counts == 0) & newly).any(axis=0)
        return np.where(useless, np.inf, cost)

    def _smallest_shown(self, hidden: Bools) -> Ints:
        """Return the smallest shown number; the tables of one without a box show none."""
        candidates = np.flatnonzero(~hidden & (self.margins.counts > 0))
        order = np.argsort(self.margins.counts[candidates], kind="stable")
        return candidates[order[:1]]


def _are_margins(margins: Margins) -> Bools:
    """Return which numbers are a margin of some table."""
    result = np.zeros(margins.counts.size, dtype=np.bool_)
    for places in margins.places:
        cells = places[tuple(slice(0, -1) for _ in range(places.ndim))]
        result[np.setdiff1d(places, cells)] = True
    return result


@dataclass(frozen=True, eq=False)
class _Corners:
    numbers: Ints  # shape (other corners, boxes)
    same_sign: Bools  # shape (other corners, boxes): rises with the weak number


def _corners(places: Ints, spot: Ints) -> _Corners:
    """Return the other corners of every box of a table through one of its numbers."""
    others = [np.delete(np.arange(size), at) for size, at in zip(places.shape, spot, strict=True)]
    shape = tuple(other.size for other in others)
    numbers, same = [], []
    for moved in product((False, True), repeat=places.ndim):
        if not any(moved):
            continue
        index = [
            other if move else np.array([at])
            for other, at, move in zip(others, spot, moved, strict=True)
        ]
        numbers.append(np.broadcast_to(places[np.ix_(*index)], shape).ravel())
        sign = np.ones(shape, dtype=np.int64)
        for axis, (at, move) in enumerate(zip(spot, moved, strict=True)):
            if move:
                # From a level to another one people move; from a level to the total they count.
                last = places.shape[axis] - 1
                turns = np.where((others[axis] == last) | (at == last), 1, -1)
                sign = sign * turns.reshape([-1 if a == axis else 1 for a in range(places.ndim)])
        same.append((sign > 0).ravel())
    return _Corners(np.stack(numbers), np.stack(same))
