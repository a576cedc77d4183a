"""Stored snapshots: listed, compared, made current again, deleted."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from queries import schema
from queries.domains.catalogue import TABLE_KEYS
from queries.errors import DatabaseUnavailable, ImportRefused
from queries.outages import writing_in_words

_NOT_CONTENT = ("snapshot_id", "row_no")


@dataclass(frozen=True)
class StoredSnapshot:
    """What the registry knows of one snapshot."""

    snapshot_id: int
    source: str
    cutoff: date | None  # None: the source supplies no calendar
    created_at: datetime
    is_current: bool
    is_synthetic: bool
    row_counts: dict[str, int]  # curated table -> rows
    checksum: str  # equal where the curated rows are equal
    held_for: str | None  # limits of the shrink guard that it crossed, one a line; None: none
    confirmed_by: str | None  # None: nobody had to, or has
    confirmed_reason: str | None

    @property
    def is_pending(self) -> bool:
        """Whether it waits for a confirmation and so was never served."""
        return self.held_for is not None and self.confirmed_by is None


@dataclass(frozen=True)
class TableDifference:
    """What changed in one curated table between two snapshots, by key."""

    table: str
    before: int  # rows
    after: int
    added: int  # keys that only the later snapshot holds
    removed: int  # keys that only the earlier one holds
    changed: int  # keys of both whose rows differ


def stored_snapshots(engine: sa.Engine) -> tuple[StoredSnapshot, ...]:
    """Return every stored snapshot, the newest first."""
    table, confirmed = schema.data_snapshot.c, schema.snapshot_confirmation
    statement = sa.select(
        table.snapshot_id,
        table.source_label,
        table.data_cut_date,
        table.created_at,
        table.is_current,
        table.is_synthetic,
        table.row_counts,
        table.checksum,
        table.held_for,
        confirmed.c.confirmed_by,
        confirmed.c.reason,
    )
    whole = schema.data_snapshot.outerjoin(confirmed)
    statement = statement.select_from(whole).order_by(table.snapshot_id.desc())
    try:
        with engine.connect() as connection:
            return tuple(StoredSnapshot(*row) for row in connection.execute(statement))
    except sa.exc.DBAPIError as error:
        raise DatabaseUnavailable(
            "The registry database cannot be read.", "Run `iocore init`, then try again."
        ) from error


def differences(engine: sa.Engine, before: int, after: int) -> tuple[TableDifference, ...]:
    """Return what changed from one snapshot to another, for every curated table of either.

    Counted in the database, so that size does not matter.

    Raises
    ------
    ImportRefused
        If one of them is not stored.
    """
    _require(engine, before, after)
    with engine.connect() as connection:
        found = [_difference(connection, name, (before, after)) for name in schema.curated]
    return tuple(table for table in found if table.before or table.after)


def delete(engine: sa.Engine, snapshot_id: int) -> None:
    """Delete a stored snapshot and every row that belongs to it, in one transaction.

    Raises
    ------
    ImportRefused
        If it is not stored, or is the current one.
    DatabaseUnavailable
        If the database cannot be written; nothing is deleted then.
    """
    _require(engine, snapshot_id)
    table = schema.data_snapshot
    with writing_in_words(), engine.begin() as connection:
        is_current = sa.select(table.c.is_current).where(table.c.snapshot_id == snapshot_id)
        if connection.scalar(is_current):
            raise ImportRefused(
                f"Snapshot {snapshot_id} is the current one.",
                "Make another one current first: iocore snapshot activate N.",
            )
        for owned in reversed(schema.metadata.sorted_tables):
            if "snapshot_id" in owned.c:
                connection.execute(owned.delete().where(owned.c.snapshot_id == snapshot_id))


def _require(engine: sa.Engine, *wanted: int) -> None:
    known = {stored.snapshot_id for stored in stored_snapshots(engine)}
    for snapshot_id in wanted:
        if snapshot_id not in known:
            raise ImportRefused(
                f"There is no snapshot {snapshot_id}.",
                "iocore snapshot list shows those that are stored.",
            )


def _difference(
    connection: sa.Connection, name: str, snapshots: tuple[int, int]
) -> TableDifference:
    table, keys = schema.curated[name], list(TABLE_KEYS[name])
    said = [column.name for column in table.c if column.name not in _NOT_CONTENT]

    def rows(number: int, columns: list[str]) -> sa.Select[Any]:
        return sa.select(*(table.c[one] for one in columns)).where(table.c.snapshot_id == number)

    def n_of(found: sa.Select[Any] | sa.CompoundSelect[Any]) -> int:
        return int(connection.scalar(sa.select(sa.func.count()).select_from(found.subquery())) or 0)

    def n_beyond(these: int, those: int, columns: list[str]) -> int:
        # A set difference takes absent as equal to absent, as keys with unknown dates need, and
        # sorts each side once, where a join on such a condition compares all rows with all.
        return n_of(sa.except_(rows(these, columns), rows(those, columns)))

    before, after = snapshots
    added = n_beyond(after, before, keys)
    return TableDifference(
        table=name,
        before=n_of(rows(before, keys)),
        after=n_of(rows(after, keys)),
        added=added,
        removed=n_beyond(before, after, keys),
        changed=n_beyond(after, before, said) - added,
    )
