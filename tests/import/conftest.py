"""A small table with its mapping, and a way to take both through the door without a database."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from pathlib import Path

import pandas as pd
import pytest
import sqlalchemy as sa

from queries import schema
from queries.engine import writing
from queries.importers import files
from queries.importers.findings import Findings, Severity
from queries.importers.mapping import check_columns, load_mapping
from queries.importers.prepare import Prepared, prepare
from queries.importers.reading import draft_of
from queries.importers.report import ImportReport
from queries.importers.source import read_source
from queries.importers.table import import_table
from queries.initialise import initialise

MAPPINGS = Path(__file__).parent / "mappings"
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


@dataclass(frozen=True)
class RealSet:
    """A public set in a registry of its own."""

    report: ImportReport
    engine: sa.Engine

    def rows(self, table: sa.Table) -> pd.DataFrame:
        """Every row of a table."""
        with self.engine.connect() as connection:
            result = connection.execute(sa.select(table))
            return pd.DataFrame(result.all(), columns=list(result.keys()))

    def follow_up(self, endpoint: str) -> pd.DataFrame:
        """Diagnoses that are counted for an endpoint: place, `time` in days, `code`."""
        rows = self.rows(schema.follow_up)
        rows = rows[(rows["endpoint_code"] == endpoint) & rows["left_out"].isna()]
        return rows.assign(time=rows["exit_half_days"] / 2, code=rows["code"].astype(int))


@pytest.fixture(scope="session")
def real_set(shared, tmp_path_factory) -> Iterator[Callable[..., RealSet]]:
    """Import a public set through its mapping, once: `real_set("rhc", "rhc/rhc.csv")`.

    `change` holds texts of the mapping to put in place of others. A file is parsed once.
    """
    parsed = lru_cache(read_source)
    done: dict[tuple[object, ...], RealSet] = {}

    def bring(name: str, place: str, change: tuple[tuple[str, str], ...] = ()) -> RealSet:
        if (name, change) not in done:
            folder = tmp_path_factory.mktemp(name)
            text = (MAPPINGS / f"{name}.toml").read_text(encoding="utf-8")
            for old, new in change:
                assert old in text
                text = text.replace(old, new)
            mapping = folder / f"{name}.toml"
            mapping.write_text(text, encoding="utf-8")
            engine = writing(f"sqlite:///{folder / 'registry.sqlite'}")
            initialise(engine)
            now = datetime(2026, 1, 1, tzinfo=UTC)
            data = shared / "data" / place
            with pytest.MonkeyPatch.context() as patch:
                patch.setattr(files, "read_source", parsed)
                outcome = import_table(engine, data, mapping, dry_run=False, now=now)
            done[name, change] = RealSet(outcome.report, engine)
        return done[name, change]

    yield bring
    for found in done.values():
        found.engine.dispose()
