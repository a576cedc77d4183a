"""Interval hazards: events over days, by hand."""

import numpy as np
import pytest

from analytics.errors import DidNotConverge
from analytics.piecewise_hazard import exposure, fit_piecewise, interval_edges


def test_days_are_split_over_intervals():
    np.testing.assert_allclose(
        exposure(np.array([5.0, 12, 30]), np.array([0.0, 10, 20])), [[5, 0], [10, 2], [10, 10]]
    )


def test_edges_hold_about_equal_numbers_of_exits():
    edges = interval_edges(np.arange(1.0, 101.0), 80.0, 4)

    assert (edges[0], edges[-1], edges.size) == (0, 80, 5)
    counts = np.histogram(np.arange(1.0, 81.0), edges)[0]
    assert counts.max() - counts.min() <= 1


def test_a_hazard_without_covariates_is_events_over_days():
    time, happened = np.array([5.0, 10, 15, 20]), np.array([True, True, True, False])
    nothing = np.array([[0.0], [1.0], [1.0], [0.0]]) * 0

    found = fit_piecewise(time, happened, nothing, np.array([0.0, 10, 20]))

    np.testing.assert_allclose(found.baseline, [2 / 35, 1 / 15])
    np.testing.assert_allclose(found.rates(np.zeros((1, 1))), [[2 / 35, 1 / 15]])


def test_a_yes_no_covariate_gives_the_ratio_of_rates():
    rng = np.random.default_rng(1)
    x = rng.integers(0, 2, 4000).astype(float)
    time = rng.exponential(100 / np.exp(0.7 * x))

    found = fit_piecewise(time, np.ones(4000, bool), x[:, None], np.array([0.0, 1e4]))

    rates = [1 / time[x == level].mean() for level in (0, 1)]
    np.testing.assert_allclose(found.slopes[0], np.log(rates[1] / rates[0]), atol=1e-4)
    np.testing.assert_allclose(found.rates(np.array([[0.0], [1.0]]))[:, 0], rates, rtol=1e-4)


def test_a_level_in_which_nothing_happens_stays_finite():
    time, happened = np.arange(1.0, 41.0), np.arange(40) % 2 == 0

    found = fit_piecewise(time, happened, happened[:, None].astype(float), np.array([0.0, 50]))

    assert np.isfinite(found.slopes).all()
    assert found.slopes[0] > 2


def test_steps_that_go_too_far_are_halved_on_the_way_to_the_maximum():
    rng = np.random.default_rng(1)
    x = rng.normal(size=30)
    values = np.column_stack([x, x**2, x**3])  # whole steps do not settle here
    time = np.maximum(rng.exponential(100, 30) / np.exp(np.clip(4 * x, -20, 20)), 1e-3)
    happened, edges = rng.random(30) < 0.5, np.array([0.0, 10, 50, 100])

    found = fit_piecewise(time, happened, values, edges)

    seen = happened & (time <= 100)
    expected = (found.rates(values) * exposure(time, edges)).sum(axis=1)
    np.testing.assert_allclose(expected.sum(), seen.sum())
    moments = (seen - expected) @ values / values.std(axis=0)
    np.testing.assert_allclose(moments, 0.01 * found.slopes * values.std(axis=0), atol=1e-5)


def test_what_does_not_settle_is_refused(monkeypatch):
    monkeypatch.setattr("analytics.piecewise_hazard._STEPS", 1)

    with pytest.raises(DidNotConverge):
        fit_piecewise(
            np.array([1.0, 2, 3]), np.ones(3, bool), np.array([[0.0], [1], [3]]), np.array([0.0, 9])
        )
