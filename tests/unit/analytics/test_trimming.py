"""Trimming rules on scores that can be counted off."""

import numpy as np
import pytest

from analytics.errors import BadInput
from analytics.trimming import trim

SCORE = np.array([0.05, 0.2, 0.4, 0.6, 0.3, 0.5, 0.8, 0.95])
TREATED = np.array([0, 0, 0, 0, 1, 1, 1, 1])


def test_no_rule_keeps_everybody():
    found = trim(SCORE, TREATED, None)

    assert found.kept.all()
    assert (found.rule, found.n_left_out) == ("not trimmed", (0, 0))


def test_the_common_range_keeps_scores_at_which_both_arms_occur():
    found = trim(SCORE, TREATED, "common range")

    np.testing.assert_array_equal(SCORE[found.kept], [0.4, 0.6, 0.3, 0.5])
    assert found.n_left_out == (2, 2)


def test_a_share_cuts_both_ends():
    found = trim(SCORE, TREATED, 0.1)

    np.testing.assert_array_equal(found.kept, [0, 1, 1, 1, 1, 1, 1, 0])


def test_the_percentiles_are_those_of_the_arm_for_which_the_score_speaks():
    found = trim(SCORE, TREATED, "sturmer")

    assert found.lower == pytest.approx(np.quantile(SCORE[4:], 0.05))
    assert found.upper == pytest.approx(np.quantile(SCORE[:4], 0.95))


def test_preference_keeps_those_in_equipoise():
    found = trim(SCORE, TREATED, "preference")  # half are treated: preference is the score

    np.testing.assert_array_equal(SCORE[found.kept], [0.4, 0.6, 0.3, 0.5])


def test_preference_may_keep_nobody():
    assert not trim(np.array([0.01, 0.99]), np.array([0, 1]), "preference").kept.any()


def test_crump_keeps_the_range_with_the_smallest_variance():
    rng = np.random.default_rng(4)
    score = 1 / (1 + np.exp(-2.5 * rng.normal(size=500)))
    treated = (rng.random(500) < score).astype(int)

    found = trim(score, treated, "crump")

    def variance(edge):
        inside = (score >= edge) & (score <= 1 - edge)
        return (1 / (score * (1 - score)))[inside].mean() / inside.mean()

    best = min(variance(edge) for edge in np.linspace(0, 0.4, 401))
    assert variance(found.lower) <= best
    assert found.upper == 1 - found.lower
    assert 0.05 < found.lower < 0.2  # the rule of thumb is 0.1


def test_crump_keeps_everybody_where_scores_are_alike():
    assert trim(np.linspace(0.4, 0.6, 50), np.arange(50) % 2, "crump").kept.all()


@pytest.mark.parametrize("rule", ["everybody", 0.6, 0.0])
def test_rules_that_there_are_not_are_refused(rule):
    with pytest.raises(BadInput):
        trim(SCORE, TREATED, rule)


@pytest.mark.parametrize("rule", [None, "common range", 0.1, "sturmer"])
def test_c43_what_trimming_leaves_out_and_keeps_adds_up_in_each_arm(rule):
    found = trim(SCORE, TREATED, rule)

    for arm, left_out in enumerate(found.n_left_out):
        assert left_out + found.kept[arm == TREATED].sum() == (arm == TREATED).sum()
    assert found.rule
