"""Standardised differences on numbers small enough to work out by hand."""

import math

import numpy as np
import pytest

from analytics.balance import balance
from analytics.errors import BadInput
from analytics.smd import largest_pair, smd_of_levels, smd_of_numbers


def test_a_difference_of_means_is_divided_by_the_root_of_the_mean_variance():
    # Means 2 and 4; variances 1 and 4 by n - 1.
    assert smd_of_numbers([1, 2, 3], [2, 4, 6]) == pytest.approx(2 / math.sqrt(2.5))


def test_two_levels_are_a_difference_of_shares():
    # Shares 1/4 and 3/4 of 4: variance 4/3 x 3/16 = 1/4 in both.
    assert smd_of_levels([3, 1], [1, 3]) == pytest.approx(0.5 / 0.5)


def test_two_levels_are_what_a_balance_table_says():
    arm = np.repeat([0, 1], [40, 25])
    has_it = np.r_[np.repeat([1, 0], [30, 10]), np.repeat([1, 0], [5, 20])]
    table = balance(has_it[:, None], arm, estimand="ATE")

    assert smd_of_levels([10, 30], [20, 5]) == pytest.approx(abs(table.smd_before[0]), abs=1e-14)


def test_three_levels_are_a_distance_in_both_directions():
    # p = (.5, .3, .2), q = (.2, .3, .5), n = 10: without the first level, difference (0, .3);
    # mean covariance 10/9 [[.21, -.105], [-.105, .205]]. Inverse times the difference:
    # .09 x .21 / (.21 x .205 - .105^2) x 9/10 = .5314.. ; its root:
    expected = math.sqrt(0.9 * 0.09 * 0.21 / (0.21 * 0.205 - 0.105**2))

    assert smd_of_levels([5, 3, 2], [2, 3, 5]) == pytest.approx(expected)


def test_the_order_of_levels_and_an_empty_one_change_nothing():
    usual = smd_of_levels([50, 30, 20], [20, 30, 50])

    assert smd_of_levels([20, 50, 30], [50, 20, 30]) == pytest.approx(usual)
    assert smd_of_levels([50, 0, 30, 20], [20, 0, 30, 50]) == pytest.approx(usual)


def test_equal_groups_do_not_differ():
    assert smd_of_levels([5, 5], [50, 50]) == 0
    assert smd_of_levels([7, 0], [9, 0]) == 0
    assert smd_of_numbers([3, 3], [3, 3]) == 0


def test_groups_that_share_no_value_are_infinitely_apart():
    assert smd_of_levels([5, 0], [0, 5]) == math.inf
    assert smd_of_levels([5, 5, 0], [0, 0, 8]) == math.inf
    assert smd_of_numbers([1, 1], [2, 2]) == math.inf


def test_fewer_than_two_known_values_give_no_difference():
    assert math.isnan(smd_of_levels([1, 0], [3, 4]))
    assert math.isnan(smd_of_numbers([1.0], [3.0, 4.0]))


def test_levels_of_different_number_are_refused():
    with pytest.raises(BadInput):
        smd_of_levels([1, 2], [1, 2, 3])


def test_the_largest_pair_is_named_and_what_cannot_be_estimated_passed_over():
    groups = [[1.0, 2, 3], [2.0, 3, 4], [7.0], [9.0, 10, 11]]

    assert largest_pair(groups, smd_of_numbers) == (pytest.approx(8), (0, 3))
    assert largest_pair([[1.0], [2.0]], smd_of_numbers)[1] is None
    assert math.isnan(largest_pair([[1.0]], smd_of_numbers)[0])
