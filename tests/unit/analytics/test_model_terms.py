"""Covariates as a clinician counts them: steps, doublings, references, small levels."""

import numpy as np
import pandas as pd
import pytest

from analytics.errors import BadInput
from analytics.model_terms import Scale, Variable, prepared

STAGE = Variable("stage", "Stage", levels=(("A", "early"), ("B", "middle"), ("C", "late")))


def one(values, variable):
    return prepared(pd.DataFrame({variable.name: values}), [variable])


def test_a_number_is_counted_per_step_or_per_doubling():
    assert one([20, 30.0], Variable("x", "Age", scale=Scale(10))).frame["Age"].tolist() == [2, 3]
    doubled = one([4.0, 32.0], Variable("x", "AFP", scale=Scale(base=2))).frame["AFP"]
    assert doubled.tolist() == pytest.approx([2, 5])


def test_a_zero_counts_as_half_the_smallest_positive_value():
    found = one([0.0, 8.0, 16.0], Variable("x", "Lab", scale=Scale(base=2))).frame["Lab"]
    assert found.tolist() == pytest.approx([2, 3, 4])


def test_what_has_no_logarithm_is_refused():
    with pytest.raises(BadInput, match="below 0 in 1 people"):
        one([-1.0, 2.0], Variable("x", "Lab", scale=Scale(base=2)))


def test_a_stated_unknown_is_missing():
    found = one(["A"] * 10 + ["B"] * 10 + ["UNK"], STAGE)
    assert found.is_complete.tolist() == [True] * 20 + [False]


def test_the_reference_is_no_or_the_first_level_that_a_tenth_have():
    yes_no = Variable("x", "Ascites", levels=(("Y", "Yes"), ("N", "No")))
    assert one(["Y", "Y", "N"], yes_no).frame["Ascites"].cat.categories[0] == "No"

    rare_first = one(["A"] * 10 + ["B"] * 100 + ["C"] * 50, STAGE).frame["Stage"]
    assert rare_first.cat.categories.tolist() == ["middle", "early", "late"]


def test_a_small_level_joins_the_one_before_it_and_is_named():
    found = one(["A"] * 50 + ["B"] * 50 + ["C"] * 3, STAGE)
    assert found.frame["Stage"].cat.categories.tolist() == ["early", "middle or late"]
    assert found.merged == ("Stage: late (3)",)


def test_small_levels_are_taken_together():
    found = one(["A"] * 50 + ["B"] * 4 + ["C"] * 3, STAGE)
    assert found.frame["Stage"].cat.categories.tolist() == ["early", "middle or late"]


def test_two_levels_stay_however_small():
    assert one(["A"] * 50 + ["B"] * 2, STAGE).merged == ()


def test_what_is_the_same_for_all_is_left_out_and_named():
    people = pd.DataFrame({"stage": ["A"] * 12, "x": np.arange(12.0)})
    found = prepared(people, [STAGE, Variable("x", "Age")])
    assert (found.constant, list(found.frame)) == (("Stage",), ["Age"])
