"""Adjusted comparison against R (coxph, survey, stats, base R estimating equations)."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.aipw import aipw_binary
from analytics.arm_estimates import estimate_arms
from analytics.binary_comparison import compare_binary
from analytics.comparison import compare, e_value
from analytics.endpoints import TimeToEvent
from analytics.g_computation import standardise
from analytics.inputs import check_follow_up
from analytics.marginal_hazard import marginal_hazard
from analytics.matched_binary import mcnemar_test, stratified_risk
from analytics.propensity import DesignOptions, design
from analytics.stacked_variance import dependence, stacked_influence, standard_errors
from analytics.weighted_follow_up import WeightedFollowUp, follow_up_of
from analytics.weights import known_weights

COVARIATES = ["age", "sex", "size_cm", "nlesions", "child_b", "ecog"]
ESTIMANDS = {"ate": "ATE", "att": "ATT", "atc": "ATC", "ato": "ATO", "matching_weights": "ATM"}
OUTCOMES = ["response", "complication"]


@pytest.fixture(scope="session")
def registry(shared):
    return pd.read_csv(shared / "reference" / "data" / "registry_sim.csv")


@pytest.fixture(scope="session")
def follow_up(registry):
    """Overall survival of everybody from the start."""
    n = len(registry)
    time, event = registry["os_time"].to_numpy(float), registry["os_event"].to_numpy()
    return TimeToEvent(time, event, np.zeros(n), np.full(n, "", dtype=object))


@pytest.fixture(scope="session")
def theirs(expected):
    return expected("propensity")


def drawn(registry, **options):
    return design(registry[COVARIATES], registry["treat"], **options)


@pytest.mark.parametrize("name", [*ESTIMANDS, "ate_stabilised"])
def test_weighted_hazard_ratios_and_their_fixed_weight_errors_agree(name, registry, theirs, close):
    weights = np.array(theirs["registry"]["weights"][name])
    wanted = theirs["weighted_cox_os_efron"][name]
    people = check_follow_up(registry["os_time"], registry["os_event"], weights=weights)

    ours = marginal_hazard(people, registry["treat"].to_numpy())

    influence = stacked_influence(ours.slopes[:, None], known_weights(weights))
    by_site = dependence(registry["site"], None, weights.size)
    close(ours.log_hazard_ratio, wanted["coef"], 1e-8)
    close(ours.information**-0.5, wanted["se_model"], 1e-8)
    alone = dependence(None, None, weights.size)
    close(standard_errors(influence, alone), [wanted["se_robust"]], 1e-8)
    clustered = standard_errors(influence, by_site) / np.sqrt(by_site.factor)  # R has no factor
    close(clustered, [wanted["se_cluster_site"]], 1e-8)


@pytest.mark.parametrize("name", ["ate", "att", "ato"])
def test_score_tests_of_the_weighted_model_agree(name, registry, theirs, close):
    weights = np.array(theirs["registry"]["weights"][name])
    wanted = theirs["weighted_cox_score_tests_breslow"][name]
    people = check_follow_up(registry["os_time"], registry["os_event"], weights=weights)

    ours = marginal_hazard(people, registry["treat"].to_numpy(), ties="breslow")

    robust = ours.score**2 / ((weights * ours.score_slopes) ** 2).sum()
    close(robust, wanted["robust_score"], 1e-8)
    close(ours.score**2 / ours.score_information, wanted["naive_score"], 1e-8)


@pytest.mark.parametrize("name", ESTIMANDS)
def test_the_comparison_shows_the_hazard_ratio_of_its_design(name, registry, follow_up, theirs):
    ours = compare(drawn(registry, estimand=ESTIMANDS[name]), follow_up, horizon=36, landmarks=24)

    wanted = theirs["weighted_cox_os_efron"][name]["coef"]
    np.testing.assert_allclose(np.log(ours.hazard_ratio.estimate), wanted, rtol=1e-8)


def test_the_stabilised_design_gives_the_stabilised_hazard_ratio(registry, follow_up, theirs):
    options = DesignOptions(stabilised=True)
    ours = compare(
        drawn(registry, estimand="ATE", options=options), follow_up, horizon=36, landmarks=24
    )

    wanted = theirs["weighted_cox_os_efron"]["ate_stabilised"]["coef"]
    np.testing.assert_allclose(np.log(ours.hazard_ratio.estimate), wanted, rtol=1e-8)


@pytest.mark.parametrize("place", range(4))
def test_weighted_risks_with_fixed_weights_agree(place, registry, theirs, close):
    wanted = theirs["binary_iptw"][place]
    outcome, estimand = wanted["outcome"].split()
    base = drawn(registry, estimand=estimand)
    base = replace(base, weighting=known_weights(base.weights))

    ours = compare_binary(base, registry[outcome])

    enlarged = np.sqrt(len(registry) / (len(registry) - 1))  # R's survey divides by n - 1
    close([e.value for e in ours.risk], [wanted["hajek_p0"], wanted["hajek_p1"]], 1e-8)
    close(ours.risk_difference.estimate, wanted["rd"], 1e-8)
    close(ours.risk_difference.se * enlarged, wanted["se_rd_robust_fixed_weights"], 1e-8)
    close(np.log(ours.risk_ratio.estimate), wanted["log_rr"], 1e-8)
    close(ours.risk_ratio.se * enlarged, wanted["se_log_rr"], 1e-8)
    close(np.log(ours.odds_ratio.estimate), wanted["log_or"], 1e-8)
    close(ours.odds_ratio.se * enlarged, wanted["se_log_or"], 1e-8)


@pytest.mark.parametrize("outcome", OUTCOMES)
def test_the_stacked_error_of_a_risk_difference_agrees(outcome, registry, theirs, close):
    wanted = theirs["binary_iptw_ps_estimated"][outcome]

    ours = compare_binary(drawn(registry, estimand="ATE"), registry[outcome])

    close([e.value for e in ours.risk], [wanted["p0"], wanted["p1"]], 1e-8)
    close(ours.risk_difference.estimate, wanted["rd"], 1e-8)
    close(ours.risk_difference.se, wanted["se_rd_ps_estimated"], 1e-8)
    assert ours.counts_scores


def test_a_risk_without_censoring_is_a_survival_curve_to_the_last_digit(registry, theirs, close):
    n, outcome = len(registry), registry["response"].to_numpy()
    timed = TimeToEvent(np.where(outcome, 1.0, 2.0), outcome, np.zeros(n), np.full(n, "", object))

    ours = compare(drawn(registry, estimand="ATE"), timed, horizon=1.5, landmarks=1)

    wanted = theirs["binary_iptw_ps_estimated"]["response"]
    effect = ours.landmarks[0].risk_difference
    close([effect.estimate, effect.se], [wanted["rd"], wanted["se_rd_ps_estimated"]], 1e-8)
    mean = ours.restricted_mean.difference  # half a day without, for every response
    close([-2 * mean.estimate, 2 * mean.se], [wanted["rd"], wanted["se_rd_ps_estimated"]], 1e-8)


@pytest.mark.parametrize("place", range(2))
def test_augmented_estimates_with_known_models_agree(place, registry, theirs, close):
    wanted = theirs["aipw"][place]

    ours = aipw_binary(
        drawn(registry, estimand="ATE"), registry[wanted["outcome"]], nuisance="known"
    )

    enlarged = np.sqrt(len(registry) / (len(registry) - 1))  # R's sd divides by n - 1
    close([e.value for e in ours.risk], [wanted["p0"], wanted["p1"]], 1e-8)
    close(ours.risk_difference.estimate, wanted["rd"], 1e-8)
    close(ours.risk_difference.se * enlarged, wanted["se_rd"], 1e-8)
    close(np.log(ours.risk_ratio.estimate), wanted["log_rr"], 1e-8)
    close(ours.risk_ratio.se * enlarged, wanted["se_log_rr"], 1e-8)


@pytest.mark.parametrize("place", range(2))
def test_standardised_risks_agree(place, registry, theirs, close):
    wanted = theirs["gcomputation"][place]

    ours = standardise(drawn(registry), registry[wanted["outcome"]])

    close(ours.risk, [wanted["p0"], wanted["p1"]], 1e-8)
    close(ours.risk_difference.estimate, wanted["rd"], 1e-8)
    close(ours.risk_difference.se, wanted["se_rd_delta_fixed_x"], 1e-8)
    close(np.log(ours.risk_ratio.estimate), wanted["log_rr"], 1e-8)
    close(ours.risk_ratio.se, wanted["se_log_rr_delta_fixed_x"], 1e-8)
    odds = ours.conditional_odds_ratio
    close(np.log(odds.estimate), wanted["conditional_log_or"], 1e-8)
    close(odds.se, wanted["se_conditional_log_or"], 1e-8)


def test_matched_hazard_ratios_agree(registry, follow_up, theirs, close):
    wanted = theirs["matched_registry_largest"]
    matched = drawn(registry, method="matching")

    ours = compare(matched, follow_up, horizon=36, landmarks=24).hazard_ratio

    assert matched.pairs.n == wanted["n_pairs"]
    close(np.log(ours.estimate), wanted["cox_cluster_pair"]["coef"], 1e-8)
    close(ours.se, wanted["cox_cluster_pair"]["se_robust"], 1e-8)


def test_hazard_ratios_within_pairs_agree(registry, follow_up, theirs, close):
    wanted = theirs["matched_registry_largest"]
    joined = follow_up_of(drawn(registry, method="matching"), follow_up)

    within = marginal_hazard(joined.people, joined.member, strata=joined.depends.pair)
    across = marginal_hazard(joined.people, joined.member)

    close(within.log_hazard_ratio, wanted["cox_strata_pair"]["coef"], 1e-8)
    close(within.information**-0.5, wanted["cox_strata_pair"]["se"], 1e-8)
    close(across.information**-0.5, wanted["cox_cluster_pair"]["se_model"], 1e-8)


def test_mcnemar_agrees(registry, theirs, close):
    wanted = theirs["matched_registry_largest"]

    ours = mcnemar_test(drawn(registry, method="matching").pairs, registry["response"])

    np.testing.assert_array_equal(
        ours.pairs, wanted["mcnemar_table_rows_treated_0_1_cols_control_0_1"]
    )
    close(ours.statistic, wanted["mcnemar_chisq_uncorrected"], 1e-10)


def test_strata_and_comparisons_within_them_agree(registry, follow_up, theirs, close):
    wanted = theirs["stratified_quintile"]
    base = drawn(registry, method="stratification")
    people = check_follow_up(follow_up.time, follow_up.code)

    hazard = marginal_hazard(people, base.treated, strata=base.strata.stratum)
    ours = stratified_risk(registry["response"], base.treated, base.strata.stratum)

    close(base.strata.cuts, wanted["cuts"], 1e-9)
    np.testing.assert_array_equal(base.strata.n.sum(axis=0), wanted["n"])
    close(hazard.log_hazard_ratio, wanted["cox_strata"]["coef"], 1e-8)
    close(hazard.information**-0.5, wanted["cox_strata"]["se"], 1e-8)
    close(ours.differences, wanted["rd_by_quintile"], 1e-8)
    pooled = [ours.risk_difference, ours.risk_difference_se]
    close(pooled, [wanted["rd_pooled"], wanted["se_rd_pooled"]], 1e-8)
    limits = [ours.odds_ratio, ours.odds_ratio_lower, ours.odds_ratio_upper, ours.statistic]
    close(limits, [wanted[f"mh_{k}"] for k in ("or", "lower", "upper", "chisq")], 1e-8)


def test_weighting_by_strata_gives_the_pooled_difference(registry, theirs, close):
    wanted = theirs["stratified_quintile"]

    ours = compare_binary(drawn(registry, method="stratification"), registry["response"])

    close(ours.risk_difference.estimate, wanted["rd_pooled"], 1e-8)
    # R takes strata as known; what varies between them adds a little.
    assert 1 <= ours.risk_difference.se / wanted["se_rd_pooled"] < 1.01


@pytest.mark.parametrize(
    ("name", "rare", "measure"),
    [
        ("rr_3_9", False, "risk ratio"),
        ("rr_below_1", False, "risk ratio"),
        ("rr_ci_crosses", False, "risk ratio"),
        ("hr_common_outcome", False, "hazard ratio"),
        ("hr_rare_outcome", True, "hazard ratio"),
        ("or_common_outcome", False, "odds ratio"),
    ],
)
def test_e_values_agree(name, rare, measure, theirs, close):
    wanted = theirs["evalues"][name]
    given = [wanted[key] for key in ("est", "lower", "upper")]

    ours = e_value(*given, rare=rare, measure=measure)

    close([ours.of_estimate, ours.of_limit], [wanted["evalue_point"], wanted["evalue_ci"]], 1e-12)


def curves_of(case, rows, weights):
    """Return our curves of a case of R by arm and cause; R has no small-sample factor."""
    cluster = rows[case["cluster"]] if case.get("cluster") else None
    depends = replace(dependence(cluster, None, len(rows)), factor=1.0)
    code = rows[case.get("event", "event")].to_numpy()
    entry = rows[case["entry"]] if case.get("entry") else None
    people = check_follow_up(rows[case["time"]], code, entry=entry, weights=weights)
    joined = WeightedFollowUp(
        people=people,
        member=rows["treat"].to_numpy(),
        arms=("0", "1"),
        weighting=known_weights(weights),
        depends=depends,
        has_competing=code.max() > 1,
        n_events=np.zeros((2, 3), dtype=int),
    )
    arms = estimate_arms(joined, horizon=36, landmarks=np.array([12.0, 24.0]))
    return {(curve.arm, curve.cause): curve for arm in arms for curve in arm.curves}


def weights_of(case, theirs, n):
    return np.array(theirs["registry"]["weights"]["ate"]) if case["weights"] else np.ones(n)


@pytest.mark.parametrize(
    "case", ["registry_os_by_treat", "registry_os_iptw_robust", "registry_os_cluster_site"]
)
@pytest.mark.parametrize("arm", ["0", "1"])
def test_weighted_survival_and_its_robust_error_agree(case, arm, registry, theirs, expected, close):
    case = next(c for c in expected("km")["cases"] if c["case"] == case)

    curve = curves_of(case, registry, weights_of(case, theirs, len(registry)))[arm, 0]

    wanted = case["curves"][arm]
    place = np.searchsorted(curve.time, wanted["time"])
    close(curve.value[place], wanted["surv"], 1e-10)
    # Without an event so far R's error is 0; at the last event it is unknown.
    known = np.array(wanted["surv"]) > 0
    close(curve.se[place][known], np.array(wanted["se_surv"], dtype=float)[known], 1e-9)


@pytest.mark.parametrize(
    "case",
    [
        "registry_by_treat",
        "registry_left_truncated_by_treat",
        "registry_iptw_by_treat",
        "registry_cluster_site",
    ],
)
@pytest.mark.parametrize("arm", ["0", "1"])
@pytest.mark.parametrize("cause", [1, 2])
def test_weighted_incidence_and_its_robust_error_agree(
    case, arm, cause, registry, theirs, expected, close
):
    case = next(c for c in expected("competing_risks")["aalen_johansen"] if c["case"] == case)

    curve = curves_of(case, registry, weights_of(case, theirs, len(registry)))[arm, cause]

    wanted = case["curves"][arm]
    place = np.searchsorted(curve.time, wanted["time"])
    close(curve.value[place], wanted[f"cause_{cause}"]["cif"], 1e-9)
    close(curve.se[place], wanted[f"cause_{cause}"]["se"], 1e-9)
