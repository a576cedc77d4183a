"""Proportions small enough to work out by hand, and the printed examples of Newcombe (1998)."""

import numpy as np
import pytest
from scipy.stats import norm

from analytics.errors import BadInput, TooFewEvents
from analytics.proportions import cochran_armitage, difference, proportion

Z = norm.ppf(0.975)


def test_wilson_limits_solve_the_quadratic_of_the_score_test():
    share = proportion(2, 8)

    for limit in (share.lower, share.upper):
        assert abs(0.25 - limit) == pytest.approx(Z * np.sqrt(limit * (1 - limit) / 8))


def test_nobody_of_n_has_the_wilson_limit_z_squared_over_n_plus_z_squared():
    share = proportion(0, 10)

    assert (share.estimate, share.lower) == (0, 0)
    assert share.upper == pytest.approx(Z**2 / (10 + Z**2))


def test_everybody_of_n_has_the_mirror_image():
    share = proportion(10, 10)

    assert (share.estimate, share.upper) == (1, 1)
    assert share.lower == pytest.approx(10 / (10 + Z**2))


def test_exact_limits_at_the_ends_are_roots_of_the_tail():
    nobody, everybody = (proportion(x, 10, method="exact") for x in (0, 10))

    assert (nobody.lower, everybody.upper) == (0, 1)
    assert nobody.upper == pytest.approx(1 - 0.025**0.1)
    assert everybody.lower == pytest.approx(0.025**0.1)


def test_jeffreys_limits_of_one_in_two_are_symmetric():
    share = proportion(1, 2, method="jeffreys", confidence=0.5)

    assert share.lower + share.upper == pytest.approx(1)
    assert share.method == "jeffreys"


@pytest.mark.parametrize(
    ("counts", "limits"),
    [
        ((56, 70, 48, 80), (0.0524, 0.3339)),
        ((9, 10, 3, 10), (0.1705, 0.8090)),
        ((6, 7, 2, 7), (0.0582, 0.8062)),
        ((5, 56, 0, 29), (-0.0381, 0.1926)),
        ((0, 10, 0, 20), (-0.1611, 0.2775)),
        ((0, 10, 0, 10), (-0.2775, 0.2775)),
        ((10, 10, 0, 20), (0.6791, 1.0)),
        ((10, 10, 0, 10), (0.6075, 1.0)),
    ],
)
def test_difference_has_the_limits_that_newcombe_prints_for_method_10(counts, limits):
    found = difference(*counts)

    assert (round(found.lower, 4), round(found.upper, 4)) == limits


def test_a_trend_of_one_half_to_all_is_worked_out_by_hand():
    # Shares 1/2 and 1 of 4 each; T = 1/2, V = (3/4)(1/4)(4 - 16/8) = 3/8.
    trend = cochran_armitage([2, 4], [4, 4])

    assert trend.z == pytest.approx(1 / np.sqrt(3 / 8))
    assert trend.statistic == pytest.approx(8 / 3)
    assert trend.p == pytest.approx(2 * norm.sf(trend.z))


def test_a_falling_share_has_a_negative_z():
    assert cochran_armitage([4, 2], [4, 4]).z < 0


def test_scores_may_be_shifted_and_stretched():
    plain = cochran_armitage([1, 3, 6], [9, 9, 9])
    moved = cochran_armitage([1, 3, 6], [9, 9, 9], scores=[10, 30, 50])

    assert moved.statistic == pytest.approx(plain.statistic)


def test_c11_a_very_strong_trend_keeps_the_logarithm_of_its_p_value():
    trend = cochran_armitage([0, 500_000], [1_000_000, 1_000_000])

    assert trend.p == 0
    assert -400_000 < trend.log_p < -300_000


@pytest.mark.parametrize(
    ("successes", "n"),
    [(-1, 3), (4, 3), (0, 0), (1.5, 3), (np.nan, 3)],
    ids=["negative", "more than n", "nobody", "half a person", "missing"],
)
def test_impossible_counts_are_refused_in_plain_words(successes, n):
    with pytest.raises(BadInput) as refused:
        proportion(successes, n)

    assert refused.value.remedy


@pytest.mark.parametrize("options", [{"method": "wald"}, {"confidence": 95}])
def test_unknown_methods_and_levels_are_refused(options):
    with pytest.raises(BadInput):
        proportion(1, 3, **options)


@pytest.mark.parametrize(
    ("successes", "n", "scores"),
    [([1], [2, 2], None), ([1, 1], [2, 2], [1]), ([1, 1], [2, 2], [3, 3]), ([], [], None)],
    ids=["lengths", "scores", "one score", "no group"],
)
def test_a_trend_needs_counts_and_scores_of_every_group(successes, n, scores):
    with pytest.raises(BadInput):
        cochran_armitage(successes, n, scores)


@pytest.mark.parametrize("successes", [[0, 0], [3, 4]])
def test_a_trend_needs_some_with_and_some_without_the_success(successes):
    with pytest.raises(TooFewEvents):
        cochran_armitage(successes, [3, 4])
