"""An attack on released tables by somebody who has nothing but what was published.

It shares no code with what protects them, so that one mistake cannot be made twice.
"""

from collections.abc import Collection, Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp

Cell: TypeAlias = frozenset[tuple[str, Hashable]]  # columns and levels; empty: everybody
Row: TypeAlias = npt.NDArray[np.float64]
Limits: TypeAlias = tuple[float, float]  # the least and the greatest value
Fact: TypeAlias = tuple[Row, float, float]  # a sum of unknowns with its limits

_WAITING = "(waiting)"  # level of people whose own level is not listed yet
_INFEASIBLE = 2  # the solver's word for it


@dataclass(frozen=True)
class Habits:
    """What is publicly known of how counts are released."""

    threshold: int = 11  # counts from 1 to one less are never shown
    base: int = 5  # shown counts are multiples of it
    change: int = 11  # by which a count must have changed before it is shown anew
    group: int = 50  # in smaller groups an outcome that all or none had is withheld
    total: str = "Total"
    outcomes: frozenset[str] = frozenset()  # columns that tell what became of people


@dataclass(frozen=True, eq=False)
class Edition:
    """One release as it was published."""

    frames: Sequence[pd.DataFrame]  # columns of levels; the last column holds the counts
    is_complete: bool = True  # every level is listed
    is_prompt: bool = True  # whatever changed enough is shown anew
    stale: Collection[Cell] = ()  # shown or withheld since an earlier release than this one
    maybe_nobody: Collection[Cell] = ()  # withheld among zeros that are withheld as well


class NoWorldFits(RuntimeError):
    """The released numbers contradict one another, or the solver gave up."""


@dataclass(frozen=True)
class Guess:
    """All that can be said about one count that is not told."""

    cell: Cell
    edition: int  # 0: the only one, or the earlier one
    lowest: int
    highest: int


def attack(
    editions: Sequence[Edition],
    habits: Habits,
    *,
    cells: Sequence[Collection[Cell]] | None = None,
    only_grows: bool = True,
    enough: int | None = None,
) -> tuple[Guess, ...]:
    """Work out the interval of counts that are not told by integer programming.

    Parameters
    ----------
    editions : sequence of Edition
        One release, or two that follow one another.
    habits : Habits
        The published rules.
    cells : sequence of collections of Cell, optional
        What to attack in each edition; every withheld count if left out.
    only_grows : bool
        Suppose that people are added and never removed or moved.
    enough : int, optional
        Leave a count alone once its interval is seen to be this wide and to reach the
        threshold; its limits are then inner ones.

    Notes
    -----
    Unknown are whole numbers of people in every combination of the columns' levels. Every
    shown count bounds a sum of them by the counts that round to it; every withheld one says
    that somebody is there. Two integer programmes give the least and the greatest value.
    """
    read = [_Reading(_counts(edition, habits), edition, habits) for edition in editions]
    world = _World(read, only_grows=only_grows)
    is_one = len(read) == 1
    told = _facts_of_one(read[0], world) if is_one else _facts_of_two(read[0], read[1], world)
    facts = list(told)
    aims = [
        (number, cell)
        for number, reading in enumerate(read)
        for cell in (reading.withheld() if cells is None else cells[number])
        if cell in reading.counts
    ]
    rows = np.array([world.row(cell, number) for number, cell in aims])
    solver = _Solver(world.size, facts)
    intervals = solver.intervals(rows.reshape(len(aims), world.size), enough, habits.threshold)
    return tuple(
        Guess(cell, number, low, high)
        for (number, cell), (low, high) in zip(aims, intervals, strict=True)
    )


def too_close(guesses: Sequence[Guess], width: int, threshold: int) -> tuple[Guess, ...]:
    """Return the guesses that tell too much about a count of few people.

    A guess tells too much if its interval is narrower than `width`, or if it proves that
    somebody, but fewer people than `threshold`, are counted.
    """
    return tuple(
        guess
        for guess in guesses
        if guess.highest - guess.lowest < width or (guess.lowest >= 1 and guess.highest < threshold)
    )


def _counts(edition: Edition, habits: Habits) -> dict[Cell, int | None]:
    counts: dict[Cell, int | None] = {}
    for frame in edition.frames:
        *columns, _ = frame.columns
        for *levels, value in frame.itertuples(index=False, name=None):
            named = zip(columns, levels, strict=True)
            cell = frozenset((column, level) for column, level in named if level != habits.total)
            counts[cell] = int(value) if isinstance(value, int | np.integer) else None
    return counts


@dataclass(frozen=True, eq=False)
class _Reading:
    """What one release says, taken by itself."""

    counts: Mapping[Cell, int | None]  # None: withheld
    edition: Edition
    habits: Habits

    def withheld(self) -> list[Cell]:
        return [cell for cell, count in self.counts.items() if count is None]

    def limits(self, cell: Cell) -> Limits:
        """Return the least and the greatest count that is released like this."""
        value = self.counts[cell]
        if value is None:
            return (0.0 if self._may_be_nobody(cell) else 1.0), np.inf
        if value == 0:
            return 0.0, 0.0
        possible = range(self.habits.threshold, value + self.habits.base + 1)
        fitting = [people for people in possible if self._as_shown(people) == value]
        return float(fitting[0]), float(fitting[-1])

    def _as_shown(self, people: int) -> int:
        base = self.habits.base
        times, rest = divmod(people, base)
        if 2 * rest > base or (2 * rest == base and times % 2 == 1):
            times += 1
        while times * base < self.habits.threshold:
            times += 1
        return times * base

    def _may_be_nobody(self, cell: Cell) -> bool:
        # Of a small group an outcome is withheld that all or none had.
        if cell in self.edition.maybe_nobody:
            return True
        group = frozenset(part for part in cell if part[0] not in self.habits.outcomes)
        if group == cell:
            return False
        value = self.counts.get(group)
        return value is None or value - self.habits.base < self.habits.group


