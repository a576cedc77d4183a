"""Categories coded as zeros and ones."""

import numpy as np
import pandas as pd
import pytest

from analytics.coding import coded
from analytics.errors import BadInput


@pytest.fixture
def frame():
    stage = pd.Categorical(["B", "A", "B", "D"], categories=["D", "C", "B", "A"], ordered=True)
    sex = ["F", "M", "M", "F"]
    return pd.DataFrame({"stage": stage, "sex": sex, "age": [50, 60, 70, 80]}, index=list("wxyz"))


def test_levels_are_compared_with_the_first_in_their_order(frame):
    ours = coded(frame)

    assert list(ours.frame.columns) == ["stage: B", "stage: A", "sex: M", "age"]
    np.testing.assert_array_equal(ours.frame["stage: B"], [1, 0, 1, 0])
    np.testing.assert_array_equal(ours.frame["sex: M"], [0, 1, 1, 0])
    assert ours.references == ("stage: D", "sex: F")
    assert list(ours.frame.index) == list("wxyz")


def test_a_level_without_anybody_is_left_out_and_named(frame):
    assert coded(frame).dropped == ("stage: C",)


def test_another_reference_can_be_named(frame):
    ours = coded(frame, {"sex": "M"})

    assert "sex: F" in ours.frame.columns
    assert "sex: M" in ours.references


def test_columns_that_are_the_same_for_all_are_left_out_and_named(frame):
    ours = coded(frame.assign(sex="F", age=50))

    assert list(ours.frame.columns) == ["stage: B", "stage: A"]
    assert ours.dropped == ("stage: C", "sex: F for everybody", "age: 50 for everybody")
    assert ours.references == ("stage: D",)


@pytest.mark.parametrize(
    ("change", "reference", "said"),
    [
        ({"sex": [None, "M", "M", "F"]}, None, "sex is missing in 1 of 4"),
        ({"age": [50, np.nan, 70, 80]}, None, "age is missing in 1 of 4"),
        ({}, {"stage": "C"}, "Nobody has stage C"),
        ({}, {"grade": "1"}, "no covariate grade"),
        ({"sex": "F", "age": 1, "stage": "A"}, None, "No covariate differs"),
    ],
)
def test_what_cannot_be_coded_is_refused(frame, change, reference, said):
    with pytest.raises(BadInput, match=said):
        coded(frame.assign(**change), reference)
