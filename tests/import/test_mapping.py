"""A mapping that does not fit the catalogue or the file is refused before anything is read."""

import pytest

from queries.errors import ImportRefused
from queries.importers.mapping import check_columns, load_mapping
from queries.importers.source import read_source

GOOD = """
[source]
label = "x"
[[table]]
name = "baseline"
[table.fields]
diagnosis_id = { column = "id" }
"""
WRONG = {
    "not TOML": ("[source", "is not TOML"),
    "a key that nobody reads": (GOOD.replace('label = "x"', 'label = "x"\nlable = "y"'), "lable"),
    "a key in a rule": (GOOD.replace('"id" }', '"id", units = "cm" }'), "units"),
    "no label": (GOOD.replace('label = "x"', ""), "source.label"),
    "no table": ('[source]\nlabel = "x"\n', "table"),
    "an unknown table": (GOOD.replace('"baseline"', '"baselin"'), "“baselin”"),
    "an unknown field": (GOOD + 'max_diametr_mm = { column = "s" }\n', "max_diametr_mm"),
    "a required field left out": (GOOD.replace("diagnosis_id", "bmi"), "diagnosis_id"),
    "neither column nor value": (GOOD + "bmi = { }\n", "either a column or a value"),
    "column and value": (GOOD + 'bmi = { column = "b", value = "1" }\n', "either a column"),
    "a wrong unit": (GOOD + 'bmi = { column = "b", unit = "cm" }\n', "bmi in cm"),
    "mass where the substance is not known": (
        GOOD + 'afp_ng_ml = { column = "b", unit = "mg/dL" }\n',
        "afp_ng_ml in mg/dL",
    ),
    "an unknown code": (GOOD + 'pvi = { column = "b", codes = { y = "YES" } }\n', "makes YES"),
    "an unknown value": (GOOD + 'pvi = { value = "YES" }\n', "makes YES"),
    "a date without its form": (GOOD + 'baseline_date = { column = "b" }\n', "form of its dates"),
    "elapsed time without unit": (
        GOOD + 'baseline_date = { column = "b", elapsed = true }\n',
        "unit of time",
    ),
    "a form that is not known": (
        GOOD + 'baseline_date = { column = "b", date = "dd.mm.yy" }\n',
        "baseline_date.date",
    ),
    "a date that is none": (GOOD + 'bmi = { column = "b", date = "YYYY" }\n', "what is none"),
    "a unit on text": (GOOD.replace('"id" }', '"id", unit = "cm" }'), "unit to text"),
}


@pytest.mark.parametrize(("text", "reason"), WRONG.values(), ids=WRONG)
def test_a_wrong_mapping_is_refused_in_one_sentence(tmp_path, text, reason):
    path = tmp_path / "map.toml"
    path.write_text(text, encoding="utf-8")

    with pytest.raises(ImportRefused) as refused:
        load_mapping(path)

    assert reason in refused.value.reason
    assert refused.value.remedy


def test_a_spelling_close_to_a_field_is_proposed(tmp_path):
    path = tmp_path / "map.toml"
    path.write_text(GOOD + 'albumin_g = { column = "b" }\n', encoding="utf-8")

    with pytest.raises(ImportRefused) as refused:
        load_mapping(path)

    assert "albumin_g_l" in refused.value.remedy


def test_a_column_that_the_file_lacks_is_named(tmp_path):
    mapping, file = tmp_path / "map.toml", tmp_path / "t.csv"
    mapping.write_text(GOOD, encoding="utf-8")
    file.write_text("ID\n1\n", encoding="utf-8")

    with pytest.raises(ImportRefused, match="no column “id”"):
        check_columns(load_mapping(mapping)[0], read_source(file))


def test_a_mapping_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(ImportRefused, match="cannot be read"):
        load_mapping(tmp_path / "nowhere.toml")
