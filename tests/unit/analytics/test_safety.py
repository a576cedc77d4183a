"""Windows, severities, the board and early deaths, on patients made by hand."""

import numpy as np
import pandas as pd
import pytest

from analytics.adverse_events import Exposure, incidence
from analytics.cells import CountTable
from analytics.early_mortality import early_deaths
from analytics.errors import TooFewEvents
from analytics.safety import (
    SEVERITIES,
    safety_by_group,
    share_of,
    watched,
    worst_grades,
)
from analytics.safety_board import board, levels
from analytics.safety_window import days_watched, windows

RADIO = {"TARE": 90.0}
PROCEDURES = pd.DataFrame(
    [
        (1, "CTACE", "1a", "CTACE", 0.0, 500.0),
        (1, "CTACE", "1b", "CTACE", 20.0, 500.0),  # windows 0-30 and 20-50: 50 days
        (2, "CTACE", "2a", "CTACE", 0.0, 10.0),  # died on day 10
        (3, "TARE", "3a", "TARE", 0.0, np.nan),  # 90 days
    ],
    columns=["patient_no", "group", "procedure_id", "performed", "day", "exit"],
)
EVENTS = pd.DataFrame(
    [
        (1, "CTACE", "1a", 5.0, "PAIN", "2", "MODERATE", "2", "PROBABLE", "N"),
        (1, "CTACE", "1a", 60.0, "PAIN", "3", "SEVERE", "3A", "PROBABLE", "Y"),  # outside
        (2, "CTACE", None, 10.0, "SEPSIS", "5", "DEATH", "6", "NOT", "Y"),
        (3, "TARE", "3a", 150.0, "REILD", "4", "LIFE_THREATENING", "5", "POSSIBLE", "Y"),
        (3, "TARE", "3a", 150.0, "FATIGUE", "1", "MILD", "1A", "POSSIBLE", "N"),  # outside
        (3, "TARE", "3a", np.nan, "FATIGUE", "2", None, "3B", "DEFINITE", "N"),
        (9, "TARE", "9a", np.nan, "FATIGUE", "2", None, "3B", "DEFINITE", "N"),  # unknown patient
    ],
    columns=[
        *("patient_no", "group", "procedure_id", "onset", "term"),
        *("ctcae", "sir", "cirse", "relatedness", "serious"),
    ],
)
ORDERS = {
    "ctcae": ("1", "2", "3", "4", "5"),
    "sir": ("MILD", "MODERATE", "SEVERE", "LIFE_THREATENING", "DEATH"),
    "cirse": ("1", "1A", "1B", "2", "3", "3A", "3B", "4", "5", "6"),
}


@pytest.fixture
def seen():
    return watched(PROCEDURES, EVENTS, days=RADIO)


def test_overlapping_windows_of_a_patient_count_once_and_end_with_follow_up():
    assert days_watched(windows(PROCEDURES, RADIO)) == 50 + 10 + 90


def test_a_death_on_the_day_of_the_procedure_is_watched_for_half_a_day():
    assert days_watched(windows(PROCEDURES[2:3].assign(exit=0.0), RADIO)) == 0.5


def test_events_within_a_window_count_and_those_without_a_day_by_their_procedure(seen):
    assert seen.events["term"].tolist() == ["PAIN", "SEPSIS", "REILD", "FATIGUE"]
    assert (seen.outside, seen.undated) == (2, 1)


@pytest.mark.parametrize(
    ("severity", "terms"),
    [
        ("ANY", ["PAIN", "SEPSIS", "REILD", "FATIGUE"]),
        ("RELATED", ["PAIN", "REILD", "FATIGUE"]),
        ("GRADE_3", ["SEPSIS", "REILD"]),
        ("MAJOR", ["REILD", "FATIGUE"]),  # the death is not related; 3B is major by CIRSE
        ("SERIOUS", ["REILD"]),
    ],
)
def test_a_severity_is_what_its_name_says(seen, severity, terms):
    assert seen.events[SEVERITIES[severity](seen.events)]["term"].tolist() == terms


def test_groups_list_every_term_and_none_comes_with_an_upper_limit(seen):
    found = safety_by_group(seen, "MAJOR")

    assert [group.group for group in found.groups] == ["CTACE", "TARE"]
    none = share_of(found.groups[0].incidence, 0)
    assert (none.successes, none.n) == (0, 2)
    assert none.upper == pytest.approx(1 - 0.025**0.5)
    assert share_of(found.overall.incidence, 0, "procedure").n == 4


def test_a_share_of_nobody_is_none():
    assert share_of(incidence([], [], [], Exposure(0, 0, 0.0)), 0) is None


def test_each_patient_counts_by_the_worst_grade_on_each_scale(seen):
    ctcae, sir, cirse = worst_grades(seen, ORDERS)

    assert ctcae.grades == ("2", "4", "5")
    assert [share.successes for share in ctcae.patients] == [1, 1, 1]
    assert (sir.ungraded, sir.events) == (1, (1, 1, 1))
    assert cirse.grades == ("2", "3B", "5", "6")
    assert [share.successes for share in cirse.patients] == [1, 0, 1, 1]


def _counts(**n: int) -> CountTable:
    rows = [("CTACE", status, count) for status, count in n.items()]
    frame = pd.DataFrame(rows, columns=["technique_code", "status", "n"])
    return CountTable(frame, ("technique_code", "status"))


def test_early_deaths_count_those_known_and_say_who_is_not():
    found = early_deaths(_counts(DIED=0, FOLLOWED=312, LOST=7, LATE=4), "ALL", 30)

    assert (found.share.n, found.lost, found.late) == (312, 7, 4)
    assert found.share.upper == pytest.approx(0.0118, abs=5e-5)
    assert early_deaths(_counts(LOST=3), "CTACE", 30).share is None


def test_the_board_says_not_supplied_where_nobody_says_which_are_serious(seen):
    deaths = [_counts(DIED=1, FOLLOWED=2)] * 2
    quiet = watched(PROCEDURES, EVENTS.assign(serious=None), days=RADIO)

    assert board(quiet, deaths, ["CTACE"]).serious is None
    assert board(seen, deaths, ["CTACE"]).serious.successes == 1
    assert board(None, deaths, ["CTACE"]).major is None
    assert levels(quiet).not_entered == {"SERIOUS"}


def test_no_event_at_all_is_zero_and_not_unknown():
    none = watched(PROCEDURES, EVENTS.iloc[:0], days=RADIO)

    assert levels(none).not_entered == frozenset()
    assert share_of(levels(none).by_severity[0].overall.incidence, 0).successes == 0


def test_without_procedures_there_is_nobody_to_watch():
    with pytest.raises(TooFewEvents):
        watched(PROCEDURES.iloc[:0], EVENTS, days=RADIO)
