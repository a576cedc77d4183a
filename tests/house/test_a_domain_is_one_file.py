"""A disease domain is added by writing one down: all that is made from the catalogue follows."""

from dataclasses import replace

import pytest

from analytics.endpoints import EndpointRule
from dashboard.controls.outcomes import DOMAINS as DOMAINS_OF_PAGES
from dashboard.sentences.dictionary import dictionary_headline
from dashboard.tables.dictionary import (
    endpoints_table,
    fields_of_domain,
    fields_table,
    matching,
    techniques_table,
)
from queries.domains import catalogue
from queries.domains.catalogue import DOMAINS, endpoint, fields_of
from queries.domains.common import techniques
from queries.domains.dictionary import dictionary_rows
from queries.domains.dictionary_text import dictionary_text
from queries.domains.model import Code, Comparison, Domain, Field, Kind
from queries.importers import mapping
from queries.importers.completeness import completeness_rows
from queries.importers.derive import follow_up_rows
from queries.importers.draft import Draft, DraftTable
from queries.importers.findings import Findings, Severity
from queries.importers.prepare import prepare

MADE_UP = Domain(
    code="MADE_UP",
    name="A made-up domain",
    definition="Nobody has it.",
    response_criterion="RECIST11",
    local_control="None.",
    techniques=techniques("MWA", "CRYO"),
    comparisons=(Comparison("One or the other", ("MWA",), ("CRYO",)),),
    endpoints=(
        EndpointRule("OS", "Overall survival", "To death.", event=("death_day",)),
        EndpointRule("REMOVED", "Time to removal", "To removal.", event=("removal_day",)),
    ),
    fields=(
        Field("ecog", "ECOG", codes=(Code("0", "0"),), core=True, adjust=True, definition="x."),
        Field(
            "made_up_score",
            "Made-up score",
            Kind.NUMBER,
            "points",
            bounds=(0, 10),
            soft=(1, 9),
            core=True,
            adjust=True,
            required=True,
            definition="A number that means nothing.",
        ),
        Field(
            "made_up_sign",
            "Made-up sign",
            codes=(Code("MILD", "Mild"), Code("BAD", "Bad")),
            core=True,
            applies_when=("ecog", "0"),
            definition="A sign that means nothing.",
        ),
    ),
)


@pytest.fixture
def made_up(monkeypatch):
    """The catalogue as it would be with the one domain written down."""
    monkeypatch.setitem(catalogue.DOMAINS, "MADE_UP", MADE_UP)
    fields = catalogue.baseline_fields(catalogue.DOMAINS.values())
    monkeypatch.setitem(catalogue.TABLES, "baseline", fields)
    (place,) = mapping.PLACE_FIELDS["diagnosis"]
    codes = tuple(Code(code, domain.name) for code, domain in catalogue.DOMAINS.items())
    monkeypatch.setitem(mapping.PLACE_FIELDS, "diagnosis", (replace(place, codes=codes),))
    return MADE_UP


def _table(name, **columns):
    n = len(next(iter(columns.values())))
    return DraftTable(name, f"{name}.csv", list(range(2, n + 2)), columns)


def _draft(diagnosis, baseline):
    ids = [f"P{i}" for i in range(len(diagnosis["domain_code"]))]
    dead = ["DEAD"] * len(ids)
    tables = (
        _table("site", site_id=["A"], country_code=["DEU"]),
        _table("patient", patient_id=ids, site_id=["A"] * len(ids)),
        _table("vital_status", patient_id=ids, vital_status=dead, death_day=[90.0] * len(ids)),
        _table("diagnosis", diagnosis_id=ids, patient_id=ids, **diagnosis),
        _table("baseline", diagnosis_id=ids, **baseline),
        _table(
            "procedure",
            procedure_id=ids,
            diagnosis_id=ids,
            procedure_day=[0.0] * len(ids),
            technique_code=["MWA"] * len(ids),
        ),
    )  # fmt: skip
    n_file = {table.file: len(table.rows) for table in tables}
    return Draft({table.name: table for table in tables}, n_file)


