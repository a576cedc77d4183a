"""Who answered how long, for four named patients."""

import numpy as np
import pandas as pd
import pytest

from analytics.errors import BadInput
from analytics.pro_scores import drop_out, patient_scores

VISITS = ["BASE", "M1", "M3"]
ANSWERS = pd.DataFrame(
    [
        ("full", "BASE", 6),
        ("full", "M1", 4),
        ("full", "M3", 3),
        ("stops", "BASE", 9),
        ("stops", "M1", 8),
        ("dies", "BASE", 8),
        ("dies", "M1", 7),
        ("gap", "BASE", 5),
        ("gap", "M3", 5),
        ("no baseline", "M1", 2),
    ],
    columns=["patient", "visit", "score"],
)
NOT_DUE = {("dies", "M3")}
DUE = pd.DataFrame(
    [
        (patient, visit)
        for patient in dict.fromkeys(ANSWERS["patient"])
        for visit in VISITS
        if (patient, visit) not in NOT_DUE
    ],
    columns=["patient", "visit"],
)


@pytest.fixture
def scores():
    return patient_scores(ANSWERS, DUE, VISITS)


def test_scores_stand_by_patient_and_visit_with_gaps_as_nan(scores):
    assert scores.patients == ("dies", "full", "gap", "no baseline", "stops")
    np.testing.assert_array_equal(scores.score[2], [5, np.nan, 5])
    np.testing.assert_array_equal(scores.change[4], [-1, np.nan])
    np.testing.assert_array_equal(scores.due[0], [True, True, False])


def test_whoever_stops_while_due_is_told_from_whoever_was_due_no_more(scores):
    table = drop_out(scores).by_last_visit.set_index("last_visit")

    np.testing.assert_array_equal(table["patients"], [0, 2, 2])
    np.testing.assert_array_equal(table["stopped"], [0, 1, 0])
    np.testing.assert_array_equal(table["ended"], [0, 1, 2])


def test_the_baseline_of_those_who_left_early_is_shown(scores):
    table = drop_out(scores).by_last_visit.set_index("last_visit")

    assert np.isnan(table.loc["BASE", "baseline_mean"])
    np.testing.assert_allclose(table["baseline_mean"].iloc[1:], [8.5, 5.5])
    np.testing.assert_allclose(table["baseline_sd"].iloc[1:], [np.sqrt(0.5)] * 2)
    np.testing.assert_allclose(table["change_mean"].iloc[1:], [-1, -1.5])


def test_answers_are_counted_of_those_expected(scores):
    found = drop_out(scores)

    np.testing.assert_array_equal(found.by_visit["expected"], [5, 5, 4])
    np.testing.assert_array_equal(found.by_visit["received"], [4, 4, 2])
    np.testing.assert_allclose(found.by_visit["share"], [0.8, 0.8, 0.5])
    assert (found.without_baseline, found.with_gaps) == (1, 1)


def test_an_answer_that_was_not_expected_was_due_all_the_same():
    early = pd.DataFrame([("dies", "M3", 6)], columns=["patient", "visit", "score"])

    assert patient_scores(pd.concat([ANSWERS, early]), DUE, VISITS).due.all()


def test_a_visit_at_which_nothing_was_due_has_no_share():
    due = DUE[DUE["visit"] != "M3"]
    answers = ANSWERS[ANSWERS["visit"] != "M3"]

    assert np.isnan(drop_out(patient_scores(answers, due, VISITS)).by_visit["share"].iloc[2])


@pytest.mark.parametrize(
    ("answers", "due", "visits"),
    [
        (ANSWERS.drop(columns="score"), DUE, VISITS),
        (ANSWERS, DUE.drop(columns="visit"), VISITS),
        (pd.concat([ANSWERS, ANSWERS.iloc[:1]]), DUE, VISITS),
        (ANSWERS, DUE[DUE["patient"] != "gap"], VISITS),
        (ANSWERS, DUE, ["BASE", "M1"]),
        (ANSWERS, DUE, ["BASE"]),
        (ANSWERS, DUE, ["BASE", "M1", "M1"]),
        (ANSWERS.assign(score=np.nan), DUE, VISITS),
    ],
    ids=["column", "due", "twice", "patient", "visit", "one visit", "named twice", "no score"],
)
def test_bad_tables_are_refused(answers, due, visits):
    with pytest.raises(BadInput):
        patient_scores(answers, due, visits)
