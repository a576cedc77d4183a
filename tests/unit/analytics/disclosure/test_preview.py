"""Exact counts beside released ones, and the rule behind each."""

import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.preview import Fate, compared, withheld_share
from analytics.disclosure.rules import Rules
from analytics.disclosure.tables import protect_tables


def table(cells, sites="ABCDEFGHIJ"):
    """A table by a and b of some counts, spread over sites as evenly as they go."""
    rows = [
        (a, b, site, n // len(sites) + (place < n % len(sites)))
        for (a, b), n in cells.items()
        for place, site in enumerate(sites)
    ]
    frame = pd.DataFrame(rows, columns=["a", "b", "site_id", "n"])
    return CountTable(frame, ("a", "b", "site_id"))


CELLS = {("x", "p"): 7, ("x", "q"): 40, ("y", "p"): 31, ("y", "q"): 55}


@pytest.fixture(scope="module")
def fates():
    exact = table(CELLS)
    found = compared([exact], protect_tables([exact], Rules(), as_of="1").tables, Rules())
    return {one.where: one for one in found}


def where(**levels):
    return tuple(sorted(levels.items()))


def test_a_small_count_is_withheld_for_its_few_people(fates):
    assert fates[where(a="x", b="p")].fate is Fate.FEW
    assert fates[where(a="x", b="p")].people == 7


def test_its_neighbours_are_withheld_for_its_sake(fates):
    assert fates[where(a="x", b="q")].fate is Fate.OTHERS


def test_totals_are_rounded(fates):
    assert fates[()].fate is Fate.ROUNDED
    assert (fates[()].people, fates[()].shown) == (133, 135)


def test_a_count_from_two_sites_is_withheld_for_its_sites():
    rules = Rules()
    exact = table({("x", "p"): 40, ("x", "q"): 40, ("y", "p"): 40, ("y", "q"): 40})
    frame = exact.frame[~(exact.frame["a"].eq("x") & exact.frame["site_id"].gt("B"))]
    few = CountTable(frame, exact.keys)
    found = compared([few], protect_tables([few], rules, as_of="1").tables, rules)

    assert {one.where: one.fate for one in found}[where(a="x")] is Fate.SITES


def test_a_count_that_changed_by_a_few_is_kept():
    first = protect_tables([table(CELLS)], Rules(), as_of="1")
    now = table({**CELLS, ("y", "q"): 64})
    second = protect_tables([now], Rules(), as_of="2", previous=first.ledger)

    (everybody,) = [one for one in compared([now], second.tables, Rules()) if not one.where]
    assert (everybody.people, everybody.shown, everybody.fate) == (142, 135, Fate.KEPT)


def test_the_withheld_share_counts_every_number_once(fates):
    assert withheld_share(tuple(fates.values())) == pytest.approx(4 / 9)
