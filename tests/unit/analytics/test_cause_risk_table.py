"""cause_risk_table by hand."""

import numpy as np
import pytest

from analytics.competing import cause_risk_table
from analytics.errors import BadInput
from analytics.first_events import first_events


def test_events_at_the_time_itself_count_while_their_people_are_still_at_risk():
    table = cause_risk_table([1, 2, 2, 3], [1, 2, 0, 1], at=[0, 2, 3, 9])

    np.testing.assert_array_equal(table.at_risk, [4, 3, 1, 0])
    np.testing.assert_array_equal(table.events[1], [0, 1, 2, 2])
    np.testing.assert_array_equal(table.events[2], [0, 1, 1, 1])
    np.testing.assert_array_equal(table.censored, [0, 1, 1, 1])
    np.testing.assert_array_equal(table.entered, [4, 4, 4, 4])


def test_the_risk_set_may_grow_when_people_enter_late():
    people = {"time": [3, 6, 7], "code": [1, 0, 2], "entry": [0, 2, 4]}

    table = cause_risk_table(**people, at=[0, 3, 5])

    np.testing.assert_array_equal(table.at_risk, [1, 2, 2])
    np.testing.assert_array_equal(table.entered, [1, 2, 3])


def test_weighted_rows_are_sums_of_weights():
    table = cause_risk_table([1, 2], [1, 2], at=[1.5], weights=[0.5, 2])

    assert (table.at_risk[0], table.events[1][0], table.events[2][0]) == (2, 0.5, 0)


def test_counted_people_give_the_same_table():
    table = cause_risk_table(first_events([1, 2, 2], [1, 2, 0], group="RFA").table, at=[2])

    assert (table.group, table.at_risk[0], table.events[2][0]) == ("RFA", 2, 1)


def test_no_time_is_no_question():
    with pytest.raises(BadInput, match="no day"):
        cause_risk_table([1], [1], at=[])
