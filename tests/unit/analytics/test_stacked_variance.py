"""Robust errors, limits and p-values by hand."""

import numpy as np
import pytest
from scipy import stats

from analytics.errors import BadInput, TooFewEvents
from analytics.stacked_variance import (
    dependence,
    difference,
    ratio,
    stacked_influence,
    standard_errors,
)
from analytics.weights import Weighting, known_weights

INFLUENCE = np.array([[1.0], [2.0], [-3.0], [1.0]])


def test_independent_influences_are_squared_one_by_one():
    alone = dependence(None, None, 4)

    np.testing.assert_allclose(standard_errors(INFLUENCE, alone), np.sqrt(15))
    assert (alone.factor, alone.df, alone.n_clusters) == (1, np.inf, None)


def test_influences_of_a_cluster_are_added_before_they_are_squared():
    by_site = dependence(["A", "A", "B", "B"], None, 4)  # 3 and -2

    assert (by_site.n_clusters, by_site.factor, by_site.df) == (2, 2, 1)
    np.testing.assert_allclose(standard_errors(INFLUENCE, by_site), np.sqrt(2 * 13))


def test_forty_clusters_need_no_small_sample_factor():
    many = dependence(np.arange(40), None, 40)

    assert (many.factor, many.df) == (1, np.inf)


def test_influences_of_a_pair_are_added_before_they_are_squared():
    paired = dependence(None, np.array([0, 1, 0, 1]), 4)  # -2 and 3

    np.testing.assert_allclose(standard_errors(INFLUENCE, paired), np.sqrt(13))


def test_pairs_across_clusters_count_both_ways():
    influence = np.array([[1.0], [2.0], [3.0], [4.0]])
    both = dependence(["A", "A", "B", "B"], np.array([0, 1, 0, 1]), 4)

    # clusters 3, 7; pairs 4, 6; nobody shares both
    np.testing.assert_allclose(standard_errors(influence, both), np.sqrt(2 * (58 + 52 - 30)))


def test_two_way_variance_is_never_less_than_that_of_pairs_or_clusters():
    both = dependence(["A", "B", "A", "B"], np.array([0, 0, 1, 1]), 4)
    influence = np.array([[1.0], [-1.0], [1.0], [-1.0]])  # pairs 0, 0; clusters 2, -2

    np.testing.assert_allclose(standard_errors(influence, both), np.sqrt(2 * 8))


def test_a_score_may_be_centred_first():
    alone = dependence(None, None, 4)

    centred = standard_errors(INFLUENCE + 5, alone, centred=True)

    np.testing.assert_allclose(centred, np.sqrt(15 - 4 * 0.25**2))


def test_the_score_model_adds_what_an_estimate_moves_with_it():
    weighting = Weighting(
        weights=np.array([2.0, 1.0]),
        gradient=np.array([[1.0], [3.0]]),
        influence=np.array([[0.5], [-0.5]]),
        stabilised=False,
        truncate_at=None,
        cut=np.inf,
        n_truncated=0,
    )

    found = stacked_influence(np.array([[1.0], [-1.0]]), weighting)

    # own 2 and -1; the estimate moves by 1 - 3 = -2 per unit of the coefficient
    np.testing.assert_allclose(found, [[2 - 1], [-1 + 1]])


def test_known_weights_add_nothing():
    np.testing.assert_allclose(
        stacked_influence(np.array([[1.0]]), known_weights(np.array([2.0]))), [[2.0]]
    )


def test_limits_are_normal_without_clusters_and_students_with_few():
    alone, few = dependence(None, None, 4), dependence([1, 1, 2, 3], None, 4, confidence=0.9)

    assert difference("x", 1.0, 0.5, alone).upper == pytest.approx(1 + 0.5 * 1.959964, rel=1e-6)
    assert difference("x", 1.0, 0.5, few).upper == pytest.approx(1 + 0.5 * stats.t.ppf(0.95, 2))


def test_a_ratio_has_limits_on_the_log_scale():
    found = ratio("x", np.log(2), 0.5, dependence(None, None, 4))

    assert found.estimate == pytest.approx(2)
    assert found.lower * found.upper == pytest.approx(4)
    assert found.p == pytest.approx(2 * stats.norm.sf(np.log(2) / 0.5))


def test_a_tiny_p_value_survives_as_a_logarithm():
    found = difference("x", 60.0, 1.0, dependence(None, None, 4))

    assert found.p == 0
    assert found.log_p == pytest.approx(np.log(2) + stats.norm.logsf(60))


def test_an_unknown_estimate_has_no_p_value():
    assert np.isnan(difference("x", np.nan, np.nan, dependence(None, None, 4)).log_p)


def test_students_p_value_has_the_degrees_of_freedom_of_the_clusters():
    few = dependence([1, 1, 2, 3], None, 4)

    assert difference("x", 1.0, 0.5, few).p == pytest.approx(2 * stats.t.sf(2, 2))


@pytest.mark.parametrize(
    ("cluster", "refusal"),
    [(["A"] * 4, TooFewEvents), (["A", "B"], BadInput), (["A", "B", None, "A"], BadInput)],
    ids=["one cluster", "lengths differ", "missing"],
)
def test_clusters_that_are_none_are_refused(cluster, refusal):
    with pytest.raises(refusal):
        dependence(cluster, None, 4)
