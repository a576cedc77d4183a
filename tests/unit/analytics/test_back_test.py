"""Past forecasts held against what happened."""

import numpy as np
import pytest

from analytics.back_test import back_test
from analytics.errors import BadInput, TooFewEvents

STEADY = np.tile([[4], [6], [5]], 18)
OPEN = np.full(STEADY.shape, 30.0)


def test_the_last_six_forecasts_see_only_what_was_known():
    found = back_test(STEADY, OPEN, ahead=6)

    np.testing.assert_array_equal(found.known_months, [7, 8, 9, 10, 11, 12])
    np.testing.assert_array_equal(found.observed, [90] * 6)
    assert found.n_within == 6
    assert found.notes == ()


def test_a_stop_of_enrolment_is_missed_by_the_forecasts_before_it():
    stopped = STEADY.copy()
    stopped[:, 12:] = 0

    found = back_test(stopped, OPEN, ahead=6)

    assert found.observed[-1] == 0
    assert found.lower[-1] > 0
    assert found.median[-1] == back_test(STEADY, OPEN, ahead=6).median[-1]  # it knew no better
    assert found.n_within < 6


def test_a_site_that_opened_later_counts_from_its_opening():
    late = OPEN.copy()
    late[2, :10] = 0
    counts = np.where(late > 0, STEADY, 0)

    found = back_test(counts, late, ahead=3, forecasts=1)

    assert found.known_months == [15]
    assert found.lower[0] <= 45 <= found.upper[0]


def test_a_short_history_gives_fewer_forecasts_and_says_so():
    found = back_test(STEADY[:, :5], OPEN[:, :5], ahead=2)

    np.testing.assert_array_equal(found.known_months, [1, 2, 3])
    assert found.notes == ("3 of 6 forecasts: before, too little was known.",)


def test_c63_a_month_without_enrolment_is_a_month_like_others():
    idle = STEADY.copy()
    idle[:, 8] = 0

    assert back_test(idle, OPEN, ahead=1, forecasts=12).observed[2] == 0


def test_c63_a_single_site_has_a_back_test_too():
    assert back_test(STEADY[:1], OPEN[:1]).observed.size == 6


def test_months_before_a_second_site_opened_are_not_tested_by_one():
    late = OPEN[:2].copy()
    late[1, :9] = 0
    counts = np.where(late > 0, STEADY[:2], 0)

    np.testing.assert_array_equal(back_test(counts, late).known_months, [10, 11, 12])


def test_no_past_forecast_is_refused():
    with pytest.raises(TooFewEvents, match="5 months are known"):
        back_test(STEADY[:, :5], OPEN[:, :5], ahead=6)


@pytest.mark.parametrize(
    ("counts", "exposure", "options"),
    [
        (STEADY, OPEN[:, :4], {}),
        (STEADY[0], OPEN[0], {}),
        (STEADY, OPEN, {"ahead": 0}),
        (STEADY, OPEN, {"forecasts": 0}),
    ],
    ids=["shapes", "one row", "no month", "no forecast"],
)
def test_impossible_questions_are_refused(counts, exposure, options):
    with pytest.raises(BadInput):
        back_test(counts, exposure, **options)
