"""The regression of a page against R survival: the same fits through covariates and scales."""

import numpy as np
import pandas as pd
import pytest

from analytics.hazard_fits import ModelPlan, Sample, _hazard_at_exit
from analytics.hazard_model import hazard_model
from analytics.model_terms import Scale, Variable
from analytics.subgroup_forest import Arms, subgroup_forest

CELLS = tuple((cell, cell) for cell in ("squamous", "smallcell", "adeno", "large"))


def case_of(expected, name):
    return {case["case"]: case for case in expected("cox")["cases"]}[name]


@pytest.fixture(scope="module")
def veteran(shared):
    rows = pd.read_csv(shared / "reference" / "data" / "veteran.csv")
    return rows.assign(code=rows["event"], entry=0.0, site_id=rows["celltype"])


@pytest.fixture(scope="module")
def lung(shared):
    rows = pd.read_csv(shared / "reference" / "data" / "lung.csv")
    return rows.assign(code=rows["event"], entry=0.0, site_id=rows["inst"])


def numbers(*names):
    return tuple(Variable(name, name) for name in names)


def test_ratios_and_limits_are_those_of_coxph(veteran, expected):
    case = case_of(expected, "veteran_efron")
    cell = Variable("celltype", "cell", levels=CELLS)
    plan = ModelPlan((*numbers("trt", "karno", "age", "prior"), cell), sites="ignored")

    told = [one for one in hazard_model(veteran, plan).effects if not one.is_reference]

    assert np.log([one.ratio for one in told]) == pytest.approx(case["coef"], rel=1e-6)
    width = [(np.log(one.upper) - np.log(one.lower)) / (2 * 1.959963984540054) for one in told]
    assert width == pytest.approx(case["se_model"], rel=1e-6)


def test_a_step_of_ten_years_is_ten_times_the_coefficient(veteran, expected):
    case = case_of(expected, "veteran_strata_efron")
    age = Variable("age", "age", scale=Scale(10))
    plan = ModelPlan((*numbers("trt", "karno"), age, *numbers("prior")), sites="stratum")

    told = hazard_model(veteran, plan).effects

    assert np.log(told[2].ratio) == pytest.approx(10 * case["coef"][2], rel=1e-6)


def test_whoever_lacks_a_covariate_is_left_out_as_r_does(lung, expected):
    case = case_of(expected, "lung_efron")
    known = lung[lung[["inst", "ph.karno"]].notna().all(axis=1)]
    told = hazard_model(known, ModelPlan(numbers("age", "sex", "ph.ecog", "wt.loss")))

    assert (told.n, told.n_events) == (case["n"], case["nevent"])
    assert np.log([one.ratio for one in told.effects]) == pytest.approx(case["coef"], rel=1e-6)


def test_filled_in_covariates_stay_near_the_complete_people_and_use_everybody(lung):
    known = lung[lung["inst"].notna()]
    names = numbers("age", "sex", "ph.ecog", "wt.loss")
    complete = hazard_model(known, ModelPlan(names))
    imputed = hazard_model(known, ModelPlan(names, missing="imputed"))

    assert imputed.n == len(known) > complete.n
    assert 0 < imputed.missing_share < 0.5
    moved = np.log([one.ratio for one in imputed.effects]) - np.log(
        [one.ratio for one in complete.effects]
    )
    assert np.abs(moved).max() < 0.15


def test_the_hazard_at_the_end_of_follow_up_is_that_of_lifelines(lung):
    lifelines = pytest.importorskip("lifelines")
    fitter = lifelines.NelsonAalenFitter(nelson_aalen_smoothing=False)
    fitter.fit(lung["time"], lung["event"])
    ours = _hazard_at_exit(Sample(lung, ModelPlan(())))

    theirs = fitter.cumulative_hazard_.iloc[:, 0].reindex(lung["time"]).to_numpy()
    assert ours == pytest.approx(theirs, abs=1e-9)


def test_effects_without_covariates_are_those_of_each_subgroup_alone(veteran):
    sick = veteran.assign(technique_code=veteran["trt"].map({1: "A", 2: "B"}), site_id="one")
    cell = Variable("celltype", "cell", levels=CELLS)
    arms = Arms(("A",), ("B",), ("standard", "test"))

    forest = subgroup_forest(sick, ModelPlan(()), arms, (cell,))

    for effect in forest.effects:
        alone = sick[sick["celltype"] == effect.level]
        treatment = Variable("trt", "trt")
        told = hazard_model(alone, ModelPlan((treatment,), sites="ignored")).effects[0]
        assert (effect.ratio, effect.lower) == pytest.approx((told.ratio, told.lower), rel=1e-6)
    assert sum(effect.n for effect in forest.effects) == forest.overall.n == len(veteran)
