"""The draft of a mapping: it loads as it is, and never places what may identify people."""

import re
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from dashboard.cli import commands
from queries.errors import ImportRefused
from queries.importers.mapping import curated_fields, load_mapping
from queries.importers.suggest import suggest_mapping
from queries.importers.synonyms import NAMES

ROOT = Path(__file__).resolve().parents[2]
EXAMPLE = """id,sex,age,op,death,last_seen,size_cm,method
0012,f,61,2023-01-10,,2024-06-01,3.5,TACE
0013,m,70,2023-02-10,2023-08-01,,2.0,MWA
"""
REAL = [
    "hcc-coimbra/hcc-data.txt",
    "hcc-sysucc-longitudinal/dtsdhcc.csv",
    "liver-eldd-leipzig/eldd.csv",
    "colon-registry-finland/colon.csv",
    "lung-nsclc-radiogenomics/clinical_subset.csv",
    "rhc/rhc.csv",
    "cdisc-adam/adsl.xpt",
    "mcode-extraction/patient-information.csv",
]


@pytest.fixture
def suggested(tmp_path):
    """Draft the mapping of a text: `suggested("id;age\\n1;60\\n")` -> text, loaded mapping."""

    def drafted(content):
        path = tmp_path / "table.csv"
        path.write_text(content, encoding="utf-8")
        return _loaded(suggest_mapping(path), tmp_path)

    return drafted


def _loaded(text, tmp_path):
    place = tmp_path / "draft.toml"
    place.write_text(text, encoding="utf-8")
    return text, load_mapping(place)[0]


def rule(mapping, table, field):
    return next(b.fields[field] for b in mapping.table if b.name == table and field in b.fields)


def test_the_worked_example_is_recognised(suggested):
    _, mapping = suggested(EXAMPLE)

    assert rule(mapping, "patient", "sex").codes == {"f": "F", "m": "M"}
    assert rule(mapping, "baseline", "max_diameter_mm").unit == "cm"
    assert rule(mapping, "procedure", "procedure_date").date == "YYYY-MM-DD"
    assert [b.name for b in mapping.table].count("vital_status") == 2


def test_what_is_not_known_is_left_to_decide(suggested):
    text, _ = suggested(EXAMPLE)

    assert '# "TACE" = "?"' in text


def test_delimiter_decimal_and_missing_texts_are_seen(suggested):
    _, mapping = suggested("Patient;Tumour size (cm);Sex\nA;3,5;w\nB;NA;?\n")

    options = mapping.source
    assert (options.delimiter, options.decimal) == (";", ",")
    assert (options.missing, options.unknown) == (("NA",), ("?",))


def test_a_date_that_fits_two_orders_is_left_to_decide(suggested):
    text, _ = suggested("id,treatment date\n1,03/04/2020\n")

    assert re.search(r'date = "DD/MM/YYYY" }  # or MM/DD/YYYY.*decide', text)


@pytest.mark.parametrize(
    ("text", "said"),
    [("12", 'elapsed = true, unit = "days"'), ("spring", "no form fits"), ("2020", '"YYYY"')],
)
def test_dates_of_other_kinds_are_left_to_check(suggested, text, said):
    assert said in suggested(f"id,treatment date\n1,{text}\n")[0]


def test_a_column_of_many_texts_is_not_listed(suggested):
    rows = "".join(f"{number},t{number}\n" for number in range(30))

    assert "30 different texts: not listed" in suggested(f"id,technique\n{rows}")[0]


def test_of_two_columns_for_one_field_one_is_placed_and_the_other_named(suggested):
    text, mapping = suggested("id,sex,gender\n1,F,F\n")

    assert rule(mapping, "patient", "sex").column == "gender"  # the longer word counts more
    assert "Not recognised: sex" in text


def test_registry_codes_need_no_list(suggested):
    assert rule(suggested("id,sex\n1,F\n2,M\n")[1], "patient", "sex").codes == {}


def test_a_sheet_is_named_in_the_draft(tmp_path):
    book = openpyxl.Workbook()
    book.active.append(["id", "age"])
    book.create_sheet("more")
    book.save(tmp_path / "b.xlsx")

    assert 'sheet = "Sheet"' in suggest_mapping(tmp_path / "b.xlsx", sheet="Sheet")


def test_a_file_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ImportRefused, match="cannot be read"):
        suggest_mapping(tmp_path / "nowhere.csv")


def test_columns_that_may_identify_people_are_named_and_not_placed(suggested):
    text, mapping = suggested("id,familyName,dateOfBirth,mrn,Patient address,age\n1,a,b,c,d,60\n")

    assert "never map: familyName, dateOfBirth, mrn, Patient address" in text
    assert mapping.columns() == {"id", "age"}


def test_texts_of_columns_without_codes_are_not_repeated(suggested):
    text, _ = suggested("id,remarks,age\n1,SECRET,60\n")

    assert "SECRET" not in text


def test_the_command_writes_the_draft_and_imports_nothing(tmp_path):
    path = tmp_path / "table.csv"
    path.write_text(EXAMPLE, encoding="utf-8")

    told = CliRunner().invoke(commands, ["mapping", "suggest", str(path)])

    assert told.exit_code == 0
    assert told.output == suggest_mapping(path)


def test_every_field_that_can_be_recognised_is_one_of_the_registry():
    for table, fields in NAMES.items():
        assert set(fields) <= set(curated_fields(table)), table


@pytest.mark.parametrize("place", REAL)
def test_the_draft_of_a_real_table_loads(shared, tmp_path, place):
    _, mapping = _loaded(suggest_mapping(shared / "data" / place), tmp_path)

    assert {block.name for block in mapping.table} >= {"site", "patient", "diagnosis"}
