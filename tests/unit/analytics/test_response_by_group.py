"""Response by group and duration of response, on patients whose course the index tells."""

import numpy as np
import pandas as pd
import pytest

from analytics.errors import TooFewEvents
from analytics.reader_agreement import reader_agreement
from analytics.response_by_group import durations, response_by_group

PEOPLE = pd.DataFrame(
    {
        "patient": ["responds", "responds late", "progresses", "never imaged", "undated"],
        "group": ["MWA", "MWA", "RFA", "RFA", "RFA"],
        "new_treatment_day": [np.nan, 90.0, np.nan, np.nan, np.nan],
        "entry": [0.0, 0.0, 0.0, 0.0, 0.0],
        "exit": [200.0, 400.0, 30.0, 10.0, 300.0],
        "code": [1, 0, 1, 1, 0],
        "left_out": [None, None, None, None, None],
    }
)
READINGS = pd.DataFrame(
    [
        ("responds", 30.0, "SD"),
        ("responds", 60.0, "PR"),
        ("responds", 90.0, "CR"),
        ("responds late", 80.0, "SD"),
        ("responds late", 120.0, "CR"),  # after other treatment: not counted
        ("progresses", 30.0, "PD"),
        ("progresses", 60.0, "PR"),  # after progression: not counted
        ("undated", np.nan, "PR"),
    ],
    columns=["patient", "day", "response"],
)


def test_both_denominators_stand_beside_each_other():
    found = response_by_group(READINGS, PEOPLE, criterion="MRECIST", reader="SITE")

    rates = found.overall.rates
    assert (rates.objective.successes, rates.objective.n) == (2, 5)
    assert (rates.objective_evaluable.successes, rates.objective_evaluable.n) == (2, 4)
    assert dict(rates.counts) == {"CR": 1, "PR": 1, "SD": 1, "PD": 1, "NE": 1}
    assert [group.group for group in found.groups] == ["MWA", "RFA"]
    assert found.undated == 1


def test_duration_runs_from_the_first_response_and_leaves_out_the_undated():
    found = durations(READINGS, PEOPLE)

    assert found.overall.n == 1
    np.testing.assert_array_equal(found.overall.time[-1:], [140.0])  # 200 - 60
    assert found.left_out == (("NOT_SUPPLIED", 1),)


def test_a_patient_enrolled_after_the_response_counts_from_the_enrolment():
    late = PEOPLE.assign(entry=[100.0, 0, 0, 0, 0])

    assert durations(READINGS, late).overall.at_risk([30.0, 41.0]).tolist() == [0, 1]


def test_without_any_response_there_is_no_duration():
    with pytest.raises(TooFewEvents, match="Nobody responded"):
        durations(READINGS[READINGS["response"] == "PD"], PEOPLE)


def test_nobody_treated_is_refused():
    with pytest.raises(TooFewEvents, match="Nobody was treated"):
        response_by_group(READINGS, PEOPLE.iloc[:0], criterion="MRECIST", reader="SITE")


def test_readers_are_compared_on_patients_that_both_could_evaluate():
    two = pd.concat([READINGS.assign(reader="SITE"), READINGS.assign(reader="CENTRAL")])
    two = two[~((two["reader"] == "CENTRAL") & (two["patient"] == "undated"))]

    found = reader_agreement(two, PEOPLE, criterion="MRECIST", readers=("SITE", "CENTRAL"))

    assert found.pairs[0].n == 3
    assert found.pairs[0].kappa.estimate == 1


def test_one_reader_has_nobody_to_agree_with():
    with pytest.raises(TooFewEvents, match="One reader only"):
        reader_agreement(
            READINGS.assign(reader="SITE"), PEOPLE, criterion="MRECIST", readers=("SITE",)
        )


@pytest.mark.parametrize(
    ("second", "said"), [("NE", "No patient was evaluable"), ("PR", "in one category")]
)
def test_readers_without_a_kappa_say_why(second, said):
    one = pd.DataFrame({"patient": ["responds", "undated"], "day": 30.0, "response": "PR"})
    both = pd.concat([one.assign(reader="R1"), one.assign(reader="R2", response=second)])

    pair = reader_agreement(both, PEOPLE, criterion="MRECIST", readers=("R1", "R2")).pairs[0]

    assert pair.kappa is None
    assert said in pair.why_none
