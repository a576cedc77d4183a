"""Follow-up counted by day: who leaves, why, and who enters late.

A curve, a risk table or a rank test needs nothing else, so that people and counts from the
database give the same numbers.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.cells import CountTable
from analytics.errors import BadInput
from analytics.inputs import (
    ROUNDING,
    Bools,
    Counts,
    Floats,
    FollowUp,
    Ints,
    check_people,
    labels,
    numbers,
    whole_numbers,
)

_LATE = -1  # code of the rows of a table of counts that tell who enters late


@dataclass(frozen=True, eq=False)
class EventTable:
    """Follow-up of one group by day; counts are sums of case weights where there are any.

    Whoever is not listed in `entered` is under observation from the start, day 0 included.
    """

    group: str
    time: Floats  # days on which somebody may leave or enter late; distinct, ascending
    leaving: Counts  # shape (codes, days): code 0 censored, 1 event, 2.. competing
    entered: Counts | None  # late entrants by day, at risk from the next moment; None: nobody
    n_by_code: Ints  # people (not weights) by code

    @property
    def n(self) -> int:
        """People, whatever their weights."""
        return int(self.n_by_code.sum())

    @property
    def is_weighted(self) -> bool:
        """Whether counts are sums of case weights."""
        return self.leaving.dtype.kind == "f"

    def at_risk(self, days: ArrayLike) -> Counts:
        """Return who is under observation just before each day.

        Parameters
        ----------
        days : array-like of float, shape (k,)
            Days in any order.

        Returns
        -------
        Counts, shape (k,)
            Those with entry < day <= exit: events and censorings of the day are still at
            risk (so events precede censorings), late entrants of the day are not yet.
        """
        place = np.searchsorted(self.time, np.asarray(days, dtype=np.float64), side="left")
        present = _from_here_on(self.leaving.sum(axis=0))[place]
        if self.entered is None:
            return present
        present = present - _from_here_on(self.entered)[place]
        return np.where(np.abs(present) < ROUNDING, 0, present)


def steps_of(table: EventTable) -> tuple[Floats, Counts, Counts]:
    """Return day 0 and every day on which somebody leaves, with events and others who leave.

    Parameters
    ----------
    table : EventTable
        People counted by day; competing events (codes 2..) are among the others.

    Returns
    -------
    tuple of Floats, Counts, Counts
        Days, ascending; events on each; those who leave on each without the event.
    """
    leaving = table.leaving.sum(axis=0)
    used = leaving > 0
    steps, leaving, events = table.time[used], leaving[used], table.leaving[1][used]
    if not steps.size or steps[0] > 0:
        steps = np.append(0.0, steps)
        leaving, events = (
            np.concatenate([np.zeros_like(x, shape=1), x]) for x in (leaving, events)
        )
    return steps, events, leaving - events


def _from_here_on(counts: Counts) -> Counts:
    # Summed from the end: the last risk set is then exactly those who leave last.
    return np.concatenate([np.cumsum(counts[::-1])[::-1], np.zeros_like(counts, shape=1)])


def table_of_people(people: FollowUp, group: str = "All") -> EventTable:
    """Count checked follow-up of one group by day."""
    return tables_by_group(people, None, (group,))[0]


def follow_up_table(
    time: ArrayLike | EventTable,
    event: ArrayLike | None,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
    group: str = "All",
) -> EventTable:
    """Return people counted by day; a table that comes in already counted goes out as it is.

    Raises
    ------
    BadInput
        If the follow-up is impossible, or a counted table comes with arrays as well.
    """
    if isinstance(time, EventTable):
        if any(given is not None for given in (event, entry, weights)):
            raise BadInput("Counted people come with arrays as well.", "Give one or the other.")
        return time
    return table_of_people(check_people(time, event, entry=entry, weights=weights), group)


def tables_by_group(
    people: FollowUp, member: Ints | None, groups: Sequence[str]
) -> tuple[EventTable, ...]:
    """Count checked follow-up by group and day, in one pass.

    Parameters
    ----------
    people : FollowUp
        Checked follow-up of n people.
    member : Ints, shape (n,), or None
        Place of each person's group in `groups`; None: everybody is in the only one.
    groups : sequence of str
        Labels of the tables, in order.
    """
    days, exits, entries = _on_days(people)
    n_codes = max(2, int(people.code.max()) + 1)
    shape = (len(groups), n_codes, days.size)
    kind = _cell(member, n_codes, people.code)
    leaving = _tally(_cell(kind, days.size, exits), shape, people.weights)
    weighted = people.weights is not None
    persons = _tally(kind, shape[:2], None) if weighted else leaving.sum(axis=2)
    late = None
    if entries is not None and people.entry is not None:
        rows = people.entry > 0
        weights = None if people.weights is None else people.weights[rows]
        cell = _cell(member, days.size, entries)[rows]
        late = _tally(cell, (len(groups), days.size), weights)
    return _tables(groups, days, leaving=leaving, late=late, persons=persons)


def tables_from_counts(
    counts: CountTable, group: str | None = None, *, day: str = "day", code: str = "code"
) -> tuple[EventTable, ...]:
    """Make one table per group from counts by group, day and code.

    Parameters
    ----------
    counts : CountTable
        Counts of people; rows that differ in further keys are added up. Days may be halves.
    group : str, optional
        Column of the groups; left out, everybody belongs to one group, "All".
    day, code : str
        Columns of the day and of the code. Code -1 counts those who enter late on that day,
        0 those censored, 1 events, 2.. competing events. Everybody leaves once; whoever
        is not listed as late is there from the start.

    Raises
    ------
    BadInput
        If a key is absent or impossible, nobody leaves, or more people leave on a day than
        are under observation.

    Notes
    -----
    Entry on or after the last day cannot be seen in counts: the select that counts leaves
    such people out and reports them apart.
    """
    frame = counts.frame
    _refuse_unknown_keys(counts, [key for key in (group, day, code) if key is not None])
    amount = whole_numbers(counts.count, frame[counts.count].to_numpy())
    codes = whole_numbers(code, frame[code].to_numpy())
    at = numbers(day, frame[day].to_numpy())
    leaves = codes != _LATE
    if not amount[leaves].any():
        raise BadInput("There is nobody to analyse.", "Widen the filters.")
    _refuse_impossible_days(at, codes, leaves)
    member, groups = (
        (np.zeros_like(codes), ("All",)) if group is None else labels(group, frame[group])
    )
    days, place = np.unique(at, return_inverse=True)
    shape = (len(groups), max(2, int(codes.max()) + 1), days.size)
    cell = (member * shape[1] + codes) * days.size + place
    leaving = _tally(cell[leaves], shape, amount[leaves]).astype(np.int64)
    late = None
    if not leaves.all():
        cell = member * days.size + place
        late = _tally(cell[~leaves], (shape[0], days.size), amount[~leaves]).astype(np.int64)
    tables = _tables(groups, days, leaving=leaving, late=late, persons=leaving.sum(axis=2))
    for table in tables:
        _refuse_more_leaving_than_present(table)
    return tables


def pooled_table(tables: Sequence[EventTable], group: str = "All") -> EventTable:
    """Add up people counted in disjoint groups.

    Parameters
    ----------
    tables : sequence of EventTable
        Groups that share nobody.
    group : str
        Label of the sum.

    Raises
    ------
    BadInput
        If there is no table.
    """
    if not tables:
        raise BadInput("There is nobody to analyse.", "Widen the filters.")
    days = np.unique(np.concatenate([table.time for table in tables]))
    shape = (max(table.leaving.shape[0] for table in tables), days.size)
    kind = np.result_type(*(table.leaving for table in tables))
    leaving, late = np.zeros(shape, dtype=kind), np.zeros(days.size, dtype=kind)
    by_code = np.zeros(shape[0], dtype=np.int64)
    for table in tables:
        place = np.searchsorted(days, table.time)
        leaving[: table.leaving.shape[0], place] += table.leaving
        by_code[: table.n_by_code.size] += table.n_by_code
        if table.entered is not None:
            late[place] += table.entered
    return EventTable(group, days, leaving, late if late.any() else None, by_code)


def _on_days(people: FollowUp) -> tuple[Floats, Ints, Ints | None]:
    """Return the distinct days, and the place of each exit and entry among them."""
    n = people.time.size
    stamps = people.time if people.entry is None else np.append(people.time, people.entry)
    days, place = _whole_or_half_days(stamps) or np.unique(stamps, return_inverse=True)
    return days, place[:n], None if people.entry is None else place[n:]


def _whole_or_half_days(stamps: Floats) -> tuple[Floats, Ints] | None:
    # Half days number themselves: no sort. Finer or far longer times have to be sorted.
    if stamps.max() > 2 * stamps.size:
        return None
    half_days = 2 * stamps
    place = half_days.astype(np.int64)
    if (place != half_days).any():
        return None
    return np.arange(place.max() + 1) / 2, place


def _cell(row: Ints | None, width: int, column: Ints) -> Ints:
    """Return places in a table laid out row by row; None: there is one row."""
    if row is None:
        return column
    cell = row * width
    cell += column
    return cell


def _tally(cell: Ints, shape: tuple[int, ...], weights: Counts | None) -> Counts:
    counted = np.bincount(cell, weights=weights, minlength=int(np.prod(shape)))
    return counted.reshape(shape)


def _tables(
    groups: Sequence[str],
    days: Floats,
    *,
    leaving: Counts,
    late: Counts | None,
    persons: Counts,
) -> tuple[EventTable, ...]:
    used = leaving.sum(axis=(0, 1)) > 0
    if late is not None:
        used = used | (late.sum(axis=0) > 0)
    return tuple(
        EventTable(
            group=group,
            time=days[used],
            leaving=leaving[row][:, used],
            entered=None if late is None else late[row][used],
            n_by_code=persons[row].astype(np.int64),
        )
        for row, group in enumerate(groups)
    )


def _refuse_unknown_keys(counts: CountTable, needed: Sequence[str]) -> None:
    unknown = [key for key in needed if key not in counts.keys]
    if unknown:
        raise BadInput(
            f"The table of counts has no key {', '.join(unknown)}.",
            f"Count by {', '.join(needed)}.",
        )


def _refuse_impossible_days(at: Floats, codes: Ints, leaves: Bools) -> None:
    wrong = int(((at < 0) | (codes < _LATE) | (~leaves & (at <= 0))).sum())
    if wrong:
        raise BadInput(
            f"{wrong} of {at.size} rows of counts have a negative day, an unknown code, or late "
            "entry that is not after day 0.",
            "Count days from the index procedure; only entry after day 0 is late.",
        )


def _refuse_more_leaving_than_present(table: EventTable) -> None:
    short = table.leaving.sum(axis=0) > table.at_risk(table.time)
    if short.any():
        raise BadInput(
            f"In group {table.group} more people leave than are under observation on day "
            f"{table.time[short][0]:g}.",
            "Count entry and exit of the same people.",
        )
