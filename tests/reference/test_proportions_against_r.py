"""Proportions, trends, 2 x 2 tables and exact rates against R 4.2.2, and against statsmodels."""

import numpy as np
import pytest
from statsmodels.stats.proportion import proportion_confint

from analytics.accrual_rates import rate, rate_ratio
from analytics.proportions import cochran_armitage, difference, proportion
from analytics.two_by_two import fisher

R_NAME = {
    "exact": "clopper_pearson",
    "wilson": "wilson",
    "jeffreys": "jeffreys_plain_quantiles",
}
OTHER_NAME = {"exact": "beta", "wilson": "wilson", "jeffreys": "jeffreys"}


@pytest.fixture(scope="module")
def r(expected):
    return expected("binary_counts")


@pytest.mark.parametrize("method", R_NAME)
def test_limits_of_a_share_agree(method, r, close):
    for case in r["proportion_ci"]:
        ours = proportion(case["x"], case["n"], method=method)

        close([ours.lower, ours.upper], case[R_NAME[method]], 1e-9)


@pytest.mark.parametrize("method", R_NAME)
@pytest.mark.parametrize("confidence", [0.8, 0.99])
def test_a_second_referee_agrees_at_other_levels(method, confidence, r):
    for case in r["proportion_ci"]:
        x, n = case["x"], case["n"]
        ours = proportion(x, n, method=method, confidence=confidence)

        theirs = proportion_confint(x, n, alpha=1 - confidence, method=OTHER_NAME[method])
        np.testing.assert_allclose([ours.lower, ours.upper], theirs, rtol=1e-9, atol=1e-12)


def test_newcombe_differences_agree(r, close):
    for case in r["newcombe_difference"]:
        ours = difference(case["x1"], case["n1"], case["x2"], case["n2"])

        theirs = [case["diff"], case["lower"], case["upper"]]
        close([ours.estimate, ours.lower, ours.upper], theirs, 1e-9)


def test_cochran_armitage_agrees_with_prop_trend_test(r, close):
    for case in r["cochran_armitage"]:
        ours = cochran_armitage(case["x"], case["n"], case["score"])

        close([ours.statistic, ours.p], [case["chisq"], case["p"]], 1e-9)
        close(ours.log_p, np.log(case["p"]), 1e-9)


def test_fisher_agrees_within_the_looseness_of_the_root_finder_of_r(r):
    for case in r["fisher_2x2"]:
        table = np.array(case["table"])
        ours = fisher(table[0], table.sum(axis=0))

        assert ours.p == pytest.approx(case["p"], rel=1e-10)
        assert ours.odds_ratio == pytest.approx(case["or_conditional_mle"], rel=1e-4)
        assert [ours.lower, ours.upper] == pytest.approx(case["or_ci"], rel=1e-2)


def test_exact_rates_agree(r, close):
    for case in r["poisson_rate"]:
        ours = rate(case["x"], case["exposure"])

        close([ours.estimate, ours.lower, ours.upper], [case["rate"], *case["exact"]], 1e-9)


def test_exact_rate_ratios_agree(r, close):
    for case in r["poisson_rate_ratio"]:
        ours = rate_ratio(case["x1"], case["t1"], case["x2"], case["t2"])

        close([ours.estimate, ours.p], [case["ratio"], case["p"]], 1e-9)
        close([ours.lower, ours.upper], case["ci"], 1e-9)
