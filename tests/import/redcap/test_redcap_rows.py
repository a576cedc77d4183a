"""Rows of an export: records, events, instances, boxes and codes; hostile ones are set aside."""

from datetime import date

import pytest

BASE = "R1,,,north,1,61,0,1,H77,35.5,2,,,,2024-06-01 10:30,0,2"
SECOND = "R2,,,north,2,70,1,0,H78,20,2,,,,2024-05-01 09:00,1,1"
SESSION = "R1,session,1,north,,,,,,,,10,2023-01-10,2,,,"
EXIT = "2024-06-01 10:30,0,2"
STAMP = {"sex = {": 'date_entered = { column = "enrol_timestamp", date = "YYYY-MM-DD" }\nsex = {'}
CODES = {"missing": ("NI",), "unknown": ("UNK",)}


def test_a_record_becomes_patient_diagnosis_baseline_procedures_and_status(bring, fate, column):
    prepared = bring(BASE, SESSION, SESSION.replace(",1,north", ",2,north"), SECOND)

    assert fate(prepared) == (4, 4, 0, 0)
    assert column(prepared, "patient", "sex") == ["F", "M"]
    assert column(prepared, "procedure", "procedure_id") == ["R1-1", "R1-2"]
    assert column(prepared, "procedure", "technique_code") == ["MWA", "MWA"]
    assert column(prepared, "baseline", "max_diameter_mm") == [35.5, 20.0]
    assert column(prepared, "site", "site_id") == ["north"]


def test_boxes_of_negative_codes_are_their_own_columns(bring, column):
    prepared = bring(BASE, SECOND)

    assert column(prepared, "diagnosis", "prior_ablation") == ["N", "Y"]
    assert column(prepared, "diagnosis", "treatment_naive") == ["Y", "N"]


def test_a_day_with_a_time_is_that_day(bring, column):
    assert column(bring(BASE), "vital_status", "last_contact_date") == [date(2024, 6, 1)]


def test_the_time_of_a_survey_can_be_the_day_of_entry(bring, column):
    header = {"sex": "enrol_timestamp,sex"}
    lines = [
        BASE.replace("north,", "north,2023-01-06 08:15:00,"),
        SECOND.replace("north,", "north,[not completed],"),
    ]
    prepared = bring(*lines, header=header, plan=STAMP)

    assert column(prepared, "patient", "date_entered") == [date(2023, 1, 6), None]


def test_i15_missing_data_codes_are_stripped_from_every_kind_of_field(bring, fate, column):
    line = BASE.replace(",1,61,", ",UNK,NI,").replace("35.5", "UNK").replace(EXIT, "NI,0,2")
    prepared = bring(line, SECOND, **CODES)

    assert fate(prepared) == (2, 2, 0, 0)
    assert column(prepared, "patient", "sex") == ["UNK", "M"]
    assert column(prepared, "patient", "age_at_enrolment") == [None, 70]
    assert column(prepared, "baseline", "max_diameter_mm") == [None, 20.0]
    assert column(prepared, "vital_status", "last_contact_date")[0] is None


def test_without_being_named_such_a_code_sets_its_row_aside(bring, fate):
    assert fate(bring(BASE.replace(",1,61,", ",UNK,61,"), SECOND)) == (2, 1, 0, 1)


def test_the_box_of_a_missing_data_code_speaks_for_all_boxes_of_its_field(bring, column, notes):
    lines = [BASE.replace("0,1,H77", "0,0,1,H77"), SECOND.replace("1,0,H78", "1,0,0,H78")]
    prepared = bring(*lines, header={"prior____9": "prior____9,prior___unk"}, **CODES)

    assert column(prepared, "diagnosis", "prior_ablation") == ["UNK", "Y"]
    assert "prior___unk" not in notes(prepared)


def test_a_code_that_the_map_lists_for_a_field_is_an_answer_there(bring, column):
    plan = {'1 = "DEAD" }': '1 = "DEAD", NI = "LOST" }'}
    prepared = bring(BASE.replace("10:30,0,2", "10:30,NI,2"), plan=plan, **CODES)

    assert column(prepared, "vital_status", "vital_status") == ["LOST"]
    alone = bring(BASE.replace(EXIT, ",NI,2"), plan=plan, **CODES)
    assert column(alone, "vital_status", "vital_status") == ["LOST"]


def test_a_choice_that_is_spelt_like_a_missing_data_code_is_a_choice(bring, column):
    prior = ("prior", "enrol", "checkbox", "1, Ablation | -9, None | unk, Not known", "", "")
    line = BASE.replace("0,1,H77", "1,0,1,H77")
    header = {"prior____9": "prior____9,prior___unk"}
    prepared = bring(line, header=header, fields=[prior], **CODES)

    assert column(prepared, "diagnosis", "prior_ablation") == ["Y"]


def test_a_record_id_is_never_read_as_a_number(bring, column):
    numbered = ("record_id", "enrol", "text", "", "number", "")
    plan = {"redcap_record": "record_id", "cutoff": 'decimal = ","\ncutoff'}
    prepared = bring(BASE.replace("R1", "1.5"), fields=[numbered], plan=plan)

    assert column(prepared, "patient", "patient_id") == ["1.5"]


