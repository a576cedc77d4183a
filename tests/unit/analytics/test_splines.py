"""Restricted cubic splines by hand, and hazard ratios along them."""

import numpy as np
import pandas as pd
import pytest

from analytics.errors import BadInput
from analytics.hazards import cox
from analytics.splines import restricted_cubic, spline_effect, spline_knots


@pytest.mark.parametrize(
    ("n", "percentiles"),
    [
        (3, [10, 50, 90]),
        (4, [5, 35, 65, 95]),
        (5, [5, 27.5, 50, 72.5, 95]),
        (6, [5, 23, 41, 59, 77, 95]),
        (7, [2.5, 18.333333, 34.166667, 50, 65.833333, 81.666667, 97.5]),
    ],
)
def test_knots_lie_at_harrells_percentiles(n, percentiles):
    np.testing.assert_allclose(spline_knots(np.arange(101), n), percentiles, atol=1e-6)


def test_the_second_column_by_hand():
    ours = restricted_cubic([0, 1, 2, 3, 4], [0, 1, 3], name="x")

    # (x^3 - (x - 1)+^3 x 3/2 + (x - 3)+^3 x 1/2) / 9
    np.testing.assert_allclose(ours["x'"] * 9, [0, 1, 8 - 1.5, 27 - 12, 64 - 40.5 + 0.5])
    assert list(ours.columns) == ["x", "x'"]


def test_columns_are_straight_beyond_the_outer_knots():
    ours = restricted_cubic(np.arange(-5, 30), [2, 7, 11, 20], name="x").to_numpy()

    bends = np.abs(np.diff(ours, n=2, axis=0)).max(axis=1)

    assert list(ours[:7, 1:].ravel()) == [0] * 14
    np.testing.assert_allclose(bends[-8:], 0, atol=1e-12)
    assert bends[10] > 1e-3


@pytest.fixture
def curved():
    """A fit whose hazard is lowest in the middle of the covariate."""
    rng = np.random.default_rng(5)
    age, other = rng.uniform(40, 80, 1500), rng.normal(size=1500)
    time = rng.exponential(1 / np.exp(((age - 60) / 10) ** 2 / 2))
    knots = spline_knots(age, 5)
    frame = restricted_cubic(age, knots, name="age").assign(other=other)
    return cox(frame, time, np.ones(1500)), knots


def test_the_ratio_is_1_at_the_reference_and_follows_the_curve(curved):
    fit, knots = curved

    ours = spline_effect(fit, "age", knots, at=[45, 60, 75], reference=60)

    assert ours.ratio[1] == ours.lower[1] == ours.upper[1] == 1
    np.testing.assert_allclose(ours.ratio[[0, 2]], np.exp(1.125), rtol=0.2)
    assert (ours.lower[[0, 2]] < np.exp(1.125)).all()
    assert (np.exp(1.125) < ours.upper[[0, 2]]).all()
    assert ours.nonlinearity.df == 3
    assert ours.nonlinearity.p < 1e-10


def test_the_test_of_a_straight_line_keeps_a_straight_line():
    rng = np.random.default_rng(6)
    age = rng.uniform(40, 80, 1500)
    knots = spline_knots(age)
    frame = restricted_cubic(age, knots, name="age")
    fit = cox(frame, rng.exponential(1 / np.exp(age / 20)), np.ones(1500))

    assert spline_effect(fit, "age", knots, at=50, reference=60).nonlinearity.p > 0.05


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: spline_knots(range(50), 8), "8 knots were asked for"),
        (lambda: spline_knots([]), "nobody"),
        (lambda: spline_knots([0] * 90 + [1] * 10), "4 knots fall on 2 values"),
        (lambda: restricted_cubic([1, 2], [1, 2], name="x"), "2 knots do not make a spline"),
        (lambda: restricted_cubic([1, 2], [1, 3, 2], name="x"), "3 knots do not make a spline"),
    ],
)
def test_knots_that_make_no_spline_are_refused(make, said):
    with pytest.raises(BadInput, match=said):
        make()


def test_an_effect_of_a_fit_without_the_spline_is_refused():
    fit = cox(pd.DataFrame({"age": [1, 3, 2, 4]}), [1, 2, 3, 4], [1, 1, 1, 1])

    with pytest.raises(BadInput, match="no term age'"):
        spline_effect(fit, "age", [1, 2, 3], at=[2], reference=1)
