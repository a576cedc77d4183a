"""Curves that change places, told from curves that touch."""

import numpy as np

from analytics.curve_crossings import crossings
from analytics.survival import kaplan_meier


def curve(group, days):
    return kaplan_meier(np.array(days), np.ones(len(days), dtype=bool), group=group)


EARLY = curve("early", [*range(1, 11), *range(200, 220)])  # a third has it at once, then nobody
LATE = curve("late", range(60, 90))  # nobody for long, then everybody


def test_who_is_ahead_at_first_and_who_later_are_named_with_the_day():
    (crossing,) = crossings([EARLY, LATE])

    assert (crossing.first_ahead, crossing.later_ahead) == ("late", "early")
    # Early stands at 2/3 from day 10; late is under it by two points first at 19 of 30, day 70.
    assert crossing.day == 70


def test_one_curve_over_the_other_crosses_nothing():
    assert not crossings([LATE, curve("later", range(90, 120))])


def test_curves_that_stay_within_two_points_are_not_told_apart():
    assert not crossings([curve("a", range(1, 101)), curve("b", range(2, 102))])


def test_what_happens_under_ten_at_risk_does_not_count():
    few = curve("few", [*range(1, 6), 500, 501, 502])

    assert not crossings([few, curve("many", range(100, 130))])
