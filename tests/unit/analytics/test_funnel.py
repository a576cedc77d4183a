"""Funnel limits by hand, and sites that are too small for them."""

import numpy as np
import pytest

from analytics.errors import BadInput, TooFewEvents
from analytics.funnel import funnel_limits, limits_around


def test_limits_interpolate_the_distribution_function_between_counts():
    # One in two, each with or without: F(0) = 1/4, F(1) = 3/4, F(2) = 1.
    limits = limits_around(0.5, [2])

    assert limits.inner_upper == pytest.approx([(2 - 0.025 / 0.25) / 2])
    assert limits.inner_lower == [0]  # below 0 before it is kept possible


def test_outer_limits_lie_outside_inner_ones_and_close_in_with_size():
    limits = limits_around(0.2, [20, 200, 2000])

    assert (limits.outer_lower <= limits.inner_lower).all()
    assert (limits.outer_upper > limits.inner_upper).all()
    assert (np.diff(limits.inner_upper) < 0).all()


def test_sites_are_flagged_on_both_sides():
    funnel = funnel_limits([0, 11, 20, 29, 60], [100] * 5, target=0.2, over_dispersion=False)

    assert funnel.flag == ("far below", "below", "within", "above", "far above")
    assert funnel.target_is_pooled is False


def test_differences_between_sites_widen_the_limits_about_the_target():
    counts, size = [5, 35, 10, 30, 20, 45, 2, 20, 33, 9], [100] * 10
    narrow = funnel_limits(counts, size, over_dispersion=False)
    wide = funnel_limits(counts, size)

    assert wide.inflation == pytest.approx(np.sqrt(wide.dispersion))
    assert wide.dispersion > 1
    stretched = wide.target + wide.inflation * (narrow.limits.inner_upper - wide.target)
    np.testing.assert_allclose(wide.limits.inner_upper, stretched)


def test_sites_more_alike_than_chance_do_not_narrow_the_limits():
    funnel = funnel_limits([20, 20, 21, 19], [100] * 4)

    assert funnel.dispersion < 1
    assert funnel.inflation == 1


def test_few_sites_do_not_widen_the_limits_that_are_to_show_them():
    funnel = funnel_limits([10, 10, 60], [100] * 3)

    assert funnel.dispersion > 1
    assert funnel.inflation == 1
    assert funnel.flag[-1] == "far above"


def test_extreme_sites_are_drawn_in_before_dispersion_is_measured():
    counts = np.array([20] * 18 + [21, 90])
    funnel = funnel_limits(counts, [100] * 20, target=0.2)

    assert funnel.dispersion < 1
    assert funnel.flag[-1] == "far above"


def test_c57_a_site_without_or_with_few_patients_is_shown_as_too_few():
    funnel = funnel_limits([0, 2, 20], [0, 5, 100], least=10)

    assert funnel.flag == ("too few", "too few", "within")
    assert np.isnan(funnel.estimate[0])
    assert np.isnan(funnel.limits.inner_upper[:2]).all()
    assert funnel.target == pytest.approx(22 / 105)


def test_rates_have_poisson_limits_that_end_at_zero_only():
    funnel = funnel_limits([3, 40], [10.5, 20.0], kind="poisson", least=1)

    assert (funnel.limits.outer_lower >= 0).all()
    assert funnel.flag == ("far below", "above")
    assert funnel.target == pytest.approx(43 / 30.5)


@pytest.mark.parametrize(
    ("counts", "size", "options"),
    [
        ([3], [2], {}),
        ([1], [2.5], {}),
        ([1], [20], {"kind": "normal"}),
        ([1], [20], {"target": 1.5}),
        ([1, 1], [20], {}),
    ],
    ids=["more than people", "half a person", "kind", "target", "lengths"],
)
def test_impossible_funnels_are_refused(counts, size, options):
    with pytest.raises(BadInput):
        funnel_limits(counts, size, **options)


@pytest.mark.parametrize("counts", [[0, 0], [20, 20]])
def test_a_funnel_around_none_or_all_is_refused(counts):
    with pytest.raises(TooFewEvents):
        funnel_limits(counts, [20, 20])


def test_only_small_sites_are_refused():
    with pytest.raises(TooFewEvents, match="denominator of 10"):
        funnel_limits([1, 0], [5, 0])
