"""A small table with its mapping, and a way to take both through the door without a database."""

from collections.abc import Callable
from pathlib import Path

import pytest

from queries.importers.findings import Findings, Severity
from queries.importers.mapping import check_columns, load_mapping
from queries.importers.prepare import Prepared, prepare
from queries.importers.reading import draft_of
from queries.importers.source import read_source

MAPPING = """
[source]
label = "Small table"
cutoff = 2024-12-31
SOURCE

[[table]]
name = "site"
[table.fields]
site_id = { value = "A" }
country_code = { value = "DEU" }

[[table]]
name = "patient"
[table.fields]
patient_id = { column = "id" }
site_id = { value = "A" }
sex = { column = "sex", codes = { f = "F", m = "M" } }
age_at_enrolment = { column = "age" }
enrolment_date = { column = "enrolled", date = "YYYY-MM-DD" }

[[table]]
name = "vital_status"
[table.fields]
patient_id = { column = "id" }
vital_status = { column = "status", codes = { dead = "DEAD", alive = "ALIVE" } }
death_date = { column = "died", date = "YYYY-MM-DD" }
last_contact_date = { column = "seen", date = "YYYY-MM-DD" }

[[table]]
name = "diagnosis"
[table.fields]
diagnosis_id = { column = "id" }
patient_id = { column = "id" }
domain_code = { value = "HCC" }

[[table]]
name = "baseline"
[table.fields]
diagnosis_id = { column = "id" }
max_diameter_mm = { column = "size", unit = "cm" }

[[table]]
name = "procedure"
[table.fields]
procedure_id = { column = "id" }
diagnosis_id = { column = "id" }
procedure_date = { column = "treated", date = "YYYY-MM-DD" }
technique_code = { column = "technique" }
"""
HEADER = "id,sex,age,enrolled,status,died,seen,size,treated,technique"


@pytest.fixture
def mapping_file(tmp_path) -> Callable[..., Path]:
    """Write the mapping, with lines added to its source part."""

    def write(source: str = "", mapping: str = MAPPING) -> Path:
        path = tmp_path / "map.toml"
        path.write_text(mapping.replace("SOURCE", source), encoding="utf-8")
        return path

    return write


@pytest.fixture
def csv_file(tmp_path) -> Callable[..., Path]:
    """Write a file of lines under the usual header, or of bytes as they are."""

    def write(*lines: str, header: str = HEADER, raw: bytes | None = None) -> Path:
        path = tmp_path / "table.csv"
        path.write_bytes("\n".join([header, *lines, ""]).encode() if raw is None else raw)
        return path

    return write


@pytest.fixture
def take(mapping_file) -> Callable[..., Prepared]:
    """Take a file through every step before the database: `take(path, source="")`."""

    def through(path: Path, source: str = "", mapping: Path | None = None) -> Prepared:
        plan, _ = load_mapping(mapping or mapping_file(source))
        options = plan.source
        table = read_source(
            path, sheet=options.sheet, encoding=options.encoding, delimiter=options.delimiter
        )
        check_columns(plan, table)
        findings = Findings()
        return prepare(draft_of(table, plan, findings), findings)

    return through


@pytest.fixture
def quarantined() -> Callable[[Prepared], list[tuple[int, str]]]:
    """Row of the file and column of everything that is set aside."""

    def rows(prepared: Prepared) -> list[tuple[int, str]]:
        return [
            (f.file_row, f.column)
            for f in prepared.report.findings
            if f.severity is Severity.QUARANTINE
        ]

    return rows
