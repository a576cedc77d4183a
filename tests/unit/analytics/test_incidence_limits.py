"""Limits of a cumulative incidence by hand."""

import numpy as np
import pytest

from analytics.clusters import log_two_sided_p
from analytics.incidence_limits import incidence_limits

OPTIONS = {"confidence": 0.95, "df": np.inf}


@pytest.mark.parametrize(
    ("interval", "lower", "upper"),
    [
        ("plain", 0.5 - 0.1959964, 0.5 + 0.1959964),
        ("log", 0.5 * np.exp(-0.3919928), 0.5 * np.exp(0.3919928)),
        ("log-log", 0.5 ** np.exp(0.3919928 / np.log(2)), 0.5 ** np.exp(-0.3919928 / np.log(2))),
    ],
)
def test_limits_are_symmetric_on_their_scale(interval, lower, upper):
    got = incidence_limits(np.array([0.5]), np.array([0.1]), interval=interval, **OPTIONS)

    np.testing.assert_allclose(np.ravel(got), [lower, upper], rtol=1e-7)


def test_a_scale_has_no_limits_where_it_ends():
    incidence, se = np.array([0.0, 1.0]), np.array([0.0, 0.0])

    plain, log, log_log = (
        incidence_limits(incidence, se, interval=interval, **OPTIONS)
        for interval in ("plain", "log", "log-log")
    )

    np.testing.assert_array_equal(plain, [[0, 1], [0, 1]])
    np.testing.assert_array_equal(log, [[np.nan, 1], [np.nan, 1]])
    assert np.isnan(log_log).all()


def test_limits_never_leave_zero_and_one():
    for interval in ("plain", "log", "log-log"):
        lower, upper = incidence_limits(
            np.array([0.01, 0.99]), np.array([0.1, 0.1]), interval=interval, **OPTIONS
        )
        assert (lower >= 0).all()
        assert (upper <= 1).all()


@pytest.mark.parametrize(("df", "want"), [(np.inf, -803.0), (5.0, -14.0)])
def test_a_p_value_too_small_for_a_number_keeps_its_logarithm(df, want):
    assert log_two_sided_p(np.array([-40.0]), df)[0] == pytest.approx(want, abs=3)
