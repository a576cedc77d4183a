"""Engines by duty: one that can only read, one that builds snapshots."""

import sqlite3
import time
from functools import lru_cache
from pathlib import Path
from typing import cast

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url

from queries.errors import DatabaseUnavailable

_POSTGRES_READ = (
    "-c default_transaction_read_only=on -c statement_timeout=20s -c lock_timeout=2s "
    "-c idle_in_transaction_session_timeout=60s -c jit=off"
)
LOOKS = "iocore_looks"  # option of a writing engine's connection that only reads
_STATEMENT_LIMIT = 20  # seconds; the server's own limit is above
_STEPS = 10_000  # of SQLite's machine between two looks at the time
_POOL_WAIT = 5  # seconds that a reader waits for a free connection
# An importer that vanishes from the network gives its turn back within a minute.
_POSTGRES_WRITE = (
    "-c lock_timeout=5s -c tcp_keepalives_idle=30 -c tcp_keepalives_interval=10 "
    "-c tcp_keepalives_count=3"
)


@lru_cache(maxsize=8)
def reading(url: str) -> Engine:
    """Return the engine of the web process: it can read the registry and nothing else."""
    parsed = make_url(url)
    if parsed.get_backend_name() == "sqlite":
        path = sqlite_file(url)
        # immutable is not set: an import may write while pages read (write-ahead log).
        read_only = f"sqlite:///file:{path.as_posix()}?mode=ro&uri=true"
        engine = sa.create_engine(
            read_only, pool_pre_ping=True, pool_size=8, pool_timeout=_POOL_WAIT
        )
        sa.event.listen(engine, "before_cursor_execute", _end_in_time)
        return engine
    return sa.create_engine(
        parsed,
        pool_pre_ping=True,
        pool_recycle=1800,
        pool_timeout=_POOL_WAIT,
        connect_args={"connect_timeout": 3, "options": _POSTGRES_READ},
    )


def writing(url: str) -> Engine:
    """Return an engine for set-up and imports; the caller disposes of it.

    Raises
    ------
    DatabaseUnavailable
        If the folder of an embedded registry cannot be made.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() != "sqlite":
        return sa.create_engine(
            parsed, connect_args={"connect_timeout": 3, "options": _POSTGRES_WRITE}
        )
    path = sqlite_file(url)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise DatabaseUnavailable(
            f"The folder {path.parent} cannot be made ({error.strerror}).",
            "Choose a folder that you may write to with IOCORE_HOME.",
        ) from error
    engine = sa.create_engine(parsed, connect_args={"timeout": 2})
    sa.event.listen(engine, "connect", _begin_by_hand)
    sa.event.listen(engine, "begin", _begin_immediate)
    return engine


def sqlite_file(url: str) -> Path:
    """Return the file of an embedded registry."""
    return Path(make_url(url).database or "").expanduser().resolve()


def _end_in_time(connection: sa.Connection, *_about_the_statement: object) -> None:
    # SQLite has no limit of its own: it asks this handler whether to go on.
    deadline = time.monotonic() + _STATEMENT_LIMIT
    driver = cast("sqlite3.Connection", connection.connection.driver_connection)
    driver.set_progress_handler(lambda: time.monotonic() > deadline, _STEPS)


def _begin_by_hand(connection: object, _record: object) -> None:
    # The driver's own BEGIN comes too late for DDL and for a write lock taken at once.
    connection.isolation_level = None  # type: ignore[attr-defined]  # sqlite3 connection
    cursor = connection.cursor()  # type: ignore[attr-defined]
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()


def _begin_immediate(connection: sa.Connection) -> None:
    # Whoever only looks takes no turn among those who write, and needs no room on the disk.
    looks = connection.get_execution_options().get(LOOKS, False)
    connection.exec_driver_sql("BEGIN" if looks else "BEGIN IMMEDIATE")
