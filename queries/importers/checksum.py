"""Checksum of curated rows that knows neither their order nor the parts in which they came."""

import hashlib
from collections.abc import Iterable

import sqlalchemy as sa

from queries import schema
from queries.importers.bulk import stored_dates
from queries.importers.draft import Draft, DraftTable

_BYTES = 32  # of a row's digest, and of the sum
_ROOM = 1 << 8 * _BYTES


class Checksum:
    """Sum of the digests of rows, table by table.

    Digests are added up modulo 2^256: a sum does not depend on the order, tells a row that is
    there twice from one that is there once, and can go on with the next part.
    """

    def __init__(self) -> None:
        self._sums: dict[str, int] = {}

    def add_draft(self, draft: Draft) -> None:
        """Add every row that a draft brings."""
        for table in draft.own_tables.values():
            self.add(table.name, _rows(table))

    def add(self, table: str, rows: Iterable[tuple[object, ...]]) -> None:
        """Add rows of a table, each with the values of all its stored columns."""
        digest, whole = hashlib.blake2b, int.from_bytes
        total = sum(whole(digest(repr(row).encode(), digest_size=_BYTES).digest()) for row in rows)
        self._sums[table] = (self._sums.get(table, 0) + total) % _ROOM

    def text(self) -> str:
        """Return the checksum of everything that was added, in hexadecimal."""
        named = sorted(self._sums.items())
        return hashlib.sha256(repr(named).encode()).hexdigest()


def _rows(table: DraftTable) -> Iterable[tuple[object, ...]]:
    stored = schema.curated[table.name].c
    columns = [
        stored_dates(values) if isinstance(column.type, sa.Date) else values
        for column in stored
        if column.name not in ("snapshot_id", "row_no")
        for values in (table.column(column.name),)
    ]
    return zip(*columns, strict=True)
