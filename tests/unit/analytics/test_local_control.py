"""Residual tumour told apart from local tumour progression: named lesions, one rule each."""

import numpy as np
import pandas as pd
import pytest

from analytics.endpoints import NOT_ASSESSED, NOT_COMPLETE
from analytics.local_control import local_control

NAN = np.nan


def control(treated, *controls):
    """Return progression, failure and last day, and the reason, of one lesion."""
    found = local_control(
        np.array([treated[0]], dtype=float),
        pd.DataFrame(
            [(0, day, status) for day, status in controls], columns=["row", "day", "status"]
        ).astype({"row": int, "day": float}),
        pd.DataFrame({"row": 0, "day": np.array(treated, dtype=float)}),
    )
    return (
        *(found.progression_day[0], found.failure_day[0], found.last_day[0]),
        found.left_out[0],
    )


@pytest.mark.parametrize(
    ("lesion", "treated", "controls", "expected"),
    [
        (
            "complete, then tumour",
            [0],
            [(30, "COMPLETE"), (180, "NO_LTP"), (270, "LTP")],
            (270, 270, 270, ""),
        ),
        ("complete to the end", [0], [(30, "COMPLETE"), (180, "NO_LTP")], (NAN, NAN, 180, "")),
        (
            "tumour after complete, called residual",
            [0],
            [(30, "COMPLETE"), (180, "RESIDUAL")],
            (180, 180, 180, ""),
        ),
        ("free at the first control", [0], [(30, "NO_LTP")], (NAN, NAN, 30, "")),
        (
            "complete, tumour, treated again, complete",
            [0, 200],
            [(30, "COMPLETE"), (180, "LTP"), (230, "COMPLETE")],
            (180, 180, 230, ""),
        ),
    ],
)
def test_tumour_after_a_control_without_it_is_progression(lesion, treated, controls, expected):
    np.testing.assert_equal(control(treated, *controls), expected, err_msg=lesion)


@pytest.mark.parametrize(
    ("lesion", "treated", "controls", "expected"),
    [
        ("residual for good", [0], [(30, "RESIDUAL")], (NAN, 30, 30, NOT_COMPLETE)),
        (
            "tumour at the first control, called progression",
            [0],
            [(30, "LTP"), (90, "LTP")],
            (NAN, 30, 90, NOT_COMPLETE),
        ),
        (
            "complete later without retreatment",
            [0],
            [(30, "RESIDUAL"), (80, "COMPLETE")],
            (NAN, 30, 80, NOT_COMPLETE),
        ),
        (
            "retreated on day 91",
            [0, 91],
            [(30, "RESIDUAL"), (120, "COMPLETE")],
            (NAN, 30, 120, NOT_COMPLETE),
        ),
        (
            "retreated in time and still there",
            [0, 60],
            [(30, "RESIDUAL"), (90, "RESIDUAL")],
            (NAN, 30, 90, NOT_COMPLETE),
        ),
        (
            "retreated before it was ever controlled",
            [0, 20],
            [(30, "RESIDUAL"), (60, "COMPLETE")],
            (NAN, 30, 60, NOT_COMPLETE),
        ),
    ],
)
def test_a_lesion_never_made_complete_in_time_is_not_at_risk(lesion, treated, controls, expected):
    np.testing.assert_equal(control(treated, *controls), expected, err_msg=lesion)


@pytest.mark.parametrize(
    ("lesion", "treated", "controls", "expected"),
    [
        (
            "retreated on day 90",
            [0, 90],
            [(30, "RESIDUAL"), (120, "COMPLETE")],
            (NAN, NAN, 120, ""),
        ),
        (
            "retreated on the day of the control",
            [0, 30],
            [(30, "RESIDUAL"), (60, "COMPLETE")],
            (NAN, NAN, 60, ""),
        ),
        (
            "retreated, complete, then tumour",
            [0, 60],
            [(30, "RESIDUAL"), (90, "COMPLETE"), (200, "LTP")],
            (200, 200, 200, ""),
        ),
        (
            "retreated twice in time",
            [0, 40, 80],
            [(30, "RESIDUAL"), (60, "RESIDUAL"), (110, "COMPLETE")],
            (NAN, NAN, 110, ""),
        ),
        (
            "first treated on day 100 of its diagnosis",
            [100, 190],
            [(130, "RESIDUAL"), (220, "COMPLETE")],
            (NAN, NAN, 220, ""),
        ),
    ],
)
def test_a_lesion_retreated_to_complete_in_time_stays_at_risk(lesion, treated, controls, expected):
    np.testing.assert_equal(control(treated, *controls), expected, err_msg=lesion)


@pytest.mark.parametrize(
    ("lesion", "controls"),
    [
        ("no control", []),
        ("only one that could not be judged", [(30, "NOT_EVALUABLE")]),
        ("only one without a status", [(30, "")]),
        ("only one on the day of treatment", [(0, "COMPLETE")]),
        ("only one before treatment", [(-10, "RESIDUAL")]),
    ],
)
def test_a_lesion_without_a_control_is_not_assessed(lesion, controls):
    np.testing.assert_equal(control([0], *controls), (NAN, NAN, 0, NOT_ASSESSED), err_msg=lesion)


def test_of_two_controls_on_one_day_tumour_counts():
    assert control([0], (30, "COMPLETE"), (30, "RESIDUAL"))[3] == NOT_COMPLETE


def test_every_lesion_keeps_its_own_controls_and_sessions():
    controls = pd.DataFrame(
        {
            "row": [2, 0, 0, 2],
            "day": [90.0, 200.0, 30.0, 30.0],
            "status": ["COMPLETE", "LTP", "COMPLETE", "RESIDUAL"],
        }
    )
    sessions = pd.DataFrame({"row": [2, 0, 2, 1], "day": [60.0, 0.0, 0.0, 0.0]})

    found = local_control(np.zeros(3), controls, sessions)

    np.testing.assert_array_equal(found.progression_day, [200, NAN, NAN])
    assert found.left_out.tolist() == ["", NOT_ASSESSED, ""]


def test_no_lesions_are_no_fault():
    nothing = pd.DataFrame({"row": [], "day": [], "status": []}).astype({"row": int})

    assert local_control(np.array([]), nothing, nothing).last_day.size == 0
