"""Import cases of the security design that no other file holds, by their ids."""

import time
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from queries import schema
from queries.errors import ImportRefused
from queries.importers.source import read_source
from queries.importers.table import import_table
from queries.spreadsheet import harmless

GOOD = "P1,f,61,2023-01-05,alive,,2024-06-01,3.5,2023-01-10,CTACE"
SECOND = "P2,m,70,2023-02-05,dead,2023-08-01,2023-08-01,2.0,2023-02-10,MWA"


@pytest.fixture
def bring(empty_registry, mapping_file):
    def imported(path, mapping=None):
        return import_table(
            empty_registry,
            path,
            mapping or mapping_file(),
            dry_run=False,
            now=datetime(2026, 1, 1, tzinfo=UTC),
        )

    return imported


def stored(engine, name):
    with engine.connect() as connection:
        return connection.execute(sa.select(schema.metadata.tables[name])).mappings().all()


def test_i03_a_header_alone_makes_no_snapshot(bring, empty_registry, csv_file):
    with pytest.raises(ImportRefused, match="0 rows"):
        bring(csv_file())

    assert stored(empty_registry, "data_snapshot") == []


@pytest.mark.parametrize("text", ["0012", "1E5", "1234567890123456789012345", "NA", "None"])
def test_i06_identifiers_are_stored_as_the_text_that_they_are(
    bring, empty_registry, csv_file, text
):
    bring(csv_file(GOOD.replace("P1", text)))

    assert [row["patient_id"] for row in stored(empty_registry, "patient")] == [text]


LARGE = {
    "3,000 columns": (",".join(f"c{i}" for i in range(3_000)).encode() + b"\n", "3000 columns"),
    "60 MB": (b"id,a\n" + b"1,2\n" * 15_000_000, "60 MB"),
}


@pytest.mark.parametrize(("content", "reason"), LARGE.values(), ids=LARGE)
def test_i07_a_file_beyond_a_limit_is_refused_at_once(csv_file, content, reason):
    path = csv_file(raw=content)
    started = time.monotonic()

    with pytest.raises(ImportRefused) as refused:
        read_source(path)

    assert reason in refused.value.reason
    assert time.monotonic() - started < 5


def test_i07_a_cell_of_a_megabyte_is_never_loaded(csv_file):
    path = csv_file(GOOD.replace("P1", "x" * 1_000_000), SECOND)
    started = time.monotonic()

    with pytest.raises(ImportRefused, match="131,072 characters in the row that begins in line 2"):
        read_source(path)

    assert time.monotonic() - started < 5


@pytest.mark.parametrize("text", ['=HYPERLINK("x")', "+1", "@x"])
def test_i08_a_label_like_a_formula_is_text_and_harmless_in_an_export(
    bring, empty_registry, csv_file, mapping_file, text
):
    mapping = mapping_file()
    label = f"country_code = {{ value = \"DEU\" }}\nsite_label = {{ value = '{text}' }}"
    whole = mapping.read_text().replace('country_code = { value = "DEU" }', label)
    mapping.write_text(whole)
    bring(csv_file(GOOD), mapping)

    assert [row["site_label"] for row in stored(empty_registry, "site")] == [text]
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "day", ["0001-01-01", "9999-12-31", "2024-02-30", "03/04/2024", "20240304"]
)
def test_i10_a_day_that_cannot_be_is_set_aside(take, csv_file, quarantined, day):
    prepared = take(csv_file(GOOD.replace("2023-01-10", day), SECOND))

    assert (2, "treated") in quarantined(prepared)


NOT_PLAIN = ["3 5", "1_0", "0x10", "-Infinity", "5,2", "<5", "1e400", "NaN"]


@pytest.mark.parametrize("number", NOT_PLAIN)
def test_i12_a_number_in_other_signs_is_set_aside(take, csv_file, quarantined, number):
    prepared = take(csv_file(GOOD.replace("3.5", f'"{number}"'), SECOND))

    assert (2, "size") in quarantined(prepared)


ARABIC = str.maketrans("0123456789", "".join(chr(0x660 + digit) for digit in range(10)))


@pytest.mark.parametrize(
    ("text", "where"), [("3.5", "size"), ("61", "age"), ("2023-01-10", "treated")]
)
def test_i12_digits_of_another_script_are_set_aside(take, csv_file, quarantined, text, where):
    prepared = take(csv_file(GOOD.replace(text, text.translate(ARABIC)), SECOND))

    assert (2, where) in quarantined(prepared)


def test_i13_a_column_that_is_not_mapped_is_in_no_table_and_no_report(
    bring, empty_registry, csv_file
):
    header = "id,sex,age,enrolled,status,died,seen,size,treated,technique,surname"
    outcome = bring(csv_file(GOOD + ",Nightingale", header=header))

    assert "Nightingale" not in outcome.report.text()
    for table in schema.metadata.sorted_tables:
        assert "Nightingale" not in repr(stored(empty_registry, table.name)), table.name


@pytest.mark.parametrize(
    "name", ["CON", "x" * 200 + ".csv", "\N{FACE WITH TEARS OF JOY}.csv", "a b;c"]
)
def test_i21_the_name_of_a_file_does_nothing(bring, empty_registry, csv_file, name):
    path = csv_file(GOOD)
    renamed = path.rename(path.with_name(name))

    bring(renamed)

    (batch,) = stored(empty_registry, "import_batch")
    assert batch["file_label"] == name


def test_i22_a_page_of_the_web_named_csv_is_refused_by_its_content(bring, csv_file):
    with pytest.raises(ImportRefused):
        bring(csv_file(raw=b"<!DOCTYPE html><html><body><p>Sign in</p></body></html>\n"))


def test_i25_a_code_in_other_letters_is_set_aside(take, csv_file, quarantined):
    prepared = take(csv_file(GOOD.replace("CTACE", "ctace"), SECOND))

    assert (2, "technique") in quarantined(prepared)