def test_a_record_may_be_called_as_a_missing_data_code(bring, column):
    prepared = bring(BASE.replace("R1", "NI"), **CODES)

    assert column(prepared, "patient", "patient_id") == ["NI"]


@pytest.mark.parametrize(
    ("exit_form", "n"),
    [(",,", 0), (",,0", 0), (",,2", 0), (",NI,2", 0), ("UNK,NI,2", 0), (EXIT, 1)],
    ids=["never opened", "called incomplete", "complete", "no answer", "no answers", "filled"],
)
def test_an_empty_form_makes_no_row_where_a_value_of_it_is_needed(bring, fate, exit_form, n):
    prepared = bring(BASE.replace(EXIT, exit_form), SECOND, **CODES)

    assert fate(prepared) == (2, 2, 0, 0)
    assert prepared.report.row_counts["vital_status"] == 1 + n


def test_a_form_that_is_half_filled_is_no_empty_one(bring, fate):
    line = BASE.replace(EXIT, "2024-06-01 10:30,,0")

    assert fate(bring(line, SECOND)) == (2, 1, 0, 1)


def test_a_box_not_ticked_on_a_form_never_opened_says_nothing(bring, column):
    line = BASE.replace("0,1,H77", "0,0,H77").replace(EXIT, ",,0")
    moved = ("prior", "exit", "checkbox", "1, Ablation | -9, None", "", "")
    prepared = bring(line, SECOND, fields=[moved])

    assert column(prepared, "diagnosis", "prior_ablation") == [None, "Y"]


WRONG = {
    "no record id": (SESSION.replace("R1", ""), "no record id"),
    "a form of no project": (SESSION.replace("session", "session_2"), "a form that the dictionary"),
    "no instance": (SESSION.replace("session,1", "session,"), "no whole number from 1"),
    "instance zero": (SESSION.replace("session,1", "session,0"), "no whole number from 1"),
    "an instance in words": (SESSION.replace("session,1", "session,one"), "no whole number"),
    "an instance with decimals": (SESSION.replace("session,1", "session,1.5"), "no whole number"),
    "a status of no form": (SESSION.replace(",2,,,", ",5,,,"), "status of the form session"),
    "nothing entered": ("R9,,,north,,,0,0,,,0,,,,,,", "Nothing is entered"),
    "a session of nobody": (SESSION.replace("R1", "R7"), "Its diagnosis is not there"),
    "no choice of its field": (SESSION.replace(",10,", ",30,"), "in no list of the mapping"),
    "a date in another order": (SESSION.replace("2023-01-10", "10-01-2023"), "no date of the form"),
    "a field too many": (f"{SESSION},1", "has 18 fields"),
    "a field too few": (SESSION.rsplit(",", 1)[0], "has 16 fields"),
    "no table of its form": ("R1,exit,1,north,,,,,,,,,,,,,2", "No table of the mapping"),
}


@pytest.mark.parametrize(("line", "rule"), WRONG.values(), ids=WRONG)
def test_a_row_that_cannot_stand_is_set_aside_alone(bring, fate, quarantined, line, rule):
    prepared = bring(line, BASE, SECOND)

    assert fate(prepared) == (3, 2, 0, 1)
    assert {row for row, _ in quarantined(prepared)} == {2}
    assert any(rule in finding.rule for finding in prepared.report.findings)


def test_a_row_that_repeats_a_form_makes_the_tables_of_no_other(bring, fate, column):
    prepared = bring(BASE, SESSION.replace("north,,,", "north,2,70,"))

    assert fate(prepared) == (2, 2, 0, 0)
    assert column(prepared, "patient", "sex") == ["F"]


def test_a_form_marked_as_complete_is_there_though_it_is_empty(bring, column):
    prepared = bring("R9,,,north,,,0,0,,,2,,,,,,")

    assert column(prepared, "patient", "age_at_enrolment") == [None]
    assert column(prepared, "diagnosis", "prior_ablation") == ["N"]


def test_a_calculation_that_fills_itself_in_is_no_entry(bring, fate):
    calculated = ("size_mm", "enrol", "calc", "", "", "")
    empty = "R9,,,north,,,0,0,,35.5,0,,,,,,"

    assert fate(bring(empty, BASE, fields=[calculated])) == (2, 1, 0, 1)


def test_equal_rows_of_one_place_are_kept_once(bring, fate):
    assert fate(bring(BASE, SESSION, SESSION)) == (3, 2, 1, 0)


def test_rows_of_one_place_that_differ_are_all_set_aside(bring, fate, quarantined):
    prepared = bring(BASE, SESSION, SESSION.replace(",10,", ",20,"))

    assert fate(prepared) == (3, 1, 0, 2)
    assert {row for row, _ in quarantined(prepared)} == {3, 4}


EVENTS = {
    'name = "procedure"': 'name = "clinical_event"',
    'within_record = ["procedure_id"]': "",
    'procedure_id = { column = "redcap_repeat_instance" }': 'event_type = { value = "RESECTION" }',
    "technique_code": "# technique_code",
    "procedure_date": "event_date",
}


