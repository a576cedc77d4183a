"""A bundle as a file: the same bytes each time, digests that hold, and harmless cells."""

import hashlib
import json
from io import BytesIO
from zipfile import ZipFile

import pandas as pd

from dashboard.bundles.contents import Bundle, Expected, Told, beside, expected_frame
from dashboard.bundles.packing import Export, packed
from tests.bundled import AROUND, EXPORT, read, run_python, unpacked

TABLE = pd.DataFrame(
    {
        "row": [1, 2, 3, 4],
        "group": ["=1+1", "=1+1", "B", "B"],
        "drawn": [1, 1, 1, 1],
        "entry": [0.0, 0.0, 0.0, 3.0],
        "time": [10.0, 40.0, 20.0, 50.0],
        "status": [1, 0, 1, 0],
    }
)
# By hand: 4 at risk on day 10, 3 on day 20, so 3/4 and then 2/4 of all are left.
BUNDLE = Bundle(
    kind="survival",
    table=TABLE,
    expected=(
        Expected("All | n", 4),
        Expected("All | events", 2),
        Expected("All | median (months)", 35.0 / 30.4375),
        Expected("All | survival at 6 months", float("nan")),
    ),
    dictionary=(Told("group", "B", "@technique"),),
    choices={},
    settings={"drawn": ["B"]},
    notes=("Nothing else.",),
)


def files(held):
    with ZipFile(BytesIO(held)) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


def test_the_same_bundle_gives_the_same_bytes():
    assert packed(BUNDLE, AROUND, EXPORT) == packed(BUNDLE, AROUND, EXPORT)


def test_another_export_differs_in_its_id_and_time_alone():
    first = files(packed(BUNDLE, AROUND, EXPORT))
    second = files(packed(BUNDLE, AROUND, Export("1e" * 16, "2027-01-01T00:00:00+00:00")))

    assert {name for name in first if first[name] != second[name]} == {"export.json", "SHA256SUMS"}
    assert json.loads(second["export.json"])["export_id"] == "1e" * 16


def test_every_file_has_the_digest_that_is_listed():
    held = files(packed(BUNDLE, AROUND, EXPORT))
    listed = dict(line.split("  ")[::-1] for line in held.pop("SHA256SUMS").decode().splitlines())

    assert listed == {name: hashlib.sha256(text).hexdigest() for name, text in held.items()}


def test_a_bundle_says_that_it_is_internal_in_its_readme_and_in_every_row(tmp_path):
    folder = unpacked(BUNDLE, tmp_path / "bundle")

    assert (folder / "README.txt").read_text().startswith("INTERNAL: ")
    assert set(read(folder, "table")["data"]) == {"INTERNAL"}


def test_no_cell_of_a_bundle_is_a_formula(tmp_path):
    folder = unpacked(BUNDLE, tmp_path / "bundle")
    texts = [read(folder, name).astype(str) for name in ("table", "dictionary", "expected")]

    assert not any(
        frame.apply(lambda c: c.str.match(r"^[=+@|%]")).any(axis=None) for frame in texts
    )
    assert "'=1+1" in set(texts[0]["group"])
    assert "'@technique" in set(texts[1]["meaning"])


def test_what_is_no_number_is_a_word_and_a_negative_number_stays_one():
    frame = expected_frame((Expected("a", float("nan")), Expected("b", -0.5), Expected("c", 12)))

    assert frame["value"].tolist() == ["not estimable", -0.5, 12]


def test_the_page_s_own_number_stands_where_it_differs():
    here = (Expected("a", 1.0), Expected("b", 2.0), Expected("c", 3.0))
    told = beside(here, (Expected("a", 1.0), Expected("b", 2.1)))

    assert [one.page for one in told] == ["the same", 2.1, "not shown"]


def test_what_was_changed_or_is_not_found_is_told_and_the_script_ends_with_1(tmp_path):
    folder = unpacked(BUNDLE, tmp_path / "bundle")
    table = (folder / "table.csv").read_bytes().decode()
    assert table.count("20.0,1\r") == 1
    (folder / "table.csv").write_bytes(table.replace("20.0,1\r", "21.0,1\r").encode())
    expected = (folder / "expected.csv").read_text(encoding="utf-8-sig")
    (folder / "expected.csv").write_text(expected.replace("All | n", "All | m"))
    done = run_python(folder)

    assert "NOT FOUND  All | m" in done.stdout
    assert "DIFFERS    All | median (months)" in done.stdout
    assert "2 of 4 numbers agree, 2 differ." in done.stdout  # so the others are as by hand
    assert done.returncode == 1
