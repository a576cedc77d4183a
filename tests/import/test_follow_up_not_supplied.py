"""Follow-up that a source does not tell is left out, and never taken for event-free time."""

import pytest

from queries.importers.derive import follow_up_rows

ALIVE = "P1,f,61,2023-01-05,alive,,2024-06-01,3.5,2023-01-10,CTACE"
DEAD = "P2,m,70,2023-02-05,dead,2023-08-01,2023-06-01,2.0,2023-02-10,MWA"


def derived(prepared, endpoint):
    return {
        row["diagnosis_id"]: (row["exit_half_days"] / 2, row["code"])
        for row in follow_up_rows(prepared.draft, prepared.index)
        if row["endpoint_code"] == endpoint and row["left_out"] is None
    }


def test_the_living_and_the_dead_are_counted_for_survival(take, csv_file):
    assert derived(take(csv_file(ALIVE, DEAD)), "OS") == {"P1": (508, 0), "P2": (172, 1)}


def test_whoever_died_on_an_unknown_day_is_not_taken_for_alive(take, csv_file):
    undated = DEAD.replace("2023-08-01", "")

    assert derived(take(csv_file(ALIVE, undated)), "OS") == {"P1": (508, 0)}


@pytest.mark.parametrize("endpoint", ["PFS", "TTP"])
def test_without_any_assessment_nobody_is_counted_for_progression(take, csv_file, endpoint):
    assert derived(take(csv_file(ALIVE, DEAD)), endpoint) == {}
