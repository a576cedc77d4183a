"""The score model of a planned comparison, with gaps filled."""

import numpy as np
import pandas as pd
import pytest

from analytics.errors import AnalysisError, TooFewEvents
from analytics.planned_design import filled, planned_design
from analytics.propensity import scores

ARMS = ("A", "B")


def patients(n=200, seed=3):
    rng = np.random.default_rng(seed)
    age, grade = rng.normal(65, 9, n), rng.choice(["G1", "G2"], n)
    second = rng.random(n) < 1 / (1 + np.exp(-(age - 65) / 12))
    return pd.DataFrame({"age": age, "grade": grade}), second


def test_gaps_take_the_median_and_the_most_frequent_level():
    second = np.arange(40) % 2 == 1
    age = pd.Series(np.arange(40.0))
    age[0] = np.nan
    grade = pd.Series(["G1"] * 15 + ["G2"] * 24 + [None])

    found = filled(pd.DataFrame({"age": age, "grade": grade}), second)

    assert found["age"][0] == 20  # median of 1 to 39
    assert found["grade"][39] == "G2"


def test_a_level_that_an_arm_hardly_has_is_joined_with_the_usual_one():
    second = np.arange(40) % 2 == 1
    grade = pd.Series(["G1"] * 32 + ["G3"] * 8)  # 4 of each arm

    assert set(filled(pd.DataFrame({"grade": grade}), second)["grade"]) == {"G1"}


def test_a_number_that_hardly_differs_is_the_same_for_all():
    second = np.arange(40) % 2 == 1
    tumours = pd.Series([1.0] * 36 + [2.0] * 4)

    assert set(filled(pd.DataFrame({"n": tumours}), second)["n"]) == {1.0}


def test_without_gaps_the_weights_are_those_of_the_plain_score():
    covariates, second = patients()

    found = planned_design(covariates, second, ARMS)

    score = scores(covariates, second.astype(int)).probability
    np.testing.assert_allclose(found.weights, np.where(second, 1 - score, score), atol=1e-12)


def test_the_effective_size_is_that_of_kish_by_arm():
    covariates, second = patients()
    found = planned_design(covariates, second, ARMS)

    w = found.weights[second]
    assert found.ess()[1] == pytest.approx(w.sum() ** 2 / (w**2).sum())
    assert found.ess(np.zeros(200, dtype=bool)) == (0.0, 0.0)


def test_an_arm_of_29_is_too_few():
    covariates, _ = patients(100)

    with pytest.raises(TooFewEvents, match="B has 29 patients; 30 are needed"):
        planned_design(covariates, np.arange(100) < 29, ARMS)


def test_arms_that_never_occur_together_are_refused():
    age = pd.DataFrame({"age": np.r_[np.linspace(40, 60, 60), np.linspace(59.5, 80, 60)]})

    with pytest.raises(AnalysisError):
        planned_design(age, np.arange(120) >= 60, ARMS)