def _prepared(diagnosis, **baseline):
    prepared = prepare(_draft(diagnosis, baseline), Findings())
    return prepared.draft, prepared.index


def test_menus_of_pages_follow_a_made_up_domain(made_up):
    domain = DOMAINS_OF_PAGES["MADE_UP"]

    assert domain.technique_label("CRYO") == "Cryoablation"
    assert [rule.code for rule in domain.endpoints] == ["OS", "REMOVED"]
    assert endpoint("MADE_UP", "REMOVED").name == "Time to removal"
    assert [field.name for field in fields_of("baseline", "MADE_UP") if field.adjust] == [
        *("ecog", "made_up_score")
    ]


@pytest.mark.parametrize(
    ("column", "value", "severity"),
    [
        ("made_up_score", 10.5, Severity.QUARANTINE),
        ("made_up_score", 9.5, Severity.QUERY),
        ("made_up_sign", "WORSE", Severity.QUARANTINE),
    ],
)
def test_the_importer_follows_a_made_up_domain(made_up, column, value, severity):
    values = {"made_up_score": 5.0, "made_up_sign": "MILD"}
    findings = Findings()
    columns = {name: [usual, value if name == column else usual] for name, usual in values.items()}

    prepare(_draft({"domain_code": ["MADE_UP"] * 2}, columns), findings)

    assert [(f.severity, f.column, f.file_row) for f in findings.found] == [(severity, column, 3)]


def test_a_field_that_every_domain_requires_is_required_of_every_row(made_up):
    def required(domains):
        return {field.name for field in catalogue.baseline_fields(domains) if field.required}

    assert required(DOMAINS.values()) == {"diagnosis_id"}  # others do not know the made-up score
    assert required([DOMAINS["MADE_UP"]]) == {"diagnosis_id", "made_up_score"}


def test_follow_up_and_completeness_follow_a_made_up_domain(made_up):
    draft, index = _prepared(
        {"domain_code": ["MADE_UP"] * 2},
        ecog=["0", None],
        made_up_score=[5.0, None],
        made_up_sign=[None, None],
    )

    ends = {
        (row["endpoint_code"], row["exit_half_days"], row["code"])
        for row in follow_up_rows(draft, index)
    }
    counted = {
        row["column_name"]: (row["n_applicable"], row["n_entered"])
        for row in completeness_rows(draft, index)
        if row["column_name"].startswith("made_up")
    }

    assert ends == {("OS", 180, 1), ("REMOVED", 1, 0)}
    assert counted == {"made_up_score": (2, 1), "made_up_sign": (1, 0)}


def test_the_dictionary_follows_a_made_up_domain(made_up):
    rows = {row.field: row for row in dictionary_rows() if row.domains == ("MADE_UP",)}

    assert rows["made_up_score"].bounds == "0 to 10"
    assert rows["made_up_sign"].codes == (("MILD", "Mild"), ("BAD", "Bad"))
    assert "A made-up domain (`MADE_UP`)" in dictionary_text()


def test_the_page_of_the_dictionary_follows_a_made_up_domain(made_up):
    rows = fields_of_domain(dictionary_rows(), "MADE_UP")
    table = fields_table(matching(rows, "made-up"), every_domain=False)

    assert list(table["Column"]) == ["made_up_score", "made_up_sign"]
    assert list(table["Hard range (usual range)"]) == ["0 to 10 (1 to 9)", "—"]
    assert list(endpoints_table("MADE_UP")["Code"]) == ["OS", "REMOVED"]
    assert list(techniques_table("MADE_UP")["Code"]) == ["MWA", "CRYO", "UNK"]
    assert dictionary_headline(rows, "MADE_UP").startswith("A made-up domain: ")
