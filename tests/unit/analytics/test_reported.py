"""Forms due, change by group, drop-out and response of pain, by hand."""

import numpy as np
import pandas as pd
import pytest

from analytics.errors import TooFewEvents
from analytics.pain_response import pain_response
from analytics.pro_scores import PatientScores
from analytics.reported import forms_due, observed_change, one_answer_each, reported_by_group

PEOPLE = pd.DataFrame(
    {
        "patient": ["alive", "dead early", "lost", "planned"],
        "group": ["MWA", "MWA", "RFA", "RFA"],
        "exit": [400.0, 20.0, 20.0, 20.0],
        "died": [False, True, False, False],
    }
)
SCHEDULED = pd.DataFrame(
    [("dead early", "M1", 44.0), ("planned", "M1", 44.0), ("planned", "M9", 304.0)],
    columns=["patient", "visit", "closes"],
)


def test_a_form_is_due_of_the_living_and_of_whoever_was_to_come():
    due = forms_due(PEOPLE, SCHEDULED, {"M1": 44.0})

    at_m1 = due[due["visit"] == "M1"]["patient"].tolist()
    assert sorted(at_m1) == ["alive", "planned"]
    assert (due["visit"] == "BASE").sum() == 4


def test_the_last_of_several_answers_at_a_visit_counts():
    given = pd.DataFrame(
        [("a", "BASE", np.nan, 1.0), ("a", "BASE", -2.0, 5.0), ("a", "UNSCHED", 3.0, 9.0)],
        columns=["patient", "visit", "day", "score"],
    )

    assert one_answer_each(given, ("BASE", "M1"))["score"].tolist() == [5.0]


def test_few_answers_have_observed_means_and_say_why_there_is_no_model():
    answers = pd.DataFrame(
        [("alive", "BASE", 50.0), ("alive", "M1", 60.0), ("lost", "BASE", 40.0)],
        columns=["patient", "visit", "score"],
    )
    due = forms_due(PEOPLE, SCHEDULED, {"M1": 44.0})

    found = reported_by_group(answers, due, PEOPLE, visits=("BASE", "M1"), important=(10, "higher"))

    row = found.groups[0].observed.iloc[0]
    assert (row["n"], row["mean"]) == (1, 10.0)
    assert np.isnan(row["lower"])
    assert "10 are needed" in found.groups[0].why_no_model
    assert found.groups[0].improved.frame["responders"].tolist() == [1]
    assert found.courses["mean"].tolist() == [50.0, 60.0]


def test_observed_limits_are_students():
    score = np.array([[0.0, 1.0], [0.0, 2.0], [0.0, 3.0], [0.0, np.nan]])
    scores = PatientScores(tuple("abcd"), ("BASE", "M1"), score, np.ones((4, 2), dtype=bool))

    row = observed_change(scores).iloc[0]

    assert (row["n"], row["mean"]) == (3, 2.0)
    assert row["upper"] - 2 == pytest.approx(4.3027 / np.sqrt(3), abs=1e-4)


def test_without_a_later_visit_there_is_no_change():
    with pytest.raises(TooFewEvents):
        reported_by_group(
            pd.DataFrame(columns=["patient", "visit", "score"]),
            forms_due(PEOPLE, SCHEDULED, {}),
            PEOPLE,
            visits=("BASE",),
            important=None,
        )


PAIN = [  # who, before, pain, dose before, dose, dead
    ("complete", 7, 0, 50, 50, False),
    ("partial, fewer opioids", 7, 5, 50, 25, False),
    ("less pain, more opioids", 7, 3, 50, 60, False),  # indeterminate
    ("no pain, more opioids", 7, 0, 50, 60, False),  # indeterminate
    ("more pain", 5, 7, 50, 50, False),
    ("same pain, much more opioids", 5, 5, 40, 50, False),
    ("same pain, a little more", 5, 5, 40, 45, False),
    ("dose not entered", 7, 3, 50, np.nan, False),
    ("no answer", 7, np.nan, 50, 50, False),
    ("dead", 7, np.nan, 50, np.nan, True),
    ("no pain before", 0, 0, 0, 0, False),
]


def test_pain_and_opioids_decide_together():
    rows = pd.DataFrame(
        PAIN, columns=["patient", "before", "pain", "dose_before", "dose", "is_dead"]
    )
    found = pain_response(rows.assign(visit="M1"), ("M1", "M3"))

    at = found.visits[0]
    assert dict(at.counts) == {
        **{"COMPLETE": 1, "PARTIAL": 1, "INDETERMINATE": 3, "PROGRESSION": 2},
        **{"NO_DOSE": 1, "NO_ANSWER": 1, "DEAD": 1},
    }
    assert (at.of_due.successes, at.of_due.n) == (2, 9)
    assert (at.of_judged.successes, at.of_judged.n) == (2, 7)
    assert (found.patients, found.without_baseline) == (10, 1)
    assert found.visits[1].of_due is None


def test_nobody_with_pain_before_is_refused():
    rows = pd.DataFrame(
        PAIN[-1:], columns=["patient", "before", "pain", "dose_before", "dose", "is_dead"]
    )
    with pytest.raises(TooFewEvents):
        pain_response(rows.assign(visit="M1"), ("M1",))
