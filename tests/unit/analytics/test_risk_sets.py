"""Risk sets by hand: who is in which slot, and sums over them."""

import numpy as np
import pytest

from analytics.risk_sets import risk_sets

# Two strata: days 1, 2, 2, 4 (events on 2, 2 and 4) and days 1, 3 (event on 1).
TIME = np.array([1.0, 2, 2, 4, 1, 3])
EVENT = np.array([0, 1, 1, 1, 1, 0], dtype=bool)
STRATUM = np.array([0, 0, 0, 0, 1, 1])
LATE = np.array([0.0, 0, 1, 2, 0, 1])


@pytest.fixture
def sets():
    return risk_sets(TIME, EVENT, stratum=STRATUM, entry=LATE, weights=np.ones(6), ties="efron")


def test_each_stratum_opens_with_an_empty_slot_before_its_event_days(sets):
    np.testing.assert_array_equal(sets.day, [-np.inf, 2, 4, -np.inf, 1])
    np.testing.assert_array_equal(sets.opening, [0, 3])
    np.testing.assert_array_equal(sets.event_slot, [1, 1, 2, 4])


def test_rows_leave_on_their_last_event_day_and_enter_after_the_day_of_entry(sets):
    np.testing.assert_array_equal(sets.leaves, [0, 1, 1, 2, 4, 4])
    np.testing.assert_array_equal(sets.enters, [0, 0, 0, 1, 3, 4])  # who enters on day 2 is late


def test_sums_at_risk_are_those_of_the_people_there(sets):
    ours = sets.at_risk(np.array([1.0, 10, 100, 1000, 1e4, 1e5]))

    # The last person of the second stratum enters on the day of its only event.
    np.testing.assert_array_equal(ours[[1, 2, 4]], [110, 1000, 1e4])


def test_a_stratum_keeps_its_digits_beside_one_of_far_larger_values():
    rng = np.random.default_rng(6)
    stratum = np.repeat([0, 1], 500)
    time = np.concatenate([np.sort(rng.random(500)), np.sort(rng.random(500))])
    values = rng.random(1000) * np.where(stratum, 1e9, 1)

    sets = risk_sets(
        time, np.ones(1000, bool), stratum=stratum, entry=None, weights=np.ones(1000), ties="efron"
    )

    alone = np.cumsum(values[:500][::-1])[::-1]
    np.testing.assert_allclose(sets.at_risk(values)[1:501], alone, rtol=1e-12)


def test_sums_while_at_risk_are_those_of_the_days_seen(sets):
    ours = sets.while_at_risk(np.array([0.0, 1, 10, 0, 100]))

    np.testing.assert_array_equal(ours, [0, 1, 1, 10, 100, 0])


def test_sums_over_time_begin_anew_in_each_stratum(sets):
    np.testing.assert_array_equal(sets.cumulated(np.array([0.0, 1, 10, 0, 5])), [0, 1, 11, 0, 5])


def test_days_are_found_in_their_own_stratum(sets):
    np.testing.assert_array_equal(sets.slots_at(0, np.array([1, 2, 3.9, 99])), [0, 1, 1, 2])
    np.testing.assert_array_equal(sets.slots_at(1, np.array([0.5, 1])), [3, 4])


def test_tied_events_take_equal_parts_of_the_risk_set_with_them(sets):
    np.testing.assert_array_equal(sets.share, [0, 0.5, 0, 0])
    assert sets.is_tied


def test_breslow_leaves_tied_events_in_the_risk_set():
    sets = risk_sets(
        TIME, EVENT, stratum=STRATUM, entry=None, weights=np.arange(1.0, 7), ties="breslow"
    )

    assert not sets.is_tied
    np.testing.assert_array_equal(sets.step_weight, [2.5, 2.5, 4, 5])
    np.testing.assert_array_equal(sets.enters, [0, 0, 0, 0, 3, 3])


def test_one_stratum_without_late_entry_needs_no_entries():
    sets = risk_sets(
        TIME[:4], EVENT[:4], stratum=STRATUM[:4], entry=None, weights=np.ones(4), ties="efron"
    )

    assert sets.enters is None
    np.testing.assert_array_equal(sets.at_risk(np.ones(4))[1:], [3, 1])
