"""Logistic regression: the two-by-two table by hand, and its refusals."""

import numpy as np
import pytest

from analytics.errors import BadInput, DidNotConverge
from analytics.logistic_model import fit_logistic, predicted_probability

# exposed: 3 of 4 have it; others: 1 of 4
EXPOSED = np.array([[1.0]] * 4 + [[0.0]] * 4)
OUTCOME = np.array([1, 1, 1, 0, 1, 0, 0, 0.0])


def fit(values, outcome, names=("x",)):
    return fit_logistic(np.asarray(values, float), np.asarray(outcome, float), names, what="It")


def test_a_two_by_two_table_gives_its_log_odds_and_woolf_variance():
    found = fit(EXPOSED, OUTCOME)

    np.testing.assert_allclose(found.coefficients, [np.log(1 / 3), np.log(9)], atol=1e-9)
    np.testing.assert_allclose(found.covariance[1, 1], 1 + 1 / 3 + 1 / 3 + 1, rtol=1e-9)
    np.testing.assert_allclose(found.probability, [3 / 4] * 4 + [1 / 4] * 4)
    np.testing.assert_allclose(found.log_likelihood, 6 * np.log(3 / 4) + 2 * np.log(1 / 4))


def test_influences_add_up_to_nothing_and_their_squares_to_the_sandwich():
    found = fit(EXPOSED, OUTCOME)

    np.testing.assert_allclose(found.influence.sum(axis=0), 0, atol=1e-9)
    np.testing.assert_allclose((found.influence[:, 1] ** 2).sum(), 8 / 3)  # saturated: the model's


def test_other_patients_get_the_probability_of_their_covariates():
    found = fit(EXPOSED, OUTCOME)

    predicted = predicted_probability(found.coefficients, np.array([[0.0], [1.0]]))

    np.testing.assert_allclose(predicted, [1 / 4, 3 / 4])


def test_a_year_beside_a_share_loses_no_digits():
    rng = np.random.default_rng(1)
    year, share = rng.integers(2015, 2025, 300), rng.random(300)
    y = rng.random(300) < 0.5

    raw = fit(np.column_stack([year, share]), y, ("year", "share"))
    centred = fit(np.column_stack([year - 2020, share]), y, ("year", "share"))

    np.testing.assert_allclose(raw.probability, centred.probability, atol=1e-12)
    np.testing.assert_allclose(raw.covariance[1, 1], centred.covariance[1, 1], rtol=1e-9)


@pytest.mark.parametrize(
    "x",
    [[1, 2, 3, 4, 5, 6], [0, 0, 0, 0, 1, 1]],
    ids=["values do not mix", "a level of one group only"],
)
def test_one_covariate_that_tells_groups_apart_is_named(x):
    other = [3, 1, 2, 2, 3, 1]

    with pytest.raises(BadInput, match="separated: size tells"):
        fit(np.column_stack([x, other]), [0, 0, 0, 1, 1, 1], ("size", "other"))


def test_covariates_that_tell_groups_apart_together_are_named():
    rng = np.random.default_rng(2)
    x = rng.normal(size=(200, 3))
    y = x[:, 0] + x[:, 1] > 0

    with pytest.raises(BadInput, match="separated") as refused:
        fit(x, y, ("size", "number", "age"))

    assert "size" in refused.value.reason
    assert "number" in refused.value.reason


def test_a_covariate_that_repeats_others_is_named():
    rng = np.random.default_rng(3)
    a, b = rng.normal(size=(2, 50))

    with pytest.raises(BadInput, match=r"cannot tell \w+ from"):
        fit(np.column_stack([a, b, a + b]), rng.random(50) < 0.5, ("a", "b", "both"))


def test_no_stable_answer_is_no_answer(monkeypatch):
    monkeypatch.setattr("analytics.logistic_model._settled", lambda *_: None)

    with pytest.raises(DidNotConverge, match="It found no stable answer"):
        fit(EXPOSED, OUTCOME)


def test_scores_near_0_and_1_are_allowed_where_nothing_separates():
    x = np.append(np.linspace(-30, 30, 200), [-1.0, 1.0])[:, None]
    y = np.append(np.linspace(-30, 30, 200) > 0, [True, False])

    found = fit(x, y)

    assert found.probability.min() < 1e-8
