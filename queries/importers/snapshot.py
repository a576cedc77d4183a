"""Snapshots written in one transaction, then made current in a second, small one."""

import hashlib
from collections.abc import Callable
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import repeat
from operator import itemgetter

import sqlalchemy as sa

from queries import schema
from queries.errors import DatabaseUnavailable, ImportRefused, SnapshotPending
from queries.importers.bulk import insert_in_bulk
from queries.importers.completeness import completeness_rows
from queries.importers.delays import delay_rows
from queries.importers.derive import dated_facts, enrolment_rows, follow_up_rows
from queries.importers.draft import DraftTable
from queries.importers.guard import Held, extent_of, held, is_pending
from queries.importers.index_records import index_records
from queries.importers.observation import observation_rows
from queries.importers.people import people_rows
from queries.importers.prepare import Prepared
from queries.importers.visit_status import visit_rows
from queries.outages import writing_in_words
from queries.quality.catalogue import quality_rows
from queries.quality.frames import Frames

IMPORTER_VERSION = "2"  # a change in what becomes of a file needs a new one
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
    with writing_in_words(), engine.begin() as connection:
        _take_turn(connection)
        guard = Held() if origin.is_synthetic else held(connection, extent_of(prepared))
        created = connection.execute(
            schema.data_snapshot.insert().values(
                data_cut_date=prepared.draft.cutoff,
                created_at=now,
                source_label=origin.label,
                schema_version=schema.SCHEMA_VERSION,
                importer_version=IMPORTER_VERSION,
                row_counts=prepared.report.row_counts,
                checksum=_checksum(prepared),
                file_sha256=origin.file_sha256,
                mapping_sha256=origin.mapping_sha256,
                is_current=False,
                is_synthetic=origin.is_synthetic,
                held_for="\n".join(guard.limits) or None,
                held_against=guard.against if guard.limits else None,
            )
        )
        snapshot_id = int(created.inserted_primary_key.snapshot_id)  # type: ignore[union-attr]  # one row went in
        _write_curated(connection, prepared, snapshot_id, progress)
        _write_derived(connection, prepared, snapshot_id)
        _write_report(connection, prepared, snapshot_id)
    return snapshot_id


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


def _write_curated(
    connection: sa.Connection, prepared: Prepared, snapshot_id: int, progress: Advance
) -> None:
    tables = prepared.draft.tables
    total = sum(len(table.rows) for table in tables.values())
    done = 0
    for name in schema.curated:
        table = tables.get(name)
        if table is None:
            continue
        own = _stored(table)
        n = len(table.rows)
        rows = zip(repeat(snapshot_id, n), range(1, n + 1), *map(table.column, own), strict=True)
        names = ("snapshot_id", "row_no", *own)
        for written in insert_in_bulk(connection, schema.curated[name], names, rows):
            done += written
            progress("Writing rows", done, total)


def _stored(table: DraftTable) -> list[str]:
    known = schema.curated[table.name].c
    return [column.name for column in known if column.name not in ("snapshot_id", "row_no")]


def _write_derived(connection: sa.Connection, prepared: Prepared, snapshot_id: int) -> None:
    frames = Frames(prepared.draft)
    facts, _ = dated_facts(prepared.draft, prepared.index)
    for table, rows in (
        (schema.follow_up, follow_up_rows(prepared.draft, prepared.index)),
        (schema.index_record, index_records(frames, facts)),
        (schema.accrual_month, enrolment_rows(prepared.draft)),
        (schema.quality_check, quality_rows(frames)),
        (schema.delay_count, delay_rows(frames)),
        (schema.visit_count, visit_rows(frames)),
        (schema.people_count, people_rows(frames)),
        (schema.observation_count, observation_rows(facts)),
        (schema.completeness_count, completeness_rows(prepared.draft, prepared.index)),
    ):
        own = [column.name for column in table.c if column.name != "snapshot_id"]
        values = itemgetter(*own)
        written = ((snapshot_id, *values(row)) for row in rows)
        for _ in insert_in_bulk(connection, table, ("snapshot_id", *own), written):
            pass


def _write_report(connection: sa.Connection, prepared: Prepared, snapshot_id: int) -> None:
    counts = [
        {
            "snapshot_id": snapshot_id,
            "file_label": count.label,
            # What the mapping left out is the rest of `n_file`.
            **{name: n for name, n in asdict(count).items() if name in schema.import_batch.c},
        }
        for count in prepared.report.files
    ]
    connection.execute(schema.import_batch.insert(), counts)
    findings = [
        {
            "snapshot_id": snapshot_id,
            "finding_no": number,
            "severity": finding.severity.value,
            "table_name": finding.table,
            "file_row": finding.file_row,
            "column_name": finding.column,
            "rule": finding.rule,
            "remedy": finding.remedy,
        }
        for number, finding in enumerate(prepared.report.findings, start=1)
    ]
    if findings:
        connection.execute(schema.import_finding.insert(), findings)


def _checksum(prepared: Prepared) -> str:
    # Of the curated rows, whatever their order: the same content is the same snapshot.
    digest = hashlib.sha256()
    for name in sorted(prepared.draft.tables):
        table = prepared.draft.tables[name]
        digest.update(name.encode())
        for row in sorted(repr(values) for values in table.tuples(_stored(table))):
            digest.update(row.encode())
    return digest.hexdigest()
