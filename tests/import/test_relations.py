"""Rows of several files that belong together: parents, children, places and the cut-off."""

from datetime import date

import pytest

from queries.demo.tables import draft_table
from queries.errors import ImportRefused
from queries.importers.derive import dated_facts
from queries.importers.draft import Draft
from queries.importers.findings import Findings, Severity
from queries.importers.prepare import prepare


@pytest.fixture
def draft():
    """Two patients with a diagnosis, a procedure and a visit each, every table a file."""
    tables = [
        draft_table("site", {"site_id": ["A"], "country_code": ["DEU"]}),
        draft_table("patient", {"patient_id": ["P1", "P2"], "site_id": ["A", "A"]}),
        draft_table(
            "diagnosis",
            {
                "diagnosis_id": ["D1", "D2"],
                "patient_id": ["P1", "P2"],
                "domain_code": ["HCC", "HCC"],
            },
        ),
        draft_table(
            "procedure",
            {
                "procedure_id": ["X1", "X2"],
                "diagnosis_id": ["D1", "D2"],
                "procedure_date": [date(2024, 1, 1), date(2024, 1, 1)],
                "technique_code": ["MWA", "RFA"],
            },
        ),
        draft_table(
            "visit",
            {
                "visit_id": ["V1", "V2", "V3"],
                "diagnosis_id": ["D1", "D2", "D2"],
                "actual_date": [date(2024, 3, 1), date(2024, 3, 1), date(2024, 7, 1)],
            },
        ),
    ]
    made = Draft({table.name: table for table in tables}, cutoff=date(2024, 6, 30))
    made.n_file = {table.file: len(table.rows) for table in tables}
    return made


def fates(prepared):
    return {count.label: (count.n_loaded, count.n_quarantined) for count in prepared.report.files}


def test_a_parent_set_aside_takes_its_children_and_their_children_with_it(draft):
    draft.tables["patient"].columns["age_at_enrolment"] = [61, 7]

    prepared = prepare(draft, Findings())

    assert fates(prepared) == {
        "site.csv": (1, 0),
        "patient.csv": (1, 1),
        "diagnosis.csv": (1, 1),
        "procedure.csv": (1, 1),
        "visit.csv": (1, 2),
    }


def test_i24_a_child_of_nobody_is_set_aside_with_the_name_of_the_parent(draft):
    draft.tables["visit"].columns["diagnosis_id"][0] = "nobody"

    prepared = prepare(draft, Findings())

    (finding,) = [f for f in prepared.report.findings if f.severity is Severity.QUARANTINE]
    assert (finding.table, finding.file_row, finding.column) == ("visit", 2, "diagnosis_id")
    assert "diagnosis" in finding.rule


def test_site_and_domain_are_handed_down_to_every_child(draft):
    visits = prepare(draft, Findings()).draft.table("visit")

    assert visits.column("site_id") == ["A", "A", "A"]
    assert visits.column("domain_code") == ["HCC", "HCC", "HCC"]


def test_a_contact_after_the_cut_off_does_not_lengthen_follow_up(draft):
    prepared = prepare(draft, Findings())

    facts = dated_facts(prepared.draft, prepared.index)[0].set_index("diagnosis_id")
    assert facts.loc["D2", "last_contact_day"] == 60  # 1 March, not the visit of July


def test_a_country_that_the_registry_does_not_know_takes_its_site_along(draft):
    draft.tables["site"].columns["country_code"] = ["XXX"]
    findings = Findings()

    with pytest.raises(ImportRefused, match="No row can be loaded"):
        prepare(draft, findings)

    assert any(f.column == "country_code" for f in findings.found)


def test_c15_an_event_flag_that_was_turned_round_is_set_aside(draft):
    draft.tables["vital_status"] = draft_table(
        "vital_status",
        {
            "patient_id": ["P1", "P2"],
            "vital_status": ["ALIVE", "ALIVE"],
            "death_date": [date(2024, 2, 1), None],
        },
    )
    draft.n_file["vital_status.csv"] = 2

    prepared = prepare(draft, Findings())

    assert fates(prepared)["vital_status.csv"] == (1, 1)


def test_i11_a_procedure_after_death_takes_its_children_and_a_visit_after_death_is_a_query(draft):
    died = {"patient_id": ["P2"], "vital_status": ["DEAD"], "death_date": [date(2023, 12, 1)]}
    event = {"ae_id": ["E1"], "diagnosis_id": ["D2"], "procedure_id": ["X2"]}
    draft.tables["vital_status"] = draft_table("vital_status", died)
    draft.tables["adverse_event"] = draft_table("adverse_event", event)
    draft.n_file |= {"vital_status.csv": 1, "adverse_event.csv": 1}
    findings = Findings()

    prepared = prepare(draft, findings)

    assert fates(prepared)["procedure.csv"] == (1, 1)
    assert fates(prepared)["adverse_event.csv"] == (0, 1)
    assert fates(prepared)["visit.csv"] == (3, 0)
    asked = {f.file_row for f in findings.found if f.rule == "The visit took place after death."}
    assert asked == {3, 4}
