"""Enrolled beside planned at one place."""

import pytest

from analytics.accrual import observed_over_expected
from analytics.progress import Progress


def test_the_ratio_is_of_months_that_are_over():
    ratio = Progress(enrolled=12, observed=10, expected=20.0).ratio

    assert (ratio.count, ratio.exposure, ratio.estimate) == (10, 20, 0.5)


@pytest.mark.parametrize("expected", [None, 0.0])
def test_c63_no_target_and_a_target_of_zero_have_no_ratio(expected):
    assert Progress(enrolled=3, observed=3, expected=expected).ratio is None


def test_nobody_enrolled_has_a_ratio_of_zero_with_an_upper_limit():
    found = observed_over_expected(0, 3.0)

    assert (found.estimate, found.lower) == (0, 0)
    assert found.upper == pytest.approx(3.6889 / 3, abs=1e-4)  # -ln 0.025
