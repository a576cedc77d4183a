"""Complements by hand: which box is chosen, what is shown again, and the last resort."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.complements import Start, with_complements
from analytics.disclosure.margins import margins_of
from analytics.disclosure.rules import Rules, without_sites

RULES = without_sites(Rules())


def table(rows, *keys):
    return CountTable(pd.DataFrame(rows, columns=[*keys, "n"]), keys)


def two_way(counts):
    rows = [(i, j, n) for i, row in enumerate(counts) for j, n in enumerate(row)]
    return table(rows, "a", "b")


def withheld(tables, hidden, **marks):
    """Names of what is withheld where `hidden` is sensitive; levels only, by key."""
    margins = margins_of(tables)
    place = margins.find()

    def at(wheres):
        found = np.zeros(margins.counts.size, dtype=bool)
        found[[place[tuple(sorted(where.items()))] for where in wheres]] = True
        return found

    given = {name: at(wheres) for name, wheres in marks.items()}
    never = np.zeros(margins.counts.size, dtype=bool)
    start = Start(
        hidden=given.get("start", at(hidden)),
        sensitive=at(hidden),
        may_be_zero=given.get("may_be_zero", never),
        fixed=given.get("fixed", never),
        published=given.get("published", never),
    )
    result = with_complements(margins, start, RULES)
    return [dict(margins.wheres[number]) for number in np.flatnonzero(result)]


def test_the_cheapest_rectangle_is_withheld():
    found = withheld([two_way([[7, 50, 20], [30, 60, 25], [90, 15, 40]])], [{"a": 0, "b": 0}])

    assert found == [{"a": 0, "b": 0}, {"a": 0, "b": 2}, {"a": 1, "b": 0}, {"a": 1, "b": 2}]


def test_a_number_shown_before_is_withheld_last():
    counts = [[7, 50, 20], [30, 60, 25], [90, 15, 40]]
    found = withheld([two_way(counts)], [{"a": 0, "b": 0}], published=[{"a": 0, "b": 2}])

    assert {"a": 0, "b": 2} not in found


def test_a_rectangle_with_a_zero_in_it_does_not_help():
    found = withheld([two_way([[7, 40, 50], [0, 12, 30], [60, 70, 80]])], [{"a": 0, "b": 0}])

    assert {"a": 2, "b": 0} in found


def test_a_row_of_three_hides_one_of_the_others():
    assert withheld([table([("x", 7), ("y", 40), ("z", 60)], "a")], [{"a": "x"}]) == [
        {"a": "x"},
        {"a": "y"},
    ]


def test_a_cube_needs_eight_corners():
    rows = [
        (i, j, k, 7 if i == j == k == 0 else 30) for i in (0, 1) for j in (0, 1) for k in (0, 1)
    ]

    assert len(withheld([table(rows, "a", "b", "c")], [{"a": 0, "b": 0, "c": 0}])) == 8


def test_what_is_not_needed_is_shown_again_but_for_what_is_fixed():
    counts = [[7, 40, 50], [30, 60, 70], [80, 90, 99]]
    start = [{"a": i, "b": j} for i in range(3) for j in range(3)]
    found = withheld([two_way(counts)], [{"a": 0, "b": 0}], start=start)
    kept = withheld([two_way(counts)], [{"a": 0, "b": 0}], start=start, fixed=[{"a": 2, "b": 2}])

    assert len(found) == 4
    assert {"a": 2, "b": 2} in kept


def test_the_total_of_one_table_may_be_told_by_another():
    tables = [
        two_way([[7, 40], [30, 60]]),
        table([(0, "p", 20), (0, "q", 27), (1, "p", 90)], "a", "c"),
    ]

    found = withheld(tables, [{"a": 0, "b": 0}])

    assert {"a": 0} not in found  # the sum of its parts in the other table would tell it


def test_where_no_box_is_left_the_smallest_shown_number_is_withheld():
    tables = [
        two_way([[5, 4], [30, 60]]),
        table([(0, "p", 9), (1, "p", 30), (1, "q", 60)], "a", "c"),
    ]
    everything = [{}, *({"a": i} for i in (0, 1)), *({"b": j} for j in (0, 1))]
    everything += [{"a": i, "b": j} for i in (0, 1) for j in (0, 1)]

    found = withheld(tables, [{"a": 0, "b": 0}], start=everything, fixed=everything)

    assert {"a": 0, "c": "p"} in found


@pytest.mark.parametrize("counts", [[[0, 0], [0, 0]], [[20, 30], [40, 50]]])
def test_where_nothing_is_sensitive_nothing_is_withheld(counts):
    assert withheld([two_way(counts)], []) == []


def test_a_table_of_its_total_alone_has_no_box():
    tables = [CountTable(pd.DataFrame({"n": [47]}), ()), table([("x", 7), ("y", 40)], "a")]

    assert withheld(tables, [{"a": "x"}]) in ([{"a": "x"}, {"a": "y"}], [{}, {"a": "x"}])
    assert withheld(tables, [{}]) == [{}, {"a": "x"}]


def test_the_order_of_the_tables_does_not_matter():
    cheap = two_way([[3, 4], [20, 30]])
    dear = table([(0, "p", 7), (1, "p", 20), (1, "q", 30)], "a", "c")

    one, other = (withheld(order, [{"a": 0}]) for order in ([cheap, dear], [dear, cheap]))

    assert sorted(map(str, one)) == sorted(map(str, other))
