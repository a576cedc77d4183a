"""All numbers of the tables of one release, inner cells and margins, and whom they count."""

from collections.abc import Collection, Hashable, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from scipy.sparse import coo_array, csr_array

from analytics.cells import CountTable
from analytics.disclosure.rules import SITE, TOTAL
from analytics.errors import BadInput
from analytics.inputs import Ints

Where: TypeAlias = tuple[tuple[str, Hashable], ...]  # key and level, in order of the keys

MOST_CELLS = 50_000  # micro-cells; beyond, the audit takes hours
_N = "n"


@dataclass(frozen=True, eq=False)
class Margins:
    """Published numbers as sums over the finest groups of people that they tell apart.

    Groups that an inner cell counted as 0 holds are left out: a reader sees the 0.
    """

    levels: Mapping[str, tuple[Hashable, ...]]  # of every key, in order of display
    wheres: tuple[Where, ...]  # what each number counts; () is everybody
    counts: Ints  # people, one entry per number
    n_sites: Ints  # sites that contributed to each number; 0: not known
    largest: Ints  # people from the largest of them
    sums: csr_array  # shape (numbers, groups): 1 where a group is counted in a number
    tables: tuple[tuple[str, ...], ...]  # keys of every table
    places: tuple[Ints, ...]  # per table: number by level of each key; last level: the total

    def find(self) -> dict[Where, int]:
        """Return the place of each number."""
        return {where: place for place, where in enumerate(self.wheres)}


def margins_of(tables: Sequence[CountTable], *, may_hold: Collection[Where] = ()) -> Margins:
    """Lay out every cell and every margin of some tables of the same people.

    Parameters
    ----------
    tables : sequence of CountTable
        Counts of the same people by different keys. Keys of which one determines the other,
        as country and region, belong in one table. A key `site_id` tells contributing sites
        and is summed out.
    may_hold : collection of Where
        Numbers whose levels are kept, and whose groups if they are inner cells, although
        nobody is counted in them.

    Raises
    ------
    BadInput
        If a key is missing for some people, a level is named like the total, the tables do
        not count the same people, or there are too many groups to audit.
    """
    if not tables:
        raise BadInput("There is no table to publish.", "Name at least one table of counts.")
    frames = [_checked(table) for table in tables]
    keys = [tuple(name for name in frame.columns if name not in (SITE, _N)) for frame in frames]
    levels = _levels(frames, may_hold)
    numbers = _Numbers()
    places = []
    for frame, own in zip(frames, keys, strict=True):
        places.append(numbers.add(_coded(frame, own, levels), own, levels))
    groups = _groups(frames, keys, levels, may_hold)
    return Margins(
        levels=levels,
        wheres=tuple(numbers.wheres),
        counts=np.array(numbers.counts, dtype=np.int64),
        n_sites=np.array(numbers.n_sites, dtype=np.int64),
        largest=np.array(numbers.largest, dtype=np.int64),
        sums=_sums(groups, keys, places, shape=(len(numbers.wheres), len(groups))),
        tables=tuple(keys),
        places=tuple(places),
    )


def _checked(table: CountTable) -> pd.DataFrame:
    """Return keys and counts under one name, refusing what cannot be laid out."""
    frame = table.frame[[*table.keys, table.count]].rename(columns={table.count: _N})
    for key in table.keys:
        missing = int(frame[key].isna().sum())
        if missing:
            raise BadInput(
                f"{key} is missing in {missing} of {len(frame)} rows of counts.",
                "Give those people a level of their own, as UNK.",
            )
        if (frame[key] == TOTAL).any():
            raise BadInput(f"A level of {key} is named {TOTAL}.", "Give it another name.")
    return frame


def _levels(
    frames: Sequence[pd.DataFrame], may_hold: Collection[Where]
) -> dict[str, tuple[Hashable, ...]]:
    """Return the levels of every key: in their own order if they have one, else sorted."""
    found: dict[str, set[Hashable]] = {}
    order: dict[str, list[Hashable]] = {}
    for frame in frames:
        for key in frame.columns.difference([SITE, _N], sort=False):
            column = frame[key]
            found.setdefault(key, set()).update(pd.unique(column).tolist())
            if isinstance(column.dtype, pd.CategoricalDtype):
                order.setdefault(key, column.cat.categories.tolist())
    for where in may_hold:
        for key, level in where:
            found.setdefault(key, set()).add(level)
    return {key: _ordered(levels, order.get(key, [])) for key, levels in found.items()}


def _ordered(levels: set[Hashable], order: list[Hashable]) -> tuple[Hashable, ...]:
    further: list[Any] = sorted(levels - set(order), key=lambda level: (str(type(level)), level))
    return (*order, *further)


def _coded(
    frame: pd.DataFrame, keys: tuple[str, ...], levels: Mapping[str, tuple[Hashable, ...]]
) -> pd.DataFrame:
    """Return the frame with every key as the place of its level."""
    codes = {key: pd.Categorical(frame[key], categories=list(levels[key])).codes for key in keys}
    coded = pd.DataFrame(codes, index=frame.index).astype(np.int64)
    coded[_N] = frame[_N].to_numpy(dtype=np.int64)
    if SITE in frame.columns:
        coded[SITE] = pd.factorize(frame[SITE])[0]
    return coded


