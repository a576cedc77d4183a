"""Logarithms of tail probabilities, where they are known in closed form."""

import numpy as np
import pytest
from scipy.stats import chi2, norm, t

from analytics.tails import log_chi_squared_tail, log_f_tail, log_two_sided, log_two_sided_tail


def test_two_degrees_of_freedom_give_minus_half_the_statistic():
    assert log_chi_squared_tail(7.0, 2) == -3.5
    assert log_chi_squared_tail(1e6, 2) == -5e5


@pytest.mark.parametrize("df", [1, 2, 3, 4, 7, 24])
@pytest.mark.parametrize("statistic", [0.1, 3.84, 60.0, 600.0])
def test_ordinary_tails_are_those_of_the_library(statistic, df):
    assert log_chi_squared_tail(statistic, df) == pytest.approx(chi2.logsf(statistic, df), rel=1e-9)


def test_nothing_observed_has_probability_1():
    assert log_chi_squared_tail(0.0, 3) == 0


def test_tails_far_beyond_the_smallest_number_stay_finite():
    # P(chi2_1 > s) = 2 P(Z > sqrt s) = sqrt(2 / (pi s)) exp(-s / 2) to first order.
    first_order = 0.5 * np.log(2 / (np.pi * 1e4)) - 5e3
    assert log_chi_squared_tail(1e4, 1) == pytest.approx(first_order, abs=1e-3)
    assert log_two_sided_tail(100.0) == pytest.approx(log_chi_squared_tail(1e4, 1), rel=1e-12)


@pytest.mark.parametrize("z", [-2.5, 2.5])
def test_both_sides_count_whatever_the_sign(z):
    assert np.exp(log_two_sided_tail(z)) == pytest.approx(2 * norm.sf(2.5))
    assert np.exp(log_two_sided_tail(z, df=5)) == pytest.approx(2 * t.sf(2.5, 5))


def test_a_two_sided_p_of_5_percent_needs_more_errors_the_fewer_degrees_of_freedom():
    np.testing.assert_allclose(np.exp(log_two_sided(np.array([1.959964]))), 0.05, rtol=1e-6)
    np.testing.assert_allclose(np.exp(log_two_sided(np.array([-2.200985]), 11)), 0.05, rtol=1e-6)


def test_a_two_sided_p_stays_finite_where_it_is_0():
    assert log_two_sided(np.array([60.0])) == pytest.approx(-1804.3, abs=0.1)


def test_f_with_many_degrees_of_freedom_is_chi_squared_by_term():
    assert log_f_tail(2.5, 3, 1e7) == pytest.approx(log_chi_squared_tail(7.5, 3), rel=1e-5)
