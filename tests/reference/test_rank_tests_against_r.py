"""Rank tests against R survival 3.5-3 (survdiff) and R's own arithmetic beyond it."""

import numpy as np
import pytest

from analytics.event_table import tables_from_counts
from analytics.pairwise_tests import pairwise_log_rank
from analytics.rank_tests import log_rank
from analytics.trend import trend_test

CASES = [
    "colon_death_rx",
    "colon_death_rx_strat_node4",
    "lung_sex",
    "lung_ecog_trend",
    "veteran_celltype",
    "veteran_trt_strat_celltype",
    "gbsg_grade_trend",
    "rotterdam_hormon",
    "registry_treat",
    "registry_treat_strat_site",
    "registry_site",
    "ties_group",
    "ties_group_strat",
]
POWERS = [(name, rho) for name in CASES for rho in (0, 1, 0.5)]
POWERS = [pair for pair in POWERS if pair not in {("registry_site", 1), ("registry_site", 0.5)}]
UNSTRATIFIED = [name for name in CASES if "strat" not in name]
TREND = ["lung_ecog_trend", "gbsg_grade_trend", "ties_group", "ties_group_strat"]
LATE = ["registry_os_left_truncated", "mgus2_age_scale"]
PAIRWISE = ["colon_death_rx", "veteran_celltype", "ties_group", "ties_group_peto"]


def test_every_case_of_the_reference_is_here(expected):
    theirs = expected("logrank")
    cases = theirs["cases"]

    assert {case["case"] for case in cases} == set(CASES)
    assert {case["case"] for case in cases if "gehan_breslow" in case} == set(UNSTRATIFIED)
    assert {case["case"] for case in cases if "trend" in case} == set(TREND)
    assert {case["case"] for case in theirs["left_truncated"]} == set(LATE)
    assert {case["case"] for case in theirs["pairwise"]} == set(PAIRWISE)
    powers = [(c["case"], r) for c in cases for r in (0, 1, 0.5) if f"rho_{r}" in c]
    assert set(powers) == set(POWERS)


@pytest.fixture(params=["people", "counts"])
def test_of(request, rows_of, counts_of):
    """Return a caller of a rank test on a case, from people or from their counts."""

    def call(rank_test, case, **options):
        rows = rows_of(case)
        if request.param == "people":
            given = {key: rows[key] for key in ("entry", "strata") if key in rows}
            return rank_test(rows["time"], rows["event"], rows["group"], **given, **options)
        tables, strata = [], []
        parts = rows.groupby("strata") if "strata" in rows else [(0, rows)]
        for stratum, part in parts:
            found = tables_from_counts(counts_of(part, ["group"]), "group")
            tables += found
            strata += [stratum] * len(found)
        return rank_test(tables, strata=strata, **options)

    return call


@pytest.fixture
def case_of(expected):
    """Return a reader of a case by the kind of test and its name."""

    def read(kind, name):
        return next(case for case in expected("logrank")[kind] if case["case"] == name)

    return read


@pytest.mark.parametrize(("name", "rho"), POWERS)
def test_rank_tests_of_k_groups_within_strata_agree(name, rho, test_of, case_of, close):
    case = case_of("cases", name)
    theirs = case[f"rho_{rho}"]

    ours = test_of(log_rank, case, rho=rho)

    order = [ours.groups.index(group) for group in theirs["groups"]]
    close(ours.observed[order], theirs["observed"], 1e-9)
    close(ours.expected[order], theirs["expected"], 1e-9)
    np.testing.assert_allclose(
        ours.variance[np.ix_(order, order)], theirs["var"], rtol=1e-9, atol=1e-9
    )
    assert ours.df == theirs["df"]
    close([ours.statistic, ours.p], [theirs["chisq"], theirs["p"]], 1e-9)
    close(ours.log_p, np.log(theirs["p"]), 1e-9)


@pytest.mark.parametrize("name", UNSTRATIFIED)
@pytest.mark.parametrize(
    ("day_weight", "key"), [("gehan", "gehan_breslow"), ("tarone-ware", "tarone_ware")]
)
def test_tests_weighted_by_people_at_risk_agree(name, day_weight, key, test_of, case_of, close):
    case = case_of("cases", name)
    theirs = case[key]

    ours = test_of(log_rank, case, day_weight=day_weight)

    scores = np.sort(ours.observed - ours.expected)
    np.testing.assert_allclose(scores, np.sort(theirs["U"]), rtol=1e-9, atol=1e-6)
    assert ours.df == theirs["df"]
    close([ours.statistic, ours.p], [theirs["chisq"], theirs["p"]], 1e-9)


@pytest.mark.parametrize("name", TREND)
def test_trends_over_ordered_groups_agree(name, test_of, case_of, close):
    case = case_of("cases", name)
    theirs = case["trend"]
    scores = {str(score): score for score in theirs["score"]}

    ours = test_of(trend_test, case, scores=scores)

    close([ours.statistic, ours.z, ours.p], [theirs[k] for k in ("chisq", "z", "p")], 1e-9)
    assert test_of(trend_test, case).z == pytest.approx(ours.z, rel=1e-12)  # equal spacing


def test_the_log_rank_is_the_score_test_of_the_exact_partial_likelihood(
    test_of, case_of, expected, close
):
    case = case_of("cases", "ties_group")
    theirs = expected("logrank")["exact_partial_likelihood_check"]

    close(test_of(log_rank, case).statistic, theirs["group_df3"], 1e-9)
    close(test_of(trend_test, case).statistic, theirs["trend_df1"], 1e-9)


@pytest.mark.parametrize("name", LATE)
def test_late_entrants_are_compared_only_after_entry(name, test_of, case_of, close):
    case = case_of("left_truncated", name)
    theirs = case["logrank_hypergeometric"]

    ours = test_of(log_rank, case)

    close(np.sort(ours.observed), np.sort(theirs["observed"]), 1e-9)
    close(np.sort(ours.expected), np.sort(theirs["expected"]), 1e-9)
    close([ours.statistic, ours.p], [theirs["chisq"], theirs["p"]], 1e-9)
    assert case["score_breslow"] < ours.statistic < case["score_efron"]


@pytest.mark.parametrize("name", PAIRWISE)
@pytest.mark.parametrize("adjust", ["holm", "bh"])
def test_pairs_and_their_adjusted_p_values_agree(name, adjust, test_of, case_of, close):
    theirs = case_of("pairwise", name)

    ours = test_of(pairwise_log_rank, theirs, adjust=adjust, rho=theirs["rho"]).frame

    assert list(ours["group_a"]) == theirs["a"]
    assert list(ours["group_b"]) == theirs["b"]
    close(ours["statistic"], theirs["chisq"], 1e-9)
    close(ours["p"], theirs["p"], 1e-9)
    close(ours["p_adjusted"], theirs[f"p_{adjust}"], 1e-9)
