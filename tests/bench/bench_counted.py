"""Ratios of the survival question: counted in the database against a plain scan and lifelines.

Run: python tests/bench/bench_counted.py [patients]
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import sqlalchemy as sa
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test

from analytics.event_table import tables_from_counts
from analytics.group_survival import survival_by_group
from queries import schema
from queries.engine import writing
from queries.filters import Filters
from queries.initialise import initialise
from queries.policies import View
from queries.reads.followup import counted_by_technique
from queries.registry import Registry, SnapshotFacts
from queries.scope import Reach, Role, Scope

TECHNIQUES = ["CTACE", "DEBTACE", "TARE_GLASS", "MWA", "RFA"]
SCOPE = Scope(Role.STEERING, 1, Reach.ALL, site_reach=Reach.ALL)
FACTS = SnapshotFacts(1, date(2025, 6, 30), "bench", is_synthetic=True)


def main() -> None:
    """Fill a registry, time the parts alternately, print medians as ratios."""
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        engine = writing(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        initialise(engine)
        _fill(engine, patients)
        with engine.connect() as connection:
            parts = {
                "scan": lambda: _scan(connection),
                "counted": lambda: _counted(connection),
                "question": lambda: _question(connection),
                "pull + lifelines": lambda: _lifelines(connection),
            }
            seconds = {name: _median(work) for name, work in parts.items()}
        engine.dispose()
    print(f"{patients:,} patients, SQLite, medians of 5")
    print(f"counted table / scan of the same columns: {seconds['counted'] / seconds['scan']:.1f}")
    print(f"numpy share of the question: {1 - seconds['counted'] / seconds['question']:.2f}")
    print(f"pull + lifelines / question: {seconds['pull + lifelines'] / seconds['question']:.1f}")


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(6):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


def _registry(connection: sa.Connection) -> Registry:
    return Registry(connection, SCOPE, view=View.SURVIVAL, filters=Filters("HCC"), facts=FACTS)


def _counted(connection: sa.Connection) -> object:
    return counted_by_technique(_registry(connection), "OS")


def _question(connection: sa.Connection) -> object:
    counts = counted_by_technique(_registry(connection), "OS")
    months = np.array([6, 12, 24, 36]) * 30.4375
    groups = tables_from_counts(counts, "technique_code")
    return survival_by_group(groups, tables_from_counts(counts)[0], landmarks=months, ticks=months)


def _scan(connection: sa.Connection) -> object:
    row = _registry(connection).follow_up.c
    sums = [sa.func.sum(c) for c in (row.exit_half_days, row.entry_half_days, row.code)]
    return connection.execute(
        sa.select(*sums, sa.func.max(row.technique_code)).where(
            row.endpoint_code == "OS", row.left_out.is_(None)
        )
    ).all()


def _lifelines(connection: sa.Connection) -> object:
    row = _registry(connection).follow_up.c
    statement = sa.select(row.technique_code, row.exit_half_days, row.code).where(
        row.endpoint_code == "OS", row.left_out.is_(None)
    )
    frame = pd.DataFrame(connection.execute(statement).all(), columns=["arm", "time", "event"])
    for _, arm in frame.groupby("arm"):
        KaplanMeierFitter().fit(arm["time"], arm["event"])
    return multivariate_logrank_test(frame["time"], frame["arm"], frame["event"])


def _fill(engine: sa.Engine, patients: int) -> None:
    rng = np.random.default_rng(7)
    months = 12 * 2020 + rng.integers(0, 60, patients)
    exits = 2 * np.minimum(rng.exponential(900, patients).astype(int) + 1, 3000)
    columns = {
        "snapshot_id": np.ones(patients, int),
        "endpoint_code": np.full(patients, "OS"),
        "diagnosis_id": np.arange(patients).astype(str),
        "site_id": rng.integers(0, 40, patients).astype(str),
        "country_code": np.full(patients, "USA"),
        "region_code": np.full(patients, "AM"),
        "domain_code": np.full(patients, "HCC"),
        "technique_code": rng.choice(TECHNIQUES, patients),
        "index_month": months,
        "entry_half_days": np.zeros(patients, int),
        "exit_half_days": exits,
        "code": rng.integers(0, 2, patients),
    }
    rows = pd.DataFrame(columns).astype(object).assign(left_out=None).to_dict("records")
    snapshot = dict.fromkeys(
        ("schema_version", "importer_version", "checksum", "file_sha256", "mapping_sha256"), ""
    )
    with engine.begin() as connection:
        connection.execute(
            schema.data_snapshot.insert(),
            snapshot
            | {"snapshot_id": 1, "created_at": datetime(2025, 7, 1, tzinfo=UTC), "row_counts": {}}
            | {"source_label": "bench", "is_current": True, "is_synthetic": True},
        )
        connection.execute(schema.follow_up.insert(), rows)
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")


if __name__ == "__main__":
    main()
