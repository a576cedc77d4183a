"""Lists to be worked off as tables, files and sentences, on rows written by hand."""

from datetime import date

import pytest

from analytics.row_lists import Gap, Gaps, OverdueVisit, OverdueVisits
from dashboard.answers.answer import Provenance
from dashboard.export import internal_csv
from dashboard.sentences.row_lists import MOST_ON_SCREEN, overdue_counted, overdue_seen
from dashboard.tables.row_lists import gaps_rows, gaps_table, overdue_rows, overdue_table
from dashboard.wording import Words
from queries.filters import Filters

WORDS, CUTOFF = Words(), date(2025, 6, 30)


def visit(number, days=10, **more):
    opens, closes = date(2025, 6, 1), date(2025, 6, 20)
    told = {"due": None, "is_undated": False, "last_contact": None} | more
    return OverdueVisit(number, "M3", opens=opens, closes=closes, days=days, **told)


def visits(*listed):
    return OverdueVisits("Site B", "HCC", CUTOFF, listed)


def gaps(form, *listed):
    return Gaps("Site B", "HCC", form, "ecog", "ECOG performance status", listed)


def test_the_table_holds_the_first_and_the_file_all_of_them():
    many = visits(*(visit(f"P{n}") for n in range(MOST_ON_SCREEN + 1)))

    assert len(overdue_table(many, WORDS)) == MOST_ON_SCREEN
    assert len(overdue_rows(many, WORDS)) == MOST_ON_SCREEN + 1
    assert "On screen the first 50, in the file all 51." in overdue_counted(many, WORDS)


def test_what_is_not_supplied_is_said_in_table_and_file():
    found = visits(visit("P1", is_undated=True))

    assert overdue_table(found, WORDS).iloc[0][["Due", "Last contact", "State"]].tolist() == [
        *("not supplied", "not supplied"),
        "took place, day not entered",
    ]
    assert overdue_rows(found, WORDS).iloc[0]["due"] == "not supplied"


def test_a_study_number_that_looks_like_a_formula_is_harmless_in_the_file():
    where_from = Provenance("timeliness", Filters("HCC"), CUTOFF, "Made", 1, is_synthetic=False)
    text = internal_csv(overdue_rows(visits(visit("=1+1")), WORDS), where_from, "E1")

    assert "'=1+1" in text
    assert ",=1+1" not in text


def test_the_sentence_says_how_many_how_long_and_names_nobody():
    said = overdue_seen(visits(visit("P1", 400), visit("P2", 90)), WORDS)

    assert said == "2 visits of Site B overdue; the longest for 400 days, 1 for more than 90 days."


@pytest.mark.parametrize(
    ("form", "item", "happened", "name"),
    [
        ("baseline", "", None, "Baseline"),
        ("visit", "M3", date(2024, 3, 4), "Visit M3, 4 Mar 2024"),
        ("clinical_event", "SYSTEMIC_START", None, "Clinical event Start of systemic therapy"),
        ("lesion", "2", None, "Lesion 2"),
    ],
)
def test_a_record_is_told_from_others_of_the_patient(form, item, happened, name):
    found = gaps(form, Gap("P1", item, happened, "NULL", None, ""))

    assert gaps_table(found, WORDS)["Record"].tolist() == [name]
    assert gaps_table(found, WORDS)["Expected since"].tolist() == ["not supplied"]


def test_the_file_of_gaps_says_form_field_state_and_since():
    row = gaps_rows(
        gaps("baseline", Gap("P1", "", None, "UNK", date(2024, 3, 4), "form")), WORDS
    ).iloc[0]

    assert row[["form", "field", "state"]].tolist() == ["baseline", "ecog", "stated as unknown"]
    assert row[["expected_since", "since_what"]].tolist() == ["2024-03-04", "form"]
