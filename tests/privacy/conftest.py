"""Tables to protect, the public side of a release, and a second attacker by enumeration."""

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import strategies as st

from analytics.cells import CountTable
from analytics.disclosure.attack import Edition
from analytics.disclosure.rules import Rules, without_sites

NO_SITES = without_sites(Rules())


def _table_of(counts, keys="abc"):
    """A table of counts from an array; levels a0, a1 .. of key a, b0 .. of key b."""
    counts = np.asarray(counts)
    spots = np.indices(counts.shape).reshape(counts.ndim, -1)
    names = tuple(keys[: counts.ndim])
    columns = {name: [f"{name}{i}" for i in spot] for name, spot in zip(names, spots, strict=True)}
    return CountTable(pd.DataFrame({**columns, "n": counts.ravel()}), names)


def _edition_of(release):
    """What the public holds of a release; nothing of the ledger but which zeros are hidden."""
    entries = release.ledger.entries
    return Edition(
        frames=[table.frame for table in release.tables],
        is_complete=release.is_complete,
        is_prompt=release.is_prompt,
        maybe_nobody=[frozenset(where) for where, entry in entries.items() if entry.may_be_zero],
    )


def _small_cells(release):
    """The cells of 1 to k - 1 people, by the truth that only the registry knows."""
    entries = release.ledger.entries
    return [frozenset(where) for where, entry in entries.items() if 0 < entry.latest < NO_SITES.k]


def _truth(release):
    return {frozenset(where): entry.latest for where, entry in release.ledger.entries.items()}


def _enumerated(table, most):
    """Least and greatest value of every cell over all 2 x 2 tables of numbers up to `most`.

    No solver: every such table is tried against every published number.
    """
    frame = table.frame
    rows, columns = ([x for x in frame[key].unique() if x != "Total"] for key in table.keys)
    a, b, c, d = np.indices((most + 1,) * 4).reshape(4, -1)
    sums = [[a, b, a + b], [c, d, c + d], [a + c, b + d, a + b + c + d]]
    places = list(product([*rows, "Total"], [*columns, "Total"]))
    people = dict(zip(places, [cell for row in sums for cell in row], strict=True))
    fits = np.ones(a.size, dtype=bool)
    for row, column, value in frame.itertuples(index=False, name=None):
        fits &= _is_released_as(value, people[row, column])
    return {place: (int(n[fits].min()), int(n[fits].max())) for place, n in people.items()}


def _is_released_as(value, people):
    if not isinstance(value, int):
        return people >= 1
    if value == 0:
        return people == 0
    return (people >= 11) & (np.maximum(15, 5 * np.round(people / 5)) == value)


@st.composite
def _counts(draw, dims=(1, 3), most_cells=80):
    """Skewed counts in 1 to 3 dimensions, with zeros, all-small tables and single rows."""
    ndim = draw(st.integers(*dims))
    shape = []
    for axis in range(ndim):
        room = most_cells // (int(np.prod(shape)) * 2 ** (ndim - axis - 1))
        shape.append(draw(st.integers(2, min(7, room))))
    if ndim > 1 and draw(st.integers(0, 9)) == 0:
        shape[0] = 1
    scale, zeros = draw(st.sampled_from([4.0, 15.0, 60.0])), draw(st.sampled_from([0.0, 0.2]))
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    counts = np.floor(random.lognormal(np.log(scale), 1.2, shape)).astype(int)
    counts[random.random(shape) < zeros] = 0
    return np.minimum(counts, 9) if draw(st.integers(0, 9)) == 0 else counts


@pytest.fixture(scope="session")
def counts():
    return _counts


@pytest.fixture(scope="session")
def rules():
    return NO_SITES


@pytest.fixture(scope="session")
def table_of():
    return _table_of


@pytest.fixture(scope="session")
def edition_of():
    return _edition_of


@pytest.fixture(scope="session")
def small_cells():
    return _small_cells


@pytest.fixture(scope="session")
def truth():
    return _truth


@pytest.fixture(scope="session")
def enumerated():
    return _enumerated
