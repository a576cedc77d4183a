"""Firth's penalised likelihood: its slope, its maximum and its profile limits."""

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import brentq, minimize_scalar
from scipy.stats import chi2

from analytics import firth as module
from analytics.cox_rows import cox_rows
from analytics.errors import DidNotConverge
from analytics.firth import penalised_likelihood
from analytics.hazards import cox


def _people(seed, n=40):
    rng = np.random.default_rng(seed)
    return {
        "covariates": pd.DataFrame({"a": rng.normal(size=n), "b": rng.random(n) < 0.4}),
        "time": rng.integers(1, 8, n).astype(float),
        "event": rng.random(n) < 0.5,
        "entry": rng.integers(0, 2, n) * 0.5,
        "weights": rng.integers(1, 4, n),
        "strata": rng.integers(0, 2, n),
    }


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("seed", range(4))
def test_the_score_is_the_slope_of_the_penalised_likelihood(ties, seed):
    rows = cox_rows(**_people(seed), ties=ties)
    at, apart = np.array([0.3, -0.4]), 1e-5

    slope = [
        (penalised_likelihood(rows, at + s).value - penalised_likelihood(rows, at - s).value)
        / (2 * apart)
        for s in apart * np.eye(2)
    ]

    np.testing.assert_allclose(penalised_likelihood(rows, at).score, slope, rtol=1e-6, atol=1e-7)


def test_one_event_of_two_people_has_a_ratio_of_3():
    # r / (1 + r) times the root of the information r / (1 + r)^2 is highest at r = 3.
    fit = cox(pd.DataFrame({"x": [1, 0]}), [1, 2], [1, 0], penalty="firth")

    np.testing.assert_allclose(fit.ratio, [3], rtol=1e-9)


def test_limits_lie_where_the_profile_has_fallen_by_half_the_quantile():
    people = _people(1)
    fit, rows = cox(**people, penalty="firth"), cox_rows(**people)

    def profile(value):  # of the first coefficient; the second one searched without slopes
        def lower(other):
            return -penalised_likelihood(rows, np.array([value, other]) * rows.scale).value

        return -minimize_scalar(lower, bracket=(-1, 1), tol=1e-12).fun

    def excess(value):
        return fit.loglik - profile(value) - chi2.ppf(0.95, 1) / 2

    lower, upper = brentq(excess, -5, fit.coef[0]), brentq(excess, fit.coef[0], 5)
    np.testing.assert_allclose([fit.lower[0], fit.upper[0]], [lower, upper], rtol=1e-5)
    assert fit.p[0] == pytest.approx(chi2.sf(2 * (fit.loglik - profile(0.0)), 1), rel=1e-6)


def test_a_wide_level_gives_wide_limits():
    narrow, wide = (cox(**_people(2), penalty="firth", confidence=c) for c in (0.5, 0.99))

    assert (wide.lower < narrow.lower).all()
    assert (narrow.upper < wide.upper).all()


def test_the_penalty_fades_with_many_events():
    rng = np.random.default_rng(3)
    x = rng.random(4000) < 0.2
    time = rng.exponential(1 / np.exp(1.0 * x))

    gaps = []
    for n in (40, 4000):
        people = {"covariates": pd.DataFrame({"x": x[:n]}), "time": time[:n], "event": np.ones(n)}
        plain, penalised = cox(**people), cox(**people, penalty="firth")
        gaps.append(abs(plain.coef[0] - penalised.coef[0]))

    assert gaps[0] > 1e-2
    assert gaps[1] < gaps[0] / 20


def test_limits_that_cannot_be_found_are_refused_by_the_name_of_the_term(monkeypatch):
    monkeypatch.setattr(module, "_MAX_STRIDES", 0)

    with pytest.raises(DidNotConverge, match="95% limits of a were not found"):
        cox(**_people(1), penalty="firth")


def test_where_nothing_can_be_computed_the_likelihood_is_as_low_as_can_be():
    rows = cox_rows(pd.DataFrame({"x": [1.0, 2, 3, 4]}), [1, 2, 3, 4], [1, 1, 1, 1])

    assert penalised_likelihood(rows, np.array([-1e4])).value == -np.inf


@pytest.mark.parametrize("seed", [44, 399], ids=["a step too far", "a stride too far"])
def test_limits_are_found_where_the_way_there_is_uneven(seed):
    # Three events among eight people: the likelihood has cliffs and plains.
    frame = pd.DataFrame(np.random.default_rng(seed).normal(size=(8, 2)).round(1)).add_prefix("x")
    fit = cox(frame, np.arange(8), np.arange(8) < 3, penalty="firth")

    assert (fit.lower < fit.coef).all()
    assert (fit.coef < fit.upper).all()