class _World:
    """Unknown people: one number per combination of levels, in one release or two."""

    def __init__(self, read: Sequence[_Reading], *, only_grows: bool) -> None:
        levels: dict[str, dict[Hashable, None]] = {}
        for reading in read:
            for cell in reading.counts:
                for column, level in cell:
                    levels.setdefault(column, {})[level] = None
        is_complete = all(reading.edition.is_complete for reading in read)
        waiting = () if is_complete else (_WAITING,)
        self._columns = tuple(levels)
        self._combinations = list(product(*((*found, *waiting) for found in levels.values())))
        self._is_one, self.only_grows = len(read) == 1, only_grows
        self.size = len(self._combinations) * len(read)

    def row(self, cell: Cell, edition: int, *, change: bool = False) -> Row:
        """Return the sum of unknowns that a cell counts, or by which it changed."""
        wanted = [(self._columns.index(column), level) for column, level in cell]
        holds = np.array(
            [all(levels[at] == level for at, level in wanted) for levels in self._combinations],
            dtype=np.float64,
        )
        if self._is_one:
            return holds
        earlier, later = (1.0, 0.0), (1.0, 1.0) if self.only_grows else (0.0, 1.0)
        parts = later if edition else earlier
        if change:
            parts = (later[0] - earlier[0], later[1] - earlier[1])
        return np.concatenate([part * holds for part in parts])


def _facts_of_one(reading: _Reading, world: _World) -> Iterator[Fact]:
    for cell in reading.counts:
        yield world.row(cell, 0), *reading.limits(cell)


def _facts_of_two(before: _Reading, now: _Reading, world: _World) -> Iterator[Fact]:
    for cell in before.counts:
        yield world.row(cell, 0), *_limits_before(cell, before, world)
    for cell in now.counts:
        yield world.row(cell, 1), *_limits_now(cell, before, now, world)
        if cell in before.counts and cell not in before.edition.stale:
            yield world.row(cell, 1, change=True), *_change(cell, before, now, world)
    if before.edition.is_complete:
        listed = {part for cell in before.counts for part in cell}
        for cell in now.counts:
            if not listed.issuperset(cell):
                yield world.row(cell, 0), 0, 0


def _limits_before(cell: Cell, before: _Reading, world: _World) -> Limits:
    low, high = before.limits(cell)
    if cell not in before.edition.stale:
        return low, high
    if not before.edition.is_prompt:
        return (low if world.only_grows else 0), np.inf
    least = before.habits.change - 1
    return (low if world.only_grows else max(low - least, 0)), high + least


def _limits_now(cell: Cell, before: _Reading, now: _Reading, world: _World) -> Limits:
    low, high = now.limits(cell)
    if before.counts.get(cell) is None:
        return low, high
    was_low, was_high = before.limits(cell)
    least = now.habits.change - 1
    if now.counts[cell] == before.counts[cell]:
        if not now.edition.is_prompt:
            return (was_low if world.only_grows else 0), np.inf
        return (was_low if world.only_grows else max(was_low - least, 0)), was_high + least
    return max(low, was_low) if world.only_grows else low, high


def _change(cell: Cell, before: _Reading, now: _Reading, world: _World) -> Limits:
    if now.counts[cell] is None:
        return -np.inf, np.inf
    if now.counts[cell] == before.counts[cell]:
        stays = now.habits.change - 1 if now.edition.is_prompt else np.inf
        return 0 if world.only_grows else -stays, stays
    return now.habits.change if world.only_grows else -np.inf, np.inf


class _Solver:
    """The least and the greatest value of sums of whole numbers under some facts."""

    def __init__(self, size: int, facts: Sequence[Fact]) -> None:
        self._size = size
        rows, low, high = zip(*facts, strict=True)
        self._facts = LinearConstraint(np.array(rows), np.array(low), np.array(high))
        finite = [value for value in high if np.isfinite(value)]
        self._most = 100 + 2 * max(finite, default=0.0)

    def intervals(self, aims: Row, enough: int | None, threshold: int) -> Iterator[tuple[int, int]]:
        """Return the interval of every aim; worlds found for one serve the others."""
        low = np.full(len(aims), np.inf)
        high = np.full(len(aims), -np.inf)
        for place, aim in enumerate(aims):
            for sign in (-1, 1):
                wide = enough is not None and high[place] - low[place] >= enough
                if wide and high[place] >= threshold:
                    continue
                values = aims @ self._extreme(sign * aim)
                low, high = np.minimum(low, values), np.maximum(high, values)
            yield round(low[place]), round(high[place])

    def _extreme(self, objective: Row) -> Row:
        answer = milp(
            objective,
            integrality=np.ones(self._size),
            bounds=Bounds(0, self._most),
            constraints=self._facts,
        )
        if answer.x is None:
            raise NoWorldFits(f"The attack came to no end: {answer.message}")
        found: Row = np.rint(answer.x)
        return found
