"""The cohort and Table 1 as they are shown: figure, table, file and sentence say the same."""

import math
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest

from analytics.attrition import Attrition, Step
from analytics.table_one import Absent, TableOne, described_code, described_number
from dashboard.answers.saved_cohorts import Kept
from dashboard.charts.cohort import attrition_figure
from dashboard.condition_words import condition_text
from dashboard.sentences import baseline as table_told
from dashboard.sentences import cohort as told
from dashboard.tables.baseline import figures, smd_text, table_one_rows, table_one_table
from dashboard.tables.cohort import attrition_rows, attrition_table
from dashboard.tables.saved_cohorts import definition_text, now_text, saved_table
from dashboard.wording import Words
from queries.criteria import Criterion
from queries.filters import Filters
from queries.state.cohorts import Content, SavedCohort

NO_WORDS = Words()
COHORT = Attrition(
    (
        Step("Enrolled", 1500),
        Step("With an index procedure", 1400, 100),
        Step("BCLC stage: A", 500, 900, not_entered=500, unknown=40),
        Step("Score: <b>x", 500, 0),
    ),
    n_patients=498,
    n_with_more=2,
    n_in_two_techniques=1,
)


@pytest.mark.parametrize(
    ("criterion", "said"),
    [
        (Criterion("age_at_enrolment", low=60), "Age at enrolment 60 years or above"),
        (Criterion("age_at_enrolment", high=69), "Age at enrolment 69 years or below"),
        (
            Criterion("age_at_enrolment", low=60, high=69, keeps_missing=True),
            "Age at enrolment 60 to 69 years, or not entered",
        ),
        (
            Criterion("bclc", codes=("A", "B"), keeps_missing=True),
            "BCLC stage: A or B, or not entered",
        ),
        (Criterion("bclc", codes=("0", "A", "B")), "BCLC stage: 0, A or B"),
        (Criterion("bclc"), "BCLC stage entered"),
        (Criterion("n_tumours", low=1, high=1), "Tumours in the treated organ 1 tumours"),
        (Criterion("inr", high=1.7), "INR 1.7 or below"),
        (Criterion("cirrhosis", codes=("Y",)), "Cirrhosis: Yes"),
        (Criterion("enrolment_type", codes=("PROSPECTIVE",)), "Enrolment type: Prospective"),
        (Criterion("primary_site", codes=("C22",)), "Primary site (ICD-10): C22"),
    ],
)
def test_a_condition_reads_as_a_sentence(criterion, said):
    assert condition_text(criterion, "HCC") == said


def test_the_bars_of_a_step_add_up_to_who_was_left_before():
    figure = attrition_figure(COHORT, NO_WORDS)
    left, valued, absent = (np.asarray(bar.x) for bar in figure.data)

    assert left.tolist() == [1500, 1400, 500, 500]
    assert (left + valued + absent)[1:].tolist() == left[:-1].tolist()
    assert absent.tolist() == [0, 0, 540, 0]


def test_the_figure_shows_a_label_letter_by_letter():
    texts = " ".join(one.text for one in attrition_figure(COHORT, NO_WORDS).layout.annotations)

    assert "&lt;b&gt;x" in texts
    assert "\N{MINUS SIGN}900, 540 without a value" in texts


def test_table_file_and_sentence_have_the_numbers_of_the_steps():
    rows, table = attrition_rows(COHORT, NO_WORDS), attrition_table(COHORT, NO_WORDS)

    assert (rows["left"].shift(1)[1:] - rows["left_out"][1:] == rows["left"][1:]).all()
    assert table["Left (n)"].tolist() == ["1,500", "1,400", "500", "500"]
    seen = told.attrition_seen(COHORT, NO_WORDS)
    assert "BCLC stage: A: 500 left, 900 left out (of them 500 not entered, 40 unknown)" in seen


def test_the_note_tells_who_is_in_twice_and_what_missing_values_cost():
    note = told.attrition_note(COHORT, NO_WORDS)

    assert "2 patients have more than one diagnosis in the cohort, 1 under more than" in note
    assert "leaves out 540 for want of a value and 360 for their value" in note


def kept(n_now, dropped=()):
    content = Content("Early", "Site A", "{}", snapshot_id=2, n_then=412)
    saved = SavedCohort("x", 3, datetime(2025, 4, 1, tzinfo=UTC), content)
    return Kept(saved, Filters("HCC"), dropped, n_now)


