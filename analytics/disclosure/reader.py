"""Somebody who reads a release and holds the one before: what this reader knows of counts."""

from dataclasses import dataclass

import numpy as np
from scipy.sparse import block_array, csr_array

from analytics.disclosure.audit import Demand, Knowledge, Worlds, fits_somebody, weak
from analytics.disclosure.complements import ROOM
from analytics.disclosure.ledger import Ledger, Published
from analytics.disclosure.margins import Margins
from analytics.disclosure.primary import Marked
from analytics.disclosure.rules import Rules, meant_by, rounded
from analytics.inputs import Bools, Floats, Ints


@dataclass(frozen=True, eq=False)
class Plan:
    """What becomes of each number in a release; one entry per number."""

    hidden: Bools
    moved: Bools  # counted anew: it changed by enough people, or is new
    listed: Bools  # shown or withheld in the tables; others wait
    unsure: Bools  # withheld together with zeros: a reader cannot know that it counts somebody


@dataclass(frozen=True, eq=False)
class _Before:
    """Numbers as the release before has them; one entry per number of the new one."""

    known: Bools  # there was such a number
    nobody: Bools  # there was none, because nobody was in its levels
    hidden: Bools
    shown: Ints  # 0 where there was none, or it was withheld
    people: Ints  # true count when it was published
    latest: Ints  # true count at the release before
    is_fresh: Bools  # published in the release before, not earlier
    is_sensitive: Bools
    may_be_zero: Bools


class Reader:
    """A reader of two releases who knows the rules and, where counts only rose, that too."""

    def __init__(self, marked: Marked, previous: Ledger, rules: Rules) -> None:
        self._margins, self._marks, self._rules = marked.margins, marked.sensitive, rules
        self._may_be_zero = marked.may_be_zero
        self._before = _before(self._margins, previous)
        rose = self._margins.counts >= self._before.latest
        self._grows = bool(rose[self._before.known].all())

    def exposed(self, plan: Plan) -> Ints:
        """Return the numbers that are told too closely, in this release or the one before."""
        knowledge = self._knowledge(plan)
        if self._grows and not fits_somebody(knowledge):
            self._grows = False  # people moved between groups that no table tells apart
            knowledge = self._knowledge(plan)
        counts, latest = self._margins.counts, self._before.latest
        sums = np.concatenate(
            [np.flatnonzero(self._before.is_sensitive), counts.size + np.flatnonzero(self._marks)]
        )
        change = np.where(self._before.known, counts - latest, 0)
        truth = Worlds(np.concatenate([latest, counts, change])[None, :])
        found = weak(knowledge, sums, Demand(self._rules.min_width, self._rules.k), truth)
        return np.unique(found % counts.size)

    def _knowledge(self, plan: Plan) -> Knowledge:
        """Return limits of every number before, now, and of its change."""
        sums, counts = self._margins.sums, self._margins.counts
        none = csr_array(sums.shape)
        if self._grows:  # unknown are the people before and those who came
            stacked = block_array([[sums, none], [sums, sums], [none, sums]], format="csr")
        else:  # unknown are the people before and the people now
            stacked = block_array([[sums, none], [none, sums], [-sums, sums]], format="csr")
        limits = [self._told_before(), self._told_now(plan), self._told_of_change(plan)]
        top = max(int(counts.max(initial=0)), int(self._before.latest.max(initial=0)))
        return Knowledge(
            sums=csr_array(stacked),
            lower=np.concatenate([lower for lower, _ in limits]),
            upper=np.concatenate([upper for _, upper in limits]),
            most=float(top + ROOM * self._rules.k),
        )

    def _told_before(self) -> tuple[Floats, Floats]:
        before = self._before
        lowest, highest = meant_by(before.shown, self._rules)
        is_sure = before.is_fresh | self._grows
        hidden = np.where(is_sure & ~before.may_be_zero, 1.0, 0.0)
        shown = np.where(is_sure, lowest, np.maximum(lowest - self._slack, 0))
        settled = np.abs(before.latest - before.people) <= self._slack
        later = np.where(settled, highest + self._slack, np.inf)
        is_shown = before.known & ~before.hidden
        lower = np.where(is_shown, shown, np.where(before.hidden, hidden, 0.0))
        upper = np.where(before.is_fresh, highest, later)
        return lower, np.select([is_shown, before.nobody], [upper, 0.0], default=np.inf)

    def _told_now(self, plan: Plan) -> tuple[Floats, Floats]:
        before, counts = self._before, self._margins.counts
        fresh, kept = _fresh_and_kept(plan)
        lowest, highest = meant_by(rounded(counts, self._rules) * fresh, self._rules)
        was_lowest, was_highest = meant_by(before.shown, self._rules)
        was_shown = before.known & ~before.hidden
        floor = np.where(was_shown, was_lowest, 0) * self._grows
        least = np.where(was_shown & self._grows, was_lowest + self._rules.release_min_change, 0)
        stale = np.where(self._grows, was_lowest, np.maximum(was_lowest - self._slack, 0))
        is_settled = np.abs(counts - before.people) <= self._slack
        is_sure = plan.moved | ~before.hidden | self._grows
        may_be_zero = self._may_be_zero | plan.unsure | (counts == 0)
        hidden = np.where(is_sure & ~may_be_zero, 1, 0)
        lower = np.select(
            [fresh, kept, plan.hidden],
            [np.maximum(lowest, least), stale, np.maximum(hidden, floor)],
        )
        later = np.where(is_settled, was_highest + self._slack, np.inf)
        upper = np.select([fresh, kept], [highest, later], default=np.inf)
        return lower.astype(np.float64), upper

    def _told_of_change(self, plan: Plan) -> tuple[Floats, Floats]:
        before = self._before
        fresh, kept = _fresh_and_kept(plan)
        settled = np.abs(self._margins.counts - before.people) <= self._slack
        stays = kept & settled & before.is_fresh
        rises = fresh & before.known & before.is_fresh & self._grows
        falls = 0 if self._grows else -self._slack
        lower = np.select([stays, rises], [falls, self._rules.release_min_change], default=-np.inf)
        return lower, np.where(stays, self._slack, np.inf)

    @property
    def _slack(self) -> int:
        return self._rules.release_min_change - 1


def _fresh_and_kept(plan: Plan) -> tuple[Bools, Bools]:
    shown = plan.listed & ~plan.hidden
    return shown & plan.moved, shown & ~plan.moved


def _before(margins: Margins, previous: Ledger) -> _Before:
    nobody = Published(shown=0, since="", people=0, latest=0, is_sensitive=False)
    found = [previous.entries.get(where) for where in margins.wheres]
    entries = [nobody if entry is None else entry for entry in found]
    levels = previous.levels()
    return _Before(
        nobody=np.array(
            [previous.is_complete and not levels.issuperset(where) for where in margins.wheres]
        ),
        known=np.array([entry is not None for entry in found]),
        hidden=np.array([entry.is_hidden for entry in entries]),
        shown=np.array([entry.shown if isinstance(entry.shown, int) else 0 for entry in entries]),
        people=np.array([entry.people for entry in entries]),
        latest=np.array([entry.latest for entry in entries]),
        is_fresh=np.array([entry.since == previous.as_of for entry in entries]),
        is_sensitive=np.array([entry.is_sensitive for entry in entries]),
        may_be_zero=np.array([entry.may_be_zero for entry in entries]),
    )
