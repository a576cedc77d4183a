"""Files as they arrive, in any encoding or state: read strictly, or refused in words."""

import io
import zipfile

import openpyxl
import pytest

from queries.errors import ImportRefused
from queries.importers import source as limits
from queries.importers.source import read_source

TEXT = "id,note\n0012,Zürich\nP2,=1+1\n"
WINDOWS = TEXT.replace("\n", "\r\n")


def file_of(tmp_path, content: bytes, name="table.csv"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(
    "content",
    [TEXT.encode(), TEXT.encode("utf-8-sig"), TEXT.encode("utf-16"), WINDOWS.encode()],
    ids=["UTF-8", "UTF-8 with a mark", "UTF-16 with a mark", "lines of Windows"],
)
def test_i01_the_usual_encodings_give_the_same_text(tmp_path, content):
    table = read_source(file_of(tmp_path, content))

    assert table.columns == {"id": ["0012", "P2"], "note": ["Zürich", "=1+1"]}
    assert table.rows == [2, 3]


def test_i02_an_older_encoding_is_read_only_by_name(tmp_path):
    path = file_of(tmp_path, TEXT.encode("cp1252"))

    with pytest.raises(ImportRefused, match="byte 14 does not fit"):
        read_source(path)
    assert read_source(path, encoding="cp1252").columns["note"][0] == "Zürich"


REFUSED = {
    "an empty file": (b"", "is empty"),
    "blank": (b"  \n \n", "is empty"),
    "a NUL character": (b"id,a\n1,\x002\n", "NUL character in line 2"),
    "an open quotation mark": (b'id,a\n1,"x\n', "not well-formed CSV"),
    "an old workbook": (b"\xd0\xcf\x11\xe0rest", "old Excel workbook"),
    "a PDF": (b"%PDF-1.7", "a PDF"),
    "no name over a column": (b"id,\n1,2\n", "Column 2"),
    "a name twice": (b"id,id\n1,2\n", "id more than once"),
    "a broken archive": (b"PK\x03\x04broken", "damaged"),
    "too many columns": ((",".join(f"c{i}" for i in range(501)) + "\n").encode(), "501 columns"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_i03_i05_a_file_that_is_no_table_is_refused_in_one_sentence(tmp_path, content, reason):
    with pytest.raises(ImportRefused) as refused:
        read_source(file_of(tmp_path, content))

    assert reason in refused.value.reason
    assert refused.value.remedy


def test_a_missing_file_and_a_folder_are_refused(tmp_path):
    for path in (tmp_path / "nowhere.csv", tmp_path):
        with pytest.raises(ImportRefused, match="cannot be read"):
            read_source(path)


def test_a_file_above_the_limit_is_not_read(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "MAX_BYTES", 10)

    with pytest.raises(ImportRefused, match="at most"):
        read_source(file_of(tmp_path, TEXT.encode()))


def test_a_cell_above_the_limit_sets_its_row_apart(tmp_path):
    table = read_source(file_of(tmp_path, b"id,a\n1," + b"x" * 10_001 + b"\n2,y\n"))

    assert table.rows == [3]
    assert "10,000 characters" in table.misfits[2]


def test_empty_rows_inside_are_rows_and_those_at_the_end_are_not(tmp_path):
    table = read_source(file_of(tmp_path, b"id,a\n1,2\n,\n3,4\n\n\n"))

    assert table.misfits == {3: "The row is empty."}
    assert (table.n_file, table.empty_at_end) == (3, 2)


def workbook(tmp_path, *rows, sheets=1):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    for number in range(1, sheets):
        book.create_sheet(f"further {number}")
    path = tmp_path / "table.xlsx"
    book.save(path)
    return path


def test_a_workbook_gives_text_without_changing_numbers(tmp_path):
    path = workbook(tmp_path, ["id", "a", "b"], ["0012", 7, 0.1], ["NA", 1e-7, True])

    table = read_source(path)

    assert table.columns == {"id": ["0012", "NA"], "a": ["7", "0.0000001"], "b": ["0.1", "TRUE"]}


def test_a_formula_in_a_workbook_is_refused_with_its_place(tmp_path):
    with pytest.raises(ImportRefused, match="formula in row 2, column B"):
        read_source(workbook(tmp_path, ["id", "a"], ["1", "=1+1"]))


def test_a_workbook_of_several_sheets_needs_a_name(tmp_path):
    path = workbook(tmp_path, ["id"], ["1"], sheets=2)

    with pytest.raises(ImportRefused, match="2 sheets"):
        read_source(path)
    with pytest.raises(ImportRefused, match="no sheet"):
        read_source(path, sheet="other")
    assert read_source(path, sheet="Sheet").columns == {"id": ["1"]}


def archive(**parts: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in parts.items():
            file.writestr(name.replace("__", "/").replace("_", "."), content)
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (archive(readme_txt=b"hello"), "not a workbook"),
        (archive(xl__workbook_xml=b"", xl__vbaProject_bin=b""), "macros"),
        (archive(xl__workbook_xml=b"", xl__sheet_xml=b"0" * 30_000_000), "unpacks to 30 MB"),
        (archive(xl__workbook_xml=b"<not a workbook>"), "cannot be read as a workbook"),
    ],
    ids=["another archive", "macros", "a bomb", "nonsense inside"],
)
def test_i23_an_archive_that_is_no_plain_workbook_is_refused(tmp_path, content, reason):
    with pytest.raises(ImportRefused, match=reason):
        read_source(file_of(tmp_path, content, "table.xlsx"))


def test_i22_a_file_is_taken_for_what_it_holds_and_not_for_its_name(tmp_path):
    book = workbook(tmp_path, ["id"], ["0012"])
    named_csv = book.rename(tmp_path / "really-a-workbook.csv")

    assert read_source(named_csv).columns == {"id": ["0012"]}
    with pytest.raises(ImportRefused, match="is an archive, not a workbook"):
        read_source(file_of(tmp_path, archive(table_csv=b"id\n1\n"), "zipped.csv"))


def test_i23_a_workbook_that_multiplies_entities_is_refused(tmp_path):
    path = workbook(tmp_path, ["id"], ["1"])
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bb">]><workbook>&b;</workbook>'
    with zipfile.ZipFile(path) as good:
        parts = {name: good.read(name) for name in good.namelist()}
    with zipfile.ZipFile(path, "w") as bad:
        for name, content in (parts | {"xl/workbook.xml": bomb}).items():
            bad.writestr(name, content)

    with pytest.raises(ImportRefused, match="cannot be read as a workbook"):
        read_source(path)
