"""Released curves by hand: whole months, known events, and what each rule takes away."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.competing import cumulative_incidence
from analytics.disclosure.curves import (
    DAYS_PER_MONTH,
    GroupedCurve,
    grouped_incidence,
    grouped_survival,
    released_at,
    released_time,
)
from analytics.disclosure.rules import NOT_COUNTED, Rules, Withheld, without_sites
from analytics.errors import BadInput
from analytics.survival import kaplan_meier

RULES = without_sites(Rules())


def people(*deaths, n, end=60):
    """n people watched for `end` months but for those who die: (month, how many)."""
    months = np.repeat([month for month, _ in deaths], [many for _, many in deaths])
    time = np.append(months, np.full(n - months.size, end)) * DAYS_PER_MONTH
    return np.floor(time), np.arange(n) < months.size


def released(*deaths, n, **more):
    return grouped_survival(kaplan_meier(*people(*deaths, n=n, **more)), RULES)


@pytest.mark.parametrize(
    ("n", "events", "is_shown"), [(49, 20, False), (50, 10, False), (50, 11, True)]
)
def test_d08_a_curve_needs_50_people_and_11_events(n, events, is_shown):
    curve = released((2, events), n=n)

    assert isinstance(curve, GroupedCurve) is is_shown
    if not is_shown:
        assert curve == Withheld(11)


def test_points_are_three_months_apart_with_11_events_each():
    curve = released((1, 10), (4, 1), (5, 10), (7, 1), (10, 20), n=100)

    np.testing.assert_array_equal(curve.month, [0, 6, 9 + 3])
    np.testing.assert_array_equal(curve.percent, [100, 79, 58])
    assert curve.n_events == 40  # 42, by month 12


def test_events_after_the_last_point_are_not_told():
    curve = released((1, 20), (20, 7), n=100)

    np.testing.assert_array_equal(curve.month, [0, 3])
    assert curve.n_events == 20


def test_a_curve_ends_while_11_people_stay():
    time, died = people((2, 40), (8, 50), n=100)

    curve = grouped_survival(kaplan_meier(time, died), RULES)

    np.testing.assert_array_equal(curve.month, [0, 3])  # at month 9, 10 are left


def test_whoever_dies_on_the_first_day_counts_in_the_first_step():
    time, died = people((0, 12), n=60)

    curve = grouped_survival(kaplan_meier(time, died), RULES)

    np.testing.assert_array_equal(curve.percent, [100, 80])
    assert (curve.lower[0], curve.upper[0]) == (100, 100)


def test_limits_are_whole_percents_outside_the_exact_ones():
    exact = kaplan_meier(*people((2, 33), n=100))
    curve = grouped_survival(exact, RULES)

    assert curve.percent[1] == 67
    assert curve.lower[1] == np.floor(100 * exact.lower[1])
    assert curve.upper[1] == np.ceil(100 * exact.upper[1])


def test_numbers_at_risk_are_yearly_and_rounded_as_far_as_the_curve_goes():
    curve = released((1, 33), (13, 30), (25, 20), (37, 20), n=113)

    np.testing.assert_array_equal(curve.month, [0, 3, 15, 27])
    np.testing.assert_array_equal(curve.risk_month, [0, 12, 24])
    assert curve.at_risk == (115, 80, 50)


def test_a_number_at_risk_that_few_people_less_would_tell_is_withheld():
    time, died = people((1, 20), (13, 4), (14, 20), (30, 20), n=150)

    curve = grouped_survival(kaplan_meier(time, died), RULES)

    assert curve.at_risk == (150, 130, 105)
    time[-6:] = 20.0  # six more leave in the first year
    few = grouped_survival(kaplan_meier(np.append(time, 700.0), np.append(died, False)), RULES)
    assert few.at_risk[:2] == (150, 125)


def test_few_who_entered_late_are_not_told_by_the_first_number_at_risk():
    time, died = people((2, 30), n=200)
    entry = np.where(np.arange(200) >= 195, 40.0, 0.0)

    curve = grouped_survival(kaplan_meier(time, died, entry=entry), RULES)

    assert curve.n == 200
    assert isinstance(curve.at_risk[0], Withheld)


def test_a_few_left_out_hide_the_size_of_the_curve():
    curve = kaplan_meier(*people((2, 30), n=177))
    rows = [(0, 147), (1, 30), (NOT_COUNTED, 3)]
    behind = CountTable(pd.DataFrame(rows, columns=["code", "n"]), ("code",))

    shown = grouped_survival(curve, RULES, behind)

    assert isinstance(shown.n, Withheld)
    assert isinstance(shown.at_risk[0], Withheld)
    assert grouped_survival(curve, RULES).n == 175


def test_weighted_curves_have_no_released_form():
    time, died = people((2, 30), n=100)
    curve = kaplan_meier(time, died, weights=np.full(100, 1.5))

    with pytest.raises(BadInput, match="rests on weights"):
        grouped_survival(curve, RULES)


def test_events_of_one_site_hide_the_curve():
    curve = kaplan_meier(*people((2, 30), n=100))
    rows = [("S1", 1, 30), ("S1", 0, 10), ("S2", 0, 30), ("S3", 0, 30)]
    behind = CountTable(pd.DataFrame(rows, columns=["site_id", "code", "n"]), ("site_id", "code"))

    assert isinstance(grouped_survival(curve, Rules(), behind), Withheld)
    assert isinstance(grouped_survival(curve, RULES, behind), GroupedCurve)


def test_incidence_is_shown_cause_by_cause():
    time, died = people((2, 20), (4, 5), n=100)
    code = np.where(died, np.where(time < 3 * DAYS_PER_MONTH, 1, 2), 0)

    result = grouped_incidence(cumulative_incidence(time, code), RULES)

    np.testing.assert_array_equal(result.by_cause[1].percent, [0, 20])
    assert result.by_cause[1].cause == 1
    assert isinstance(result.by_cause[2], Withheld)


def test_a_median_lies_between_two_shown_months():
    curve = released((1, 20), (4, 20), (8, 20), n=100)

    assert (released_time(curve).after, released_time(curve).by) == (6, 9)
    assert released_time(curve, 0.2).by == 3


def test_d11_a_median_beyond_the_end_is_not_reached():
    assert released_time(released((1, 20), (4, 20), n=100)).by is None


def test_times_of_incidence_are_read_as_it_rises():
    time, died = people((1, 20), (4, 35), n=100)
    curve = grouped_incidence(cumulative_incidence(time, died.astype(int)), RULES).by_cause[1]

    assert (released_time(curve).after, released_time(curve).by) == (3, 6)


@pytest.mark.parametrize(
    ("month", "between"),
    [(0, (100, 100)), (3, (80, 80)), (5, (60, 80)), (6, (60, 60)), (7, (None, None))],
)
def test_a_landmark_lies_between_two_shown_points(month, between):
    at = released_at(released((1, 20), (4, 20), n=100), month)

    assert (at.lowest, at.highest) == between
