"""Ratio of a cohort read through the registry's gate to a bare select of the same columns.

Run: python tests/bench/bench_cohort.py [patients]
Also on PostgreSQL where IOCORE_BENCH_URL names an empty database.
"""

import gc
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import sqlalchemy as sa

from queries import schema
from queries.engine import writing
from queries.filters import Filters
from queries.importers.bulk import put_rows
from queries.initialise import initialise
from queries.policies import View
from queries.registry import Registry, SnapshotFacts
from queries.scope import Reach, Role, Scope

LIMIT = 2.0
COLUMNS = ("diagnosis_id", "technique_code", "entry_half_days", "exit_half_days", "code")
DOMAINS = ["HCC", "CRLM", "RCC", "BONE"]
TECHNIQUES = ["CTACE", "DEBTACE", "TARE_GLASS", "MWA", "RFA"]
FACTS = SnapshotFacts(1, date(2025, 6, 30), "bench", is_synthetic=True)
OWN = schema.follow_up.c.site_id == "S7"
# Who asks, and what a bare select needs to find the same rows.
SCOPES = {
    "steering committee": (Scope(Role.STEERING, 1, Reach.ALL, site_reach=Reach.ALL), sa.true()),
    "domain lead": (
        Scope(Role.DOMAIN_LEAD, 1, domains=frozenset({"HCC"}), site_reach=Reach.ALL),
        sa.true(),
    ),
    "site": (Scope(Role.SITE, 1, Reach.ALL, sites=frozenset({"S7"})), OWN),
}


def main() -> None:
    """Fill each database, time both reads alternately, print the ratio of medians."""
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        urls = {"SQLite": f"sqlite:///{Path(folder) / 'bench.sqlite'}"}
        if url := os.environ.get("IOCORE_BENCH_URL"):
            urls["PostgreSQL"] = url
        for name, url in urls.items():
            print(f"{name}, {patients:,} diagnoses, one domain of {len(DOMAINS)}")
            _compare(url, patients)


def _compare(url: str, patients: int) -> None:
    engine = writing(url)
    initialise(engine)
    seconds = _seconds(lambda: _fill(engine, patients))
    print(f"  filled at {patients / seconds:,.0f} rows a second")
    with engine.connect() as connection:
        for asker, (scope, condition) in SCOPES.items():
            asked, bare = _cohort(connection, scope), _bare().where(condition)
            assert sorted(connection.execute(asked)) == sorted(connection.execute(bare))
            told = {
                "cohort": lambda ask=asked: connection.execute(ask).all(),
                "rows for an analysis": lambda who=scope: _analysed(connection, who),
            }
            for what, work in told.items():
                ratio = _ratio(work, lambda ask=bare: connection.execute(ask).all())
                verdict = "kept" if ratio <= LIMIT else "BROKEN"
                print(f"  {asker}: {what} / bare select {ratio:.2f} (limit {LIMIT}: {verdict})")
    engine.dispose()


def _cohort(connection: sa.Connection, scope: Scope) -> sa.Select[tuple[object, ...]]:
    return _read(_registry(connection, scope).follow_up)


def _analysed(connection: sa.Connection, scope: Scope) -> object:
    # The whole way of a page: open the registry, write its tables, read, make a frame.
    registry = _registry(connection, scope)
    return registry.facts(_read(registry.follow_up))


def _registry(connection: sa.Connection, scope: Scope) -> Registry:
    return Registry(connection, scope, view=View.SURVIVAL, filters=Filters("HCC"), facts=FACTS)


def _bare() -> sa.Select[tuple[object, ...]]:
    table = schema.follow_up
    return _read(table).where(table.c.snapshot_id == 1, table.c.domain_code == "HCC")


def _read(rows: sa.FromClause) -> sa.Select[tuple[object, ...]]:
    return sa.select(*(rows.c[name] for name in COLUMNS)).where(
        rows.c.endpoint_code == "OS", rows.c.left_out.is_(None)
    )


def _ratio(*works: Callable[[], object]) -> float:
    times: list[list[float]] = [[] for _ in works]
    for _ in range(15):
        for kept, work in zip(times, works, strict=True):
            kept.append(_seconds(work))
    asked, bare = (statistics.median(kept[3:]) for kept in times)
    return asked / bare


def _seconds(work: Callable[[], object]) -> float:
    # Garbage is collected between, not within: it would always fall on the same of the two.
    gc.collect()
    gc.disable()
    started = time.process_time()  # what else the machine does meanwhile does not count
    work()
    seconds = time.process_time() - started
    gc.enable()
    return seconds


def _fill(engine: sa.Engine, patients: int) -> None:
    rng = np.random.default_rng(7)
    domain, technique = rng.choice(DOMAINS, patients), rng.choice(TECHNIQUES, patients)
    exits = 2 * np.minimum(rng.exponential(900, patients).astype(int) + 1, 3000)
    rows = (
        {
            "snapshot_id": 1,
            "endpoint_code": "OS",
            "diagnosis_id": f"D{number}",
            "lesion_id": "",
            "site_id": f"S{number % 40}",
            "country_code": "USA",
            "region_code": "AM",
            "domain_code": str(domain[number]),
            "technique_code": str(technique[number]),
            "index_month": 12 * 2020 + number % 60,
            "entry_half_days": 0,
            "exit_half_days": int(exits[number]),
            "code": number % 2,
            "left_out": None,
        }
        for number in range(patients)
    )
    texts = ("schema_version", "importer_version", "checksum", "file_sha256", "mapping_sha256")
    snapshot = dict.fromkeys(texts, "") | {
        "snapshot_id": 1,
        "created_at": datetime(2025, 7, 1, tzinfo=UTC),
        "row_counts": {},
        "source_label": "bench",
        "is_current": True,
        "is_synthetic": True,
    }
    with engine.begin() as connection:
        connection.execute(schema.data_snapshot.insert(), snapshot)
        put_rows(connection, schema.follow_up, rows)
        connection.exec_driver_sql("ANALYZE")


if __name__ == "__main__":
    main()
