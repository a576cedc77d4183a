"""Who responded and who had a severe event, by hand."""

import numpy as np
import pandas as pd
import pytest

from analytics.early_outcomes import is_late, response_asked, severe_asked

NAN = float("nan")


def people(**columns):
    n = len(next(iter(columns.values())))
    given = {
        "diagnosis_id": [f"D{k}" for k in range(n)],
        "new_treatment_day": NAN,
        "entry": 0.0,
        "time": 200.0,
        "code": 0.0,
        "left_out": None,
    }
    return pd.DataFrame(given | columns, index=range(n))


def test_late_is_who_entered_after_the_procedure_even_after_the_own_end():
    found = is_late(people(entry=[0.0, 12.0, NAN], left_out=[None, None, "ENTRY_AFTER_EXIT"]))

    assert found.tolist() == [False, True, True]


def test_a_response_is_known_of_the_assessed_and_none_of_the_others_of_everybody():
    rows = people(code=[0.0, 0.0, 1.0, 0.0], time=[200.0, 200.0, 20.0, 90.0])
    readings = pd.DataFrame(
        {"patient": ["D0", "D1", "D9"], "day": [40.0, 60.0, 40.0], "response": ["PR", "SD", "CR"]}
    )

    assessed, everybody = response_asked(rows, readings, "mRECIST, site")

    np.testing.assert_array_equal(assessed.had, [1, 0, NAN, NAN])
    np.testing.assert_array_equal(everybody.had, [1, 0, 0, 0])
    (died, who_died), (rest, who_stayed) = assessed.unknown_because
    assert (died, rest) == ("died before one", "alive or lost without one")
    assert who_died.tolist() == [False, False, True, False]
    assert who_stayed.tolist() == [True, True, False, True]


def test_a_response_after_other_treatment_does_not_count():
    rows = people(new_treatment_day=[30.0])
    readings = pd.DataFrame({"patient": ["D0"], "day": [40.0], "response": ["CR"]})

    assessed, everybody = response_asked(rows, readings, "mRECIST, site")

    assert np.isnan(assessed.had[0])
    assert everybody.had[0] == 0


@pytest.mark.parametrize(
    ("event", "ended", "had"),
    [
        ((29.0, "3", NAN), (200.0, 0.0, None), 1),
        ((30.0, "5", NAN), (30.0, 1.0, None), 1),
        ((0.0, "3", NAN), (200.0, 0.0, None), 1),
        ((31.0, "4", NAN), (200.0, 0.0, None), 0),
        ((-1.0, "4", NAN), (200.0, 0.0, None), 0),
        ((29.0, "2", NAN), (200.0, 0.0, None), 0),
        ((NAN, "3", 0.0), (200.0, 0.0, None), 1),
        ((NAN, "3", 60.0), (200.0, 0.0, None), NAN),
        ((NAN, "2", NAN), (200.0, 0.0, None), 0),
        ((10.0, None, NAN), (200.0, 0.0, None), NAN),
        ((50.0, None, NAN), (200.0, 0.0, None), 0),
        ((90.0, "3", NAN), (20.0, 1.0, None), 0),
        ((90.0, "3", NAN), (20.0, 0.0, None), NAN),
        ((90.0, "3", NAN), (NAN, NAN, None), NAN),
        ((9.0, "3", NAN), (20.0, 0.0, "CONTACT_NOT_SUPPLIED"), 1),
        ((90.0, "3", NAN), (200.0, 0.0, "CONTACT_NOT_SUPPLIED"), NAN),
    ],
)
def test_a_severe_event_by_day_30(event, ended, had):
    onset, grade, session = event
    time, code, left_out = ended
    rows = people(time=[time], code=[code], left_out=[left_out])
    events = pd.DataFrame(
        {"diagnosis_id": ["D0"], "onset": [onset], "ctcae": [grade], "session_day": [session]}
    )

    assert severe_asked(rows, events, 30.0).had.tolist() == pytest.approx([had], nan_ok=True)


def test_who_had_one_event_that_counts_is_known_whatever_else_is_vague():
    events = pd.DataFrame(
        {
            "diagnosis_id": ["D0", "D0"],
            "onset": [3.0, NAN],
            "ctcae": ["3", None],
            "session_day": [NAN, NAN],
        }
    )

    assert severe_asked(people(time=[200.0]), events, 30.0).had.tolist() == [1]
