"""What the analyses accept, and how they refuse the rest."""

import numpy as np
import pandas as pd
import pytest

from analytics.errors import BadInput
from analytics.inputs import (
    asked_days,
    check_follow_up,
    check_people,
    indicators,
    labels,
    numbers,
    whole_numbers,
)


def test_follow_up_keeps_times_codes_late_entries_and_weights():
    people = check_follow_up([3, 5, 9], [0, 1, 2], entry=[-4, 0, 2], weights=[1, 2.5, 0])

    np.testing.assert_array_equal(people.time, [3, 5, 9])
    np.testing.assert_array_equal(people.code, [0, 1, 2])
    np.testing.assert_array_equal(people.entry, [0, 0, 2])
    np.testing.assert_array_equal(people.weights, [1, 2.5, 0])


def test_entries_from_the_start_are_no_late_entries():
    assert check_follow_up([3, 5], [0, 1], entry=[0, -2]).entry is None


def test_somebody_there_from_the_start_may_leave_on_day_0():
    assert check_follow_up([0, 5], [1, 0], entry=[0, 2]).time[0] == 0


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"time": [], "code": []}, "nobody"),
        ({"time": [1, -2], "code": [0, 1]}, "time is negative in 1 of 2 rows"),
        ({"time": [1, np.nan], "code": [0, 1]}, "time is missing in 1 of 2 rows"),
        ({"time": [1, np.inf], "code": [0, 1]}, "time is infinite in 1 of 2 rows"),
        ({"time": [[1, 2]], "code": [0, 1]}, "time has 2 dimensions"),
        ({"time": ["a", "b"], "code": [0, 1]}, "time holds"),
        ({"time": np.array([1, "b"], dtype=object), "code": [0, 1]}, "no numbers"),
        ({"time": [1, 2], "code": [0]}, "code has 1 rows and time has 2"),
        ({"time": [1, 2], "code": [0, -1]}, "code is negative in 1 of 2 rows"),
        ({"time": [1, 2], "code": [0, 0.5]}, "code is not a whole number in 1 of 2 rows"),
        ({"time": [1, 2], "code": [0, None]}, "code is missing in 1 of 2 rows"),
        ({"time": [1, 2], "code": [0, 1], "entry": [0, 2]}, "not before the end of follow-up"),
        ({"time": [1, 2], "code": [0, 1], "entry": [0]}, "entry has 1 rows"),
        ({"time": [1, 2], "code": [0, 1], "entry": [0, None]}, "entry is missing in 1 of 2"),
        ({"time": [1, 2], "code": [0, 1], "weights": [1, -1]}, "weights is negative in 1 of 2"),
        ({"time": [1, 2], "code": [0, 1], "weights": [0, 0]}, "All weights are zero"),
        ({"time": [1, 2], "code": [0, 1], "weights": [1]}, "weights has 1 rows"),
    ],
)
def test_impossible_follow_up_is_refused_by_name_and_count(given, reason):
    with pytest.raises(BadInput, match=reason) as refused:
        check_follow_up(**given)

    assert refused.value.remedy


def test_an_event_that_is_neither_yes_nor_no_is_refused():
    with pytest.raises(BadInput, match="event is neither 0 nor 1 in 1 of 3 rows"):
        indicators("event", [0, 1, 2])


@pytest.mark.parametrize("event", [[True, False], [1, 0], [1.0, 0.0], pd.Series([True, False])])
def test_an_event_may_be_bool_or_number(event):
    np.testing.assert_array_equal(indicators("event", event), [1, 0])


def test_people_without_events_are_refused():
    with pytest.raises(BadInput, match="who had the event"):
        check_people([1, 2], None)


def test_nullable_columns_come_in_as_numbers():
    values = pd.array([1, 2], dtype="Int64")

    np.testing.assert_array_equal(numbers("time", values), [1, 2])
    np.testing.assert_array_equal(whole_numbers("code", values), [1, 2])


def test_a_single_day_may_be_asked_alone_and_none_is_refused():
    np.testing.assert_array_equal(asked_days("at", 12), [12])
    for impossible in ([], [-1]):
        with pytest.raises(BadInput, match="no day, or one before"):
            asked_days("at", impossible)


def test_labels_stand_in_the_order_of_categories_else_ascending():
    place, names = labels("group", pd.Categorical(["C", "A"], categories=["C", "B", "A"]))
    np.testing.assert_array_equal(place, [0, 1])
    assert names == ("C", "A")

    place, names = labels("group", ["b", "a", "b"])
    np.testing.assert_array_equal(place, [1, 0, 1])
    assert names == ("a", "b")


def test_a_missing_label_is_refused_with_its_count():
    with pytest.raises(BadInput, match="group is missing in 1 of 2 rows"):
        labels("group", ["a", None])
