"""Rows of a snapshot written part by part, within one transaction."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, fields
from itertools import chain, repeat
from typing import Any

import sqlalchemy as sa

from queries import schema
from queries.importers.bulk import insert_stored, put_rows, stored_dates
from queries.importers.completeness import completeness_columns
from queries.importers.delays import delay_rows
from queries.importers.derive import dated_facts, enrolment_rows, follow_up_columns
from queries.importers.draft import DraftTable, Value
from queries.importers.index_records import index_records
from queries.importers.observation import observation_rows
from queries.importers.people import people_rows
from queries.importers.prepare import Prepared
from queries.importers.report import FileCount
from queries.importers.visit_status import visit_rows
from queries.quality.catalogue import quality_rows
from queries.quality.frames import Frames

Columns = dict[str, list[Value]]
MANY = 50_000  # diagnoses from which on the counting index is better made at the end
_COUNTS = [field.name for field in fields(FileCount) if field.name != "label"]


class SnapshotParts:
    """Writes the parts of a snapshot one after the other, and remembers what they add up to.

    A part holds whole sites of a domain, so that every count of it is final: two parts that
    counted the same site and domain would break a key. It must be large enough to show what its
    source supplies at all, since an endpoint that no diagnosis of a part can have is left out.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    snapshot_id : int
        Snapshot that the rows belong to; its own row is there already.
    """

    def __init__(self, connection: sa.Connection, snapshot_id: int) -> None:
        self._connection, self._snapshot_id = connection, snapshot_id
        self._files: dict[str, FileCount] = {}
        self._n_findings = 0
        self.row_counts: Counter[str] = Counter()

    @property
    def files(self) -> tuple[FileCount, ...]:
        """Where the rows of every file went, all parts together."""
        return tuple(self._files.values())

    @contextmanager
    def counting_index_last(self, n_diagnoses: int) -> Iterator[None]:
        """Make the counting index of SQLite anew after many rows have gone in.

        Rows come in another order than the index has: one by one each touches a page of it,
        sorted at the end every page is written once. All is within the transaction: readers keep
        the old index, and so does the file if the work is cut short. PostgreSQL would lock
        readers out, and what other snapshots hold would be sorted again: not done there.
        """
        index = schema.follow_up_count
        is_worth_it = (
            self._connection.dialect.name == "sqlite"
            and n_diagnoses >= MANY
            and n_diagnoses >= self._n_stored()
        )
        if is_worth_it:
            index.drop(self._connection)
        yield
        if is_worth_it:
            index.create(self._connection)

    def _n_stored(self) -> int:
        table = schema.data_snapshot.c
        others = sa.select(table.row_counts).where(table.snapshot_id != self._snapshot_id)
        counts = self._connection.scalars(others)
        return sum(count.get("diagnosis", 0) for count in counts)

    def write(self, part: Prepared, told: Callable[[float], None]) -> None:
        """Write one part, telling which share of its curated rows is written."""
        tables = part.draft.own_tables
        total = sum(len(table.rows) for table in tables.values())
        done = 0
        for name in schema.curated:
            if name in tables:
                for written in self._write_curated(tables[name]):
                    done += written
                    told(done / total)
        self._write_derived(part)
        self._write_findings(part)
        for count in part.report.files:
            self._files[count.label] = _together(self._files.get(count.label), count)

    def write_files(self) -> None:
        """Write where the rows of every file went; to be done last."""
        known = schema.import_batch.c  # what the mapping left out is the rest of `n_file`
        rows = [
            {"snapshot_id": self._snapshot_id, "file_label": count.label}
            | {name: n for name, n in asdict(count).items() if name in known}
            for count in self.files
        ]
        self._connection.execute(schema.import_batch.insert(), rows)

    def _write_curated(self, table: DraftTable) -> Iterator[int]:
        stored = schema.curated[table.name]
        own = [c.name for c in stored.c if c.name not in ("snapshot_id", "row_no")]
        columns = [_as_stored(stored.c[name], table.column(name)) for name in own]
        n, first = len(table.rows), self.row_counts[table.name] + 1
        numbers = range(first, first + n)
        rows = zip(repeat(self._snapshot_id, n), numbers, *columns, strict=True)
        self.row_counts[table.name] += n
        names = ("snapshot_id", "row_no", *own)
        yield from insert_stored(self._connection, stored, names, rows)

    def _write_derived(self, part: Prepared) -> None:
        draft, index = part.draft, part.index
        diagnoses, lesions = dated_facts(draft, index)
        # Patients are numbered on from part to part: a number is one cluster of lesions.
        before = self.row_counts["patient"] - len(draft.table("patient").rows)
        lesions["cluster_no"] += before
        self._write_blocks(schema.follow_up, follow_up_columns(diagnoses, lesions))
        self._write_blocks(schema.completeness_count, completeness_columns(draft, index))
        frames = Frames(draft)
        for table, rows in (
            (
                schema.index_record,
                index_records(
                    frames, diagnoses.assign(patient_no=diagnoses["patient_no"] + before)
                ),
            ),
            (schema.accrual_month, enrolment_rows(draft)),
            (schema.quality_check, quality_rows(frames)),
            (schema.delay_count, delay_rows(frames)),
            (schema.visit_count, visit_rows(frames)),
            (schema.people_count, people_rows(frames)),
            (schema.observation_count, observation_rows(diagnoses)),
        ):
            owned = ({"snapshot_id": self._snapshot_id, **row} for row in rows)
            put_rows(self._connection, table, owned)

    def _write_blocks(self, table: sa.Table, blocks: Iterator[Columns]) -> None:
        own = [column.name for column in table.c if column.name != "snapshot_id"]
        number = self._snapshot_id
        rows = (
            zip(repeat(number, len(block[own[0]])), *(block[name] for name in own), strict=True)
            for block in blocks
        )
        names = ("snapshot_id", *own)
        for _ in insert_stored(self._connection, table, names, chain.from_iterable(rows)):
            pass

    def _write_findings(self, part: Prepared) -> None:
        found = part.report.findings
        rows = [
            {
                "snapshot_id": self._snapshot_id,
                "finding_no": number,
                "severity": finding.severity.value,
                "table_name": finding.table,
                "file_row": finding.file_row,
                "column_name": finding.column,
                "rule": finding.rule,
                "remedy": finding.remedy,
            }
            for number, finding in enumerate(found, start=self._n_findings + 1)
        ]
        self._n_findings += len(rows)
        if rows:
            self._connection.execute(schema.import_finding.insert(), rows)


def _as_stored(column: sa.Column[Any], values: Sequence[Value]) -> Sequence[Value]:
    return stored_dates(values) if isinstance(column.type, sa.Date) else values


def _together(before: FileCount | None, count: FileCount) -> FileCount:
    if before is None:
        return count
    added = {name: getattr(before, name) + getattr(count, name) for name in _COUNTS}
    return FileCount(count.label, **added)
