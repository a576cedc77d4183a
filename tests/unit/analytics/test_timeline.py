"""What happened to single patients, in order."""

import numpy as np
import pandas as pd
import pytest

from analytics.timeline import timelines

PATIENTS = pd.DataFrame(
    {
        "lane": [1, 2, 3],
        "patient_no": [7, 3, 9],
        "technique_code": ["MWA", "CTACE", "RFA"],
        "exit": [400.0, 90.5, np.nan],
        "died": [0, 1, np.nan],
    }
)
NOTHING = {
    "procedure": pd.DataFrame(columns=["lane", "day", "technique_code"]),
    "reading": pd.DataFrame(columns=["lane", "day", "response", "criterion", "reader"]),
    "event": pd.DataFrame(columns=["lane", "day", "event_type"]),
    "adverse": pd.DataFrame(columns=["lane", "day", "ctcae_term", "ctcae_grade", "relatedness"]),
}


def with_events(**rows):
    return timelines(PATIENTS, NOTHING | {kind: pd.DataFrame(held) for kind, held in rows.items()})


def test_marks_stand_by_day_and_a_death_stands_last():
    found = with_events(
        procedure=[{"lane": 2, "day": 0.0, "technique_code": "CTACE"}],
        event=[{"lane": 2, "day": 60.0, "event_type": "PROGRESSION"}],
    )

    assert [(m.day, m.kind) for m in found.lanes[1].marks] == [
        *((0.0, "procedure"), (60.0, "event"), (90.0, "death"))
    ]


def test_who_lives_ends_with_the_last_contact_and_who_is_not_known_with_nothing():
    found = with_events()

    assert [mark.kind for mark in found.lanes[0].marks] == ["last"]
    assert found.lanes[2].marks == ()
    assert found.lanes[2].end is None


@pytest.mark.parametrize("day", [None, np.nan])
def test_a_day_that_is_not_known_is_counted_and_not_drawn(day):
    rows = [{"lane": 1, "day": day, "event_type": "TRANSPLANT"}]
    lane = with_events(event=rows).lanes[0]

    assert lane.undated == 1
    assert [mark.kind for mark in lane.marks] == ["last"]


def test_a_missing_response_or_grade_is_empty_and_no_word():
    rows = [
        {"lane": 1, "day": 3.0, "ctcae_term": None, "ctcae_grade": np.nan, "relatedness": "NOT"}
    ]
    mark = with_events(adverse=rows).lanes[0].marks[0]

    assert (mark.code, mark.detail) == ("", ("", "NOT"))


def test_the_bar_reaches_from_what_was_before_the_index_to_the_end():
    rows = [{"lane": 1, "day": -20.0, "technique_code": "MWA"}]

    assert with_events(procedure=rows).lanes[0].span == (-20.0, 400.0)
