"""The registry's own project: its dictionary, its map, and an export of it in a database."""

import csv
import re
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from queries import schema
from queries.domains.catalogue import TABLES
from queries.errors import ImportRefused
from queries.importers.mapping import curated_fields
from queries.importers.redcap.blueprint import write_blueprint
from queries.importers.redcap.delivery import Delivery, import_redcap, read_delivery
from queries.importers.redcap.dictionary import read_dictionary
from queries.importers.redcap.identifiers import why_not
from queries.importers.redcap.project import own_map

NOT_ON_FORMS = ("accrual_target", "screening")  # counts of a site, not of a patient
PLACE = ("redcap_repeat_instrument", "redcap_repeat_instance", "redcap_data_access_group")
ENROLMENT = {
    "country_code": "DEU",
    "sex": "F",
    "age_at_enrolment": "61",
    "consent_date": "2023-01-05",
    "enrolment_date": "2023-01-06",
    "enrolment_date_entered": "2023-01-07",
    "domain_code": "HCC",
    "intent": "CURATIVE",
    "enrolment_complete": "2",
    "cirrhosis": "UNK",
    "albumin_g_l": "38.5",
    "baseline_ecog": "0",
    "baseline_complete": "1",
    "vital_status": "ALIVE",
    "last_contact_date": "2024-06-01",
    "outcome_complete": "0",
}
REPEATS = (
    ("lesion", "1", {"organ": "LIVER", "baseline_diameter_mm": "21"}),
    ("lesion", "2", {"organ": "LIVER", "baseline_diameter_mm": "12"}),
    ("procedure", "1", {"procedure_date": "2023-01-10", "technique_code": "MWA"}),
    (
        "procedure_lesion",
        "1",
        {
            "procedure_lesion_procedure_no": "1",
            "procedure_lesion_lesion_no": "2",
            "margin_mm": "5.5",
        },
    ),
    ("followup", "1", {"followup_visit_code": "M3", "actual_date": "2023-04-11"}),
    (
        "followup",
        "2",
        {
            "followup_visit_code": "M6",
            "actual_date": "2023-07-11",
            "followup_assessment_date": "2023-07-11",
            "criterion": "MRECIST",
            "response": "PD",
        },
    ),
    ("event", "1", {"event_type": "SYSTEMIC_START", "event_date": "2023-08-01"}),
    (
        "ae",
        "1",
        {"ae_procedure_no": "1", "onset_date": "2023-01-11", "ctcae_grade": "2", "serious": "N"},
    ),
    (
        "pro",
        "1",
        {"pro_visit_code": "M3", "instrument": "HCC18", "scale_code": "PAIN", "score": "33.3"},
    ),
)


@pytest.fixture
def dictionary(tmp_path):
    write_blueprint(tmp_path / "dictionary.csv")
    return tmp_path / "dictionary.csv"


@pytest.fixture
def export(tmp_path, dictionary):
    """Write an export of the project: `export((record, form, instance, values), ...)`."""

    def write(*rows, group="north"):
        project = read_dictionary(dictionary)
        closing = [f"{form}_complete" for form in project.forms]
        header = ["record_id", *PLACE, *list(project.fields)[1:], *closing]
        with (tmp_path / "data.csv").open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, header, restval="")
            writer.writeheader()
            for record, form, instance, values in rows:
                place = dict(zip(PLACE, (form, instance, group), strict=True))
                writer.writerow({"record_id": record} | place | values)
        return tmp_path / "data.csv"

    return write


def whole_record(record):
    base = (record, "", "", ENROLMENT)
    done = ((record, form, n, {**values, f"{form}_complete": "2"}) for form, n, values in REPEATS)
    return (base, *done)


def test_a_project_built_from_the_dictionary_needs_no_map(export, dictionary, fate):
    prepared = read_delivery(Delivery(export(*whole_record("7")), dictionary))[0]

    assert fate(prepared) == (10, 10, 0, 0)
    assert {name: n for name, n in prepared.report.row_counts.items() if n != 1} == {
        "lesion": 2,
        "visit": 2,
        "lesion_assessment": 0,
    }


