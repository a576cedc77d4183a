"""Best response of named patients."""

import numpy as np
import pandas as pd
import pytest

from analytics.errors import BadInput
from analytics.response import best_response, response_rates

PATIENTS = pd.DataFrame(
    {
        "patient": ["shrinks", "progresses first", "treated", "late", "unread", "never seen"],
        "new_treatment_day": [np.nan, np.nan, 60, np.nan, np.nan, np.nan],
    }
)
ASSESSMENTS = pd.DataFrame(
    [
        ("shrinks", 0, "CR"),
        ("shrinks", 30, "SD"),
        ("shrinks", 91, "PR"),
        ("shrinks", 150, "PD"),
        ("progresses first", 30, "PD"),
        ("progresses first", 91, "CR"),
        ("treated", 60, "SD"),
        ("treated", 61, "CR"),
        ("late", 183, "PR"),
        ("late", 184, "CR"),
        ("unread", 30, "NE"),
    ],
    columns=["patient", "day", "response"],
)


def test_the_best_counts_up_to_progression_other_treatment_and_the_window():
    found = best_response(ASSESSMENTS, PATIENTS)

    assert list(found.response) == ["PR", "PD", "SD", "PR", "NE", "NE"]
    np.testing.assert_array_equal(found.n_assessed, [3, 1, 1, 1, 0, 0])
    np.testing.assert_array_equal(found.until, [183, 183, 60, 183, 183, 183])


def test_a_patient_without_an_assessment_lowers_the_rate_of_all_but_not_of_the_evaluable():
    rates = response_rates(best_response(ASSESSMENTS, PATIENTS).response)

    assert rates.counts == (("CR", 0), ("PR", 2), ("SD", 1), ("PD", 1), ("NE", 2))
    assert (rates.objective.successes, rates.objective.n) == (2, 6)
    assert (rates.objective_evaluable.successes, rates.objective_evaluable.n) == (2, 4)
    assert (rates.control.successes, rates.control_evaluable.successes) == (3, 3)
    assert rates.objective.method == "wilson"


def test_nobody_evaluable_has_no_evaluable_rate():
    rates = response_rates(["NE", "NE"])

    assert rates.objective.estimate == 0
    assert rates.objective_evaluable is None
    assert rates.control_evaluable is None


@pytest.mark.parametrize("response", [[], ["CR", None], ["CR", "pr"]])
def test_bad_responses_are_refused(response):
    with pytest.raises(BadInput):
        response_rates(response)


@pytest.mark.parametrize(
    ("assessments", "patients"),
    [
        (ASSESSMENTS.drop(columns="day"), PATIENTS),
        (ASSESSMENTS, PATIENTS[["patient"]]),
        (ASSESSMENTS, PATIENTS.iloc[[0, 0, 1, 2, 3, 4]]),
        (ASSESSMENTS, PATIENTS.iloc[:3]),
        (ASSESSMENTS.assign(day=np.nan), PATIENTS),
    ],
    ids=["column", "patients' column", "twice", "unknown patient", "missing day"],
)
def test_bad_tables_are_refused(assessments, patients):
    with pytest.raises(BadInput):
        best_response(assessments, patients)
