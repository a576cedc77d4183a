"""Importing a table by its mapping, as a ratio to reading it plainly and inserting the same rows.

Run: .venv/bin/python tests/bench/bench_import.py [rows]

Plain is `csv.reader`, and then every row that the import writes (of each curated table, and of
follow-up) in full batches through SQLAlchemy Core: nothing is checked, converted or derived. The
second ratio is to a single insert of the file's own rows as text.
"""

import csv
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from queries import schema
from queries.engine import writing
from queries.importers.table import import_table
from queries.initialise import initialise

MAPPING = """
[source]
label = "Bench"
cutoff = 2024-12-31
[[table]]
name = "site"
[table.fields]
site_id = { column = "site" }
country_code = { value = "DEU" }
[[table]]
name = "patient"
[table.fields]
patient_id = { column = "id" }
site_id = { column = "site" }
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
diagnosis_id = { column = "id", prefix = "DX-" }
patient_id = { column = "id" }
domain_code = { value = "HCC" }
[[table]]
name = "baseline"
[table.fields]
diagnosis_id = { column = "id", prefix = "DX-" }
max_diameter_mm = { column = "size", unit = "cm" }
[[table]]
name = "procedure"
[table.fields]
procedure_id = { column = "id", prefix = "PR-" }
diagnosis_id = { column = "id", prefix = "DX-" }
procedure_date = { column = "treated", date = "YYYY-MM-DD" }
technique_code = { column = "technique" }
"""
HEADER = ["id", "site", "sex", "age", "enrolled", "status", "died", "seen", "size", "treated"]
TIMES = 3


def main() -> None:
    """Time both ways alternately and print medians and their ratios."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file, mapping = folder / "table.csv", folder / "map.toml"
        _write(file, rows)
        mapping.write_text(MAPPING, encoding="utf-8")
        written = _written(folder, file, mapping)
        seconds: dict[str, list[float]] = {"mapped": [], "plain": [], "text": []}
        for number in range(TIMES):
            place = folder / str(number)
            seconds["plain"].append(_timed(place / "a", lambda e: _plain(e, file, written)))
            seconds["mapped"].append(_timed(place / "b", lambda e: _mapped(e, file, mapping)))
            seconds["text"].append(_timed(place / "c", lambda e: _as_text(e, file)))
    mapped, plain, text = (statistics.median(seconds[key]) for key in ("mapped", "plain", "text"))
    total = sum(len(batch) for _, batch in written)
    print(
        f"{rows:,} rows of a file, {total:,} rows of the registry, SQLite, medians of {TIMES}, CPU"
    )
    print(f"by mapping {mapped:.1f} s, plain {plain:.1f} s, as text {text:.1f} s")
    print(f"by mapping / plain read and insert of the same rows: {mapped / plain:.2f}")
    print(f"by mapping / plain read and insert of the file as text: {mapped / text:.2f}")


def _write(file: Path, rows: int) -> None:
    rng = np.random.default_rng(11)
    start = date(2018, 1, 1)
    with file.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.writer(stream)
        writer.writerow([*HEADER, "technique"])
        for number, (day, length, size) in enumerate(
            zip(
                rng.integers(0, 2000, rows),
                rng.integers(1, 500, rows),
                rng.integers(10, 900, rows),
                strict=True,
            )
        ):
            treated = start + timedelta(days=int(day))
            end = treated + timedelta(days=int(length))
            is_dead = number % 2
            writer.writerow(
                [
                    *(f"P{number:07d}", f"S{number % 40}", "fm"[number % 2], 40 + number % 45),
                    *(treated, ("alive", "dead")[is_dead], end if is_dead else "", end),
                    *(size / 100, treated, ("CTACE", "MWA", "RFA")[number % 3]),
                ]
            )


def _timed(folder: Path, work: Callable[[sa.Engine], object]) -> float:
    engine = writing(f"sqlite:///{folder / 'bench.sqlite'}")
    initialise(engine)
    started = time.process_time()  # what else the machine does meanwhile does not count
    work(engine)
    taken = time.process_time() - started
    engine.dispose()
    return taken


def _mapped(engine: sa.Engine, file: Path, mapping: Path) -> object:
    now = datetime(2025, 1, 1, tzinfo=UTC)
    return import_table(engine, file, mapping, dry_run=False, now=now)


def _written(
    folder: Path, file: Path, mapping: Path
) -> list[tuple[sa.Table, list[dict[str, object]]]]:
    # What one import leaves in the registry is what the plain way inserts.
    engine = writing(f"sqlite:///{folder / 'first' / 'bench.sqlite'}")
    initialise(engine)
    _mapped(engine, file, mapping)
    tables = [schema.data_snapshot, *schema.curated.values(), schema.follow_up]
    with engine.connect() as connection:
        found = [
            (table, [dict(row) for row in connection.execute(sa.select(table)).mappings()])
            for table in tables
        ]
    engine.dispose()
    return [(table, rows) for table, rows in found if rows]


def _plain(
    engine: sa.Engine, file: Path, written: list[tuple[sa.Table, list[dict[str, object]]]]
) -> None:
    with file.open(newline="", encoding="utf-8") as stream:
        assert len(list(csv.reader(stream))) > 1
    with engine.begin() as connection:
        for table, rows in written:
            connection.execute(table.insert(), rows)


def _as_text(engine: sa.Engine, file: Path) -> None:
    with file.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    columns = [sa.Column(name, sa.Text) for name in rows[0]]
    table = sa.Table("as_text", sa.MetaData(), *columns)
    with engine.begin() as connection:
        table.create(connection)
        connection.execute(table.insert(), rows)


if __name__ == "__main__":
    main()
