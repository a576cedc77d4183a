"""Scores, weights, balance and matching against R (glm, MatchIt 4.5.1, base R formulas)."""

import numpy as np
import pandas as pd
import pytest

from analytics.balance import balance
from analytics.matching import match_nearest
from analytics.overlap import overlap
from analytics.propensity import DesignOptions, design, scores
from analytics.weights import effective_sample_size

SETS = ["lalonde", "registry"]
ESTIMANDS = {"ate": "ATE", "att": "ATT", "atc": "ATC", "ato": "ATO", "matching_weights": "ATM"}
DENOMINATORS = {
    "ATE": "smd_pooled",
    "ATT": "smd_treated_sd",
    "ATO": "smd_weighted_sd",
    "ATM": "smd_weighted_sd",
}
ORDERS = ["largest", "smallest", "data"]


@pytest.fixture(scope="session")
def sets(shared, expected):
    """Return covariates, arm and R's results of both data sets."""
    data, found = shared / "reference" / "data", expected("propensity")
    lalonde = pd.read_csv(data / "lalonde.csv")
    for race in ("black", "hispan"):
        lalonde[f"race_{race}"] = (lalonde["race"] == race).astype(int)
    registry = pd.read_csv(data / "registry_sim.csv")
    return {
        name: (rows[found[name]["names"][1:]], rows["treat"].to_numpy(), found[name])
        for name, rows in (("lalonde", lalonde), ("registry", registry))
    }


@pytest.mark.parametrize("name", SETS)
def test_scores_agree(name, sets, close):
    covariates, arm, theirs = sets[name]

    ours = scores(covariates, arm)

    np.testing.assert_allclose(ours.probability, theirs["ps"], rtol=0, atol=1e-9)
    close(ours.logit, theirs["linear_ps"], 1e-9)
    close(ours.coefficients, theirs["coef"], 1e-8)
    close(ours.standard_errors, theirs["se"], 1e-8)
    close(ours.log_likelihood, theirs["loglik"], 1e-10)
    close(ours.c_statistic, theirs["c_statistic"], 1e-10)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("weights", ESTIMANDS)
def test_weights_and_effective_sizes_agree(name, weights, sets, close):
    covariates, arm, theirs = sets[name]

    ours = design(covariates, arm, estimand=ESTIMANDS[weights])

    close(ours.weights, theirs["weights"][weights], 1e-9)
    ess = theirs["ess"][weights]
    close(ours.ess, [ess["control"], ess["treated"]], 1e-9)
    close(effective_sample_size(ours.weights), ess["all"], 1e-9)


@pytest.mark.parametrize("name", SETS)
def test_stabilised_weights_agree(name, sets, close):
    covariates, arm, theirs = sets[name]

    ours = design(covariates, arm, estimand="ATE", options=DesignOptions(stabilised=True))

    close(ours.weights, theirs["weights"]["ate_stabilised"], 1e-9)
    ess = theirs["ess"]["ate_stabilised"]
    close(ours.ess, [ess["control"], ess["treated"]], 1e-9)


@pytest.mark.parametrize("name", SETS)
def test_weights_truncated_at_a_quantile_agree(name, sets, close):
    covariates, arm, theirs = sets[name]

    ours = design(covariates, arm, estimand="ATE", options=DesignOptions(truncate_at=0.99))

    close(ours.weights, theirs["weights_ate_trunc99"], 1e-9)
    close(ours.weighting.cut, max(theirs["weights_ate_trunc99"]), 1e-9)
    assert ours.weighting.n_truncated == np.sum(
        np.array(theirs["weights"]["ate"]) > ours.weighting.cut
    )


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("weights", ["unweighted", *ESTIMANDS, "ate_stabilised"])
@pytest.mark.parametrize("estimand", DENOMINATORS)
def test_balance_agrees_for_every_denominator(name, weights, estimand, sets):
    covariates, arm, theirs = sets[name]
    given = None if weights == "unweighted" else theirs["weights"][weights]

    ours = balance(covariates, arm, given, estimand=estimand)

    expected = pd.DataFrame(theirs["balance"][weights]).T.loc[list(ours.covariates)]
    pairs = [
        (ours.mean_after[1], "mean1"),
        (ours.mean_after[0], "mean0"),
        (ours.smd_after, DENOMINATORS[estimand]),
        (ours.variance_ratio_after, "var_ratio"),
        (ours.ks_after, "ks"),
    ]
    for values, column in pairs:
        np.testing.assert_allclose(values, expected[column], rtol=1e-8, atol=1e-11)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("order", ORDERS)
def test_pairs_are_the_same_pairs(name, order, sets, close):
    covariates, arm, theirs = sets[name]
    theirs = theirs["matching"][order]

    ours = design(covariates, arm, method="matching", options=DesignOptions(order=order)).pairs

    np.testing.assert_array_equal(ours.treated_row + 1, theirs["treated_row"])
    np.testing.assert_array_equal(ours.reference_row + 1, theirs["control_row"])
    close(ours.distance.max(), theirs["max_distance"], 1e-9)


@pytest.mark.parametrize("name", SETS)
def test_pairs_without_caliper_and_the_caliper_itself_agree(name, sets, close):
    _, arm, theirs = sets[name]
    logit = np.array(theirs["linear_ps"])

    any_distance = match_nearest(logit, arm, caliper=None)
    within = match_nearest(logit, arm)

    wanted = theirs["matching_no_caliper_largest"]
    np.testing.assert_array_equal(any_distance.treated_row + 1, wanted["treated_row"])
    np.testing.assert_array_equal(any_distance.reference_row + 1, wanted["control_row"])
    close(within.caliper, theirs["caliper"], 1e-12)


@pytest.mark.parametrize("name", SETS)
@pytest.mark.parametrize("order", ORDERS)
def test_balance_of_pairs_agrees_with_the_matching_package(name, order, sets):
    covariates, arm, theirs = sets[name]
    summary = theirs["matching"][order]["summary_matchit"]

    drawn = design(covariates, arm, method="matching", options=DesignOptions(order=order))
    ours = drawn.balance.frame.set_index("covariate")

    # The package divides a yes/no column by sqrt(p (1 - p)), without n - 1.
    n = drawn.overlap.counts[1].sum()
    binary = ours["is_binary"].to_numpy()
    shrink = np.where(binary, np.sqrt((n - 1) / n), 1)
    for when in ("before", "after"):
        wanted = pd.DataFrame(summary[when]).set_index("var").loc[ours.index].astype(float)
        smd = ours[f"smd_{when}"] * (1 / shrink)
        np.testing.assert_allclose(smd, wanted["smd"], rtol=1e-8, atol=1e-12)
        np.testing.assert_allclose(ours[f"ks_{when}"], wanted["ks"], rtol=1e-8, atol=1e-12)
        ratios = ours[f"variance_ratio_{when}"][~binary]
        np.testing.assert_allclose(ratios, wanted["var_ratio"][~binary], rtol=1e-8)


@pytest.mark.parametrize("name", SETS)
def test_the_common_range_agrees(name, sets, close):
    _, arm, theirs = sets[name]

    ours = overlap(np.array(theirs["ps"]), arm, ("0", "1"))

    close([ours.lower, ours.upper], [theirs["common_support"][k] for k in ("lower", "upper")], 0)
    assert sum(ours.n_outside) == theirs["common_support"]["n_outside"]
