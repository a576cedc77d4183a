"""Snapshots written in one transaction, then made current in a second, small one."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime

import sqlalchemy as sa

from queries import schema
from queries.errors import DatabaseUnavailable, ImportRefused, SnapshotPending
from queries.importers.checksum import Checksum
from queries.importers.guard import Held, extent_of, held, is_pending
from queries.importers.parts import SnapshotParts
from queries.importers.prepare import Prepared
from queries.importers.report import ImportReport
from queries.outages import writing_in_words

IMPORTER_VERSION = "3"  # a change in what becomes of a file needs a new one
Advance = Callable[[str, int, int], None]  # stage, done, total
_ADVISORY_LOCK = 1_229_934_159  # "IOCO": one import at a time


@dataclass(frozen=True)
class Origin:
    """Where a snapshot comes from."""

    label: str
    file_sha256: str
    mapping_sha256: str
    is_synthetic: bool


def loaded_before(engine: sa.Engine, origin: Origin) -> int | None:
    """Return the snapshot that the same file and mapping made before; None: there is none."""
    table = schema.data_snapshot.c
    statement = sa.select(sa.func.max(table.snapshot_id)).where(
        table.file_sha256 == origin.file_sha256,
        table.mapping_sha256 == origin.mapping_sha256,
        table.importer_version == IMPORTER_VERSION,
        table.schema_version == schema.SCHEMA_VERSION,
    )
    with writing_in_words(), engine.connect() as connection:
        found: int | None = connection.scalar(statement)
    return found


@dataclass(frozen=True, eq=False)
class Stream:
    """A snapshot to be, in parts that are made as they are asked for (`SnapshotParts`)."""

    parts: Iterable[Prepared]
    cutoff: date | None
    n_diagnoses: int  # of all parts, as far as is known beforehand


def build(
    engine: sa.Engine, prepared: Prepared, origin: Origin, *, now: datetime, progress: Advance
) -> int:
    """Write a snapshot and return its number; nobody sees it before it is made current.

    One that crosses a limit of the shrink guard is stored as pending, which `activate` refuses.
    Generated data have no patients to lose, so it does not hold them.

    Raises
    ------
    DatabaseUnavailable
        If the database cannot be written or another import is running; nothing is left behind.
    """
    draft, row_counts = prepared.draft, prepared.report.row_counts
    stream = Stream((prepared,), draft.cutoff, row_counts.get("diagnosis", 0))
    checksum = Checksum()
    checksum.add_draft(draft)
    with writing_in_words(), engine.begin() as connection:
        _take_turn(connection)
        guard = Held() if origin.is_synthetic else held(connection, extent_of(prepared))
        content: dict[str, object] = {
            "row_counts": row_counts,
            "checksum": checksum.text(),
            "held_for": "\n".join(guard.limits) or None,
            "held_against": guard.against if guard.limits else None,
        }
        snapshot_id = _announce(connection, stream.cutoff, origin, created_at=now, **content)
        _write_parts(SnapshotParts(connection, snapshot_id), stream, progress)
    return snapshot_id


def build_in_parts(
    engine: sa.Engine, stream: Stream, origin: Origin, *, now: datetime, progress: Advance
) -> tuple[int, ImportReport]:
    """Write a snapshot part by part, and return its number and what became of its rows.

    All parts go in within one transaction: nobody sees the snapshot before it is made current,
    and whatever ends the work early leaves nothing behind. Only one part is held at a time;
    findings are written and not returned.

    Raises
    ------
    DatabaseUnavailable
        If the database cannot be written or another import is running; nothing is left behind.
        In PostgreSQL the account must own the tables: that of imports may not change what a
        snapshot says of itself, which is known only after the last part.
    """
    table, checksum = schema.data_snapshot, Checksum()
    with writing_in_words(), engine.begin() as connection:
        _take_turn(connection)
        content: dict[str, object] = {"row_counts": {}, "checksum": ""}
        snapshot_id = _announce(connection, stream.cutoff, origin, created_at=now, **content)
        written = SnapshotParts(connection, snapshot_id)
        summed = replace(stream, parts=_summed(stream.parts, checksum))
        _write_parts(written, summed, progress)
        row_counts = dict(written.row_counts)
        content = {"row_counts": row_counts, "checksum": checksum.text()}
        own = table.c.snapshot_id == snapshot_id
        connection.execute(table.update().where(own).values(content))
    return snapshot_id, ImportReport(written.files, (), row_counts)


def _summed(parts: Iterable[Prepared], checksum: Checksum) -> Iterator[Prepared]:
    for part in parts:
        checksum.add_draft(part.draft)
        yield part


def _announce(
    connection: sa.Connection, cutoff: date | None, origin: Origin, **further: object
) -> int:
    created = connection.execute(
        schema.data_snapshot.insert().values(
            data_cut_date=cutoff,
            source_label=origin.label,
            schema_version=schema.SCHEMA_VERSION,
            importer_version=IMPORTER_VERSION,
            file_sha256=origin.file_sha256,
            mapping_sha256=origin.mapping_sha256,
            is_current=False,
            is_synthetic=origin.is_synthetic,
            **further,
        )
    )
    return int(created.inserted_primary_key.snapshot_id)  # type: ignore[union-attr]  # one row went in


def _write_parts(written: SnapshotParts, stream: Stream, progress: Advance) -> None:
    with written.counting_index_last(stream.n_diagnoses):
        for part in stream.parts:
            before, own = written.row_counts["diagnosis"], len(part.draft.table("diagnosis").rows)

            def told(share: float, before: int = before, own: int = own) -> None:
                progress("Writing rows", round(before + share * own), stream.n_diagnoses)

            written.write(part, told)
    written.write_files()


def activate(engine: sa.Engine, snapshot_id: int) -> None:
    """Make a snapshot the current one, in one small transaction.

    Raises
    ------
    ImportRefused
        If it is not stored.
    SnapshotPending
        If the shrink guard holds it and nobody has confirmed it.
    DatabaseUnavailable
        If the database cannot be written; readers still see one whole snapshot.
    """
    with writing_in_words(), engine.begin() as connection:
        switch(connection, snapshot_id)


def switch(connection: sa.Connection, snapshot_id: int) -> None:
    """Make a snapshot the current one within a transaction, as `activate` does in its own."""
    table = schema.data_snapshot
    # Two who switch at once take turns: one must not miss what the other made current.
    in_turn = sa.select(table.c.snapshot_id).order_by(table.c.snapshot_id)
    connection.execute(in_turn.with_for_update(key_share=True)).all()
    if is_pending(connection, snapshot_id):
        raise SnapshotPending(
            f"Snapshot {snapshot_id} is pending: it lost more than an import may lose unseen.",
            f"iocore snapshot list says what; iocore snapshot confirm {snapshot_id} serves it.",
        )
    connection.execute(table.update().where(table.c.is_current).values(is_current=False))
    changed = connection.execute(
        table.update().where(table.c.snapshot_id == snapshot_id).values(is_current=True)
    )
    if changed.rowcount != 1:
        raise ImportRefused(f"There is no snapshot {snapshot_id}.", "Import the table again.")


def _take_turn(connection: sa.Connection) -> None:
    # SQLite takes its write lock as the transaction begins.
    if connection.dialect.name == "postgresql":
        lock = sa.select(sa.func.pg_try_advisory_xact_lock(_ADVISORY_LOCK))
        if not connection.scalar(lock):
            raise DatabaseUnavailable(
                "Another import is in progress.", "Wait until it has ended, then try again."
            )
