"""Overlap and preference scores by hand (case C42: equipoise pooled and by arm)."""

import numpy as np
import pytest

from analytics.errors import NoOverlap
from analytics.overlap import common_range, overlap, preference_scores, refuse_without_overlap

ARMS = ("A", "B")


def test_the_common_range_lies_between_the_inner_ends():
    score, treated = np.array([0.1, 0.3, 0.5, 0.2, 0.6, 0.9]), np.array([0, 0, 0, 1, 1, 1])

    assert common_range(score, treated) == (0.2, 0.5)
    found = overlap(score, treated, ARMS)
    assert found.n_outside == (1, 2)
    np.testing.assert_array_equal(found.counts.sum(axis=1), [3, 3])


def test_the_preference_score_is_a_half_where_the_score_is_the_share_treated():
    treated = np.array([1, 0, 0, 0])  # a quarter is treated

    found = preference_scores(np.array([0.25, 0.25, 0.5, 0.1]), treated)

    np.testing.assert_allclose(found, [1 / 2, 1 / 2, 3 / 4, 1 / 4])


def test_c42_equipoise_is_told_of_everybody_and_of_each_arm():
    treated = np.array([1, 0, 0, 0])
    score = np.array([0.25, 0.25, 0.5, 0.1])  # preference 1/2, 1/2, 3/4, 1/4

    found = overlap(score, treated, ARMS)

    assert found.equipoise == 1 / 2
    assert found.equipoise_by_arm == (1 / 3, 1)


def test_arms_that_hardly_meet_are_refused_with_their_numbers():
    score = np.append(np.linspace(0.1, 0.4, 40), np.linspace(0.35, 0.9, 40))
    treated = np.repeat([0, 1], 40)

    with pytest.raises(NoOverlap, match="Only 7 patients of A and 4 of B"):
        refuse_without_overlap(overlap(score, treated, ARMS))
