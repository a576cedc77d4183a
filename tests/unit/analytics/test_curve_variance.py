"""Robust variance of curves: running sums against a table of patients by days."""

import numpy as np
import pytest

from analytics import curve_variance as module
from analytics.curve_variance import curve_variance
from analytics.inputs import check_follow_up
from analytics.stacked_variance import dependence, stacked_influence, standard_errors
from analytics.weighted_curves import arms_follow_up, incidence_path, slopes_at, survival_path
from analytics.weights import Weighting, known_weights

N = 80


@pytest.fixture(params=["from the start", "late entry"])
def arms(request):
    rng = np.random.default_rng(3)
    entry = np.where(rng.random(N) < 0.4, rng.integers(0, 8, N), 0)
    entry = entry if request.param == "late entry" else np.zeros(N)
    time, code = entry + rng.integers(1, 15, N), rng.integers(0, 3, N)
    people = check_follow_up(time, code, entry=entry, weights=_weights())
    return arms_follow_up(people, rng.integers(0, 2, N), ("A", "B"))


def _weights():
    return np.random.default_rng(4).uniform(0.2, 2, N)


def _moving():
    rng = np.random.default_rng(5)
    gradient, influence = rng.normal(size=(N, 3)), rng.normal(size=(N, 3)) / N
    return Weighting(_weights(), gradient, influence, False, None, np.inf, 0)


@pytest.mark.parametrize("cluster", [None, np.arange(N) % 7], ids=["alone", "by site"])
@pytest.mark.parametrize(
    "weighting", [known_weights(_weights()), _moving()], ids=["known", "moving"]
)
@pytest.mark.parametrize("make", [survival_path, lambda arm: incidence_path(arm, 1)])
def test_running_sums_give_what_all_influences_give(arms, cluster, weighting, make, monkeypatch):
    monkeypatch.setattr(module, "_BLOCK", 3)  # more clusters than one block holds
    depends = dependence(cluster, None, N)

    for arm in arms:
        path = make(arm)
        slopes = np.zeros((N, arm.time.size))
        slopes[arm.rows] = slopes_at(arm, path, arm.time)
        full = standard_errors(stacked_influence(slopes, weighting), depends)
        ours = np.sqrt(curve_variance(arm, path, weighting, depends))
        np.testing.assert_allclose(ours[1:], full[1:], atol=1e-9)