def test_a_saved_cohort_tells_how_many_it_was_and_is():
    moved, same, lost = kept(430), kept(412), kept(None, ("Sex: a value is not on its list",))

    assert [now_text(one) for one in (moved, same)] == ["430 (+18)", "412"]
    assert now_text(lost) == "not counted: Sex: a value is not on its list"
    assert saved_table([moved])[["Version", "n then", "n now"]].iloc[0].tolist() == [
        *("3", "412", "430 (+18)")
    ]
    assert "When saved: n 412, snapshot 2, by Site A." in definition_text(moved)


def none(n):
    return np.zeros(n, dtype=np.int64)


@pytest.fixture
def table():
    sex = described_code(
        "sex",
        "Sex",
        ("Female", "Male"),
        counts=np.array([[10, 30, 50], [30, 10, 60]]),
        absent=Absent(np.array([0, 5, 5]), np.array([2, 0, 4]), none(3)),
    )
    cirrhosis = described_code(
        "cirrhosis",
        "Cirrhosis",
        ("Yes", "No"),
        counts=np.array([[40, 0, 40], [0, 40, 79]]),
        absent=Absent(none(3), none(3), none(3)),
    )
    size = described_number(
        "size",
        "Largest tumour",
        "mm",
        values=[np.array([10.0, 20, 30, 41]), np.array([]), np.array([10.0, 20, 30, 41])],
        absent=Absent(none(3), none(3), np.array([38, 45, 115])),
    )
    return TableOne(("A", "B"), np.array([42, 45, 119]), (sex, cirrhosis, size), 30, 2)


def test_percentages_are_of_known_values_and_absent_ones_of_those_it_applies_to(table):
    lines = table_one_table(table, NO_WORDS).set_index("")

    assert lines.columns.tolist() == ["A (n = 42)", "B (n = 45)", "All (n = 119)", "SMD"]
    assert lines.loc["\N{EM SPACE}Female"].tolist() == [
        *("10 (25.0)", "30 (75.0)", "50 (45.5)", "")
    ]
    assert lines.loc["\N{EM SPACE}Unknown, n (%)"].tolist()[1] == "5 (11.1)"
    assert lines.loc["\N{EM SPACE}Not entered, n (%)"].tolist()[0] == "2 (4.8)"
    assert lines.loc["\N{EM SPACE}Does not apply, n"].tolist()[0] == "38"
    assert lines.loc["Largest tumour (mm), median (IQR)"].tolist() == [
        *("25 (17.5 to 32.8)", "none known", "25 (17.5 to 32.8)", "not estimable")
    ]


def test_the_file_of_table_one_has_the_same_numbers(table):
    rows = table_one_rows(table, NO_WORDS)
    women = rows[(rows["level"] == "Female") & (rows["group"] == "B")].iloc[0]

    assert (women["n"], women["known"], women["share_of_known"]) == (30, 40, 0.75)
    assert women["smd_largest_pair"] == table.rows[0].smd
    assert rows[rows["covariate"] == "cirrhosis"]["smd_largest_pair"].iloc[0] == "infinite"
    assert not rows.isna().any(axis=None)


def test_the_headline_names_where_groups_differ_the_most(table):
    said = table_told.baseline_headline(table, NO_WORDS)

    assert said == (
        "The groups differ the most in Cirrhosis (no value shared, A and B); "
        "2 of 3 rows have an SMD above 0.1."
    )
    note = table_told.baseline_note(table, NO_WORDS)
    assert "30 diagnoses of other techniques" in note
    assert "2 diagnoses of patients who stand in two groups" in note
    assert "No p-values" in note


def test_what_is_not_nought_is_never_written_so():
    assert [smd_text(smd) for smd in (0.0, 0.001, 0.136, math.nan, math.inf)] == [
        *("0.00", "< 0.01", "0.14", "not estimable", "no value shared")
    ]
    assert [figures(v) for v in (1234.5, 64, 20.13, -2.613)] == ["1,234", "64", "20.1", "-2.61"]


def test_one_group_has_nothing_to_be_held_against(table):
    alone = TableOne(("A",), np.array([3, 3]), (), 0, 0)

    assert "nothing to hold it against" in table_told.baseline_headline(alone, NO_WORDS)
    assert isinstance(table_one_table(alone, NO_WORDS), pd.DataFrame)
