"""Residuals of Cox fits by hand, and what they add up to."""

import numpy as np
import pandas as pd
import pytest

from analytics.cox_residuals import (
    deviance,
    dfbeta,
    expected_events,
    martingale,
    schoenfeld,
)
from analytics.hazards import cox

RATIO = np.sqrt(0.5)  # of three people with events on days 1, 2, 3 and x = 1, 0, 1


@pytest.fixture
def three():
    # Given out of order: residuals come back in the order given.
    return cox(pd.DataFrame({"x": [0, 1, 1]}), [2, 3, 1], [1, 1, 1])


def test_expected_events_are_hazards_summed_while_at_risk(three):
    first = 1 / (2 * RATIO + 1)
    second = first + 1 / (RATIO + 1)

    ours = expected_events(three)

    np.testing.assert_allclose(ours, [second, RATIO * second + 1, RATIO * first], rtol=1e-10)
    np.testing.assert_allclose(martingale(three), 1 - ours, rtol=1e-10)


def test_deviance_residuals_have_the_sign_of_the_martingale_residuals(three):
    m = martingale(three)

    np.testing.assert_allclose(
        deviance(three), np.sign(m) * np.sqrt(-2 * (m + np.log(1 - m))), rtol=1e-10
    )


def test_the_deviance_residual_of_somebody_without_the_event_is_a_plain_root():
    fit = cox(pd.DataFrame({"x": [1, 0, 1]}), [1, 2, 3], [1, 1, 0])
    awaited = expected_events(fit)[2]

    np.testing.assert_allclose(deviance(fit)[2], -np.sqrt(2 * awaited), rtol=1e-10)


def test_schoenfeld_residuals_are_distances_from_the_mean_at_risk(three):
    ours = schoenfeld(three)

    first, second = 2 * RATIO / (2 * RATIO + 1), RATIO / (RATIO + 1)
    np.testing.assert_allclose(ours.residuals[:, 0], [1 - first, -second, 0], atol=1e-10)
    np.testing.assert_array_equal(ours.time, [1, 2, 3])
    np.testing.assert_array_equal(ours.row, [2, 0, 1])


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("by", [None, "cluster"])
def test_dfbeta_is_how_a_weight_moves_the_coefficients(ties, by):
    rng = np.random.default_rng(4)
    n, share = 50, 1e-5
    people = {
        "covariates": pd.DataFrame(rng.normal(size=(n, 2)), columns=["a", "b"]),
        "time": rng.integers(1, 9, n),
        "event": rng.random(n) < 0.7,
        "entry": rng.integers(0, 2, n) * 0.5,
        "strata": rng.integers(0, 2, n),
        "cluster": None if by is None else rng.integers(0, 6, n),
        "ties": ties,
    }
    weights = rng.random(n) + 0.5
    fit = cox(**people, weights=weights, robust=True)

    for row in (0, 17, 49):
        moved = [
            cox(**people, weights=weights * (1 + sign * share * (np.arange(n) == row)), robust=True)
            for sign in (1, -1)
        ]
        slope = (moved[0].coef - moved[1].coef) / (2 * share)
        np.testing.assert_allclose(dfbeta(fit)[row], slope, rtol=1e-5, atol=1e-8)