def test_a_whole_record_leaves_no_column_of_the_project_unread(export, dictionary, notes):
    told = notes(read_delivery(Delivery(export(*whole_record("7")), dictionary))[0])

    assert "Not mapped" not in told
    assert "Never read" not in told


def test_rows_that_name_each_other_by_number_find_each_other(export, dictionary, column):
    rows = (*whole_record("7"), *whole_record("7-1"))
    prepared = read_delivery(Delivery(export(*rows), dictionary))[0]

    assert column(prepared, "procedure_lesion", "lesion_id") == ["7-2", "7-1-2"]
    assert column(prepared, "procedure_lesion", "procedure_id") == ["7-1", "7-1-1"]
    assert column(prepared, "adverse_event", "procedure_id") == ["7-1", "7-1-1"]
    assert column(prepared, "lesion", "lesion_no") == [1, 2, 1, 2]


def test_values_arrive_as_entered(export, dictionary, column):
    prepared = read_delivery(Delivery(export(*whole_record("7")), dictionary))[0]

    assert column(prepared, "patient", "consent_date") == [date(2023, 1, 5)]
    assert column(prepared, "diagnosis", "date_entered") == [date(2023, 1, 7)]
    assert column(prepared, "baseline", "cirrhosis") == ["UNK"]
    assert column(prepared, "baseline", "date_entered") == [None]
    assert column(prepared, "visit", "actual_day") == [91.0, 182.0]
    assert column(prepared, "site", "source_group") == ["north"]


def test_a_record_without_country_borrows_that_of_its_site(export, dictionary, fate):
    silent = {name: value for name, value in ENROLMENT.items() if name != "country_code"}
    path = export(("1", "", "", ENROLMENT), ("2", "", "", silent))

    assert fate(read_delivery(Delivery(path, dictionary))[0]) == (2, 2, 0, 0)


def test_the_day_of_entry_alone_makes_no_vital_status(export, dictionary, fate):
    opened = {**ENROLMENT, "vital_status": "", "last_contact_date": ""}
    path = export(("1", "", "", opened | {"outcome_date_entered": "2024-06-02"}))
    prepared = read_delivery(Delivery(path, dictionary))[0]

    assert fate(prepared) == (1, 1, 0, 0)
    assert prepared.report.row_counts["vital_status"] == 0


def test_an_adverse_event_of_no_procedure_is_of_none(export, dictionary, column):
    path = export(("1", "", "", ENROLMENT), ("1", "ae", "1", {"serious": "Y"}))
    prepared = read_delivery(Delivery(path, dictionary))[0]

    assert column(prepared, "adverse_event", "procedure_id") == [None]


def test_a_field_on_another_form_is_not_that_of_the_project(dictionary):
    text = dictionary.read_text(encoding="utf-8")
    dictionary.write_text(text.replace("sex,enrolment,", "sex,outcome,"), encoding="utf-8")
    blocks = {block.name: block for block in own_map(read_dictionary(dictionary)).table}

    assert "sex" not in blocks["patient"].fields


def test_a_form_that_a_project_does_without_is_left_out(dictionary):
    text = dictionary.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(keepends=True) if ",pro," not in line]
    dictionary.write_text("".join(lines), encoding="utf-8")

    assert "pro_score" not in {block.name for block in own_map(read_dictionary(dictionary)).table}


def test_an_event_for_each_visit_names_the_visit(tmp_path, export, dictionary, column):
    text = dictionary.read_text(encoding="utf-8")
    lines = [line for line in text.splitlines(keepends=True) if "visit_code" not in line]
    dictionary.write_text("".join(lines), encoding="utf-8")
    plan = own_map(read_dictionary(dictionary))
    blocks = {block.name: block for block in plan.table}

    assert blocks["visit"].fields["visit_code"].column == "redcap_event"
    assert blocks["visit"].fields["visit_code"].codes["m12"] == "M12"


