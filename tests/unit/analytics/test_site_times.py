"""Time to the first patient: sites that still wait are censored, not forgotten."""

from datetime import date

import numpy as np
import pytest

from analytics.openings import openings
from analytics.site_times import KnownSites, site_times

JANUARY = 12 * 2024
MONTH = 30.4375


def days(*values):
    return np.array(values, dtype="datetime64[D]")


def sites(agreement, activation, first, status=None, enrolled=None):
    n, nothing = len(activation), days(*["NaT"] * len(activation))
    first = np.array(first)
    found = openings(
        days(*activation), nothing, status or ["ACTIVE"] * n, (first, first),
        cutoff=date(2024, 12, 31),
    )  # fmt: skip
    return KnownSites(
        site_id=tuple("ABCDE"[:n]), place=tuple("ABCDE"[:n]), country=("DEU",) * n,
        region=("EU",) * n, agreement=days(*agreement), ethics=nothing,
        activation=days(*activation), first_month=first, last_month=first,
        enrolled=np.array(enrolled or [1] * n), openings=found,
    )  # fmt: skip


def step(found, start, end):
    return next(s for s in found.steps if (s.start, s.end) == (start, end))


def test_the_median_counts_sites_that_still_wait():
    known = sites(
        ["2023-12-01"] * 3, ["2024-01-10"] * 3, [JANUARY, JANUARY + 2, -1], enrolled=[1, 1, 0]
    )

    found = step(site_times(known), "activation", "first patient")

    # Survival 2/3 in the same month, 1/3 two months on; the third waits until December.
    assert (found.n, found.n_reached, found.n_left_out) == (3, 2, 0)
    assert found.median == pytest.approx(2 * MONTH)


def test_days_from_agreement_to_activation_are_counted_to_the_day():
    known = sites(["2024-01-01"] * 2, ["2024-01-11", "2024-01-31"], [JANUARY + 1] * 2)

    found = step(site_times(known), "agreement", "activation")

    assert found.n == found.n_reached == 2
    assert found.median == 20  # half have opened from day 10 to day 30: the middle


def test_a_planned_site_waits_for_its_activation_until_the_cut_off():
    known = sites(
        ["2024-01-01"] * 2, ["2024-01-11", "2025-03-01"], [JANUARY, -1],
        ["ACTIVE", "PLANNED"], [1, 0],
    )  # fmt: skip

    found = step(site_times(known), "agreement", "activation")

    assert (found.n, found.n_reached) == (2, 1)


def test_a_site_that_passed_a_milestone_without_its_date_is_left_out_and_counted():
    known = sites(["NaT", "2024-01-01"], ["2024-01-11"] * 2, [JANUARY] * 2)

    found = step(site_times(known), "agreement", "activation")

    assert (found.n, found.n_left_out) == (1, 1)


def test_an_agreement_after_the_activation_is_left_out():
    known = sites(["2024-02-01", "2024-01-01"], ["2024-01-11"] * 2, [JANUARY + 1] * 2)

    assert step(site_times(known), "agreement", "activation").n_left_out == 1


def test_patients_without_a_month_tell_nothing_of_the_first():
    known = sites(["NaT"] * 2, ["2024-01-11"] * 2, [JANUARY, -1], enrolled=[1, 4])

    assert step(site_times(known), "activation", "first patient").n_left_out == 1


def test_without_any_date_there_is_no_step():
    assert site_times(sites(["NaT"], ["NaT"], [JANUARY])).steps == ()
