"""Balancing weights by hand, and how they move with the scores."""

import numpy as np
import pytest

from analytics.errors import BadInput
from analytics.weights import (
    balancing_weights,
    effective_sample_size,
    known_weights,
    weight_slopes,
    weighting,
)

SCORE = np.array([0.25, 0.25, 0.8, 0.8])
TREATED = np.array([1, 0, 1, 0])


def plain(estimand, **options):
    given = {"matrix": None, "influence": None} | options
    return weighting(SCORE, TREATED, estimand, **given)


@pytest.mark.parametrize(
    ("estimand", "expected"),
    [
        ("ATE", [4, 4 / 3, 5 / 4, 5]),
        ("ATT", [1, 1 / 3, 1, 4]),
        ("ATC", [3, 1, 1 / 4, 1]),
        ("ATO", [3 / 4, 1 / 4, 1 / 5, 4 / 5]),
        ("ATM", [1, 1 / 3, 1 / 4, 1]),
    ],
)
def test_weights_of_each_estimand(estimand, expected):
    np.testing.assert_allclose(plain(estimand).weights, expected)


def test_stabilised_weights_carry_the_share_of_the_own_arm():
    np.testing.assert_allclose(plain("ATE", stabilised=True).weights, [2, 2 / 3, 5 / 8, 5 / 2])


def test_a_truncated_weight_is_cut_to_the_stated_quantile_and_counted():
    found = plain("ATE", truncate_at=0.75)

    assert found.cut == pytest.approx(4.25)  # between 4 and 5, a quarter of the way
    np.testing.assert_allclose(found.weights, [4, 4 / 3, 5 / 4, 4.25])
    assert (found.n_truncated, found.truncate_at) == (1, 0.75)


@pytest.mark.parametrize("estimand", ["ATE", "ATT", "ATC", "ATO", "ATM"])
def test_slopes_are_the_derivatives_by_the_logit(estimand):
    logit, step, arm = np.log(SCORE / (1 - SCORE)), 1e-6, TREATED == 1
    up, down = (
        balancing_weights(1 / (1 + np.exp(-logit - side)), arm, estimand) for side in (step, -step)
    )

    slopes = weight_slopes(SCORE, arm, estimand)

    np.testing.assert_allclose(slopes, (up - down) / (2 * step), atol=1e-8)


def test_truncated_weights_do_not_move_with_the_scores():
    matrix = np.ones((4, 1))

    found = plain("ATE", truncate_at=0.75, matrix=matrix, influence=matrix)

    np.testing.assert_allclose(found.gradient[:, 0], [-3, 1 / 3, -1 / 4, 0])


def test_the_share_of_a_stabilised_weight_is_estimated_too():
    matrix = np.ones((4, 1))

    found = plain("ATE", stabilised=True, matrix=matrix, influence=matrix)

    np.testing.assert_allclose(found.gradient[:, 1], [4, -4 / 3, 5 / 4, -5])
    np.testing.assert_allclose(found.influence[:, 1], [1 / 8, -1 / 8, 1 / 8, -1 / 8])


def test_the_effective_size_of_equal_weights_is_their_number():
    assert effective_sample_size(np.full(7, 0.3)) == pytest.approx(7)
    assert effective_sample_size(np.array([1, 1, 2.0])) == pytest.approx(16 / 6)


def test_known_weights_do_not_move():
    assert known_weights(SCORE).gradient is None


@pytest.mark.parametrize(
    ("estimand", "options"),
    [
        ("ATX", {}),
        ("ATO", {"stabilised": True}),
        ("ATE", {"truncate_at": 99}),
        ("ATE", {"truncate_at": 0.5}),
    ],
)
def test_options_that_do_not_fit_are_refused(estimand, options):
    with pytest.raises(BadInput):
        plain(estimand, **options)


def test_a_score_of_1_is_refused():
    with pytest.raises(BadInput, match="1 of 2 patients"):
        weighting(np.array([1.0, 0.5]), np.array([1, 0]), "ATE", matrix=None, influence=None)