def test_a_dictionary_of_another_project_needs_a_map(dictionary_file):
    with pytest.raises(ImportRefused, match="not the dictionary of the registry") as refused:
        own_map(read_dictionary(dictionary_file()))

    assert "--map" in refused.value.remedy


def test_every_field_of_the_project_has_one_name_that_redcap_takes(dictionary):
    with dictionary.open(encoding="utf-8", newline="") as file:
        names = [row["Variable / Field Name"] for row in csv.DictReader(file)]

    assert len(names) == len(set(names)) > 100
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,99}", name) for name in names)


def test_no_field_of_the_project_is_refused_as_an_identifier(dictionary):
    fields = read_dictionary(dictionary).fields.values()

    assert {field.name: why_not(field) for field in fields if why_not(field)} == {}


def test_the_map_fills_every_field_that_a_form_can_give(dictionary):
    filled = {
        (block.name, name)
        for block in own_map(read_dictionary(dictionary)).table
        for name in block.fields
    }
    every = {(t, name) for t in TABLES if t not in NOT_ON_FORMS for name in curated_fields(t)}

    assert {name for table, name in every - filled if table != "site"} == {
        "due_date",
        "window_start_date",
        "window_end_date",
    }


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("sex", "radio", "F, Female | M, Male | X, Other | UNK, Unknown"),
        ("consent_date", "text", "date_ymd"),
        ("age_at_enrolment", "text", "integer"),
        ("afp_ng_ml", "text", "2000000"),
        ("death_cause", "radio", "[vital_status] = 'DEAD'"),
        ("outcome_date_entered", "text", "@TODAY"),
        ("procedure_lesion_lesion_no", "text", "integer"),
        ("country_code", "dropdown", "DEU, Germany"),
    ],
)
def test_the_dictionary_asks_for_each_field_in_its_own_way(dictionary, name, kind, said):
    with dictionary.open(encoding="utf-8", newline="") as file:
        row = next(r for r in csv.DictReader(file) if r["Variable / Field Name"] == name)

    assert row["Field Type"] == kind
    assert any(said in cell for cell in row.values())


def test_a_dictionary_that_cannot_be_written_is_told(tmp_path):
    with pytest.raises(ImportRefused, match="cannot be written"):
        write_blueprint(tmp_path / "nowhere" / "dictionary.csv")


@pytest.fixture
def load(empty_registry, export, dictionary):
    def loaded(path, **given):
        now = datetime(2026, 1, 1, tzinfo=UTC)
        delivery = Delivery(path, dictionary, **given)
        return import_redcap(empty_registry, delivery, dry_run=False, now=now)

    return loaded


def test_an_export_becomes_the_current_snapshot(load, export, empty_registry):
    outcome = load(export(*whole_record("7")), cutoff=date(2024, 12, 31))

    table, lesions = schema.data_snapshot, schema.curated["lesion"]
    with empty_registry.connect() as connection:
        (snapshot,) = connection.execute(sa.select(table)).mappings().all()
        assert connection.scalar(sa.select(sa.func.count()).select_from(lesions)) == 2
    assert snapshot["snapshot_id"] == outcome.snapshot_id
    assert snapshot["data_cut_date"] == date(2024, 12, 31)
    assert snapshot["is_current"]


def test_the_same_export_again_changes_nothing_and_another_cut_off_does(load, export):
    path = export(*whole_record("7"))
    first = load(path, cutoff=date(2024, 12, 31))

    assert "Already loaded" in load(path, cutoff=date(2024, 12, 31)).note
    assert load(path, cutoff=date(2024, 6, 30)).snapshot_id != first.snapshot_id


def test_another_dictionary_makes_another_snapshot(load, export, dictionary):
    path = export(*whole_record("7"))
    first = load(path)
    text = dictionary.read_text(encoding="utf-8")
    dictionary.write_text(text.replace("Albumin", "Serum albumin"), encoding="utf-8")

    assert load(path).snapshot_id != first.snapshot_id
