"""Rows that a strict reader must not repair: each is set aside with row, column and rule."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from queries.importers.findings import Severity

GOOD = "P1,f,61,2023-01-05,alive,,2024-06-01,3.5,2023-01-10,CTACE"
SECOND = "P2,m,70,2023-02-05,dead,2023-08-01,2023-08-01,2.0,2023-02-10,MWA"


def column(prepared, table, name):
    return prepared.draft.table(table).column(name)


def test_good_rows_are_loaded_with_units_and_days(take, csv_file):
    prepared = take(csv_file(GOOD, SECOND))

    (count,) = prepared.report.files
    assert (count.n_file, count.n_loaded, count.n_duplicate, count.n_quarantined) == (2, 2, 0, 0)
    assert column(prepared, "baseline", "max_diameter_mm") == [35.0, 20.0]
    assert column(prepared, "procedure", "procedure_day") == [0.0, 0.0]
    assert column(prepared, "patient", "enrolment_precision") == ["DAY", "DAY"]


@pytest.mark.parametrize("text", ["NA", "None", "null", "0012", "1E5", "TRUE", "=1+1", "-5"])
def test_an_identifier_stays_the_text_that_it_is(take, csv_file, text):
    prepared = take(csv_file(GOOD.replace("P1", text)))

    assert column(prepared, "patient", "patient_id") == [text]


BAD_VALUES = {
    "a number with exponent": ("61", "1E5", "age"),
    "a decimal comma": ("3.5", '"3,5"', "size"),
    "a number below a limit": ("3.5", "<5", "size"),
    "not a number": ("3.5", "NaN", "size"),
    "infinite": ("3.5", "Infinity", "size"),
    "far too large": ("3.5", "1e400", "size"),
    "half a year of age": ("61", "61.5", "age"),
    "younger than eighteen": ("61", "17", "age"),
    "a size in another unit": ("3.5", "350", "size"),
    "a code of no list": (",f,", ",female,", "sex"),
    "a date of another form": ("2023-01-10", "10/01/2023", "treated"),
    "a day that never was": ("2023-01-10", "2023-02-30", "treated"),
    "a date after the cut-off": ("2024-06-01", "2026-06-01", "seen"),
    "a date before 1900": ("2023-01-10", "0203-01-10", "treated"),
    "a technique that is not coded": ("CTACE", "TACE", "technique"),
    "no identifier": ("P1,", ",", "id"),
    "an identifier with a hidden character": ("P1,", "P\u200b1,", "id"),
    "an identifier with turned text": ("P1,", "P\u202e1,", "id"),
}


@pytest.mark.parametrize(("good", "bad", "where"), BAD_VALUES.values(), ids=BAD_VALUES)
def test_a_bad_value_sets_its_row_aside_and_no_other(take, csv_file, quarantined, good, bad, where):
    prepared = take(csv_file(GOOD.replace(good, bad, 1), SECOND))

    (count,) = prepared.report.files
    assert (count.n_loaded, count.n_quarantined) == (1, 1)
    assert (2, where) in quarantined(prepared)
    assert column(prepared, "patient", "patient_id") == ["P2"]


@pytest.mark.parametrize(
    "line", [GOOD + ",one more", GOOD.rsplit(",", 1)[0], "", ",,,,,,,,,"],
    ids=["a field too many", "a field too few", "empty", "only commas"],
)  # fmt: skip
def test_i04_a_row_that_does_not_fit_the_header_is_set_aside(take, csv_file, line):
    prepared = take(csv_file(line, SECOND))

    (count,) = prepared.report.files
    assert (count.n_file, count.n_loaded, count.n_quarantined) == (2, 1, 1)


def test_i09_equal_rows_are_kept_once_and_counted_as_duplicates(take, csv_file):
    prepared = take(csv_file(GOOD, SECOND, GOOD))

    (count,) = prepared.report.files
    assert (count.n_file, count.n_loaded, count.n_duplicate) == (3, 2, 1)


def test_i09_of_rows_of_one_key_that_differ_none_is_chosen(take, csv_file, quarantined):
    prepared = take(csv_file(GOOD, GOOD.replace("61", "62"), SECOND))

    (count,) = prepared.report.files
    assert (count.n_loaded, count.n_quarantined) == (1, 2)
    assert {row for row, _ in quarantined(prepared)} == {2, 3}


def test_a_shared_site_survives_the_row_that_named_it_first(take, csv_file):
    prepared = take(csv_file(GOOD.replace("61", "7"), SECOND))

    assert column(prepared, "site", "site_id") == ["A"]
    assert column(prepared, "patient", "patient_id") == ["P2"]


def test_ages_above_89_are_pooled(take, csv_file):
    prepared = take(csv_file(GOOD.replace("61", "93")))

    assert column(prepared, "patient", "age_at_enrolment") == [90]


def test_i11_a_procedure_after_death_is_set_aside(take, csv_file, quarantined):
    prepared = take(csv_file(GOOD, SECOND.replace("2023-02-10", "2023-09-10")))

    assert (3, "treated") in quarantined(prepared)


def test_an_absent_value_says_whether_it_is_unknown(take, csv_file):
    prepared = take(
        csv_file(GOOD.replace(",f,", ",?,"), SECOND.replace(",m,", ",,")), 'unknown = ["?"]'
    )

    assert column(prepared, "patient", "sex") == ["UNK", None]


def test_a_decimal_comma_is_read_where_the_mapping_says_so(take, csv_file):
    prepared = take(csv_file(GOOD.replace("3.5", '"3,5"')), 'decimal = ","')

    assert column(prepared, "baseline", "max_diameter_mm") == [35.0]


def test_no_finding_repeats_a_value_of_the_file(take, csv_file):
    prepared = take(csv_file(GOOD.replace("3.5", "SECRET"), SECOND))

    assert "SECRET" not in prepared.report.text()


CELLS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_characters="\0\r\n", exclude_categories=["Cs"]),
    max_size=6,
).map(lambda text: text.replace('"', "").replace(",", ""))
LINES = st.lists(
    st.one_of(
        st.sampled_from([GOOD, SECOND, "", GOOD + ",x"]),
        st.lists(CELLS, min_size=8, max_size=11).map(",".join),
        st.tuples(st.sampled_from(["P1", "P3", "P4"]), CELLS).map(
            lambda cells: GOOD.replace("P1", cells[0]).replace("61", cells[1] or "61")
        ),
    ),
    max_size=12,
)


@given(lines=LINES)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_rows_in_the_file_are_loaded_or_duplicate_or_set_aside(take, csv_file, lines):
    anchor = SECOND.replace("P2", "anchor")
    prepared = take(csv_file(*lines, anchor))

    (count,) = prepared.report.files
    assert count.n_file == len(lines) + 1
    assert count.n_file == count.n_loaded + count.n_duplicate + count.n_quarantined
    set_aside = {f.file_row for f in prepared.report.findings if f.severity is Severity.QUARANTINE}
    assert len(set_aside) == count.n_quarantined
