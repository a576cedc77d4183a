"""A release after another one, by hand."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.rehearsal import violations
from analytics.disclosure.rules import Rules, without_sites
from analytics.disclosure.tables import protect_tables

RULES = without_sites(Rules())
HIDDEN = RULES.token


def two_way(counts):
    rows = [(f"r{i}", f"c{j}", n) for i, row in enumerate(counts) for j, n in enumerate(row)]
    return CountTable(pd.DataFrame(rows, columns=["a", "b", "n"]), ("a", "b"))


def releases(before, after):
    first = protect_tables([two_way(before)], RULES, as_of="1")
    second = protect_tables([two_way(after)], RULES, as_of="2", previous=first.ledger)
    return first, second


def test_nothing_moves_where_nothing_changed():
    first, second = releases([[40, 7], [55, 31]], [[40, 7], [55, 31]])

    pd.testing.assert_frame_equal(first.tables[0].frame, second.tables[0].frame)


def test_a_withheld_count_stays_withheld_until_11_more_came():
    _, second = releases([[90, 70], [55, 9]], [[90, 70], [55, 15]])

    assert second.tables[0].cell(a="r1", b="c1") == HIDDEN


def test_a_withheld_count_of_3_is_not_shown_at_14_which_would_tell_it_was_under_7():
    first, second = releases([[90, 70], [55, 3]], [[90, 70], [55, 14]])

    assert second.tables[0].cell(a="r1", b="c1") == HIDDEN
    assert violations(second, RULES, previous=first) == ()


def test_a_zero_that_becomes_three_stays_a_zero_of_its_day():
    _, second = releases([[90, 0], [55, 60]], [[130, 3], [95, 90]])

    assert second.tables[0].cell(a="r0", b="c1") == 0
    assert second.since[("a", "r0"), ("b", "c1")] == "1"


def test_a_count_that_fell_to_a_few_is_withheld_or_keeps_its_old_value():
    first, second = releases([[90, 70], [55, 40]], [[90, 70], [55, 6]])

    assert second.tables[0].cell(a="r1", b="c1") in (HIDDEN, 40)
    assert violations(second, RULES, previous=first) == ()


def test_a_level_that_nobody_is_left_in_keeps_its_place():
    first = protect_tables([two_way([[90, 70], [55, 60]])], RULES, as_of="1")
    second = protect_tables([two_way([[90, 70]])], RULES, as_of="2", previous=first.ledger)

    assert second.tables[0].cell(a="r1") == 0


def test_what_a_new_total_would_tell_is_held_back():
    # 3 more in a cell that showed 0: the new row total beside its other cell would tell them.
    first, second = releases([[30, 0], [200, 210]], [[41, 3], [240, 260]])

    assert violations(second, RULES, previous=first) == ()
    assert second.tables[0].cell(a="r0", b="c1") == 0


@pytest.mark.parametrize("few", [0, 4])
def test_in_a_new_level_zeros_are_withheld_where_few_people_would_else_be_told(few):
    before = [[100, 80], [100, 90], [0, 0]]
    first = protect_tables(
        [CountTable(two_way(before).frame.query("a != 'r2'"), ("a", "b"))], RULES, as_of="1"
    )
    later = two_way([[100, 80], [101, 90], [60, few]])
    second = protect_tables([later], RULES, as_of="2", previous=first.ledger)

    assert violations(second, RULES, previous=first) == ()
    if "r2" in set(second.tables[0].frame["a"]) and few:
        assert second.tables[0].cell(a="r2", b="c1") == HIDDEN


def test_a_new_level_waits_where_standing_totals_would_tell_its_few_people():
    before = two_way([[46, 26], [48, 39]])
    first = protect_tables([before], RULES, as_of="1")
    later = two_way([[48, 26], [48, 39], [28, 1]])  # the second column rose by one
    second = protect_tables([later], RULES, as_of="2", previous=first.ledger)

    assert "r2" not in set(second.tables[0].frame["a"])
    assert not second.is_complete
    assert violations(second, RULES, previous=first) == ()


def test_a_new_table_waits_as_a_whole_where_it_would_tell_of_few():
    def by_column(counts):
        rows = [(f"c{j}", n) for j, n in enumerate(np.sum(counts, axis=0))]
        return CountTable(pd.DataFrame(rows, columns=["b", "n"]), ("b",))

    before, after = [[40, 30], [30, 8]], [[41, 30], [30, 9]]
    first = protect_tables([by_column(before)], RULES, as_of="1")
    tables = [by_column(after), two_way(after)]
    second = protect_tables(tables, RULES, as_of="2", previous=first.ledger)

    assert violations(second, RULES, previous=first) == ()
    assert second.tables[0].cell() == first.tables[0].cell()
