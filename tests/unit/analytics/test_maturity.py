"""Maturity of follow-up on cases small enough to work out by hand."""

from datetime import date

import numpy as np
import pytest

from analytics.event_table import follow_up_table
from analytics.maturity import FollowedByMonth, maturity, pooled_months

MONTH = 30.4375
JANUARY_2024 = 12 * 2024
CUTOFF = date(2025, 1, 15)  # 12 months and half a January after the start of January 2024


def followed(n, censored, days, days_censored):
    return FollowedByMonth(
        np.array([JANUARY_2024]),
        *(np.array([n]), np.array([censored])),
        *(np.array([float(days)]), np.array([float(days_censored)])),
    )


@pytest.fixture
def judged():
    # Four patients: dead on day 100, lost on day 50, lost on day 200, seen on day 300.
    table = follow_up_table([50, 100, 200, 300], [0, 1, 0, 0], group="A")
    return maturity(
        table,
        ([50, 200], [1, 1]),
        followed(4, 3, 650, 550),
        cutoff=CUTOFF,
        landmarks=[60, 250],
        lost_after=12,
    )


def test_the_index_is_time_observed_over_time_possible(judged):
    to_cutoff = (12 + 15 / MONTH - 0.5) * MONTH  # from the middle of the month

    assert judged.index == pytest.approx(650 / (100 + 3 * to_cutoff))


def test_were_all_of_the_lost_to_have_the_event_survival_falls_on_their_last_day(judged):
    np.testing.assert_allclose(judged.worst.survival, [3 / 4, 1 / 4])


def test_were_none_of_the_lost_to_have_it_they_stay_at_risk_to_the_end(judged):
    np.testing.assert_allclose(judged.best.survival, [1, 3 / 4])


def test_survival_as_seen_lies_between_the_extremes(judged):
    # As seen at day 250: one event among three at risk.
    assert judged.worst.survival[1] <= 2 / 3 <= judged.best.survival[1]
    assert (judged.n_lost, judged.n) == (2, 4)


def test_nobody_lost_leaves_nothing_between_the_extremes():
    table = follow_up_table([50, 100], [0, 1], group="A")

    judged = maturity(
        table, ([], []), followed(2, 1, 150, 50), cutoff=CUTOFF, landmarks=[75], lost_after=12
    )

    np.testing.assert_allclose(judged.worst.survival, judged.best.survival)


def test_without_calendar_time_possible_is_not_known():
    table = follow_up_table([50, 100], [0, 1], group="A")

    judged = maturity(
        table, ([], []), followed(2, 1, 150, 50), cutoff=None, landmarks=[75], lost_after=12
    )

    assert np.isnan(judged.index)


def test_months_of_several_groups_are_laid_side_by_side():
    both = pooled_months([followed(4, 3, 650, 550), followed(2, 1, 150, 50)])

    assert (both.n.sum(), both.days.sum()) == (6, 800)
