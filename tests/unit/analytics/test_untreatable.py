"""Untreatable progression by rule: named patients for each part of it."""

import numpy as np
import pandas as pd
import pytest

from analytics.untreatable import Treated, untreatable_by_rule

NAN = np.nan


def rows(days, **more):
    frame = pd.DataFrame({"row": 0, "day": np.array(days, dtype=float)})
    return frame.astype({"row": int}).assign(**more)


def becomes_untreatable(
    *, progressed=(), poor=(), responses=(), sessions=(0,), systemic=(), spread=NAN
):
    """Return the day on which one patient's progression became untreatable."""
    judged = rows([day for day, _ in responses])
    treated = Treated(
        progressions=rows(progressed),
        poor=rows(poor),
        assessments=judged.assign(is_response=[said in ("CR", "PR") for _, said in responses]),
        sessions=rows(sessions),
        systemic=rows(systemic),
        spread=np.array([spread], dtype=float),
    )
    return untreatable_by_rule(treated)[0]


@pytest.mark.parametrize(
    ("who", "course", "day"),
    [
        ("progressed and unfit on one day", {"progressed": [90], "poor": [90]}, 90),
        ("unfit a month later", {"progressed": [90], "poor": [120]}, 120),
        ("unfit a month earlier", {"progressed": [120], "poor": [90]}, 120),
        ("unfit much later", {"progressed": [90], "poor": [121]}, NAN),
        ("unfit without progression", {"poor": [90]}, NAN),
        ("unfit at the second progression", {"progressed": [90, 300], "poor": [310]}, 310),
    ],
)
def test_a_progression_in_an_unfit_patient_is_untreatable(who, course, day):
    np.testing.assert_equal(becomes_untreatable(**course), day, err_msg=who)


def test_new_spread_is_untreatable():
    assert becomes_untreatable(spread=200) == 200


@pytest.mark.parametrize(
    ("who", "sessions", "responses", "day"),
    [
        ("stable, then progressive", [0, 60], [(30, "SD"), (90, "PD")], 90),
        ("progressive twice", [0, 60], [(30, "PD"), (90, "PD")], 90),
        ("response to the first", [0, 60], [(30, "PR"), (90, "PD")], NAN),
        ("response to the second", [0, 60], [(30, "SD"), (90, "CR")], NAN),
        ("one session only", [0], [(30, "SD"), (90, "PD")], NAN),
        ("first session never assessed", [0, 60], [(90, "SD"), (120, "PD")], NAN),
        ("assessed on the day of the next session", [0, 60], [(60, "SD"), (90, "SD")], 90),
        ("a response in between", [0, 60, 120], [(30, "SD"), (90, "PR"), (150, "SD")], NAN),
        ("second and third failed", [0, 60, 120], [(30, "PR"), (90, "SD"), (150, "SD")], 150),
        ("a later response does not undo it", [0, 60], [(30, "SD"), (90, "SD"), (200, "CR")], 90),
        ("two sessions on one day", [0, 0], [(30, "SD"), (90, "SD")], NAN),
    ],
)  # fmt: skip
def test_two_sessions_running_without_response_are_untreatable(who, sessions, responses, day):
    found = becomes_untreatable(sessions=sessions, responses=responses)

    np.testing.assert_equal(found, day, err_msg=who)


@pytest.mark.parametrize(
    ("who", "course", "day"),
    [
        ("after progression", {"progressed": [90], "systemic": [120]}, 120),
        ("on the day of progression", {"progressed": [90], "systemic": [90]}, 90),
        ("before progression", {"progressed": [90], "systemic": [60]}, NAN),
        ("without progression", {"systemic": [60]}, NAN),
        (
            "treated again in between",
            {"progressed": [90], "sessions": [0, 100], "systemic": [120]},
            NAN,
        ),
        (
            "treated on the day of progression",
            {"progressed": [90], "sessions": [0, 90], "systemic": [120]},
            120,
        ),
        ("treated again later", {"progressed": [90], "sessions": [0, 200], "systemic": [120]}, 120),
        (
            "treated again, progressed again",
            {"progressed": [90, 150], "sessions": [0, 100], "systemic": [160]},
            160,
        ),
    ],
)
def test_systemic_therapy_after_progression_without_a_session_is_untreatable(who, course, day):
    np.testing.assert_equal(becomes_untreatable(**course), day, err_msg=who)


def test_the_first_part_of_the_rule_that_is_met_gives_the_day():
    course = {"progressed": [90], "systemic": [200], "poor": [110], "spread": 150}

    assert becomes_untreatable(**course) == 110


def test_every_patient_keeps_the_own_rows():
    nobody = rows([])
    treated = Treated(
        progressions=pd.DataFrame({"row": [1, 2], "day": [90.0, 50.0]}),
        poor=nobody,
        assessments=nobody.assign(is_response=[]),
        sessions=pd.DataFrame({"row": [0, 1, 2], "day": [0.0, 0.0, 0.0]}),
        systemic=pd.DataFrame({"row": [2, 1], "day": [60.0, 95.0]}),
        spread=np.array([NAN, NAN, NAN]),
    )

    np.testing.assert_array_equal(untreatable_by_rule(treated), [NAN, 95, 60])
