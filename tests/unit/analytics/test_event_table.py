"""Follow-up counted by day, worked out by hand."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.errors import BadInput
from analytics.event_table import (
    follow_up_table,
    pooled_table,
    steps_of,
    table_of_people,
    tables_by_group,
    tables_from_counts,
)
from analytics.inputs import check_follow_up


def counts(rows, keys=("day", "code")):
    return CountTable(pd.DataFrame(rows, columns=[*keys, "n"]), tuple(keys))


def test_people_are_counted_by_day_and_code():
    table = table_of_people(check_follow_up([2, 5, 5, 2.5], [1, 0, 2, 1]))

    np.testing.assert_array_equal(table.time, [2, 2.5, 5])
    np.testing.assert_array_equal(table.leaving, [[0, 0, 1], [1, 1, 0], [0, 0, 1]])
    np.testing.assert_array_equal(table.n_by_code, [1, 2, 1])
    assert (table.n, table.entered, table.is_weighted) == (4, None, False)


def test_at_risk_counts_events_and_censorings_of_the_day_and_no_entrant_of_it():
    table = follow_up_table([2, 4, 4, 6], [1, 0, 1, 0], entry=[0, 2, 0, 4])

    np.testing.assert_array_equal(table.at_risk([0, 2, 3, 4, 4.5, 6, 7]), [2, 2, 2, 2, 1, 1, 0])


def test_times_finer_than_half_days_or_far_apart_are_counted_as_well():
    fine = follow_up_table([0.25, 0.1], [1, 0])
    far = follow_up_table([2, 5000], [1, 0])

    np.testing.assert_array_equal(fine.time, [0.1, 0.25])
    np.testing.assert_array_equal(far.time, [2, 5000])


def test_weights_are_summed_while_people_are_still_counted():
    table = follow_up_table([2, 2, 3], [1, 1, 0], weights=[0.5, 2, 1], entry=[0, 1, 0])

    np.testing.assert_allclose(table.leaving, [[0, 0, 1], [0, 2.5, 0]])
    np.testing.assert_allclose(table.entered, [2, 0, 0])
    assert (table.n, table.is_weighted) == (3, True)


def test_groups_share_the_days_of_all():
    people = check_follow_up([1, 2, 3], [1, 0, 1], entry=[0, 0, 2])
    first, second = tables_by_group(people, np.array([0, 1, 1]), ("a", "b"))

    np.testing.assert_array_equal(first.time, second.time)
    np.testing.assert_array_equal(first.leaving, [[0, 0, 0], [1, 0, 0]])
    np.testing.assert_array_equal(second.leaving, [[0, 1, 0], [0, 0, 1]])
    np.testing.assert_array_equal(second.entered, [0, 1, 0])
    assert (first.group, first.n, second.group, second.n) == ("a", 1, "b", 2)


def test_steps_are_day_0_and_the_days_on_which_somebody_leaves():
    days, events, others = steps_of(follow_up_table([2, 4, 4], [1, 0, 1], entry=[0, 1, 0]))

    np.testing.assert_array_equal(days, [0, 2, 4])
    np.testing.assert_array_equal(events, [0, 1, 1])
    np.testing.assert_array_equal(others, [0, 0, 1])


def test_day_0_is_no_second_step_where_somebody_leaves_on_it():
    days, events, _ = steps_of(follow_up_table([0, 4], [1, 1]))

    np.testing.assert_array_equal(days, [0, 4])
    np.testing.assert_array_equal(events, [1, 1])


def test_a_group_whose_weights_are_all_zero_has_day_0_only():
    people = check_follow_up([1, 2], [1, 1], weights=[0, 1])
    empty, _ = tables_by_group(people, np.array([0, 1]), ("a", "b"))

    np.testing.assert_array_equal(steps_of(empty)[0], [0])


def test_disjoint_groups_add_up():
    first = follow_up_table([1, 3], [1, 0], group="a")
    second = follow_up_table([3, 4], [1, 0], entry=[1, 2], group="b")

    pooled = pooled_table([first, second], "both")

    np.testing.assert_array_equal(pooled.time, [1, 2, 3, 4])
    np.testing.assert_array_equal(pooled.leaving, [[0, 0, 1, 1], [1, 0, 1, 0]])
    np.testing.assert_array_equal(pooled.entered, [1, 1, 0, 0])
    assert (pooled.group, pooled.n) == ("both", 4)
    with pytest.raises(BadInput, match="nobody"):
        pooled_table([])


def test_counted_rows_make_the_table_that_people_make():
    (ours,) = tables_from_counts(counts([(2, 1, 2), (4, 0, 1), (4, 2, 1), (2, -1, 1)]))
    people = check_follow_up([2, 2, 4, 4], [1, 1, 0, 2], entry=[0, 0, 2, 0])
    theirs = table_of_people(people)

    np.testing.assert_array_equal(ours.time, theirs.time)
    np.testing.assert_array_equal(ours.leaving, theirs.leaving)
    np.testing.assert_array_equal(ours.entered, theirs.entered)
    np.testing.assert_array_equal(ours.n_by_code, theirs.n_by_code)


def test_counts_by_group_and_further_keys_are_added_up_by_group():
    rows = [("b", 1, 2, 1, 1), ("b", 2, 2, 1, 2), ("a", 1, 3, 0, 4)]
    first, second = tables_from_counts(counts(rows, ("arm", "site", "day", "code")), "arm")

    assert (first.group, first.n, second.group, second.n) == ("a", 4, "b", 3)
    assert second.leaving[1, 0] == 3


@pytest.mark.parametrize(
    ("rows", "reason"),
    [
        ([(2, 1, 0)], "nobody"),
        ([(3, -1, 2)], "nobody"),
        ([(-2, 1, 1)], "1 of 1 rows of counts have a negative day"),
        ([(2, -3, 1), (2, 1, 1)], "unknown code"),
        ([(0, -1, 1), (2, 1, 1)], "late entry that is not after day 0"),
        ([(5, -1, 1), (5, 1, 1)], "more people leave than are under observation on day 5"),
        ([(2, None, 1)], "code is missing"),
    ],
)
def test_impossible_counts_are_refused(rows, reason):
    with pytest.raises(BadInput, match=reason):
        tables_from_counts(counts(rows))


def test_a_key_that_was_not_counted_is_refused():
    with pytest.raises(BadInput, match="no key arm") as refused:
        tables_from_counts(counts([(2, 1, 1)]), "arm")

    assert refused.value.remedy == "Count by arm, day, code."


def test_counted_people_go_through_untouched_and_alone():
    table = follow_up_table([1, 2], [1, 0])

    assert follow_up_table(table, None) is table
    with pytest.raises(BadInput, match="arrays as well"):
        follow_up_table(table, [1, 0])
