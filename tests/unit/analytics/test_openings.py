"""When sites were open: dates, status and enrolment decide, each in its turn."""

from datetime import date

import numpy as np
import pytest

from analytics.errors import BadInput
from analytics.openings import month_of, open_at_end, open_days, openings

JANUARY = 12 * 2024  # 2024-01
CUTOFF = date(2024, 6, 20)


def days(*values):
    return np.array(values, dtype="datetime64[D]")


def one(activation="NaT", closure="NaT", status="", first=-1, last=-1):
    return openings(
        days(activation), days(closure), [status], (np.array([first]), np.array([last])),
        cutoff=CUTOFF,
    )  # fmt: skip


def test_a_site_is_open_from_its_activation():
    found = one("2024-01-15", status="ACTIVE", first=JANUARY, last=JANUARY + 2)

    assert found.opened[0] == np.datetime64("2024-01-15")
    assert (found.state, found.moved.tolist()) == (("open",), [0])


@pytest.mark.parametrize("activation", ["2024-03-10", "NaT"], ids=["before", "no date"])
def test_whoever_enrols_is_open_from_that_month(activation):
    found = one(activation, status="ACTIVE", first=JANUARY + 1, last=JANUARY + 4)

    assert found.opened[0] == np.datetime64("2024-02-01")
    assert (found.state, found.moved.tolist()) == (("open",), [1])


def test_an_activation_after_the_cut_off_is_planned():
    found = one("2024-09-01", status="CONTRACTED")

    assert found.state == ("planned",)
    assert found.planned[0] == np.datetime64("2024-09-01")
    assert np.isnat(found.opened[0])


@pytest.mark.parametrize(
    ("status", "activation", "state"),
    [
        ("PLANNED", "2024-05-01", "overdue"),
        ("ACTIVE", "NaT", "unknown"),
        ("", "NaT", "unknown"),
        ("ON_HOLD", "2024-02-01", "on hold"),
        ("CLOSED", "2024-02-01", "closed"),
    ],
)
def test_a_state_says_what_date_and_status_say(status, activation, state):
    assert one(activation, status=status).state == (state,)


def test_a_closure_ends_the_time_open_and_a_later_enrolment_moves_it():
    assert one("2024-01-01", "2024-03-10", "CLOSED").closed[0] == np.datetime64("2024-03-10")

    later = one("2024-01-01", "2024-03-10", "CLOSED", first=JANUARY, last=JANUARY + 3)
    assert later.closed[0] == np.datetime64("2024-04-30")


def test_a_site_closed_on_an_unknown_day_counts_until_its_last_enrolment():
    found = one("2024-01-01", status="CLOSED", first=JANUARY, last=JANUARY + 1)

    assert found.closed[0] == np.datetime64("2024-02-29")


def test_days_open_include_opening_closing_and_cut_off():
    found = one("2024-01-15", status="ACTIVE")

    counted = open_days(found, np.arange(JANUARY - 1, JANUARY + 7))
    assert counted.tolist() == [[0, 17, 29, 31, 30, 31, 20, 0]]
    closed = one("2024-01-15", "2024-02-10", "CLOSED")
    assert open_days(closed, np.arange(JANUARY, JANUARY + 3)).tolist() == [[17, 10, 0]]


def test_sites_open_at_the_end_of_a_month_are_counted():
    found = openings(
        days("2024-01-15", "2024-02-01", "2024-09-01"),
        days("2024-03-10", "NaT", "NaT"),
        ["CLOSED", "ACTIVE", "PLANNED"],
        (np.array([-1, -1, -1]), np.array([-1, -1, -1])),
        cutoff=CUTOFF,
    )

    assert open_at_end(found, np.arange(JANUARY, JANUARY + 6)).tolist() == [1, 2, 1, 1, 1, 1]
    assert found.count("planned") == 1
    assert found.is_open.tolist() == [False, True, False]


def test_a_month_is_twelve_times_the_year_plus_its_place():
    assert month_of(days("2024-01-31", "2025-12-01", "NaT")).tolist() == [24288, 24311, -1]


def test_lists_of_different_length_are_refused():
    none = np.array([-1])

    with pytest.raises(BadInput):
        openings(days("2024-01-01", "2024-01-01"), days("NaT"), [""], (none, none), cutoff=CUTOFF)
