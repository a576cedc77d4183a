"""Files as data managers bring them: each fault is one clear sentence and what to do about it."""

import re

import openpyxl
import pytest

from queries.errors import ImportRefused

GOOD = "P1,f,61,2023-01-05,alive,,2024-06-01,3.5,2023-01-10,CTACE"
SECOND = "P2,m,70,2023-02-05,dead,2023-08-01,2023-08-01,2.0,2023-02-10,MWA"
HEADER = "id,sex,age,enrolled,status,died,seen,size,treated,technique"
WHOLE = "\n".join([HEADER, GOOD, SECOND, ""])


def other_order(match):
    year, month, day = match.groups()
    return f"{day}.{month}.{year}"


REFUSED = {
    "semicolons": (WHOLE.replace(",", ";"), "separated by semicolons", 'delimiter = ";"'),
    "tabs": (WHOLE.replace(",", "\t"), "separated by tabs", r'delimiter = "\t"'),
    "all of it quoted, with semicolons": (
        "\n".join('"' + line.replace(",", '";"') + '"' for line in WHOLE.splitlines()),
        "begins in line 1 text follows",
        "what separates the fields",
    ),
    "a column renamed": (WHOLE.replace("seen", "Seen", 1), "no column “seen”", "mean “Seen”"),
    "another file": ("a,b\n1,2\n", "none of the 10 columns", "right file"),
    "a title above": (f"Our centre{',' * 9}\n{WHOLE}", "names 1 of its 10 columns", "Delete the"),
    "dates in another order": (
        re.sub(r"(\d{4})-(\d\d)-(\d\d)", other_order, WHOLE),
        "no date of the form YYYY-MM-DD",
        'date = "DD.MM.YYYY"',
    ),
    "codes in small letters": (
        WHOLE.replace("CTACE", "ctace").replace("MWA", "ctace"),
        "in column technique (2 rows): The code is not known.",
        "Did you mean “CTACE”?",
    ),
    "a page of the web": ("<!DOCTYPE html>\n<html></html>", "a page of the web", "Sign in"),
    "XML": ('<?xml version="1.0"?><a/>', "is XML", "Save it as CSV"),
}


@pytest.mark.parametrize(("text", "reason", "remedy"), REFUSED.values(), ids=REFUSED)
def test_a_file_that_cannot_be_taken_says_what_is_wrong_and_what_to_do(
    take, csv_file, text, reason, remedy
):
    with pytest.raises(ImportRefused) as refused:
        take(csv_file(raw=text.encode()))

    assert reason in refused.value.reason
    assert remedy in refused.value.remedy


def test_utf16_without_its_mark_is_named_as_such(take, csv_file):
    path = csv_file(raw=WHOLE.encode("utf-16-le"))

    with pytest.raises(ImportRefused) as refused:
        take(path)

    assert "utf-16-le" in refused.value.remedy
    assert take(path, 'encoding = "utf-16-le"').report.files[0].n_loaded == 2


def test_dates_with_points_are_read_where_the_mapping_says_so(take, csv_file, mapping_file):
    mapping = mapping_file()
    text = mapping.read_text(encoding="utf-8").replace('"YYYY-MM-DD"', '"DD.MM.YYYY"')
    mapping.write_text(text, encoding="utf-8")
    path = csv_file(raw=re.sub(r"(\d{4})-(\d\d)-(\d\d)", other_order, WHOLE).encode())

    prepared = take(path, mapping=mapping)

    days = prepared.draft.table("patient").column("enrolment_date")
    assert [str(day) for day in days] == ["2023-01-05", "2023-02-05"]


def test_the_order_of_day_and_month_is_asked_and_not_guessed(take, csv_file):
    prepared = take(csv_file(GOOD.replace("2023-01-10", "25/01/2023"), SECOND))

    (finding,) = [f for f in prepared.report.findings if f.column == "treated"]
    assert 'date = "DD/MM/YYYY" or date = "MM/DD/YYYY" in the mapping' in finding.remedy


