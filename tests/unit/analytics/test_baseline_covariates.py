"""Covariates as columns of numbers, and what is refused on the way."""

import numpy as np
import pandas as pd
import pytest

from analytics.baseline_covariates import check_covariates, check_two_arms
from analytics.errors import BadInput


def test_a_category_gives_a_column_for_each_level_but_the_first():
    frame = pd.DataFrame(
        {"age": [60, 70, 80], "stage": ["B", "A", "C"], "male": [True, False, True]}
    )

    found = check_covariates(frame)

    assert found.names == ("age", "stage: B", "stage: C", "male")
    np.testing.assert_array_equal(found.columns, [[60, 1, 0, 1], [70, 0, 0, 0], [80, 0, 1, 1]])
    assert found.n == 3


def test_a_balance_table_shows_every_level_of_three_and_one_of_two():
    frame = pd.DataFrame({"stage": ["B", "A", "C"], "side": ["left", "right", "left"]})

    found = check_covariates(frame, all_levels=True)

    assert found.names == ("stage: A", "stage: B", "stage: C", "side: right")


def test_levels_follow_the_order_of_the_categories_and_unused_ones_give_nothing():
    stage = pd.Categorical(["low", "high", "low"], categories=["low", "middle", "high"])

    assert check_covariates(pd.DataFrame({"stage": stage})).names == ("stage: high",)


def test_an_array_names_its_columns_by_number():
    assert check_covariates([[1, 2], [3, 5]]).names == ("x1", "x2")
    assert check_covariates([1.0, 2.0]).names == ("x1",)


def test_missing_values_are_refused_by_name_and_count():
    frame = pd.DataFrame({"age": [60, None, 80], "stage": ["A", None, None], "male": [0, 1, 0]})

    with pytest.raises(BadInput, match="Of 3 patients a value is missing: age in 1, stage in 2"):
        check_covariates(frame)


def test_a_constant_covariate_is_refused_by_name():
    frame = pd.DataFrame({"age": [60, 70], "domain": ["HCC", "HCC"], "cirrhosis": [1, 1]})

    with pytest.raises(BadInput, match="domain: HCC, cirrhosis is the same for everybody"):
        check_covariates(frame)


@pytest.mark.parametrize(
    "covariates",
    [
        pd.DataFrame({"age": []}),
        pd.DataFrame(index=[0, 1]),
        np.zeros((2, 2, 2)),
        pd.DataFrame([[1, 2], [3, 4]], columns=["age", "age"]),
        pd.DataFrame({"age": [60.0, np.inf]}),
        pd.DataFrame({"seen": pd.to_datetime(["2024-01-01", "2024-02-01"])}),
    ],
    ids=["nobody", "no covariate", "no table", "one name twice", "infinite", "dates"],
)
def test_what_is_no_table_of_covariates_is_refused(covariates):
    with pytest.raises(BadInput) as refused:
        check_covariates(covariates)

    assert refused.value.remedy


def test_the_second_arm_in_order_is_the_treated_one():
    treated, arms = check_two_arms(["TARE", "CTACE", "TARE"], 3)

    np.testing.assert_array_equal(treated, [1, 0, 1])
    assert arms == ("CTACE", "TARE")


def test_categories_decide_which_arm_is_treated():
    arm = pd.Categorical(["TARE", "CTACE"], categories=["TARE", "unused", "CTACE"])

    assert check_two_arms(arm, 2)[1] == ("TARE", "CTACE")


@pytest.mark.parametrize("arm", [["A", "B", "C"], ["A", "A", "A"], ["A", "B"], ["A", "B", None]])
def test_anything_but_two_arms_of_all_patients_is_refused(arm):
    with pytest.raises(BadInput):
        check_two_arms(arm, 3)
