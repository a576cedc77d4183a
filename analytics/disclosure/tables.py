"""Tables of counts as the public may see them: withheld where they must be, then rounded."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
import pandas as pd

from analytics.cells import CountTable
from analytics.disclosure.complements import Start, with_complements
from analytics.disclosure.ledger import Ledger, Published
from analytics.disclosure.margins import Margins, Where, margins_of
from analytics.disclosure.primary import Marked, marked
from analytics.disclosure.renewal import renewed
from analytics.disclosure.rules import TOTAL, Rules, Shown, rounded


@dataclass(frozen=True, eq=False)
class ProtectedTable:
    """Counts of one table with all its margins, each rounded or withheld."""

    frame: pd.DataFrame  # keys, where "Total" stands for all levels, and the count
    keys: tuple[str, ...]
    count: str  # column of the counts: whole numbers or `Withheld`
    rules: Rules

    def cell(self, **levels: Hashable) -> Shown:
        """Return one number; keys that are not named are totals."""
        wanted = {key: levels.get(key, TOTAL) for key in self.keys}
        rows = self.frame
        for key, level in wanted.items():
            rows = rows[rows[key] == level]
        (value,) = rows[self.count]
        shown: Shown = value
        return shown


@dataclass(frozen=True, eq=False)
class TableRelease:
    """Tables published together, and what the registry must remember of them."""

    tables: tuple[ProtectedTable, ...]
    ledger: Ledger = field(repr=False)  # true counts: for the registry only

    @property
    def since(self) -> dict[Where, str]:
        """Of each shown number, the release that it was counted for."""
        entries = self.ledger.entries
        return {where: entry.since for where, entry in entries.items() if not entry.is_hidden}

    @property
    def is_complete(self) -> bool:
        """Whether no level waits until enough people are in it."""
        return self.ledger.is_complete

    @property
    def is_prompt(self) -> bool:
        """Whether every shown number that changed enough is shown anew."""
        least = self.tables[0].rules.release_min_change
        return all(
            abs(entry.latest - entry.people) < least
            for entry in self.ledger.entries.values()
            if not entry.is_hidden
        )

    @property
    def complements(self) -> tuple[Where, ...]:
        """Numbers withheld for the sake of others: for the registry only."""
        entries = self.ledger.entries
        return tuple(
            where for where, entry in entries.items() if entry.is_hidden and not entry.is_sensitive
        )


def protect_tables(
    tables: Sequence[CountTable],
    rules: Rules,
    *,
    as_of: str,
    outcomes: Sequence[str] = (),
    previous: Ledger | None = None,
) -> TableRelease:
    """Protect tables of the same people that are published together.

    Parameters
    ----------
    tables : sequence of CountTable
        Every table of the release about these people, together: what one hides another may
        tell. A key `site_id` tells the contributing sites and is never published.
    rules : Rules
        Thresholds.
    as_of : str
        Name of this release, as its data cut-off.
    outcomes : sequence of str
        Keys that tell what became of people.
    previous : Ledger, optional
        What the release before published; a count that changed by fewer people than
        `release_min_change` then stays as it was.

    Raises
    ------
    BadInput
        If the tables do not count the same people, a key is missing for some of them, or it
        is not known which sites contributed.

    Notes
    -----
    Withheld are counts of 1 to k - 1, counts that lean on few sites, outcomes that all or
    none of a small group had, and as many others as are needed so that somebody who knows
    every shown count exactly cannot work one of these out. What is left is rounded last.
    Totals are rounded on their own, so that sums may differ.

    References
    ----------
    Hundepool et al. (2012), Statistical Disclosure Control, doi:10.1002/9781118348239.
    """
    numbers = _laid_out(tables, rules, outcomes, previous)
    if previous is None:
        entries = _first_entries(numbers, as_of=as_of, rules=rules)
    else:
        entries = renewed(numbers, previous, as_of=as_of, rules=rules)
    is_complete = len(entries) == len(numbers.margins.wheres)
    ledger = Ledger(as_of, numbers.margins.tables, entries, is_complete)
    return TableRelease(
        tuple(
            _protected(table, keys, numbers.margins, ledger=ledger, rules=rules)
            for table, keys in zip(tables, numbers.margins.tables, strict=True)
        ),
        ledger,
    )


def _laid_out(
    tables: Sequence[CountTable],
    rules: Rules,
    outcomes: Sequence[str],
    previous: Ledger | None,
) -> Marked:
    numbers = marked(margins_of(tables), rules, outcomes)
    hidden_zeros = np.flatnonzero(numbers.sensitive & (numbers.margins.counts == 0))
    may_hold = {numbers.margins.wheres[place] for place in hidden_zeros}
    if previous is not None:
        may_hold |= previous.held_somebody(numbers.margins.tables)
    if not may_hold:
        return numbers
    return marked(margins_of(tables, may_hold=may_hold), rules, outcomes)


def _first_entries(numbers: Marked, *, as_of: str, rules: Rules) -> dict[Where, Published]:
    margins, marks = numbers.margins, numbers.sensitive
    never = np.zeros_like(marks)
    start = Start(marks, marks, numbers.may_be_zero, fixed=never, published=never)
    hidden = with_complements(margins, start, rules)
    shown = rounded(margins.counts, rules)
    return {
        where: Published(
            shown=rules.token if hidden[place] else int(shown[place]),
            since=as_of,
            people=int(margins.counts[place]),
            latest=int(margins.counts[place]),
            is_sensitive=bool(marks[place]),
            may_be_zero=bool(hidden[place] and numbers.may_be_zero[place]),
        )
        for place, where in enumerate(margins.wheres)
    }


def _protected(
    table: CountTable,
    keys: tuple[str, ...],
    margins: Margins,
    *,
    ledger: Ledger,
    rules: Rules,
) -> ProtectedTable:
    rows = []
    for spot in product(*((*margins.levels[key], TOTAL) for key in keys)):
        where = tuple(
            sorted((key, level) for key, level in zip(keys, spot, strict=True) if level != TOTAL)
        )
        if where in ledger.entries:
            rows.append((*spot, ledger.entries[where].shown))
    frame = pd.DataFrame(rows, columns=[*keys, table.count], dtype=object)
    return ProtectedTable(frame, keys, table.count, rules)
