"""Exact counts beside what is released of them, with the rule that hid each."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.cells import CountTable
from analytics.disclosure.margins import Where, margins_of
from analytics.disclosure.primary import marked
from analytics.disclosure.rules import TOTAL, Rules, Shown, Withheld, is_small, rounded
from analytics.disclosure.tables import ProtectedTable


class Fate(StrEnum):
    """What became of a number in a release, and by which rule."""

    FEW = "few people"
    SITES = "few sites, or one too large"
    OTHERS = "for the sake of others"  # a complement: it would tell a number of few people
    WAITS = "waits until enough people are in it"
    KEPT = "kept: changed by too few people"
    ROUNDED = "rounded"


@dataclass(frozen=True)
class ComparedCount:
    """One number: exact, released, and why."""

    where: Where  # keys and levels; empty: everybody
    people: int
    shown: Shown | None  # None: not listed in the release
    fate: Fate


def compared(
    tables: Sequence[CountTable], released: Sequence[ProtectedTable], rules: Rules
) -> tuple[ComparedCount, ...]:
    """Hold exact tables against their released form.

    Parameters
    ----------
    tables : sequence of CountTable
        The exact tables, with `site_id`.
    released : sequence of ProtectedTable
        What is released of them, in the same order.
    rules : Rules
        Thresholds of the release.

    Returns
    -------
    tuple of ComparedCount
        Every number of the exact tables once.
    """
    numbers = marked(margins_of(tables), rules)
    counts = numbers.margins.counts
    few, nearest = is_small(counts, rules), rounded(counts, rules)
    shown = _shown(released)
    found = []
    for place, where in enumerate(numbers.margins.wheres):
        value = shown.get(where)
        fate = _fate(value, is_few=bool(few[place]), is_sensitive=bool(numbers.sensitive[place]))
        if fate is Fate.ROUNDED and value != int(nearest[place]):
            fate = Fate.KEPT
        found.append(ComparedCount(where, int(counts[place]), value, fate))
    return tuple(found)


def withheld_share(found: Sequence[ComparedCount]) -> float:
    """Return the share of numbers that are not shown; nan where there is none."""
    hidden = [one.shown is None or isinstance(one.shown, Withheld) for one in found]
    return float(np.mean(hidden)) if hidden else float("nan")


def _shown(released: Sequence[ProtectedTable]) -> dict[Where, Shown]:
    found: dict[Where, Shown] = {}
    for table in released:
        for *levels, value in table.frame[[*table.keys, table.count]].itertuples(
            index=False, name=None
        ):
            named = zip(table.keys, levels, strict=True)
            found[tuple(sorted(part for part in named if part[1] != TOTAL))] = value
    return found


def _fate(value: Shown | None, *, is_few: bool, is_sensitive: bool) -> Fate:
    if value is None:
        return Fate.WAITS
    if not isinstance(value, Withheld):
        return Fate.ROUNDED
    if is_few:
        return Fate.FEW
    return Fate.SITES if is_sensitive else Fate.OTHERS
