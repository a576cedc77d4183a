"""FHIR bundles and SAS transport files: read as text, or refused in words."""

import json

import pytest

from queries.errors import ImportRefused
from queries.importers import source
from queries.importers.readers import bundle
from queries.importers.source import read_source

PATIENT = {
    "resourceType": "Patient",
    "id": "1",
    "name": [{"given": ["A", "B"]}],
    "active": True,
    "photo": None,
}
OBSERVATION = {"resourceType": "Observation", "valueQuantity": {"value": 1.10, "unit": "mg"}}


def written(tmp_path, content, name="file.json"):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
    return path


def bundle_of(*resources):
    entries = [{"fullUrl": f"urn:uuid:{n}", "resource": r} for n, r in enumerate(resources)]
    return {"resourceType": "Bundle", "entry": entries}


def test_a_resource_is_a_row_of_dotted_paths(tmp_path):
    table = read_source(written(tmp_path, bundle_of(PATIENT)))

    assert {name: values[0] for name, values in table.columns.items()} == {
        "fullUrl": "urn:uuid:0",
        "resourceType": "Patient",
        "id": "1",
        "name.0.given.0": "A",
        "name.0.given.1": "B",
        "active": "true",
    }


def test_numbers_stay_the_text_that_they_are(tmp_path):
    content = b'{"resourceType":"Bundle","entry":[{"resource":{"resourceType":"X","v":1.10}}]}'

    assert read_source(written(tmp_path, content)).columns["v"] == ["1.10"]


def test_one_type_is_read_and_the_others_are_named(tmp_path):
    path = written(tmp_path, bundle_of(PATIENT, OBSERVATION, OBSERVATION))

    table = read_source(path, sheet="Patient")

    assert table.n_file == 1
    assert table.notes == ("Other resources of the bundle: 2 Observation.",)
    with pytest.raises(ImportRefused, match="2 types"):
        read_source(path)


def test_a_bundle_in_a_bundle_is_opened(tmp_path):
    wrapped = {"fullUrl": "urn:x", "resource": bundle_of(PATIENT, bundle_of(PATIENT))}

    assert read_source(written(tmp_path, wrapped)).n_file == 2


DEEP = '{"a":' * 60 + "1" + "}" * 60
REFUSED = {
    "another JSON": ({"a": 1}, "no FHIR bundle"),
    "a single resource": (PATIENT, "no FHIR bundle"),
    "broken": (b'{"resourceType": "Bundle"', "no FHIR bundle"),
    "not UTF-8": (b'{"resourceType": "\xff"}', "no FHIR bundle"),
    "an element twice": (b'{"resourceType": "Bundle", "resourceType": "Bundle"}', "twice"),
    "an infinite number": (b'{"resourceType": "Bundle", "x": Infinity}', "no JSON number"),
    "an entry without resource": ({"resourceType": "Bundle", "entry": [1]}, "no resource"),
    "no entry": ({"resourceType": "Bundle"}, "0 types"),
    "many levels": (bundle_of(PATIENT | {"a": json.loads(DEEP)}), "40 levels"),
    "endless levels": (b'{"a":' * 100_000, "no FHIR bundle"),
}


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_plain_bundle_is_refused(tmp_path, content, reason):
    with pytest.raises(ImportRefused, match=reason) as refused:
        read_source(written(tmp_path, content))

    assert refused.value.remedy


def test_more_paths_than_the_limit_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(bundle, "MAX_PATHS", 3)

    with pytest.raises(ImportRefused, match="more than 3 paths"):
        read_source(written(tmp_path, bundle_of(PATIENT)))


def test_a_transport_file_gives_text_days_and_noughts(shared):
    table = read_source(shared / "data" / "cdisc-adam" / "adsl.xpt")
    first = {name: values[0] for name, values in table.columns.items()}

    assert (table.n_file, len(table.columns)) == (254, 48)
    assert (first["USUBJID"], first["AGE"], first["BMIBL"]) == ("01-701-1015", "63", "25.1")
    assert (first["TRTSDT"], first["CUMDOSE"], first["DTHFL"]) == ("19725", "0", "")


def test_numbers_of_a_transport_file_are_those_of_its_csv_twin(shared):
    folder = shared / "data" / "cdisc-adam"
    transport, text = (read_source(folder / name).columns for name in ("adsl.xpt", "adsl.csv"))
    ages = dict(zip(text["USUBJID"], map(float, text["AGE"]), strict=True))

    found = dict(zip(transport["USUBJID"], map(float, transport["AGE"]), strict=True))

    assert found == {who: ages[who] for who in found}


HEADER = b"HEADER RECORD*******LIBRARY HEADER RECORD!!!!!!!"
MEMBER = b"HEADER RECORD*******MEMBER  HEADER RECORD!!!!!!!"


@pytest.mark.parametrize(
    "content",
    [HEADER, HEADER.replace(b"LIBRARY", b"LIBV8  "), HEADER + MEMBER],
    ids=["no table", "version 8", "cut off"],
)  # fmt: skip
def test_another_or_broken_transport_file_is_refused(tmp_path, content):
    with pytest.raises(ImportRefused, match="SAS transport file") as refused:
        read_source(written(tmp_path, content, "file.xpt"))

    assert "CSV" in refused.value.remedy


def test_an_encoding_that_is_not_known_is_refused(tmp_path):
    with pytest.raises(ImportRefused, match="encoding klingon"):
        read_source(written(tmp_path, b"id\n1\n", "t.csv"), encoding="klingon")


def test_more_rows_than_the_limit_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(source, "MAX_ROWS", 3)

    with pytest.raises(ImportRefused, match="more than 3 rows"):
        read_source(written(tmp_path, b"id\n1\n2\n3\n", "t.csv"))


def test_a_header_of_nothing_is_refused(tmp_path):
    with pytest.raises(ImportRefused, match="no header"):
        read_source(written(tmp_path, b",\n1,2\n", "t.csv"))


@pytest.mark.parametrize(
    ("name", "rows", "empty"),
    [("example-csv-bom.csv", 3, 0), ("example-csv-empty-line.csv", 3, 1),
     ("example-csv-empty-values.csv", 5, 3)],
)  # fmt: skip
def test_marks_and_empty_lines_of_real_extracts(shared, name, rows, empty):
    table = read_source(shared / "data" / "mcode-extraction" / name)

    assert next(iter(table.columns)) == "mrn"
    assert (table.n_file, len(table.misfits)) == (rows, empty)
