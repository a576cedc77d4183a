"""Completeness counted field by field, on registries small enough to count by hand."""

from dataclasses import replace
from datetime import date

import pytest

from queries.importers.completeness import WHOLE_ROW, completeness_rows
from queries.importers.draft import DraftTable

JANUARY_2024 = 12 * 2024


@pytest.fixture
def counts(taken, told):
    """Count one field: (applicable, entered, unknown) over all months."""

    def of(table, field, change=lambda draft: None, **people):
        prepared = taken({who: told(**facts) for who, facts in people.items()})
        change(prepared.draft)
        rows = [
            row
            for row in completeness_rows(prepared.draft, prepared.index)
            if (row["table_name"], row["column_name"]) == (table, field)
        ]
        names = ("n_applicable", "n_entered", "n_unknown")
        return tuple(sum(row[name] for row in rows) for name in names)

    return of


def filled(table, column, *values):
    """Return a change that fills a column."""
    return lambda draft: draft.table(table).columns.update({column: list(values)})


def test_unknown_is_entered_and_counted_apart_and_nothing_is_neither(counts):
    answers = filled("patient", "sex", "F", "UNK", None)

    assert counts("patient", "sex", answers, A={}, B={}, C={}) == (3, 2, 1)


def test_zero_is_an_answer(counts):
    answers = filled("diagnosis", "prior_systemic_lines", 0, None)

    assert counts("diagnosis", "prior_systemic_lines", answers, A={}, B={}) == (2, 1, 0)


def test_a_field_under_a_condition_applies_where_the_condition_holds(counts):
    people = {"dead": {"died": 90}, "dead_unknown": {"died": 90, "cause": None}, "alive": {}}

    assert counts("vital_status", "death_cause", **people) == (2, 1, 0)
    assert counts("vital_status", "death_date", **people) == (2, 2, 0)


def test_a_field_of_one_domain_applies_there_only(counts):
    people = {"A": {"domain": "HCC"}, "B": {"domain": "CRLM"}, "C": {"domain": "LUNG_P"}}

    assert counts("baseline", "afp_ng_ml", **people) == (1, 0, 0)
    assert counts("baseline", "bilobar", **people) == (2, 0, 0)
    assert counts("baseline", "ecog", **people) == (3, 0, 0)


def test_a_condition_may_rest_on_the_diagnosis(counts):
    sites = filled("diagnosis", "primary_site", "C18", "C20", "C64", None)
    people = {who: {"domain": "LUNG_M"} for who in "ABCD"}

    assert counts("baseline", "cea_ng_ml", sites, **people) == (2, 0, 0)


def test_a_field_of_a_family_applies_to_its_procedures_only(counts):
    people = {
        "A": {"technique": "CTACE"},
        "B": {"technique": "TARE_GLASS"},
        "C": {"technique": "MWA"},
    }

    assert counts("procedure", "agent", **people) == (2, 0, 0)
    assert counts("procedure", "activity_gbq", **people) == (1, 0, 0)
    assert counts("procedure", "technique_code", **people) == (3, 3, 0)


def test_a_lesion_treated_by_ablation_needs_its_first_control(counts):
    lesions = {"L1": ((0,), ()), "L2": ((0,), ())}
    people = {who: {"technique": t, "lesions": lesions} for who, t in (("A", "MWA"), ("B", "TAE"))}

    assert counts("procedure_lesion", "complete_ablation", **people) == (2, 0, 0)


def test_cementoplasty_is_asked_in_the_bone_domain_only(counts):
    people = {"A": {"domain": "BONE", "technique": "RFA"}, "B": {"technique": "RFA"}}

    assert counts("procedure", "cementoplasty", **people) == (1, 0, 0)


def test_a_form_that_was_never_sent_counts_as_not_entered(counts):
    def lose(draft):
        draft.table("baseline").keep(lambda place: place == 0)

    assert counts(
        "baseline", "extrahepatic_disease", lose, A={"spread": "N"}, B={"spread": "N"}
    ) == (
        *(2, 1),
        0,
    )


def test_a_date_known_by_its_day_alone_is_entered(counts):
    def without_calendar(draft):
        table = draft.table("procedure")
        table.columns |= {"procedure_date": [None], "procedure_precision": ["NONE"]}

    assert counts("procedure", "procedure_date", without_calendar, A={}) == (1, 1, 0)


def test_a_row_is_whole_when_every_core_field_that_applies_is_entered(counts):
    def complete(draft):
        table = draft.table("lesion")
        table.columns |= {
            "organ": ["LIVER", "LIVER", None],
            "baseline_diameter_mm": [9.0, None, 9.0],
        }

    lesions = dict.fromkeys(("L1", "L2", "L3"), ((0,), ()))

    assert counts("lesion", WHOLE_ROW, complete, A={"lesions": lesions}) == (3, 1, 0)


def test_a_row_may_be_whole_without_what_does_not_apply_to_it(counts):
    entered = filled("vital_status", "date_entered", date(2025, 1, 1), date(2025, 1, 1))
    people = {"alive": {}, "dead without a cause": {"died": 90, "cause": None}}

    assert counts("vital_status", WHOLE_ROW, entered, **people) == (2, 1, 0)


def test_counts_stand_by_site_domain_and_month_of_the_index(taken, told):
    people = {"A": told(), "B": told(), "C": told(technique=None), "D": told(domain="CRLM")}
    prepared = taken(people)
    index = prepared.index | {"B": replace(prepared.index["B"], month=JANUARY_2024 + 3)}

    found = {
        (
            row["site_id"],
            row["country_code"],
            row["region_code"],
            row["domain_code"],
            row["month"],
        ): row["n_applicable"]
        for row in completeness_rows(prepared.draft, index)
        if row["column_name"] == "ecog" and row["table_name"] == "baseline"
    }

    assert found == {
        ("A", "DEU", "EU", "HCC", JANUARY_2024): 1,
        ("A", "DEU", "EU", "HCC", JANUARY_2024 + 3): 1,
        ("A", "DEU", "EU", "HCC", -1): 1,
        ("A", "DEU", "EU", "CRLM", JANUARY_2024): 1,
    }


def test_no_field_is_counted_twice_in_one_place(taken, told):
    prepared = taken({"A": told(), "B": told(domain="CRLM", died=90)})
    names = ("site_id", "domain_code", "table_name", "column_name", "month")
    keys = [
        tuple(row[n] for n in names) for row in completeness_rows(prepared.draft, prepared.index)
    ]

    assert len(keys) == len(set(keys)) > 50


def test_a_table_without_core_fields_is_not_counted(taken, told):
    prepared = taken({"A": told()})
    score = {"diagnosis_id": ["A"], "visit_code": ["M1"], "instrument": ["BPI_SF"]}
    prepared.draft.tables["pro_score"] = DraftTable("pro_score", "pro_score.csv", [2], score)

    rows = list(completeness_rows(prepared.draft, prepared.index))

    assert "pro_score" not in {row["table_name"] for row in rows}
