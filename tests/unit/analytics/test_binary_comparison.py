"""Yes/no outcomes: weighted, paired, stratified and standardised."""

import numpy as np
import pytest

from analytics.binary_comparison import compare_binary
from analytics.errors import BadInput, TooFewEvents
from analytics.g_computation import standardise
from analytics.matched_binary import mcnemar_test, stratified_risk
from analytics.matching import Pairs
from analytics.propensity import design


def pairs(treated, reference):
    rows = np.array(treated), np.array(reference)
    return Pairs(*rows, np.zeros(len(treated)), np.inf, "data", len(treated))


def test_shares_without_confounding_are_plain_shares():
    arm, male = np.repeat([0, 1], 40), np.tile([0, 1], 40)
    outcome = np.append(np.arange(40) < 10, np.arange(40) < 20).astype(int)

    found = compare_binary(design(male, arm), outcome)

    assert [each.value for each in found.risk] == pytest.approx([1 / 4, 1 / 2])
    assert found.risk_difference.estimate == pytest.approx(1 / 4)
    assert found.risk_ratio.estimate == pytest.approx(2)
    assert found.odds_ratio.estimate == pytest.approx(3)
    np.testing.assert_array_equal(found.n_events, [10, 20])


def test_clusters_change_limits_and_not_estimates(registry, drawn):
    alone, by_site = (
        compare_binary(drawn(), registry.response, cluster=cluster) for cluster in (None, "site")
    )

    assert alone.risk_difference.estimate == by_site.risk_difference.estimate
    assert by_site.risk_difference.df == 7
    assert alone.risk_difference.df == np.inf


def test_matched_patients_are_compared_by_pairs(registry, drawn):
    base = drawn(method="matching")

    found = compare_binary(base, registry.response)

    y = registry.response
    plain = y[base.pairs.treated_row].mean() - y[base.pairs.reference_row].mean()
    assert found.risk_difference.estimate == pytest.approx(plain)
    differences = y[base.pairs.treated_row] - y[base.pairs.reference_row]
    se = np.sqrt(((differences - plain) ** 2).sum()) / base.pairs.n
    assert found.risk_difference.se == pytest.approx(se)
    assert not found.counts_scores


@pytest.mark.parametrize(
    ("outcome", "refusal"),
    [
        (np.zeros(400), TooFewEvents),
        (np.ones(400), TooFewEvents),
        (np.full(400, 2), BadInput),
        (np.zeros(3), BadInput),
    ],
    ids=["nobody", "everybody", "neither 0 nor 1", "others"],
)
def test_outcomes_that_cannot_be_compared_are_refused(outcome, refusal, drawn):
    with pytest.raises(refusal):
        compare_binary(drawn(), outcome)


def test_mcnemar_counts_the_pairs_that_differ():
    outcome = np.array([1, 1, 1, 0, 0, 0, 0, 0, 0, 1])

    found = mcnemar_test(pairs([0, 1, 2, 3, 4], [5, 6, 7, 8, 9]), outcome)

    np.testing.assert_array_equal(found.pairs, [[1, 1], [3, 0]])
    assert found.statistic == (3 - 1) ** 2 / 4
    assert found.p == pytest.approx(np.exp(found.log_p))


def test_pairs_that_all_agree_have_no_test():
    with pytest.raises(TooFewEvents):
        mcnemar_test(pairs([0, 1], [2, 3]), np.array([1, 0, 1, 0]))


def test_strata_are_pooled_by_their_share_of_patients():
    # stratum 0: treated 2/4, others 1/4; stratum 1: treated 1/2, others 1/2
    outcome = np.array([1, 1, 0, 0, 1, 0, 0, 0, 1, 0, 1, 0])
    treated = np.array([1, 1, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0])
    stratum = np.repeat([0, 1], [8, 4])

    found = stratified_risk(outcome, treated, stratum)

    np.testing.assert_allclose(found.differences, [1 / 4, 0])
    assert found.risk_difference == pytest.approx(1 / 4 * 8 / 12)
    variance = (8 / 12) ** 2 * (1 / 16 + 3 / 64) + (4 / 12) ** 2 * (1 / 8 + 1 / 8)
    assert found.risk_difference_se == pytest.approx(np.sqrt(variance))
    # Mantel-Haenszel: sums of (yes treated x no others) / n, over the reverse
    assert found.odds_ratio == pytest.approx((6 / 8 + 1 / 4) / (2 / 8 + 1 / 4))


def test_standardised_risks_average_the_predictions_of_everybody(registry, drawn):
    found = standardise(drawn(), registry.response)

    assert 0 < found.risk[0] < found.risk[1] < 1
    assert found.risk_difference.estimate == found.risk[1] - found.risk[0]
    assert found.conditional_odds_ratio.estimate > found.risk_ratio.estimate
