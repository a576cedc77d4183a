"""Label exports, and maps that do not fit the project: refused in one sentence, with a remedy."""

import pytest

from queries.errors import ImportRefused

BASE = "R1,,,north,1,61,0,1,H77,35.5,2,,,,2024-06-01 10:30,0,2"
SECOND = "R2,,,north,2,70,1,0,H78,20,2,,,,2024-05-01 09:00,1,1"
SESSION = "R1,session,1,north,,,,,,,,10,2023-01-10,2,,,"
EVENT = {"record_id,": "record_id,redcap_event_name,"}


LABELS = {  # columns that hold anything but text and numbers, as a label export writes them
    "a choice": ("R1,,,north,Female,61,,,H77,35.5,,,,,,,", {}, "sex"),
    "yes and no": ("R1,,,north,,61,,,H77,35.5,,,,,,No,", {}, "state"),
    "the words of a box": ("R1,,,north,,61,Unchecked,Checked,H77,35.5,,,,,,,", {}, "prior"),
    "the label of a box": ("R1,,,north,,61,,None,H77,35.5,,,,,,,", {}, "prior"),
    "the status of a form": ("R1,,,north,,61,,,H77,35.5,Complete,,,,,,", {}, "enrol_complete"),
    "a form that repeats": ("R1,A session,1,north,,,,,,,,,,,,,", {}, "repeat_instrument"),
    "an event": ("R1,Enrolment (Arm 1: A),,,north,,61,,,H77,35.5,,,,,,,", EVENT, "event_name"),
    "all of it": (
        "R1,,,north,Female,61,Unchecked,Checked,H77,35.5,Complete,,,,2024-06-01,No,Complete",
        {},
        "enrol_complete, exit_complete, prior___1, prior____9, sex hold labels",
    ),
}


@pytest.mark.parametrize(("line", "header", "where"), LABELS.values(), ids=LABELS)
def test_i14_a_label_export_is_refused_and_raw_data_asked_for(bring, line, header, where):
    with pytest.raises(ImportRefused, match="is a label export") as refused:
        bring(line, header=header)

    assert where in refused.value.reason
    assert "raw data" in refused.value.remedy


@pytest.mark.parametrize(
    ("good", "bad"),
    [(",1,61,", ",Female,61,"), ("10:30,0", "10:30,No"), ("5,2,", "5,Complete,")],
    ids=["a choice", "yes and no", "a status"],
)
def test_a_stray_label_in_raw_data_sets_its_row_aside_only(bring, fate, good, bad):
    assert fate(bring(BASE.replace(good, bad), SESSION.replace("R1", "R2"), SECOND)) == (3, 2, 0, 1)


def test_a_header_of_labels_is_refused(bring):
    with pytest.raises(ImportRefused, match="as in a label export"):
        bring(BASE, header={"record_id": "Record ID", "sex": "Sex of the patient"})


def test_i14_an_export_of_another_project_is_refused(bring):
    with pytest.raises(ImportRefused, match="no column record_id, the first field"):
        bring(BASE, header={"record_id": "study_id"})


def test_a_code_that_reads_like_another_ones_label_is_a_code(bring, fate):
    crossed = ("sex", "enrol", "radio", "1, 2 | 2, 1", "", "")

    assert fate(bring(BASE, SECOND, fields=[crossed])) == (2, 2, 0, 0)


UNFIT = {
    "a form": ({'form = "session"': 'form = "sesion"'}, "no form “sesion”", "session"),
    "a column": ({'"size_mm"': '"size_cm"'}, "“size_cm”, which is not in the dictionary", ""),
    "a checkbox without its choice": (
        {'"prior___1"': '"prior"'},
        "“prior”, which is a checkbox field",
        "prior___1, prior____9",
    ),
    "a label as code": ({"{ 1 = ": "{ Female = "}, "“Female”, no choice of sex", "codes"),
    "a condition that nothing meets": (
        {"within_record": 'when = { column = "session_complete", among = ["3"] }\nwithin_record'},
        "“3”, no choice of session_complete",
        "codes",
    ),
    "an event of a project without events": (
        {'"redcap_repeat_instance"': '"redcap_event"'},
        "no column “redcap_event”",
        "",
    ),
    "a number that identifies nothing": (
        {'["procedure_id"]': '["technique_code"]'},
        "keeps “technique_code” in its record",
        "docs/redcap.md",
    ),
    "a number that is recoded": (
        {'"redcap_repeat_instance" }': '"redcap_repeat_instance", codes = { 1 = "A" } }'},
        "and gives it codes",
        "docs/redcap.md",
    ),
    "a value that could be another record's": (
        {'procedure_id = { column = "redcap_repeat_instance"': 'procedure_id = { value = "1-2"'},
        "as a value of more than letters",
        "docs/redcap.md",
    ),
    "no form": ({'form = "session"': ""}, "wrong at table.4.form", "docs/mapping.md"),
    "a key that nobody reads": ({'form = "session"': 'form = "session"\nforn = "x"'}, "forn", ""),
    "an identifier": ({'"size_mm"': '"hospital_no"'}, "marked as an identifier", "Take it out"),
}


@pytest.mark.parametrize(("plan", "reason", "remedy"), UNFIT.values(), ids=UNFIT)
def test_a_map_that_does_not_fit_is_refused(bring, plan, reason, remedy):
    with pytest.raises(ImportRefused) as refused:
        bring(BASE, SESSION, plan=plan)

    assert reason in refused.value.reason
    assert remedy in refused.value.remedy


def test_a_column_that_was_not_exported_is_named(bring):
    line = BASE.replace(",35.5,", ",")

    with pytest.raises(ImportRefused, match="no column “size_mm”"):
        bring(line, header={"size_mm,": ""})


def test_a_record_id_that_identifies_people_is_refused(bring):
    flagged = ("record_id", "enrol", "text", "", "", "y")

    with pytest.raises(ImportRefused, match="The record id “record_id” is marked"):
        bring(BASE, fields=[flagged])


def test_such_a_record_id_may_stay_behind_where_another_field_is_the_pseudonym(bring, column):
    flagged = ("record_id", "enrol", "text", "", "", "y")
    code = ("size_mm", "enrol", "text", "", "", "")
    plan = {
        "redcap_record": "size_mm",
        'within_record = ["procedure_id"]': "",
        "max_diameter_mm = ": "# ",
    }
    prepared = bring(BASE, fields=[flagged, code], plan=plan)

    assert column(prepared, "patient", "patient_id") == ["35.5"]
