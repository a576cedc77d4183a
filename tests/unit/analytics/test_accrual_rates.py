"""Exact rates by hand."""

import numpy as np
import pytest
from scipy.stats import poisson

from analytics.accrual_rates import checked_exposure, rate, rate_limits, rate_ratio
from analytics.errors import BadInput, TooFewEvents


def test_c26_no_event_has_a_rate_of_zero_and_a_finite_upper_limit():
    found = rate(0, 12)

    assert (found.estimate, found.lower) == (0, 0)
    assert found.upper == pytest.approx(-np.log(0.025) / 12)


def test_limits_are_the_rates_at_which_the_tails_hold_a_fortieth():
    found = rate(3, 2)

    assert found.estimate == 1.5
    assert poisson.sf(2, found.lower * 2) == pytest.approx(0.025)
    assert poisson.cdf(3, found.upper * 2) == pytest.approx(0.025)


def test_many_rates_have_no_limits_where_there_is_no_exposure():
    lower, upper = rate_limits(np.array([0, 1]), np.array([0.0, 1.0]))

    assert np.isnan(lower[0])
    assert np.isnan(upper[0])
    assert upper[1] > 1


def test_equal_rates_have_a_ratio_of_one():
    found = rate_ratio(4, 10, 2, 5)

    assert found.estimate == pytest.approx(1)
    assert found.p == pytest.approx(1)
    assert found.lower < 1 < found.upper


def test_a_ratio_to_no_event_is_infinite_with_a_finite_lower_limit():
    # All 3 events in the first of two equal exposures: p = 2 / 2^3, lower from 0.025^(1/3).
    found = rate_ratio(3, 1, 0, 1)

    share = 0.025 ** (1 / 3)
    assert (found.estimate, found.upper) == (np.inf, np.inf)
    assert found.p == pytest.approx(1 / 4)
    assert found.lower == pytest.approx(share / (1 - share))


def test_no_event_at_all_has_no_ratio():
    with pytest.raises(TooFewEvents):
        rate_ratio(0, 1, 0, 1)


@pytest.mark.parametrize(
    ("count", "exposure"),
    [(0, 0), (1, 0), (-1, 1), (1, -1), (0.5, 1), (1, np.nan)],
    ids=["0/0", "1/0", "negative", "negative time", "half", "missing"],
)
def test_impossible_rates_are_refused(count, exposure):
    with pytest.raises(BadInput):
        rate(count, exposure)


def test_counts_and_exposure_must_belong_together():
    with pytest.raises(BadInput):
        checked_exposure([1, 2], [1.0])
