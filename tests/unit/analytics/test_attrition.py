"""Steps of a cohort from counts that can be added up on paper."""

import pandas as pd
import pytest

from analytics.attrition import Attrition, attrition_steps
from analytics.cells import CountTable
from analytics.errors import BadInput


def counts(*rows):
    frame = pd.DataFrame(rows, columns=["step", "state", "n"])
    return CountTable(frame, ("step", "state"))


def test_each_step_subtracts_whom_it_leaves_out():
    steps = attrition_steps(
        ["Enrolled", "Aged", "Staged"],
        counts(
            *((0, "KNOWN", 50), (1, "KNOWN", 20), (1, "NOT_ENTERED", 4)),
            *((2, "KNOWN", 10), (2, "UNKNOWN", 3), (2, "NOT_APPLICABLE", 2)),
        ),
    )

    assert [(step.left, step.left_out) for step in steps] == [(89, 0), (65, 24), (50, 15)]
    assert [(s.not_entered, s.unknown, s.not_applicable) for s in steps] == [
        *((0, 0, 0), (4, 0, 0), (0, 3, 2))
    ]
    assert Attrition(steps, 48, 2, 1).n == 50


def test_a_step_that_leaves_nobody_out_is_a_step():
    steps = attrition_steps(["Enrolled", "Aged"], counts((0, "KNOWN", 3)))

    assert (steps[1].left, steps[1].left_out) == (3, 0)


def test_a_step_without_a_name_is_refused():
    with pytest.raises(BadInput):
        attrition_steps(["Enrolled"], counts((1, "KNOWN", 3)))
