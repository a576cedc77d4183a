"""A small project with its dictionary, and a way to take an export through the door."""

import csv
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from queries.importers.findings import Severity
from queries.importers.prepare import Prepared
from queries.importers.redcap.blueprint import HEADER as TITLES
from queries.importers.redcap.delivery import Delivery, read_delivery

MAPPINGS = Path(__file__).parents[1] / "mappings"
# name, form, type, choices, validation, identifier
FIELDS = (
    ("record_id", "enrol", "text", "", "", ""),
    ("sex", "enrol", "radio", "1, Female | 2, Male", "", ""),
    ("age", "enrol", "text", "", "integer", ""),
    ("prior", "enrol", "checkbox", "1, Ablation | -9, None", "", ""),
    ("hospital_no", "enrol", "text", "", "", "y"),
    ("size_mm", "enrol", "text", "", "number", ""),
    ("technique", "session", "radio", "10, Microwave | 20, TACE", "", ""),
    ("session_date", "session", "text", "", "date_dmy", ""),
    ("seen", "exit", "text", "", "datetime_ymd", ""),
    ("state", "exit", "yesno", "", "", ""),
)
HEADER = (
    "record_id,redcap_repeat_instrument,redcap_repeat_instance,redcap_data_access_group,"
    "sex,age,prior___1,prior____9,hospital_no,size_mm,enrol_complete,"
    "technique,session_date,session_complete,seen,state,exit_complete"
)
MAP = """
[source]
label = "Small project"
cutoff = 2024-12-31

[[table]]
name = "site"
form = "enrol"
[table.fields]
site_id = { column = "redcap_data_access_group" }
country_code = { value = "DEU" }

[[table]]
name = "patient"
form = "enrol"
[table.fields]
patient_id = { column = "redcap_record" }
site_id = { column = "redcap_data_access_group" }
sex = { column = "sex", codes = { 1 = "F", 2 = "M" } }
age_at_enrolment = { column = "age" }

[[table]]
name = "diagnosis"
form = "enrol"
[table.fields]
diagnosis_id = { column = "redcap_record" }
patient_id = { column = "redcap_record" }
domain_code = { value = "HCC" }
prior_ablation = { column = "prior___1", codes = { 0 = "N", 1 = "Y" } }
treatment_naive = { column = "prior____9", codes = { 0 = "N", 1 = "Y" } }

[[table]]
name = "baseline"
form = "enrol"
[table.fields]
diagnosis_id = { column = "redcap_record" }
max_diameter_mm = { column = "size_mm" }

[[table]]
name = "procedure"
form = "session"
within_record = ["procedure_id"]
[table.fields]
procedure_id = { column = "redcap_repeat_instance" }
diagnosis_id = { column = "redcap_record" }
technique_code = { column = "technique", codes = { 10 = "MWA", 20 = "CTACE" } }
procedure_date = { column = "session_date", date = "YYYY-MM-DD" }

[[table]]
name = "vital_status"
form = "exit"
[table.fields]
patient_id = { column = "redcap_record" }
vital_status = { column = "state", codes = { 0 = "ALIVE", 1 = "DEAD" } }
last_contact_date = { column = "seen", date = "YYYY-MM-DD" }
"""


@pytest.fixture
def dictionary_file(tmp_path) -> Callable[..., Path]:
    """Write a data dictionary of the given fields."""

    def write(fields: Iterable[tuple[str, ...]] = FIELDS) -> Path:
        path = tmp_path / "dictionary.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow(TITLES)
            for name, form, kind, choices, validation, flag in fields:
                row = [name, form, "", kind, name.title(), choices, "", validation, "", "", flag]
                writer.writerow([*row, *[""] * (len(TITLES) - len(row))])
        return path

    return write


@pytest.fixture
def bring(tmp_path, dictionary_file) -> Callable[..., Prepared]:
    """Take lines of an export through every step before the database.

    `header` and `plan` replace parts of the usual ones, `fields` whole fields of the dictionary
    by name; what else is given goes to the delivery.
    """

    def through(*lines: str, header=(), plan=(), fields=(), **given) -> Prepared:
        data, mapping = tmp_path / "data.csv", tmp_path / "map.toml"
        data.write_text("\n".join([_changed(HEADER, header), *lines, ""]), encoding="utf-8")
        mapping.write_text(_changed(MAP, plan), encoding="utf-8")
        changed = {field[0]: field for field in fields}
        described = [changed.pop(field[0], field) for field in FIELDS]
        dictionary = dictionary_file([*described, *changed.values()])
        return read_delivery(Delivery(data, dictionary, mapping, **given))[0]

    return through


def _changed(text: str, changes: dict[str, str]) -> str:
    for old, new in dict(changes).items():
        assert old in text, old
        text = text.replace(old, new)
    return text


@pytest.fixture
def public(shared, tmp_path) -> Callable[..., Prepared]:
    """Take a public fixture through every step; `more` are fields of the last table of its map."""

    def through(
        folder: str,
        plan: str,
        *,
        data: str = "data.csv",
        dictionary: str = "dictionary.csv",
        changes: dict[str, str] | tuple[()] = (),
        more: str = "",
    ) -> Prepared:
        text = (MAPPINGS / f"redcap-{plan}.toml").read_text(encoding="utf-8")
        text = _changed(text, changes)
        mapping = tmp_path / "map.toml"
        mapping.write_text(text + more, encoding="utf-8")
        place = shared / "data" / "redcap-exports" / folder
        return read_delivery(Delivery(place / data, place / dictionary, mapping))[0]

    return through


@pytest.fixture
def fate() -> Callable[[Prepared], tuple[int, int, int, int]]:
    """Rows in the file, loaded, duplicate and quarantined."""

    def of(prepared: Prepared) -> tuple[int, int, int, int]:
        (count,) = prepared.report.files
        return (count.n_file, count.n_loaded, count.n_duplicate, count.n_quarantined)

    return of


@pytest.fixture
def column() -> Callable[..., list[object]]:
    """One column of a curated table."""

    def of(prepared: Prepared, table: str, name: str) -> list[object]:
        return prepared.draft.table(table).column(name)

    return of


@pytest.fixture
def notes() -> Callable[[Prepared], str]:
    """Everything that is said about the file as a whole."""

    def of(prepared: Prepared) -> str:
        found = prepared.report.findings
        return "\n".join(f.rule for f in found if f.severity is Severity.NOTE)

    return of
