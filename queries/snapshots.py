"""Which snapshot is current, and what it says about itself."""

from dataclasses import dataclass
from datetime import date

import sqlalchemy as sa

from queries import schema
from queries.domains.catalogue import DOMAINS
from queries.errors import DatabaseUnavailable
from queries.initialise import another_schema, schema_version


@dataclass(frozen=True)
class SnapshotFacts:
    """What a snapshot says about itself."""

    snapshot_id: int
    cutoff: date | None  # last curated day; None: the source supplies no calendar
    source: str
    is_synthetic: bool


def current_snapshot(engine: sa.Engine) -> SnapshotFacts:
    """Return the facts of the current snapshot.

    Raises
    ------
    DatabaseUnavailable
        If the database cannot be read, is of another schema version, or has no current snapshot.
    """
    found = _facts(engine, schema.data_snapshot.c.is_current)
    if len(found) != 1:
        raise DatabaseUnavailable(
            f"The registry has {len(found) or 'no'} current snapshot where it needs exactly one.",
            "Import a table, or run `iocore demo` for the synthetic registry.",
        )
    return found[0]


def snapshot_facts(engine: sa.Engine, snapshot_id: int) -> SnapshotFacts:
    """Return the facts of a snapshot that a scope is pinned to.

    Raises
    ------
    DatabaseUnavailable
        If the database cannot be read, or the snapshot is no longer there.
    """
    found = _facts(engine, schema.data_snapshot.c.snapshot_id == snapshot_id)
    if not found:
        raise DatabaseUnavailable(
            f"Snapshot {snapshot_id} is no longer in the registry.", "Reload the page."
        )
    return found[0]


def sites_of(connection: sa.Connection, snapshot_id: int) -> tuple[tuple[str, str], ...]:
    """Return the identifier and label of every site of a snapshot, for the demo role picker.

    Parameters
    ----------
    connection : Connection
        With every site in reach (`queries.row_security.within`).
    snapshot_id : int
        Which snapshot.
    """
    table = schema.site
    statement = (
        sa.select(table.c.site_id, sa.func.coalesce(table.c.site_label, table.c.site_id))
        .where(table.c.snapshot_id == snapshot_id)
        .order_by(table.c.site_id)
    )
    return tuple((site, label) for site, label in connection.execute(statement))


def _facts(engine: sa.Engine, which: sa.ColumnElement[bool]) -> list[SnapshotFacts]:
    table = schema.data_snapshot
    statement = sa.select(
        table.c.snapshot_id, table.c.data_cut_date, table.c.source_label, table.c.is_synthetic
    ).where(which)
    try:
        with engine.connect() as connection:
            _require_schema(connection)
            return [SnapshotFacts(*row) for row in connection.execute(statement)]
    except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
        raise DatabaseUnavailable(
            "The registry database cannot be opened.",
            "Check that it exists, is not locked and can be read, or run `iocore init`.",
        ) from error


def _require_schema(connection: sa.Connection) -> None:
    found = schema_version(connection)
    if found != schema.SCHEMA_VERSION:
        raise another_schema(found)


def known_domains() -> tuple[str, ...]:
    """Return the codes of all disease domains, in catalogue order."""
    return tuple(DOMAINS)
