"""Rates of regions by hand, where their sites are alike."""

import numpy as np
import pytest

from analytics.errors import BadInput, TooFewEvents
from analytics.group_rates import group_rates


def test_regions_of_like_sites_have_poisson_rates_and_errors():
    found = group_rates([4, 4, 9, 9], [2, 2, 3, 3], ["a", "a", "b", "b"])

    assert found.groups == ("a", "b")
    assert found.shape == np.inf
    assert found.dispersion == 0
    np.testing.assert_allclose(found.rate, [2, 3])
    np.testing.assert_allclose(found.log_se, [1 / np.sqrt(8), 1 / np.sqrt(18)])


def test_unlike_sites_widen_the_limits():
    alike = group_rates([8, 8, 8, 8], [1] * 4, ["a", "a", "b", "b"])
    unlike = group_rates([1, 15, 8, 8], [1] * 4, ["a", "a", "b", "b"])

    np.testing.assert_allclose(unlike.rate, alike.rate)
    assert (unlike.upper > alike.upper).all()


def test_a_region_without_patients_has_the_exact_upper_limit():
    found = group_rates([0, 0, 3, 4], [1, 1, 1, 1], ["a", "a", "b", "b"])

    assert (found.rate[0], found.lower[0]) == (0, 0)
    assert found.upper[0] == pytest.approx(-np.log(0.025) / 2)
    assert np.isnan(found.log_se[0])


def test_c57_units_without_exposure_are_left_out():
    found = group_rates([4, 4, 0], [2, 2, 0], ["a", "a", "c"])

    assert found.groups == ("a",)


def test_lengths_must_agree():
    with pytest.raises(BadInput):
        group_rates([1, 2], [1, 1], ["a"])


@pytest.mark.parametrize("counts", [[0, 0, 0], [1, 2, 0]])
def test_too_little_is_refused(counts):
    with pytest.raises(TooFewEvents):
        group_rates(counts, [1, 1, 0], ["a", "b", "b"])
