"""Designs: what they hold, what they refuse, and that no outcome can enter."""

import grimp
import numpy as np
import pandas as pd
import pytest

from analytics.errors import BadInput, NoOverlap, TooFewEvents
from analytics.propensity import DesignOptions, design, design_again, scores


@pytest.fixture(scope="module")
def patients():
    """Return 300 patients: age, stage, site, region and a confounded arm."""
    rng = np.random.default_rng(11)
    age, stage = rng.normal(65, 8, 300), rng.choice(["A", "B", "C"], 300)
    chance = 1 / (1 + np.exp(-(age - 65) / 10 - (stage == "C")))
    arm = np.where(rng.random(300) < chance, "TARE", "CTACE")
    site = rng.choice(["S1", "S2", "S3", "S4"], 300)
    return pd.DataFrame({"age": age, "stage": stage, "arm": arm, "site": site})


def drawn(patients, **options):
    return design(patients[["age", "stage"]], patients["arm"], **options)


@pytest.mark.parametrize("module", ["propensity", "balance"])
def test_neither_design_nor_balance_can_see_an_outcome(module):
    seen = grimp.build_graph("analytics").find_upstream_modules(f"analytics.{module}")

    assert "analytics.weights" in seen
    outcomes = ("comparison", "adjusted_comparison", "endpoints", "event_table", "survival")
    assert not {f"analytics.{name}" for name in outcomes} & seen


def test_overlap_weights_balance_the_means_exactly(patients):
    found = drawn(patients)

    assert found.estimand == "ATO"
    assert found.balance.largest_difference < 1e-8
    assert found.title == "TARE against CTACE: effect in the overlap of both arms (ATO)"


@pytest.mark.parametrize(
    ("method", "estimand"), [("weighting", "ATO"), ("matching", "ATT"), ("stratification", "ATE")]
)
def test_each_method_has_its_usual_estimand(method, estimand, patients):
    assert drawn(patients, method=method).estimand == estimand


def test_matched_patients_count_once_and_the_others_not_at_all(patients):
    found = drawn(patients, method="matching")

    assert found.weights.sum() == 2 * found.pairs.n
    assert found.n == (found.pairs.n, found.pairs.n)
    assert found.caliper == 0.2
    assert found.weighting.gradient is None


def test_strata_weigh_by_the_share_of_their_arm(patients):
    found = drawn(patients, method="stratification", options=DesignOptions(n_strata=3))

    treated = found.treated == 1
    first = found.strata.stratum == 0
    n = found.strata.n[:, 0]
    np.testing.assert_allclose(found.weights[first & treated], n.sum() / n[1])


def test_trimming_fits_the_scores_again_to_those_kept(patients):
    found = drawn(patients, trim="crump", estimand="ATE", places=patients[["site"]])

    kept = found.trim.kept
    again = scores(patients.loc[kept, ["age", "stage"]], patients.loc[kept, "arm"])
    assert kept.sum() < kept.size
    np.testing.assert_allclose(found.scores.probability, again.probability)
    assert found.all_scores.probability.size == 300
    assert list(found.places["site"]) == list(patients.loc[kept, "site"])


def test_a_trimming_rule_that_leaves_nobody_out_changes_nothing(patients):
    kept = drawn(patients, trim=0.001)

    np.testing.assert_array_equal(kept.weights, drawn(patients).weights)


def test_a_design_can_be_repeated_for_some_of_its_patients(patients):
    found = drawn(patients, estimand="ATT", places=patients[["site"]])
    stay = (patients["site"] != "S1").to_numpy()

    again = design_again(found, stay)

    alone = drawn(patients[stay], estimand="ATT")
    np.testing.assert_allclose(again.weights, alone.weights)
    assert list(again.places["site"].unique()) == list(patients.loc[stay, "site"].unique())
    assert design_again(drawn(patients), stay).places is None


def test_boosted_scores_are_of_others_repeatable_and_taken_as_known(patients):
    first = drawn(patients, options=DesignOptions(model="boosted"), seed=3)
    second = drawn(patients, options=DesignOptions(model="boosted"), seed=3)
    other = drawn(patients, options=DesignOptions(model="boosted"), seed=4)

    np.testing.assert_array_equal(first.weights, second.weights)
    assert (first.weights != other.weights).any()
    assert first.weighting.gradient is None
    assert first.scores.coefficients is None
    assert 0.5 < first.scores.c_statistic < 0.8  # trees that had seen them would know better


def test_no_call_touches_the_global_random_state(patients):
    np.random.seed(5)  # noqa: NPY002  # the state that must not move
    before = np.random.get_state()[1].copy()  # noqa: NPY002

    drawn(patients, options=DesignOptions(model="boosted"))

    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002


def test_an_arm_of_under_30_patients_is_refused_with_its_number(patients):
    few = pd.concat(
        [patients[patients["arm"] == "CTACE"], patients[patients["arm"] == "TARE"][:29]]
    )

    with pytest.raises(TooFewEvents, match="TARE has 29 patients; 30 are needed"):
        drawn(few)


def test_too_few_after_trimming_are_refused(patients):
    with pytest.raises(TooFewEvents, match="after trimming"):
        drawn(patients, trim=0.499)


def test_too_few_after_matching_are_refused(patients):
    with pytest.raises(TooFewEvents, match="after matching"):
        drawn(patients, method="matching", caliper=1e-6)


def test_arms_that_hardly_overlap_are_refused():
    age = np.append(np.linspace(40, 60.5, 150), np.linspace(60, 80, 150))

    with pytest.raises(NoOverlap, match="have a score at which both arms occur"):
        design(age, np.repeat(["CTACE", "TARE"], 150))


def test_a_covariate_that_decides_the_arm_is_named(patients):
    decided = patients.assign(
        age=np.where(patients["arm"] == "TARE", 80, 50) + patients["age"] / 90
    )

    with pytest.raises(BadInput, match="propensity model is separated: age"):
        drawn(decided)


@pytest.mark.parametrize(
    "options",
    [
        {"method": "regression"},
        {"estimand": "ITT"},
        {"method": "matching", "estimand": "ATE"},
        {"options": DesignOptions(model="forest")},
        {"places": pd.DataFrame({"site": ["S1"]})},
    ],
    ids=["method", "estimand", "matching for all", "model", "places of others"],
)
def test_options_that_do_not_fit_are_refused(options, patients):
    with pytest.raises(BadInput):
        drawn(patients, **options)
