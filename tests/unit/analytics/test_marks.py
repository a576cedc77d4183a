"""Shares held to a mark, on cases small enough to work out by hand."""

import math

import pytest
from scipy.stats import poisson

from analytics.marks import Verdict, reached_of_plan, share_of


@pytest.mark.parametrize(
    ("count", "n", "verdict"),
    [
        (9, 10, Verdict.REACHED),
        (8, 10, Verdict.BELOW),
        (2, 10, Verdict.FAR),
        (0, 9, Verdict.TOO_FEW),
        (0, 0, Verdict.NOTHING),
    ],
)
def test_a_share_is_judged_by_its_limits_and_only_where_ten_are_counted(count, n, verdict):
    assert share_of("x", count, n, mark=0.9).verdict is verdict


def test_a_share_is_short_of_its_mark_by_what_even_its_upper_limit_misses():
    # Wilson, 2 of 10: (0.2 + 1.9208 / 10 + 1.96 sqrt(0.016 + 0.09604 / 10)) / 1.38416 = 0.5098
    measure = share_of("x", 2, 10, mark=0.9)

    assert measure.upper == pytest.approx(0.5098, abs=1e-4)
    assert measure.short == pytest.approx(0.9 - 0.5098, abs=1e-4)
    assert share_of("x", 8, 10, mark=0.9).short == 0


def test_what_has_to_be_mended_is_the_fewest_rows_that_reach_the_mark():
    assert share_of("x", 60, 70, mark=0.9).to_mend == 3
    assert share_of("x", 63, 70, mark=0.9).to_mend == 0
    assert share_of("x", 90, 103, mark=0.9).to_mend == 3


def test_the_limits_of_a_plan_are_those_of_the_count_over_it():
    measure = reached_of_plan("x", 4, 20)

    # Exact: 4 or more happen with 2.5 % at the lower mean, 4 or fewer at the upper one.
    assert poisson.sf(3, 20 * measure.lower) == pytest.approx(0.025)
    assert poisson.cdf(4, 20 * measure.upper) == pytest.approx(0.025)
    assert (measure.estimate, measure.verdict) == (0.2, Verdict.FAR)


@pytest.mark.parametrize(("planned", "is_chance"), [(3.6, True), (3.7, False)])
def test_none_is_more_than_chance_from_three_point_seven_planned(planned, is_chance):
    # exp(-3.689) = 0.025
    assert (reached_of_plan("x", 0, planned, least=0).short == 0) is is_chance


@pytest.mark.parametrize(
    ("planned", "verdict"),
    [(None, Verdict.NOT_SUPPLIED), (0.0, Verdict.NOTHING), (9.9, Verdict.TOO_FEW)],
)
def test_without_a_plan_there_is_no_verdict_and_no_zero(planned, verdict):
    measure = reached_of_plan("x", 1, planned)

    assert measure.verdict is verdict
    assert verdict is Verdict.TOO_FEW or math.isnan(measure.estimate)
    assert measure.short == 0
