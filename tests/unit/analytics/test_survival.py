"""Numbers read off curves small enough to work out by hand."""

import numpy as np
import pytest

import analytics.survival
from analytics.errors import BadInput
from analytics.event_table import follow_up_table, table_of_people
from analytics.inputs import check_follow_up
from analytics.survival import (
    kaplan_meier,
    median_follow_up,
    quantile,
    restricted_mean,
    survival_at,
)

NAN = float("nan")
FOUR = kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0])  # survival 1, 3/4, 3/4, 3/8, 3/8


def test_the_door_opens_to_all_published_names():
    assert all(hasattr(analytics.survival, name) for name in analytics.survival.__all__)


def test_the_median_is_the_first_day_on_which_half_have_had_the_event():
    assert quantile(FOUR).estimate == 3
    assert quantile(FOUR, 0.25).estimate == 2  # 3/4 from day 1 to day 3: the middle
    assert np.isnan(quantile(FOUR, 0.75).estimate)


def test_a_level_met_exactly_gives_the_middle_of_the_flat_stretch():
    assert quantile(kaplan_meier([1, 2, 4, 8], [1, 1, 1, 1])).estimate == 3  # (2 + 4) / 2


def test_a_curve_that_stays_at_the_level_has_its_last_day_as_end():
    assert quantile(kaplan_meier([1, 2, 9, 9], [1, 1, 0, 0])).estimate == 5.5  # (2 + 9) / 2


def test_rounding_of_survival_does_not_move_the_median():
    days = np.arange(1, 51)

    for n in range(2, 51, 2):  # n deaths, one a day: S is 1/2 from day n/2 to the next
        assert quantile(kaplan_meier(days[:n], np.ones(n))).estimate == n / 2 + 0.5


def test_limits_of_the_median_are_read_off_the_limits_of_the_curve():
    median = quantile(kaplan_meier([1, 2, 3, 4], [1, 1, 1, 1], interval="plain"))

    # S 3/4, 1/2, 1/4, 0: plain limits 0.75 -+ 0.42, 0.5 -+ 0.49, 0.25 -+ 0.42, then none
    assert median.lower == 1
    assert np.isnan(median.upper)
    assert (median.q, median.confidence, median.interval) == (0.5, 0.95, "plain")


@pytest.mark.parametrize("share", [0, 1, -0.5, NAN])
def test_a_share_that_is_none_is_refused(share):
    with pytest.raises(BadInput, match="The share is"):
        quantile(FOUR, share)


def test_survival_holds_from_its_step_to_the_next():
    at = survival_at(FOUR, [0, 0.9, 1, 2.5, 3, 4])

    np.testing.assert_allclose(at.survival, [1, 1, 3 / 4, 3 / 4, 3 / 8, 3 / 8])
    np.testing.assert_array_equal(at.at_risk, [4, 4, 4, 2, 2, 1])


def test_survival_is_unknown_beyond_follow_up_unless_nobody_is_left():
    assert np.isnan(survival_at(FOUR, 4.5).survival[0])
    assert survival_at(kaplan_meier([1, 2], [1, 1]), 99).survival[0] == 0


def test_survival_at_the_last_day_of_follow_up_is_known():
    assert survival_at(FOUR, 4).survival[0] == 3 / 8


def test_the_restricted_mean_is_the_area_under_the_curve():
    mean = restricted_mean(FOUR, 4)

    assert mean.estimate == 1 + 2 * 3 / 4 + 3 / 8
    # areas from day 1: 3/2 + 3/8 = 15/8, from day 3: 3/8; d / (n (n - d)): 1/12, 1/2
    variance = (15 / 8) ** 2 / 12 + (3 / 8) ** 2 / 2
    assert mean.se == pytest.approx(variance**0.5)
    assert mean.upper - mean.estimate == pytest.approx(1.959963984540054 * mean.se)


def test_a_horizon_between_two_steps_cuts_the_area():
    assert restricted_mean(FOUR, 2.5).estimate == 1 + 1.5 * 3 / 4


def test_a_horizon_beyond_the_last_person_is_allowed_only_at_survival_0():
    assert restricted_mean(kaplan_meier([1, 3], [1, 1]), 100).estimate == 2
    with pytest.raises(BadInput, match="ends on day 4, before the horizon of day 5"):
        restricted_mean(FOUR, 5)


@pytest.mark.parametrize("horizon", [0, -1, NAN, np.inf])
def test_a_horizon_that_is_no_day_is_refused(horizon):
    with pytest.raises(BadInput, match="The horizon is"):
        restricted_mean(FOUR, horizon)


def test_median_follow_up_counts_censorings_and_takes_deaths_out():
    # Censored on days 2, 4, 6; death on day 4 is at risk of the censoring of day 4.
    follow_up = median_follow_up([2, 4, 4, 6], [0, 0, 1, 0])

    assert follow_up.estimate == 5  # 3/4 at day 2, 1/2 from day 4 to day 6


def test_median_follow_up_treats_competing_events_as_events():
    table = table_of_people(check_follow_up([2, 4, 4, 6], [0, 0, 2, 0]))

    assert median_follow_up(table).estimate == 5


def test_median_follow_up_respects_delayed_entry():
    late = median_follow_up([3, 4, 6], [0, 0, 0], entry=[0, 3, 0])

    assert late.estimate == 3.5  # 2 at risk on day 3: S = 1/2 from day 3 until day 4
    assert (
        late.estimate
        == median_follow_up(follow_up_table([3, 4, 6], [0, 0, 0], entry=[0, 3, 0])).estimate
    )
