"""Bars of named patients, by hand."""

import math

import pandas as pd
import pytest

from analytics.errors import TooFewEvents
from analytics.waterfall import waterfall

NEVER = float("nan")
PATIENTS = pd.DataFrame(
    [
        (1, 71, "CTACE", NEVER),  # a third less, then grown from the nadir
        (2, 72, "CTACE", NEVER),  # grows
        (3, 73, "TAE", NEVER),  # gone
        (4, 74, "TAE", NEVER),  # read, never measured
        (5, 75, "TAE", 50.0),  # neither read nor measured
    ],
    columns=["lane", "patient_no", "technique_code", "new_treatment_day"],
)
READINGS = pd.DataFrame(
    [(1, 30.0, "PR"), (1, 90.0, "PD"), (2, 30.0, "PD"), (3, 30.0, "CR"), (4, NEVER, "SD")],
    columns=["lane", "day", "response"],
)
SUMS = pd.DataFrame(
    [
        (1, 30.0, 60.0, 39.0),
        (1, 90.0, 60.0, 50.0),
        (2, 30.0, 20.0, 24.0),
        (3, 30.0, 45.0, 0.0),
        (3, 90.0, 45.0, 0.0),
    ],
    columns=["lane", "day", "before", "after"],
)


def of(sums=SUMS, readings=READINGS):
    return waterfall(PATIENTS, readings, sums, criterion="MRECIST", reader="SITE")


def test_bars_stand_from_growth_to_fall_with_their_best_response():
    bars = of().bars

    assert [(bar.patient_no, bar.response) for bar in bars] == [(72, "PD"), (71, "PR"), (73, "CR")]
    assert [bar.change for bar in bars] == pytest.approx([0.2, -0.35, -1.0])
    assert [bar.day for bar in bars] == [30, 30, 30]  # the first of equal ones


def test_whoever_has_no_bar_is_counted_by_technique_and_response():
    found = of()

    assert (found.treated, found.shrunk, found.grown) == (5, 2, 1)
    assert found.unmeasured == (("TAE", 2),)
    assert dict(found.unmeasured_responses) == {"CR": 0, "PR": 0, "SD": 1, "PD": 0, "NE": 1}


def test_a_measured_patient_whom_nobody_read_is_not_evaluable():
    assert {bar.response for bar in of(readings=READINGS[:0]).bars} == {"NE"}


def test_nobody_measured_is_refused_with_what_to_do():
    with pytest.raises(TooFewEvents) as refused:
        of(sums=SUMS[:0])

    assert "not supplied" in refused.value.reason
    assert refused.value.remedy


def test_a_sum_without_a_day_counts_and_is_told():
    found = of(sums=SUMS.assign(day=NEVER))

    assert len(found.bars) == found.undated == 3
    assert all(math.isnan(bar.day) for bar in found.bars)
