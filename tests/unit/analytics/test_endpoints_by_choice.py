"""From dated facts to follow-up where a reader may choose: policies, origins, landmarks."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.endpoints import (
    BEFORE_INDEX,
    BEFORE_LANDMARK,
    ENTRY_AFTER_EXIT,
    NO_FOLLOW_UP,
    EndpointRule,
    columns_needed,
    time_to_event,
)
from analytics.errors import BadInput

NAN = np.nan
DAYS = ("progressed", "died", "removed", "assessed", "seen", "treated", "entry_day", "cutoff_day")
USUAL = dict.fromkeys(DAYS, NAN) | {"assessed": 300, "seen": 320, "entry_day": 0, "cutoff_day": 400}
OS = EndpointRule("OS", "", "", event=("died",), censor="seen")
TTP = EndpointRule("TTP", "", "", event=("progressed",), competing=("died", "removed"))
TTP = replace(TTP, censor="assessed")


def follow_up(rule, **facts):
    """Return time, code and reason of one patient."""
    result = time_to_event(pd.DataFrame([USUAL | facts]), rule)
    return result.time[0], result.code[0], result.reason[0]


@pytest.mark.parametrize(
    ("who", "facts", "time", "code"),
    [
        ("never removed", {"died": 200}, 200, 1),
        ("removed, then died", {"removed": 150, "died": 200}, 150, 0),
        ("died, then removed on paper", {"removed": 250, "died": 200}, 200, 1),
        ("died in the operation", {"removed": 200, "died": 200}, 200, 1),
        ("removed and alive", {"removed": 150}, 150, 0),
        ("removed after the last contact", {"removed": 350}, 320, 0),
        ("removed after the cut-off", {"removed": 450}, 320, 0),
        ("removed and dead after the cut-off", {"removed": 450, "died": 460}, 400, 0),
        ("removed, dead after the cut-off", {"removed": 150, "died": 460}, 150, 0),
        ("removed on the day of the procedure", {"removed": 0}, 0.5, 0),
    ],
)
def test_under_the_policy_censor_follow_up_stops_at_the_removal(who, facts, time, code):
    assert follow_up(replace(OS, stops=("removed",)), **facts) == (time, code, ""), who


def test_without_a_last_look_the_stop_itself_is_the_last_look():
    assert follow_up(replace(OS, stops=("removed",)), removed=150, died=200, seen=NAN)[:2] == (
        150,
        0,
    )


def test_a_progression_is_censored_at_the_last_assessment_before_the_removal_stops_it():
    rule = replace(TTP, competing=("died",), stops=("removed",))

    assert follow_up(rule, removed=200, progressed=250, assessed=100)[:2] == (100, 0)


@pytest.mark.parametrize(
    ("policy", "rule", "time", "code"),
    [
        ("compete", TTP, 150, 3),
        ("censor", replace(TTP, competing=("died",), stops=("removed",)), 150, 0),
        ("ignore", replace(TTP, competing=("died",)), 200, 1),
    ],
)
def test_one_patient_under_three_policies(policy, rule, time, code):
    assert follow_up(rule, removed=150, progressed=200)[:2] == (time, code), policy


LESION = replace(TTP, origin="treated", competing=("died",))


@pytest.mark.parametrize(
    ("who", "facts", "expected"),
    [
        ("treated at the index", {"treated": 0, "progressed": 90}, (90, 1, "")),
        ("treated later", {"treated": 60, "progressed": 90}, (30, 1, "")),
        ("progressed on the day of treatment", {"treated": 60, "progressed": 60}, (0.5, 1, "")),
        ("censored later", {"treated": 60}, (240, 0, "")),
        ("cut off", {"treated": 60, "progressed": 450}, (340, 0, "")),
        ("never treated", {}, (NAN, -1, NO_FOLLOW_UP)),
        ("last assessed before treatment", {"treated": 310}, (NAN, -1, BEFORE_INDEX)),
    ],
)
def test_time_counts_from_the_origin_of_the_rule(who, facts, expected):
    np.testing.assert_equal(follow_up(LESION, **facts), expected, err_msg=who)


@pytest.mark.parametrize(("entry_day", "entry"), [(0, 0), (50, 0), (60, 0), (100, 40)], ids=str)
def test_late_entry_too_counts_from_the_origin(entry_day, entry):
    facts = pd.DataFrame([USUAL | {"treated": 60, "entry_day": entry_day}])

    assert time_to_event(facts, LESION).entry[0] == entry


@pytest.mark.parametrize(
    ("who", "facts", "expected"),
    [
        ("died after it", {"died": 200}, (140, 1, "")),
        ("alive", {}, (260, 0, "")),
        ("died before it", {"died": 30}, (NAN, -1, BEFORE_LANDMARK)),
        ("died on it", {"died": 60}, (NAN, -1, BEFORE_LANDMARK)),
        ("lost before it", {"seen": 59}, (NAN, -1, BEFORE_LANDMARK)),
        ("entered before it", {"entry_day": 50, "died": 200}, (140, 1, "")),
        ("entered after it", {"entry_day": 300, "seen": 320}, (260, 0, "")),
        ("entered after the end", {"entry_day": 330}, (NAN, -1, ENTRY_AFTER_EXIT)),
    ],
)
def test_a_landmark_starts_the_clock_for_those_who_reach_it(who, facts, expected):
    np.testing.assert_equal(follow_up(replace(OS, landmark=60.0), **facts), expected, err_msg=who)


def test_facts_that_exclude_a_row_say_why_and_the_first_reason_named_is_said():
    rule = replace(OS, unless=("undated", "unsupplied"))
    facts = pd.DataFrame([USUAL] * 4).assign(
        undated=["", "DEATH_UNDATED", "", "DEATH_UNDATED"],
        unsupplied=["", "", "NOT_SUPPLIED", "NOT_SUPPLIED"],
    )

    result = time_to_event(facts, rule)

    assert result.reason.tolist() == ["", "DEATH_UNDATED", "NOT_SUPPLIED", "DEATH_UNDATED"]
    np.testing.assert_array_equal(result.code, [0, -1, -1, -1])


def test_every_column_that_a_rule_names_is_asked_for():
    rule = replace(LESION, stops=("removed",), unless=("undated",))

    assert columns_needed(rule) == {
        *("progressed", "died", "removed", "assessed", "treated", "undated"),
        *("entry_day", "cutoff_day"),
    }
    with pytest.raises(BadInput, match="endpoint TTP needs the columns undated"):
        time_to_event(pd.DataFrame([USUAL]), rule)
