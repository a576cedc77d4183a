"""Baseline hazard and predicted survival by hand, robust errors by their definition."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.errors import BadInput
from analytics.hazards import baseline, cox, predicted_survival

RATIO = np.sqrt(0.5)  # of three people with events on days 1, 2, 3 and x = 1, 0, 1
STEPS = np.cumsum([1 / (2 * RATIO + 1), 1 / (RATIO + 1), 1 / RATIO])


@pytest.fixture
def three():
    return cox(pd.DataFrame({"x": [1, 0, 1]}), [1, 2, 3], [1, 1, 1])


def test_the_baseline_is_the_hazard_of_somebody_with_covariates_of_0(three):
    ours = baseline(three)

    np.testing.assert_array_equal(ours.time, [1, 2, 3])
    np.testing.assert_allclose(ours.cumulative_hazard, STEPS, rtol=1e-10)
    np.testing.assert_array_equal(ours.stratum, [0, 0, 0])


def test_predicted_survival_is_a_step_function(three):
    people = pd.DataFrame({"x": [0, 1]})

    ours = predicted_survival(three, people, [0.5, 1, 1.9, 2, 3])

    hazard = np.array([0, STEPS[0], STEPS[0], STEPS[1], STEPS[2]])
    np.testing.assert_allclose(ours.survival[0], np.exp(-hazard), rtol=1e-10)
    np.testing.assert_allclose(ours.survival[1], np.exp(-hazard * RATIO), rtol=1e-10)


def test_nothing_is_said_beyond_the_last_day_of_follow_up():
    fit = cox(pd.DataFrame({"x": [1, 0, 1, 0]}), [1, 2, 3, 5], [1, 1, 1, 0])

    ours = predicted_survival(fit, pd.DataFrame({"x": [0]}), [5, 5.1])

    np.testing.assert_array_equal(np.isnan(ours.survival), [[False, True]])
    np.testing.assert_array_equal(np.isnan(ours.upper), [[False, True]])


@pytest.fixture
def stratified():
    """Eight people, two strata with followings of different length."""
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"x": rng.normal(size=40)})
    strata = np.repeat(["north", "south"], 20)
    time = rng.integers(1, 10, 40) + np.where(strata == "south", 10, 0)
    return cox(frame, time, np.ones(40), strata=strata)


def test_each_stratum_has_its_own_steps(stratified):
    ours = baseline(stratified)
    south = ours.stratum == ours.strata.index("south")

    assert (ours.time[south] > 10).all()
    assert (ours.time[~south] < 10).all()
    people = pd.DataFrame({"x": [0.0, 0.0]})
    survival = predicted_survival(stratified, people, [10], strata=["south", "north"]).survival
    np.testing.assert_array_equal(survival[:, 0] == 1, [True, False])


@pytest.mark.parametrize(
    ("strata", "said"),
    [(None, "2 strata"), (["west"], "not in the model: west"), (["south"] * 2, "2 strata for 1")],
)
def test_a_stratum_that_is_missing_or_unknown_is_refused(stratified, strata, said):
    with pytest.raises(BadInput, match=said):
        predicted_survival(stratified, pd.DataFrame({"x": [0.0]}), [12], strata=strata)


def test_a_pattern_without_a_term_is_refused(three):
    with pytest.raises(BadInput, match="lack x"):
        predicted_survival(three, pd.DataFrame({"y": [0.0]}), [1])


def test_covariates_of_0_too_far_from_the_data_are_refused():
    year = [2020, 2021, 2020, 2022, 2021, 2020]
    fit = cox(pd.DataFrame({"year": year}), [6, 2, 4, 3, 1, 5], [1, 1, 1, 1, 1, 1])
    fit = replace(fit, coef=np.array([-1.5]))

    with pytest.raises(BadInput, match="too far from the data"):
        baseline(fit)


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("clustered", [False, True], ids=["rows", "clusters"])
def test_robust_errors_are_the_answer_of_the_prediction_to_the_weights(ties, clustered):
    rng = np.random.default_rng(9)
    n, share = 40, 1e-5
    cluster = rng.integers(0, 7, n) if clustered else np.arange(n)
    people = {
        "covariates": pd.DataFrame(rng.normal(size=(n, 2)), columns=["a", "b"]),
        "time": rng.integers(1, 9, n),
        "event": rng.random(n) < 0.7,
        "entry": rng.integers(0, 2, n) * 0.5,
    }
    options = {"cluster": cluster, "small_sample": False, "ties": ties}
    asked = (pd.DataFrame({"a": [0.0, 1], "b": [1.0, 0]}), [3, 5])
    weights, slopes = rng.random(n) + 0.5, []
    for each in np.unique(cluster):
        log_survival = [
            np.log(predicted_survival(cox(**people, weights=w, **options), *asked).survival)
            for w in (weights * (1 + sign * share * (cluster == each)) for sign in (1, -1))
        ]
        slopes.append((log_survival[0] - log_survival[1]) / (2 * share))

    ours = predicted_survival(cox(**people, weights=weights, **options), *asked)

    np.testing.assert_allclose(
        ours.se / ours.survival, np.sqrt(np.square(slopes).sum(axis=0)), rtol=1e-5
    )


def test_few_clusters_widen_the_limits_of_predicted_survival():
    rng = np.random.default_rng(9)
    people = pd.DataFrame({"x": rng.normal(size=90)}), rng.exponential(size=90), np.ones(90)
    few, plain = (
        predicted_survival(
            cox(*people, cluster=np.arange(90) % 9, small_sample=small),
            pd.DataFrame({"x": [0.0]}),
            [0.5],
            interval="plain",
        )
        for small in (True, False)
    )

    np.testing.assert_allclose(few.se, plain.se * np.sqrt(9 / 8))
    np.testing.assert_allclose((few.upper - few.survival) / few.se, 2.306004, rtol=1e-6)  # 8 df
    np.testing.assert_allclose((plain.upper - plain.survival) / plain.se, 1.959964, rtol=1e-6)
