"""Clocks restarted at a landmark: named patients."""

import numpy as np
import pandas as pd
import pytest

from analytics.errors import BadInput
from analytics.event_table import follow_up_table
from analytics.landmark import landmark, landmark_table
from analytics.product_limit import kaplan_meier

PATIENTS = pd.DataFrame(
    {
        "time": [30, 60, 59, 61, 200, 120, 90],
        "code": [1, 1, 0, 1, 0, 2, 0],
        "entry": [0, 0, 0, 0, 20, 80, 60],
    },
    index=[
        "died before",
        "died on the landmark",
        "lost before",
        "died the day after",
        "entered before, followed long",
        "entered after, competing event",
        "entered on the landmark",
    ],
)


def test_only_those_followed_beyond_the_landmark_stay():
    result = landmark(PATIENTS["time"], PATIENTS["code"], 60, entry=PATIENTS["entry"])

    assert list(PATIENTS.index[result.kept]) == list(PATIENTS.index[3:])
    assert result.n == 4
    np.testing.assert_array_equal(result.time, [1, 140, 60, 30])
    np.testing.assert_array_equal(result.code, [1, 0, 2, 0])


def test_those_who_left_are_counted_by_code():
    result = landmark(PATIENTS["time"], PATIENTS["code"], 60, entry=PATIENTS["entry"])

    np.testing.assert_array_equal(result.dropped, [1, 2, 0])


def test_entry_after_the_landmark_stays_delayed():
    result = landmark(PATIENTS["time"], PATIENTS["code"], 60, entry=PATIENTS["entry"])

    np.testing.assert_array_equal(result.entry, [0, 0, 20, 0])
    assert result.n_late == 1


def test_counts_restarted_give_the_curve_of_people_restarted():
    event = PATIENTS["code"] == 1
    counted = landmark_table(follow_up_table(PATIENTS["time"], event, entry=PATIENTS["entry"]), 60)
    people = landmark(PATIENTS["time"], event, 60, entry=PATIENTS["entry"])

    ours = kaplan_meier(counted.table)
    theirs = kaplan_meier(people.time, people.code, entry=people.entry)
    np.testing.assert_array_equal(ours.time, theirs.time)
    np.testing.assert_array_equal(ours.at_risk, theirs.at_risk)
    np.testing.assert_allclose(ours.survival, theirs.survival)
    np.testing.assert_array_equal(counted.dropped, people.dropped)
    assert (counted.n_late, counted.day, counted.table.n) == (1, 60, 4)


def test_without_delayed_entry_nobody_is_late():
    counted = landmark_table(follow_up_table([10, 70], [1, 0]), 60)
    entered_before = landmark_table(follow_up_table([10, 70], [1, 0], entry=[0, 20]), 60)

    assert (counted.n_late, counted.table.entered) == (0, None)
    assert (entered_before.n_late, entered_before.table.entered) == (0, None)
    assert landmark([10, 70], [1, 0], 60).n_late == 0


@pytest.mark.parametrize("day", [0, -5, np.inf, np.nan])
def test_a_landmark_that_is_no_day_is_refused(day):
    with pytest.raises(BadInput, match="The landmark is day"):
        landmark([10, 70], [1, 0], day)
    with pytest.raises(BadInput, match="The landmark is day"):
        landmark_table(follow_up_table([10, 70], [1, 0]), day)


def test_a_landmark_that_nobody_reaches_is_refused():
    with pytest.raises(BadInput, match="Nobody is followed beyond day 70"):
        landmark([10, 70], [1, 0], 70)
    with pytest.raises(BadInput, match="Nobody is followed beyond day 70"):
        landmark_table(follow_up_table([10, 70], [1, 0]), 70)


def test_sums_of_weights_are_refused():
    with pytest.raises(BadInput, match="how many people leave"):
        landmark_table(follow_up_table([10, 70], [1, 0], weights=[0.5, 1]), 60)
