"""Lists to be worked off, in order, on rows written by hand."""

from datetime import date

import pandas as pd

from analytics.row_lists import Gap, OverdueVisit, OverdueVisits, gaps_in_order, overdue_in_order

CUTOFF = date(2025, 6, 30)


def visit(number, closes, **more):
    row = {"patient_id": number, "visit_code": "M3", "due": closes, "opens": closes}
    row |= {"closes": closes, "actual_precision": "NONE", "last_contact": pd.NaT}
    return row | more


def gap(number, **more):
    row = {"patient_id": number, "item": None, "state": "NULL", "happened": pd.NaT}
    return row | {"entered": pd.NaT, "enrolled": date(2024, 1, 5)} | more


def test_the_longest_overdue_stands_first_and_days_count_from_the_end_of_the_window():
    rows = [visit("P1", date(2025, 6, 20)), visit("P2", date(2025, 5, 31))]
    found = overdue_in_order(pd.DataFrame(rows), CUTOFF)

    assert [(one.study_number, one.days) for one in found] == [("P2", 30), ("P1", 10)]


def test_a_window_that_closed_on_the_cut_off_is_overdue_for_no_day_yet():
    assert overdue_in_order(pd.DataFrame([visit("P1", CUTOFF)]), CUTOFF)[0].days == 0


def test_what_is_not_supplied_of_a_visit_stays_absent():
    row = visit("P1", CUTOFF, due=None, actual_precision="MONTH")

    assert overdue_in_order(pd.DataFrame([row]), CUTOFF) == (
        OverdueVisit("P1", "M3", None, CUTOFF, CUTOFF, 0, is_undated=True, last_contact=None),
    )


def test_two_visits_of_one_patient_are_one_person():
    rows = [visit("P1", CUTOFF), visit("P1", CUTOFF, visit_code="M6"), visit("P2", CUTOFF)]
    found = OverdueVisits("S", "HCC", CUTOFF, overdue_in_order(pd.DataFrame(rows), CUTOFF))

    assert (len(found.visits), found.people) == (3, 2)


def test_a_value_is_expected_from_its_form_then_its_event_then_enrolment():
    form, event = {"entered": date(2024, 3, 1)}, {"happened": date(2024, 2, 1)}
    rows = [gap("P1", **form, **event), gap("P2", **event), gap("P3"), gap("P4", enrolled=None)]
    found = {one.study_number: one for one in gaps_in_order(pd.DataFrame(rows))}

    assert [(found[n].since, found[n].since_what) for n in ("P1", "P2", "P3", "P4")] == [
        (date(2024, 3, 1), "form"),
        (date(2024, 2, 1), "event"),
        (date(2024, 1, 5), "enrolment"),
        (None, ""),
    ]


def test_what_is_not_entered_stands_before_what_is_stated_as_unknown():
    rows = [
        gap("P1", state="UNK", enrolled=date(2023, 1, 1)),
        gap("P2", enrolled=date(2024, 1, 2)),
        gap("P3", enrolled=date(2024, 1, 1)),
    ]

    assert [one.study_number for one in gaps_in_order(pd.DataFrame(rows))] == ["P3", "P2", "P1"]
    assert gaps_in_order(pd.DataFrame([gap("P1")]))[0] == Gap(
        "P1", "", None, "NULL", date(2024, 1, 5), "enrolment"
    )
