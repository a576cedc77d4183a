"""Subgroup effects: those of separate models, one test that they differ, words where none."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.errors import BadInput, DidNotConverge
from analytics.hazards import cox
from analytics.subgroups import TwoArms, subgroup_effects


@pytest.fixture
def people():
    """The technique helps men (0) and not women (1); stage C has few people in one arm only."""
    rng = np.random.default_rng(12)
    n = 500
    arm, woman, age = rng.integers(0, 2, n), rng.integers(0, 2, n), rng.normal(size=n)
    time = rng.exponential(1 / np.exp(-1.2 * arm * (1 - woman) + 0.3 * age))
    return TwoArms(arm, time, rng.random(n) < 0.8, names=("TACE", "TARE"))


@pytest.fixture
def groups(people):
    rng = np.random.default_rng(12)
    rng.integers(0, 2, 500)
    woman = rng.integers(0, 2, 500)
    stage = np.where(np.arange(500) < 250, "A", "B")
    stage = np.where((np.arange(500) % 50 == 0) & (people.arm == 1), "C", stage)
    return pd.DataFrame({"sex": np.where(woman, "F", "M"), "stage": stage})


def test_without_covariates_effects_are_those_of_separate_models(people, groups):
    ours = subgroup_effects(people, groups[["sex"]]).frame.set_index("level")

    for level in ("F", "M"):
        its = (groups["sex"] == level).to_numpy()
        alone = cox(pd.DataFrame({"arm": people.arm[its]}), people.time[its], people.event[its])
        found = ours.loc[level, ["ratio", "lower", "upper"]].astype(float)
        np.testing.assert_allclose(
            found, [alone.ratio[0], alone.ratio_lower[0], alone.ratio_upper[0]], rtol=1e-9
        )
        assert ours.loc[level, "log_p"] == pytest.approx(alone.log_p[0], rel=1e-9)


def test_people_and_events_are_counted_by_arm(people, groups):
    ours = subgroup_effects(people, groups[["sex"]]).frame.set_index("level").loc["F"]

    for arm in (0, 1):
        its = (groups["sex"] == "F").to_numpy() & (people.arm == arm)
        assert ours[f"n_{arm}"] == its.sum()
        assert ours[f"events_{arm}"] == people.event[its].sum()


def test_effects_that_differ_are_found_by_a_likelihood_ratio(people, groups):
    test = subgroup_effects(people, groups[["sex"]]).interactions.iloc[0]

    assert (test["variable"], test["df"], test["method"]) == ("sex", 1, "likelihood ratio")
    assert test["p"] < 1e-4
    assert test["why"] == ""


@pytest.mark.parametrize("variable", ["sex", "stage"])  # effects that differ, and that do not
def test_under_robust_errors_the_test_is_walds_and_both_nearly_agree(variable, people, groups):
    plain, robust = (
        subgroup_effects(replace(people, robust=robust), groups[[variable]]).interactions.iloc[0]
        for robust in (False, True)
    )

    assert robust["method"] == "Wald"
    assert robust["statistic"] == pytest.approx(plain["statistic"], rel=0.25, abs=0.3)


def test_given_strata_are_kept_within_each_level(people, groups):
    site = np.arange(500) % 3
    its = (groups["sex"] == "F").to_numpy()
    alone = cox(
        pd.DataFrame({"arm": people.arm[its]}),
        people.time[its],
        people.event[its],
        strata=site[its],
    )

    ours = subgroup_effects(replace(people, strata=site), groups[["sex"]]).frame

    assert ours.set_index("level").loc["F", "ratio"] == pytest.approx(alone.ratio[0], rel=1e-9)


def test_a_level_without_an_arm_says_so_and_leaves_the_others(people, groups):
    ours = subgroup_effects(people, groups)
    stage = ours.frame[ours.frame["variable"] == "stage"].set_index("level")

    assert stage.loc["C", "why"] == "Not estimable: nobody in TACE."
    assert np.isnan(stage.loc["C", "ratio"])
    assert stage.loc[["A", "B"], "ratio"].notna().all()
    assert ours.interactions.set_index("variable").loc["stage", "df"] == 1


def test_a_level_without_events_in_an_arm_says_so(people, groups):
    event = people.event & ~((groups["sex"] == "F").to_numpy() & (people.arm == 1))

    ours = subgroup_effects(replace(people, event=event), groups[["sex"]])

    assert list(ours.frame["why"]) == ["Not estimable: no events in TARE.", ""]
    assert ours.interactions.loc[0, "why"] == "Only one level can be estimated."


def test_no_level_that_can_be_estimated_says_so(people):
    alone = pd.DataFrame({"of arm": people.arm})

    ours = subgroup_effects(people, alone)

    assert ours.interactions.loc[0, "why"] == "No level can be estimated."
    assert ours.frame["ratio"].isna().all()


def test_covariates_are_held_in_common_and_the_group_itself_is_left_out(people, groups):
    adjust = pd.DataFrame({"age": np.linspace(-1, 1, 500), "woman": groups["sex"] == "F"})

    ours = subgroup_effects(replace(people, adjust=adjust), groups[["sex"]])

    assert ours.overall.terms == ("arm", "age", "woman")
    assert ours.frame["ratio"].notna().all()


def test_weights_strata_and_clusters_reach_every_model(people, groups):
    site = np.arange(500) % 50
    given = replace(people, strata=site % 3, cluster=site, weights=np.where(site == 0, 0.0, 0.7))

    ours = subgroup_effects(given, groups[["sex"]])

    assert ours.overall.n_clusters == 49
    assert ours.overall.n_strata == 3
    assert ours.frame["n_0"].sum() + ours.frame["n_1"].sum() == 490
    assert ours.frame["ratio"].notna().all()


def test_a_refusal_of_one_variable_is_told_and_the_others_stand(people, groups):
    fine = pd.DataFrame({"sex": groups["sex"], "fine": np.arange(500) % 4})

    ours = subgroup_effects(replace(people, cluster=np.arange(500) % 2), fine)

    whys = ours.interactions.set_index("variable")["why"]
    assert whys["sex"] == ""
    assert "2 clusters cannot carry" in whys["fine"]
    assert ours.frame["ratio"].notna().all()


def test_a_level_that_separates_alone_does_not_take_the_others_with_it(people, groups):
    stage = groups["stage"].where(np.arange(500) > 5, "tiny")
    time = np.where(np.arange(500) > 5, people.time, np.arange(500))
    event, arm = np.where(np.arange(500) > 5, people.event, True), people.arm.copy()
    arm[:6] = [1, 1, 1, 0, 0, 0]  # everybody of one arm goes before the other

    ours = subgroup_effects(
        replace(people, time=time, event=event, arm=arm), stage.to_frame()
    ).frame.set_index("level")

    assert "highest arm among those at risk" in ours.loc["tiny", "why"]
    assert ours.loc[["A", "B"], "ratio"].notna().all()


def test_a_model_that_covariates_separate_is_refused_in_every_level(people, groups):
    adjust = pd.DataFrame({"order": np.argsort(np.argsort(-people.time)) * 1.0})

    with pytest.raises(DidNotConverge, match="highest order"):
        subgroup_effects(replace(people, adjust=adjust), groups[["sex"]])


@pytest.mark.parametrize("subgroups", [pd.DataFrame(index=range(500)), pd.DataFrame({"a": [1]})])
def test_subgroups_that_do_not_fit_the_people_are_refused(people, subgroups):
    with pytest.raises(BadInput, match="for 500 people"):
        subgroup_effects(people, subgroups)
