"""A level that one arm never met: its patients keep their place, at the limit of the likelihood."""

import numpy as np
import pandas as pd
import pytest

from analytics.baseline_covariates import check_covariates
from analytics.comparison_plan import Plan, planned
from analytics.covariate_handling import Covariate, handle
from analytics.errors import BadInput
from analytics.limit_scores import LIMIT, alone_in_their_arm
from analytics.propensity import DesignOptions, design, scores

RNG = np.random.default_rng(4)
N = 200
AGE = RNG.normal(size=N)
ARM = (RNG.random(N) < 1 / (1 + np.exp(-0.5 * AGE))).astype(int)
STAGE = RNG.choice(["A", "B", "C"], N).astype(object)
STAGE[np.flatnonzero(ARM == 0)[:4]] = "D"
PEOPLE = pd.DataFrame({"age": AGE, "stage": pd.Categorical(STAGE)})
LONE = STAGE == "D"
KEEP = DesignOptions(keeps_absent=True)


def test_who_is_alone_has_a_level_that_the_other_arm_lacks():
    np.testing.assert_array_equal(alone_in_their_arm(PEOPLE, ARM), LONE)


def test_a_level_that_an_arm_lacks_only_without_the_lone_counts_too():
    frame = pd.DataFrame({"a": pd.Categorical(list("xxyyy")), "b": pd.Categorical(list("pqpqq"))})
    arm = np.array([0, 0, 0, 1, 1])

    # Nobody of arm 1 has x or p; once they are gone nobody of arm 0 is left with q.
    assert alone_in_their_arm(frame, arm).all()


def test_scores_of_the_others_are_those_of_a_fit_without_the_lone():
    found = scores(PEOPLE, ARM, keeps_absent=True)
    rest = PEOPLE[~LONE].reset_index(drop=True)
    rest["stage"] = rest["stage"].cat.remove_unused_categories()
    wanted = scores(rest, ARM[~LONE])

    np.testing.assert_allclose(found.probability[~LONE], wanted.probability, rtol=1e-10)
    np.testing.assert_array_equal(found.probability[LONE], LIMIT)
    assert not found.influence[LONE].any()
    assert not found.matrix[LONE].any()


def test_nothing_changes_where_every_level_is_in_both_arms():
    plain = PEOPLE.assign(stage=pd.Categorical(np.where(LONE, "A", STAGE)))

    found, wanted = scores(plain, ARM, keeps_absent=True), scores(plain, ARM)

    np.testing.assert_array_equal(found.probability, wanted.probability)


def test_without_the_option_such_a_level_is_refused():
    with pytest.raises(BadInput, match="separated"):
        design(PEOPLE, ARM, estimand="ATE")


def test_the_lone_count_their_own_share_under_stabilised_weights():
    options = DesignOptions(keeps_absent=True, stabilised=True)

    made = design(PEOPLE, ARM, estimand="ATE", options=options)

    np.testing.assert_allclose(made.weights[LONE], 1 - ARM.mean(), rtol=1e-6)
    assert not made.weighting.gradient[LONE, :-1].any()


def test_a_number_that_separates_is_refused_all_the_same():
    told = PEOPLE.assign(age=ARM * 10 + AGE / 100)

    with pytest.raises(BadInput, match="separated"):
        scores(told, ARM, keeps_absent=True)


@pytest.mark.parametrize(
    ("fewest", "levels"), [(5, ["A", "B", "C or D"]), (1, ["A", "B", "C or D"]), (0, list("ABCD"))]
)
def test_levels_are_joined_by_the_number_of_the_plan(fewest, levels):
    stage = Covariate("stage", "Stage", "category", tuple((one, one) for one in "ABCD"))

    handled = handle(
        PEOPLE.astype({"stage": object}),
        ARM,
        (stage,),
        arms=("old", "new"),
        missing="level",
        fewest=fewest,
    )

    assert list(handled.tables[0]["Stage"].cat.categories) == levels
    (absence,) = handled.absences
    assert (absence.level, absence.n, absence.arm) == ("D", 4, "new")


def test_one_patient_is_enough_where_the_plan_says_so():
    stage = STAGE.copy()
    stage[np.flatnonzero(ARM == 1)[0]] = "D"
    rows = pd.DataFrame({"age": AGE, "stage": stage, "site": "A", "region": "B"})
    covariates = (
        Covariate("age", "Age", "number"),
        Covariate("stage", "Stage", "category", tuple((one, one) for one in "ABCD")),
    )
    joined, own = (
        planned(rows, ARM, Plan(("old", "new"), covariates, fewest=fewest)).handled.tables[0]
        for fewest in (5, 1)
    )

    assert list(joined["Stage"].cat.categories) == ["A", "B", "C or D"]
    assert list(own["Stage"].cat.categories) == list("ABCD")


def test_checked_covariates_keep_their_categories():
    assert check_covariates(PEOPLE).frame["stage"].dtype == PEOPLE["stage"].dtype