def test_such_rows_are_told_by_their_place_where_no_identifier_would(bring, fate):
    other = SESSION.replace("2023-01-10", "2023-02-20")

    assert fate(bring(BASE, SESSION, other, plan=EVENTS)) == (3, 1, 0, 2)
    second = other.replace("session,1", "session,2")
    assert fate(bring(BASE, SESSION, second, plan=EVENTS)) == (3, 3, 0, 0)


def test_rows_of_one_place_that_differ_in_what_nobody_reads_are_equal(bring, fate):
    assert fate(bring(BASE, BASE.replace("H77", "H99"))) == (2, 1, 1, 0)


def test_a_point_where_the_project_has_a_comma_is_not_read_as_one(bring, fate, quarantined):
    comma = ("size_mm", "enrol", "text", "", "number_1dp_comma_decimal", "")
    prepared = bring(BASE, SECOND.replace(",20,", ',"20,5",'), fields=[comma])

    assert fate(prepared) == (2, 1, 0, 1)
    assert quarantined(prepared) == [(2, "")]


NUMBERED = {
    'procedure_id = { column = "redcap_repeat_instance" }': 'procedure_id = { column = "ref" }'
}


@pytest.mark.parametrize("text", ["1-2", "a b", "1/2"])
def test_a_number_that_could_be_another_records_is_set_aside(bring, fate, text):
    ref = ("ref", "session", "text", "", "", "")
    header = {"session_complete": "ref,session_complete"}
    lines = [BASE.replace("2,,,,2024", "2,,,,,2024"), SESSION.replace(",2,,,", f",{text},2,,,")]
    prepared = bring(*lines, fields=[ref], header=header, plan=NUMBERED)

    assert fate(prepared) == (2, 1, 0, 1)


def test_no_finding_repeats_a_value_of_the_file(bring):
    line = SESSION.replace("session,1", "SECRET,SECRET").replace("2023-01-10", "SECRET")
    prepared = bring(BASE, line, SESSION.replace("2023-01-10", "SECRET"))

    assert "SECRET" not in prepared.report.text()


LESIONS = """
[[table]]
name = "lesion"
form = "enrol"
within_record = ["lesion_id"]
[table.fields]
lesion_id = { value = "1" }
diagnosis_id = { column = "redcap_record" }

[[table]]
name = "procedure_lesion"
form = "session"
when = { column = "treated___1", among = ["1"] }
within_record = ["procedure_id", "lesion_id"]
[table.fields]
procedure_id = { column = "redcap_repeat_instance" }
lesion_id = { value = "1" }

[[table]]
name = "vital_status"
"""


def test_boxes_can_name_the_lesions_of_a_procedure(bring, column):
    # As docs/redcap.md proposes: one table for each box.
    treated = ("treated", "session", "checkbox", "1, First | 2, Second", "", "")
    second = SESSION.replace("session,1", "session,2")
    prepared = bring(
        BASE.replace("2,,,,2024", "2,,,,,,2024"),
        SESSION.replace("10,2,", "10,1,0,2,"),
        second.replace("10,2,", "10,0,1,2,"),
        fields=[treated],
        header={"session_complete": "treated___1,treated___2,session_complete"},
        plan={'\n[[table]]\nname = "vital_status"\n': LESIONS},
    )

    assert column(prepared, "procedure_lesion", "procedure_id") == ["R1-1"]
    assert column(prepared, "procedure_lesion", "lesion_id") == ["R1-1"]


def test_a_condition_and_a_form_both_must_hold(bring, fate):
    when = 'when = { column = "session_complete", among = ["2"] }\nwithin_record'
    open_one = SESSION.replace("session,1", "session,2").replace(",2,,,", ",0,,,")
    prepared = bring(BASE, SESSION, open_one, plan={"within_record": when})

    assert fate(prepared) == (3, 2, 0, 1)


def test_a_repeating_event_is_told_apart_by_its_instance(bring, fate, column):
    header = {"record_id,": "record_id,redcap_event_name,"}
    first = BASE.replace("R1,", "R1,start_arm_1,", 1)
    again = [
        f"R1,cycle_arm_1b,,{number},north,,,,,,,,10,2023-0{number}-10,2,,," for number in (1, 2)
    ]
    plan = {'"redcap_repeat_instance"': '"redcap_row"', 'within_record = ["procedure_id"]': ""}
    prepared = bring(first, *again, header=header, plan=plan)

    assert fate(prepared) == (3, 3, 0, 0)
    assert column(prepared, "procedure", "procedure_id") == [
        "R1-cycle_arm_1b-1",
        "R1-cycle_arm_1b-2",
    ]


def test_a_row_without_its_event_is_set_aside(bring, fate):
    header = {"record_id,": "record_id,redcap_event_name,"}
    lines = [BASE.replace("R1,", "R1,start_arm_1,", 1), SECOND.replace("R2,", "R2,,", 1)]

    assert fate(bring(*lines, header=header)) == (2, 1, 0, 1)
