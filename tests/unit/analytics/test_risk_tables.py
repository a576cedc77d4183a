"""Numbers under a curve, counted by hand."""

import numpy as np
import pytest

from analytics.errors import BadInput
from analytics.event_table import follow_up_table, table_of_people
from analytics.inputs import check_follow_up
from analytics.risk_tables import risk_table


def test_people_are_counted_at_the_asked_times_themselves():
    table = risk_table([2, 4, 4, 6], [1, 0, 1, 0], [0, 2, 3, 4, 6, 9])

    np.testing.assert_array_equal(table.at_risk, [4, 4, 3, 3, 1, 0])
    np.testing.assert_array_equal(table.events, [0, 1, 1, 2, 2, 2])
    np.testing.assert_array_equal(table.censored, [0, 0, 0, 1, 2, 2])
    np.testing.assert_array_equal(table.entered, [4, 4, 4, 4, 4, 4])
    assert table.weighted is None


def test_whoever_enters_late_is_counted_from_the_next_moment():
    table = risk_table([4, 5, 6], [1, 0, 1], [0, 2, 2.5, 4, 4.5], entry=[0, 2, 4])

    np.testing.assert_array_equal(table.at_risk, [1, 1, 2, 2, 2])
    np.testing.assert_array_equal(table.entered, [1, 1, 2, 2, 3])


def test_at_risk_is_entered_less_those_who_left_before():
    asked = np.arange(0, 9, 0.5)
    table = risk_table([4, 5, 6, 6], [1, 0, 1, 0], asked, entry=[0, 2, 4, 0])

    before = risk_table([4, 5, 6, 6], [1, 0, 1, 0], np.maximum(asked - 0.25, 0), entry=[0, 2, 4, 0])
    np.testing.assert_array_equal(table.at_risk, table.entered - before.events - before.censored)


def test_weights_add_rows_and_leave_the_people_alone():
    table = risk_table([2, 4, 6], [1, 0, 1], [0, 4], weights=[0.5, 1.25, 2])

    np.testing.assert_array_equal(table.at_risk, [3, 2])
    np.testing.assert_allclose(table.weighted.at_risk, [3.75, 3.25])
    np.testing.assert_allclose(table.weighted.events, [0, 0.5])
    np.testing.assert_allclose(table.weighted.censored, [0, 1.25])
    np.testing.assert_allclose(table.weighted.entered, [3.75, 3.75])


def test_competing_events_are_among_those_who_left_without_the_event():

    table = risk_table(table_of_people(check_follow_up([1, 2, 3], [1, 2, 0])), at=[2])

    assert (table.events[0], table.censored[0]) == (1, 1)


def test_sums_of_weights_alone_are_refused():
    counted = follow_up_table([1, 2], [1, 0], weights=[0.5, 1])

    with pytest.raises(BadInput, match="how many people they stand for"):
        risk_table(counted, at=[1])


@pytest.mark.parametrize("at", [[], [-1], [np.nan]])
def test_times_that_cannot_be_asked_are_refused(at):
    with pytest.raises(BadInput):
        risk_table([1, 2], [1, 0], at)