def merged_workbook(path, *above):
    book = openpyxl.Workbook()
    for row, merged in above:
        book.active.append(row)
        for cells in merged:
            book.active.merge_cells(cells)
    for line in WHOLE.splitlines():
        book.active.append(line.split(","))
    book.save(path)
    return path


def test_a_merged_title_is_told_from_merged_groups_of_columns(take, tmp_path):
    title = merged_workbook(tmp_path / "title.xlsx", (["Our centre"] + [None] * 9, ["A1:J1"]))
    groups = ["id", "Person", None, None, "Course", None, None, "Tumour", None, None]
    merged = ["B1:D1", "E1:G1", "H1:J1"]
    grouped = merged_workbook(tmp_path / "groups.xlsx", (groups, merged))

    with pytest.raises(ImportRefused, match="names 1 of its 10 columns"):
        take(title)
    with pytest.raises(ImportRefused, match=r"Column 3 .* and 5 more have none") as refused:
        take(grouped)
    assert "merged cells" in refused.value.remedy


def test_a_row_that_is_set_aside_alone_is_named_by_its_number(take, csv_file):
    prepared = take(csv_file(GOOD.replace("61", "7"), SECOND))

    assert "(row 2)" in prepared.report.text()
    assert "1 rows" not in prepared.report.text()


@pytest.mark.parametrize(
    ("text", "meant"), [("ctace", "CTACE"), ("C-TACE", "CTACE"), ("mw", "MWA")]
)
def test_i25_the_nearest_code_is_proposed(take, csv_file, text, meant):
    prepared = take(csv_file(GOOD.replace("CTACE", text), SECOND))

    (finding,) = [f for f in prepared.report.findings if f.column == "technique"]
    assert finding.remedy.endswith(f"Did you mean “{meant}”?")


@pytest.mark.parametrize("text", ["surgery of some kind", "???", "x" * 9_000])
def test_i25_what_is_near_to_no_code_is_not_guessed(take, csv_file, text):
    prepared = take(csv_file(GOOD.replace("CTACE", text), SECOND))

    (finding,) = [f for f in prepared.report.findings if f.column == "technique"]
    assert "Did you mean" not in finding.remedy
    assert "Use one of" in finding.remedy


def test_i02_a_nul_character_is_told_with_its_place(take, csv_file):
    with pytest.raises(ImportRefused, match=r"NUL character in line 2 \(character 62 of the file"):
        take(csv_file(f"P\0{GOOD[1:]}"))


@pytest.mark.parametrize("header", [",,", "  , ,"])
def test_i03_a_header_without_any_name_is_refused(take, csv_file, header):
    with pytest.raises(ImportRefused, match="has no header"):
        take(csv_file("1,2,3", header=header))


@pytest.mark.parametrize("line", [GOOD + ",more", GOOD.rsplit(",", 1)[0]], ids=["more", "less"])
def test_i04_a_row_of_another_length_shifts_no_value_of_the_others(take, csv_file, line):
    prepared = take(csv_file(line, SECOND))

    assert prepared.draft.table("procedure").column("technique_code") == ["MWA"]
    assert prepared.draft.table("patient").column("age_at_enrolment") == [70]


def test_i05_an_open_quotation_mark_is_told_by_the_line_in_which_its_row_begins(take, csv_file):
    broken = GOOD.replace("P1", '"P1')

    with pytest.raises(ImportRefused, match="begins in line 3 a quotation mark is never closed"):
        take(csv_file(SECOND, broken, *[SECOND] * 50))


@pytest.mark.parametrize("rows", [0, 3], ids=["in the first row", "in the fourth"])
def test_i07_a_cell_that_is_too_long_says_where_and_what_to_do(take, csv_file, rows):
    long = GOOD.replace("P1", "x" * 200_000)

    with pytest.raises(ImportRefused) as refused:
        take(csv_file(*[SECOND] * rows, long))

    assert f"131,072 characters in the row that begins in line {rows + 2}" in refused.value.reason
    assert "take the text out of the export" in refused.value.remedy
