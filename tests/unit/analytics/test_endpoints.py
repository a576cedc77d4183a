"""From dated facts to follow-up: named patients, one rule each."""

import numpy as np
import pandas as pd
import pytest

from analytics.endpoints import (
    BEFORE_INDEX,
    ENTRY_AFTER_EXIT,
    NO_FOLLOW_UP,
    EndpointRule,
    time_to_event,
)
from analytics.errors import BadInput

NAN = np.nan
OS = EndpointRule("OS", "Overall survival", "Index procedure to death.", event=("died",))
PFS = EndpointRule(
    "PFS", "Progression-free survival", "", event=("progressed", "died"), censor="assessed"
)
TTP = EndpointRule(
    "TTP",
    "Time to progression",
    "",
    event=("progressed",),
    competing=("died", "transplanted"),
    censor="assessed",
)
COLUMNS = (
    *("progressed", "died", "transplanted", "assessed", "last_contact_day"),
    *("entry_day", "cutoff_day"),
)


def patient(**facts):
    row = dict.fromkeys(COLUMNS, NAN) | {"assessed": 300, "last_contact_day": 320}
    return row | {"entry_day": 0, "cutoff_day": 400} | facts


def follow_up(rule, **facts):
    """Return time, code and reason of one patient."""
    result = time_to_event(pd.DataFrame([patient(**facts)], columns=COLUMNS), rule)
    return result.time[0], result.code[0], result.reason[0]


@pytest.mark.parametrize(
    ("who", "rule", "facts", "time", "code"),
    [
        ("alive is censored at last contact", OS, {}, 320, 0),
        ("progression-free is censored at the last assessment", TTP, {}, 300, 0),
        ("died", OS, {"died": 200}, 200, 1),
        ("progressed, then died", TTP, {"progressed": 100, "died": 200}, 100, 1),
        ("died without progression", TTP, {"died": 200}, 200, 2),
        ("transplanted, then died", TTP, {"transplanted": 150, "died": 200}, 150, 3),
        ("died, then progressed on paper", TTP, {"died": 90, "progressed": 100}, 90, 2),
        ("progressed and died on one day", TTP, {"progressed": 90, "died": 90}, 90, 1),
        ("died and transplanted on one day", TTP, {"died": 90, "transplanted": 90}, 90, 2),
        ("the earlier of two events counts", PFS, {"progressed": 120, "died": 80}, 80, 1),
        ("died after the last contact on file", OS, {"died": 350}, 350, 1),
    ],
)
def test_the_first_event_decides_time_and_code(who, rule, facts, time, code):
    assert follow_up(rule, **facts) == (time, code, ""), who


@pytest.mark.parametrize(
    ("who", "rule", "facts", "time"),
    [
        ("died after the cut-off", OS, {"died": 450}, 400),
        ("died after the cut-off, seen last long before", OS, {"died": 450}, 400),
        (
            "died after the cut-off without last contact",
            OS,
            {"died": 9e2, **{"last_contact_day": NAN}},
            400,
        ),
        ("progressed after the cut-off", TTP, {"progressed": 450}, 400),
        ("competing event after the cut-off", TTP, {"died": 450}, 400),
        ("last contact after the cut-off", OS, {"last_contact_day": 500}, 400),
    ],
)
def test_nothing_after_the_cut_off_is_seen(who, rule, facts, time):
    assert follow_up(rule, **facts) == (time, 0, ""), who


def test_an_event_on_the_cut_off_is_seen():
    assert follow_up(OS, died=400) == (400, 1, "")


def test_an_event_after_the_cut_off_does_not_hide_a_competing_one_before_it():
    assert follow_up(TTP, progressed=450, died=390) == (390, 2, "")


def test_a_source_without_calendar_is_not_cut():
    assert follow_up(OS, died=4000, cutoff_day=NAN) == (4000, 1, "")
    assert follow_up(OS, last_contact_day=4000, cutoff_day=NAN) == (4000, 0, "")


@pytest.mark.parametrize(
    ("who", "facts", "code"),
    [
        ("died on the table", {"died": 0}, 1),
        ("last seen on the day of the procedure", {"last_contact_day": 0}, 0),
        ("treated on the day of the cut-off", {"cutoff_day": 0}, 0),
    ],
)
def test_the_day_of_the_index_procedure_counts_half(who, facts, code):
    assert follow_up(OS, **facts) == (0.5, code, ""), who


@pytest.mark.parametrize(("entry_day", "entry"), [(NAN, 0), (-30, 0), (0, 0), (10, 10)], ids=str)
def test_entry_is_late_only_after_the_index_procedure(entry_day, entry):
    facts = pd.DataFrame([patient(entry_day=entry_day)], columns=COLUMNS)

    assert time_to_event(facts, OS).entry[0] == entry


@pytest.mark.parametrize(
    ("who", "facts", "reason"),
    [
        ("never seen again", {"last_contact_day": NAN}, NO_FOLLOW_UP),
        ("died before the procedure", {"died": -3}, BEFORE_INDEX),
        ("last seen before the procedure", {"last_contact_day": -1}, BEFORE_INDEX),
        ("treated after the cut-off", {"cutoff_day": -1}, BEFORE_INDEX),
        ("entered after death", {"died": 20, "entry_day": 21}, ENTRY_AFTER_EXIT),
        ("entered on the day of death", {"died": 20, "entry_day": 20}, ENTRY_AFTER_EXIT),
        ("entered after the last contact", {"entry_day": 330}, ENTRY_AFTER_EXIT),
    ],
)
def test_whoever_cannot_be_counted_says_why(who, facts, reason):
    time, code, why = follow_up(OS, **facts)

    assert np.isnan(time), who
    assert (code, why) == (-1, reason), who


def test_every_patient_keeps_the_place_of_the_facts():
    facts = pd.DataFrame([patient(died=9), patient(last_contact_day=NAN), patient(died=5)])

    result = time_to_event(facts, OS)

    np.testing.assert_array_equal(result.time, [9, NAN, 5])
    np.testing.assert_array_equal(result.code, [1, -1, 1])


def test_nullable_columns_are_read_like_others():
    facts = pd.DataFrame([patient(died=9), patient()]).convert_dtypes()

    np.testing.assert_array_equal(time_to_event(facts, OS).time, [9, 320])


def test_an_absent_column_is_named():
    facts = pd.DataFrame([patient()]).drop(columns=["died", "cutoff_day"])

    with pytest.raises(BadInput, match="endpoint OS needs the columns cutoff_day, died"):
        time_to_event(facts, OS)
