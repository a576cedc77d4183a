"""Data in the forms of OMOP, mCODE, FHIR and CDISC through mappings, against the files by hand."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd
import pytest

from queries import schema
from queries.domains.catalogue import DOMAINS
from queries.errors import ImportRefused
from queries.importers.findings import Severity
from queries.importers.table import import_table

BUNDLE = Path(__file__).parent / "mappings" / "mcode-bundle.toml"
needs_other = pytest.mark.skipif("OTHER" not in DOMAINS, reason="the domain OTHER is not there yet")


@pytest.fixture
def omop(real_set):
    return real_set("omop-synthea27", "omop-synthea27")


@needs_other
def test_rows_of_every_omop_table_are_accounted_for(omop):
    counts = {c.label: (c.n_file, c.n_loaded, c.n_left_out) for c in omop.report.files}

    assert counts == {
        "CONDITION_OCCURRENCE.csv": (470, 8, 462),
        "DEATH.csv": (3, 2, 1),
        "OBSERVATION_PERIOD.csv": (28, 6, 22),
        "PROCEDURE_OCCURRENCE.csv": (1649, 2, 1647),
    }


@needs_other
def test_age_is_counted_from_a_birth_date_that_is_not_kept(omop):
    patients = omop.rows(schema.curated["patient"]).set_index("patient_id")

    # Born 22 February 1938, first anaemia 30 April 1963; born 22 August 1971, 9 January 2005.
    assert patients.loc["7", "age_at_enrolment"] == 25
    assert patients.loc["10", "age_at_enrolment"] == 33
    assert patients.loc["11", "sex"] == "F"


@needs_other
def test_follow_up_runs_from_the_procedure_to_the_end_of_observation(omop):
    overall = omop.follow_up("OS").set_index("diagnosis_id")

    # 11 January 2009 to 26 June 2022; 5 February 2013 to 6 September 2022.
    assert overall["time"].to_dict() == {"DX-16": 4914, "DX-26": 3500}
    died = omop.rows(schema.curated["vital_status"]).query("vital_status == 'DEAD'")
    assert dict(zip(died["patient_id"], died["death_date"].astype(str), strict=True)) == {
        "7": "2019-05-28",
        "11": "2009-09-14",
    }


@pytest.fixture
def mcode(real_set):
    return real_set("mcode-extraction", "mcode-extraction")


@needs_other
def test_a_record_number_is_replaced_by_the_pseudonym_of_another_file(mcode):
    patients = mcode.rows(schema.curated["patient"])

    assert list(patients["patient_id"]) == ["subjectId-1", "subjectId-2", "subjectId-3"]
    assert list(patients["sex"]) == ["F", "M", "X"]
    assert list(patients["age_at_enrolment"]) == [40, 49, 39]  # the last 15 days short of 40
    notes = [f.rule for f in mcode.report.findings if f.severity is Severity.NOTE]
    assert any("familyName" in note for note in notes)  # listed as not read


@needs_other
def test_only_completed_procedures_of_mcode_count(mcode):
    procedures = mcode.rows(schema.curated["procedure"]).set_index("procedure_id")

    assert procedures["technique_code"].to_dict() == {
        "procedure-id-1": "UNK",
        "procedure-id-3": "COMP_SURG",
    }
    assert mcode.report.row_counts["adverse_event"] == 3


@pytest.fixture
def adam(real_set):
    return real_set("cdisc-adam", "cdisc-adam")


@needs_other
def test_censored_is_one_in_adam(adam):
    overall = adam.follow_up("OS")

    assert (len(overall), (overall["code"] == 1).sum()) == (254, 3)


@needs_other
def test_progression_free_survival_is_that_of_adam_for_every_patient(adam, shared):
    table = pd.read_csv(shared / "data/cdisc-adam/adtte_onco.csv").query("PARAMCD == 'PFS'")
    table = table.set_index("DX-" + table["USUBJID"])
    rows = adam.follow_up("PFS").set_index("diagnosis_id").loc[table.index]

    # The first day is day 1 there and day 0 here, where it counts as half a day.
    assert (rows["time"] == (table["AVAL"] - 1).clip(lower=0.5)).all()
    assert ((rows["code"] == 1) == (table["CNSR"] == 0)).all()


@needs_other
def test_an_adverse_event_keeps_what_is_known_of_its_onset(adam):
    events = adam.rows(schema.curated["adverse_event"])

    precision = events["onset_precision"].value_counts().to_dict()
    assert precision == {"DAY": 1165, "MONTH": 15, "YEAR": 11}


@needs_other
def test_a_sas_transport_file_is_read_with_its_dates_and_noughts(real_set):
    pilot = real_set("cdisc-adam-xpt", "cdisc-adam")

    (count,) = pilot.report.files
    procedures = pilot.rows(schema.curated["procedure"]).set_index("procedure_id")
    assert (count.n_file, count.n_loaded) == (254, 254)
    assert str(procedures.loc["PR-01-701-1015", "procedure_date"]) == "2014-01-02"


def entry(kind, url, **elements):
    return {"fullUrl": url, "resource": {"resourceType": kind, **elements}}


def bundle(tmp_path, *entries):
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps({"resourceType": "Bundle", "entry": entries}), encoding="utf-8")
    return path


PATIENT = entry("Patient", "urn:uuid:p1", gender="female", birthDate="1960-07-01")
CONDITION = entry(
    "Condition",
    "urn:uuid:c1",
    subject={"reference": "urn:uuid:p1"},
    code={"coding": [{"system": "http://snomed.info/sct", "code": "109841003"}]},
    onsetDateTime="2023-06-30T08:00:00+02:00",
)
PROCEDURE = entry(
    "Procedure",
    "urn:uuid:x1",
    subject={"reference": "urn:uuid:p1"},
    code={"text": "Microwave ablation of liver"},
    performedDateTime="2023-07",
)


def taken(empty_registry, file):
    now = datetime(2026, 1, 1, tzinfo=UTC)
    return import_table(empty_registry, file, BUNDLE, dry_run=False, now=now).report


def test_a_bundle_makes_patient_diagnosis_and_procedure(empty_registry, tmp_path):
    report = taken(empty_registry, bundle(tmp_path, PATIENT, CONDITION, PROCEDURE))

    assert [(c.n_file, c.n_loaded) for c in report.files] == [(1, 1)] * 3
    with empty_registry.connect() as connection:
        patient = connection.execute(schema.curated["patient"].select()).one()
        procedure = connection.execute(schema.curated["procedure"].select()).one()
    assert (patient.sex, patient.age_at_enrolment) == ("F", 62)
    assert (procedure.technique_code, procedure.procedure_precision) == ("MWA", "MONTH")


def test_a_resource_about_nobody_is_set_aside(empty_registry, tmp_path):
    stray = entry("Condition", "urn:uuid:c2", **CONDITION["resource"])
    stray["resource"] |= {"subject": {"reference": "urn:uuid:nobody"}}

    report = taken(empty_registry, bundle(tmp_path, PATIENT, CONDITION, stray, PROCEDURE))

    conditions = next(c for c in report.files if "condition" in c.label)
    assert (conditions.n_file, conditions.n_loaded, conditions.n_quarantined) == (2, 1, 1)


def test_the_sample_bundle_is_refused_for_what_it_lacks(empty_registry, shared):
    with pytest.raises(ImportRefused, match="no Procedure resource") as refused:
        taken(empty_registry, shared / "data/mcode-extraction/test-bundle.json")

    assert "Condition, Patient" in refused.value.remedy
