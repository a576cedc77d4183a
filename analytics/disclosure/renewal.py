"""Counts of one release after another: what stays as it was, what moves, what waits."""

from dataclasses import replace

import numpy as np

from analytics.disclosure.complements import Start, with_complements
from analytics.disclosure.ledger import Ledger, Published
from analytics.disclosure.margins import Margins, Where
from analytics.disclosure.primary import Marked
from analytics.disclosure.reader import Plan, Reader
from analytics.disclosure.rules import Rules, rounded
from analytics.errors import BadInput
from analytics.inputs import Bools, Ints


def renewed(
    marked: Marked, previous: Ledger, *, as_of: str, rules: Rules
) -> dict[Where, Published]:
    """Return the numbers of a release that follows another one.

    Parameters
    ----------
    marked : Marked
        All numbers of the new release.
    previous : Ledger
        The release before.
    as_of : str
        Name of the new release.
    rules : Rules
        Thresholds.

    Raises
    ------
    BadInput
        If a table of the release before is missing.

    Notes
    -----
    A number stays as it was published unless its true count has changed by at least
    `release_min_change` since; a level that was not published yet waits until so many people
    are in it. The reader is taken to hold both releases, to know these rules and, where the
    counts only rose, to know that too. As long as such a reader could work out a sensitive
    count of either release, more of what moved is held back; in the end all of it, which
    leaves the release before.
    """
    margins = marked.margins
    _refuse_missing_tables(margins, previous)
    plan = _first_plan(marked, previous, rules)
    if plan.moved.any():
        start = Start(
            hidden=plan.hidden | ~plan.listed,
            sensitive=plan.hidden & plan.moved & marked.sensitive,
            may_be_zero=marked.may_be_zero | plan.unsure | ~plan.listed,
            fixed=plan.hidden | ~plan.listed,
            published=plan.listed & ~plan.moved,
        )
        hidden = with_complements(margins, start, rules) & plan.listed
        plan = replace(plan, hidden=hidden)
        reader = Reader(marked, previous, rules)
        exposed = reader.exposed(plan)
        while exposed.size and plan.moved.any():
            plan = _held_back(plan, exposed, margins, previous)
            exposed = reader.exposed(plan)
    return _entries(marked, plan, previous, as_of=as_of, rules=rules)


def _refuse_missing_tables(margins: Margins, previous: Ledger) -> None:
    missing = [keys for keys in previous.tables if keys not in margins.tables]
    if missing:
        raise BadInput(
            f"The release before had a table by {', '.join(missing[0]) or 'nothing'}, this one "
            "has not.",
            "Publish the same tables again, with others beside them if need be.",
        )


def _first_plan(marked: Marked, previous: Ledger, rules: Rules) -> Plan:
    margins, marks = marked.margins, marked.sensitive
    known = previous.levels()
    place = margins.find()
    size = margins.counts.size
    hidden, moved, listed, unsure = (np.zeros(size, dtype=np.bool_) for _ in range(4))
    for number, where in enumerate(margins.wheres):
        entry = previous.entries.get(where)
        if entry is not None:
            listed[number] = True
            change = abs(int(margins.counts[number]) - entry.people)
            moved[number] = change >= rules.release_min_change
            hidden[number] = marks[number] if moved[number] else entry.is_hidden
            unsure[number] = entry.may_be_zero and not moved[number]
            continue
        new = [part for part in where if part not in known]
        sizes = [margins.counts[place[part,]] for part in new]
        listed[number] = all(size >= rules.release_min_change for size in sizes)
        moved[number] = listed[number]
        hidden[number] = listed[number] and marks[number]
    return Plan(hidden, moved, listed, unsure)


def _held_back(plan: Plan, exposed: Ints, margins: Margins, previous: Ledger) -> Plan:
    """Return a plan in which some of what moved stays as it was, or waits.

    First the zeros of levels that are new, so that what is withheld there need not count
    anybody; then the exposed numbers themselves and what would be shown after having been
    withheld; then the totals that count the exposed people; then their tables; then everything.
    """
    is_new = np.array([where not in previous.entries for where in margins.wheres])
    sure = is_new & plan.listed & ~plan.unsure
    if sure[exposed].any():
        zeros = sure & (margins.counts == 0)
        return replace(plan, hidden=plan.hidden | zeros, unsure=plan.unsure | sure)
    wheres = [set(margins.wheres[number]) for number in exposed]
    entries = [previous.entries.get(where) for where in margins.wheres]
    was_hidden = np.array([entry is not None and entry.is_hidden for entry in entries])
    itself = np.isin(np.arange(plan.moved.size), exposed) | (was_hidden & ~plan.hidden)
    holds = np.array([any(set(own) < where for where in wheres) for own in margins.wheres])
    near = np.zeros_like(itself)
    for places in margins.places:
        if np.isin(places, exposed).any():
            near[places.ravel()] = True
    stages = (itself, holds, near, np.ones_like(itself))
    held = next(stage & plan.moved for stage in stages if (stage & plan.moved).any())
    if (held & is_new).any():
        held |= is_new & plan.moved & _shares_a_level(margins, held & is_new, previous)
    return replace(
        plan,
        hidden=np.where(held, was_hidden, plan.hidden),
        moved=plan.moved & ~held,
        listed=plan.listed & ~(held & is_new),
    )


def _shares_a_level(margins: Margins, numbers: Bools, previous: Ledger) -> Bools:
    """Return which numbers share a new level, or where there is none any level, with some."""
    known = previous.levels()
    parts = [
        {part for part in where if part not in known} or set(where) for where in margins.wheres
    ]
    together = set().union(*(parts[number] for number in np.flatnonzero(numbers)))
    return np.array([bool(own & together) for own in parts])


def _entries(
    marked: Marked, plan: Plan, previous: Ledger, *, as_of: str, rules: Rules
) -> dict[Where, Published]:
    margins, marks = marked.margins, marked.sensitive
    shown = rounded(margins.counts, rules)
    result = {}
    for number, where in enumerate(margins.wheres):
        if not plan.listed[number]:
            continue
        people, is_sensitive = int(margins.counts[number]), bool(marks[number])
        entry = previous.entries.get(where)
        newly_hidden = plan.hidden[number] and entry is not None and not entry.is_hidden
        if entry is not None and not plan.moved[number] and not newly_hidden:
            result[where] = replace(entry, latest=people, is_sensitive=is_sensitive)
            continue
        value = rules.token if plan.hidden[number] else int(shown[number])
        may_be_zero = marked.may_be_zero[number] | plan.unsure[number]
        result[where] = Published(
            shown=value,
            since=as_of,
            people=people,
            latest=people,
            is_sensitive=is_sensitive,
            may_be_zero=bool(plan.hidden[number] and may_be_zero),
        )
    return result