class _Numbers:
    """Numbers as they are met, each once, however many tables show it."""

    def __init__(self) -> None:
        self.wheres: list[Where] = []
        self.counts: list[int] = []
        self.n_sites: list[int] = []
        self.largest: list[int] = []
        self._found: dict[Where, int] = {}

    def add(
        self,
        coded: pd.DataFrame,
        keys: tuple[str, ...],
        levels: Mapping[str, tuple[Hashable, ...]],
    ) -> Ints:
        """Add all cells and margins of a table; return their places."""
        shape = tuple(len(levels[key]) for key in keys)
        places = np.full(tuple(size + 1 for size in shape), -1, dtype=np.int64)
        for some in _subsets(keys):
            own = tuple(len(levels[key]) for key in some)
            counts, n_sites, largest = _counted(coded, some, own)
            for flat in range(counts.size):
                spot = np.unravel_index(flat, own) if own else ()
                where = tuple((key, levels[key][at]) for key, at in zip(some, spot, strict=True))
                at = dict(zip(some, spot, strict=True))
                full = tuple(at.get(key, size) for key, size in zip(keys, shape, strict=True))
                places[full] = self._one(
                    tuple(sorted(where)), int(counts[flat]), int(n_sites[flat]), int(largest[flat])
                )
        return places

    def _one(self, where: Where, count: int, n_sites: int, largest: int) -> int:
        place = self._found.setdefault(where, len(self.wheres))
        if place == len(self.wheres):
            self.wheres.append(where)
            self.counts.append(count)
            self.n_sites.append(n_sites)
            self.largest.append(largest)
        elif self.counts[place] != count:
            what = ", ".join(f"{key} {level}" for key, level in where) or "everybody"
            raise BadInput(
                f"Two tables count {self.counts[place]} and {count} people for {what}.",
                "Publish tables of the same people together, others apart.",
            )
        else:
            self.n_sites[place] = self.n_sites[place] or n_sites
            self.largest[place] = self.largest[place] or largest
        return place


def _subsets(keys: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [some for size in range(len(keys) + 1) for some in combinations(keys, size)]


def _counted(
    coded: pd.DataFrame, keys: tuple[str, ...], shape: tuple[int, ...]
) -> tuple[Ints, Ints, Ints]:
    """Return people, contributing sites and the largest site's people by levels of some keys."""
    size = int(np.prod(shape, dtype=np.int64))
    cell = _flat(coded, keys, shape)
    people = coded[_N].to_numpy()
    counts = np.bincount(cell, weights=people, minlength=size).astype(np.int64)
    if SITE not in coded.columns:
        return counts, np.zeros(size, dtype=np.int64), np.zeros(size, dtype=np.int64)
    sites = int(coded[SITE].max()) + 1 if len(coded) else 1
    by_site = np.bincount(cell * sites + coded[SITE], weights=people, minlength=size * sites)
    by_site = by_site.reshape(size, sites).astype(np.int64)
    return counts, (by_site > 0).sum(axis=1), by_site.max(axis=1)


def _flat(coded: pd.DataFrame, keys: tuple[str, ...], shape: tuple[int, ...]) -> Ints:
    if not keys:
        return np.zeros(len(coded), dtype=np.int64)
    columns = tuple(coded[key].to_numpy() for key in keys)
    return np.ravel_multi_index(columns, shape).astype(np.int64)


def _groups(
    frames: Sequence[pd.DataFrame],
    keys: Sequence[tuple[str, ...]],
    levels: Mapping[str, tuple[Hashable, ...]],
    may_hold: Collection[Where],
) -> pd.DataFrame:
    """Return the finest groups that may hold anybody, as places of levels."""
    groups = pd.DataFrame(index=[0])
    for frame, own in zip(frames, keys, strict=True):
        held = _coded(frame, own, levels).query(f"{_N} > 0")[list(own)]
        also = [dict(where) for where in may_hold if {key for key, _ in where} == set(own)]
        if also:
            extra = pd.DataFrame(also, columns=list(own)).assign(**{_N: 1})
            held = pd.concat([held, _coded(extra, own, levels)[list(own)]])
        shared = [key for key in own if key in groups.columns]
        held = held.drop_duplicates()
        groups = groups.merge(held, on=shared) if shared else groups.merge(held, how="cross")
        if len(groups) > MOST_CELLS:
            raise BadInput(
                f"The tables tell {len(groups):,} groups of people apart; "
                f"{MOST_CELLS:,} can be audited.",
                "Publish fewer or coarser tables together.",
            )
    return groups.reset_index(drop=True)


def _sums(
    groups: pd.DataFrame,
    keys: Sequence[tuple[str, ...]],
    places: Sequence[Ints],
    *,
    shape: tuple[int, int],
) -> csr_array:
    rows, columns = [], []
    for own, numbers in zip(keys, places, strict=True):
        for some in _subsets(own):
            spot = tuple(
                groups[key].to_numpy() if key in some else np.full(len(groups), size - 1)
                for key, size in zip(own, numbers.shape, strict=True)
            )
            rows.append(numbers[spot] if own else np.full(len(groups), int(numbers)))
            columns.append(np.arange(len(groups)))
    place = np.unique(np.stack([np.concatenate(rows), np.concatenate(columns)]), axis=1)
    ones = np.ones(place.shape[1])
    return csr_array(coo_array((ones, (place[0], place[1])), shape=shape))
