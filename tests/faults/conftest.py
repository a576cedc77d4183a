"""A registry with one served snapshot, and a way to tell that it is still whole."""

import hashlib
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache

import pytest
import sqlalchemy as sa

from queries import history, schema
from queries.demo.generate import demo_draft
from queries.importers.findings import Findings
from queries.importers.prepare import Prepared, prepare
from queries.importers.snapshot import Origin, activate
from queries.importers.table import Outcome, land, quiet

PATIENTS = 20
OWNED = [table for table in schema.metadata.sorted_tables if "snapshot_id" in table.c]
_SAYS_NOTHING = ("snapshot_id", "created_at", "is_current")


@lru_cache(maxsize=4)
def invented(seed: int) -> Prepared:
    return prepare(demo_draft(PATIENTS, seed), Findings())


def digest(engine: sa.Engine, snapshot_id: int) -> str:
    """SHA-256 of every stored row of a snapshot, whatever its number and its order."""
    found = hashlib.sha256()
    with engine.connect() as connection:
        for table in OWNED:
            columns = [column for column in table.c if column.name not in _SAYS_NOTHING]
            rows = connection.execute(sa.select(*columns).where(table.c.snapshot_id == snapshot_id))
            found.update(f"{table.name}{sorted(map(repr, rows))}".encode())
    return found.hexdigest()


@dataclass
class Served:
    """A registry whose first snapshot is current."""

    engine: sa.Engine
    url: str
    first: int = 0
    digest: str = ""

    def bring(self, seed: int, progress=quiet, engine: sa.Engine | None = None) -> Outcome:
        """Import the invented registry of a seed."""
        origin = Origin(f"Invented {seed}", f"file {seed}", "map", is_synthetic=True)
        return land(
            engine or self.engine,
            invented(seed),
            origin,
            dry_run=False,
            now=datetime(2026, 1, seed, tzinfo=UTC),
            progress=progress,
        )

    def stored(self) -> list[int]:
        return [stored.snapshot_id for stored in history.stored_snapshots(self.engine)]

    def current(self) -> list[int]:
        return [s.snapshot_id for s in history.stored_snapshots(self.engine) if s.is_current]

    def assert_whole(self) -> None:
        """One snapshot is current, the first one is as it was, and no row belongs to none."""
        self.settle()
        known = set(self.stored())
        assert len(self.current()) == 1
        assert digest(self.engine, self.first) == self.digest
        with self.engine.connect() as connection:
            for table in OWNED:
                numbers = connection.scalars(sa.select(table.c.snapshot_id).distinct())
                assert set(numbers) <= known, table.name
            if self.engine.dialect.name == "sqlite":
                answer = connection.exec_driver_sql("PRAGMA integrity_check").scalar()
                assert answer == "ok"

    def assert_unchanged(self) -> None:
        """The registry is whole, and the first snapshot is the current and only one."""
        self.assert_whole()
        assert self.stored() == self.current() == [self.first]

    def back_to_first(self) -> None:
        """Make the first snapshot current and delete every other."""
        activate(self.engine, self.first)
        for snapshot_id in self.stored():
            if snapshot_id != self.first:
                history.delete(self.engine, snapshot_id)

    def settle(self) -> None:
        """Wait until the server has noticed that a client is gone."""
        if self.engine.dialect.name != "postgresql":
            return
        activity = sa.table("pg_stat_activity", sa.column("datname"), sa.column("state"))
        busy = sa.select(sa.func.count()).where(
            activity.c.datname == sa.func.current_database(), activity.c.state != "idle"
        )
        deadline = time.monotonic() + 10
        with self.engine.connect() as connection:
            while connection.scalar(busy) > 1:  # the one that asks
                assert time.monotonic() < deadline, "an import is still at work"
                time.sleep(0.02)
                connection.rollback()  # the view stands still within a transaction


@pytest.fixture
def served(empty_registry, database_url) -> Served:
    registry = Served(empty_registry, database_url)
    registry.first = registry.bring(1).snapshot_id
    registry.digest = digest(empty_registry, registry.first)
    return registry


@pytest.fixture
def digest_of(served) -> Callable[[int], str]:
    return lambda snapshot_id: digest(served.engine, snapshot_id)
