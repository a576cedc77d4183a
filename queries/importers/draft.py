"""Rows on their way into the registry: typed, not yet checked."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from queries.domains.catalogue import PLACE, TABLES, columns_of
from queries.domains.model import Kind
from queries.importers.findings import Finding, Said

Value = Any  # str, int, float, date or None: what a curated column holds


@dataclass
class DraftTable:
    """Rows of one curated table, by column.

    A column that a source does not supply is absent; a date may come without its precision
    (then DAY) and without its day.
    """

    name: str
    file: str  # label of the file that the rows come from
    rows: list[int] = field(default_factory=list)  # row of the file that each row comes from
    columns: dict[str, list[Value]] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)  # column -> what the file calls it
    files: list[str] = field(default_factory=list)  # file of each row; empty: all from `file`

    def file_of_rows(self) -> list[str]:
        """Return the file of each row."""
        return self.files or [self.file] * len(self.rows)

    def column(self, name: str) -> list[Value]:
        """Return a column; nothing was entered where the source does not supply it."""
        return self.columns.get(name) or [None] * len(self.rows)

    def keep(self, wanted: Callable[[int], bool]) -> None:
        """Keep the rows whose place is wanted."""
        places = [place for place in range(len(self.rows)) if wanted(place)]
        if len(places) < len(self.rows):
            self.rows = [self.rows[place] for place in places]
            self.files = [self.files[place] for place in places] if self.files else []
            self.columns = {
                name: [values[place] for place in places] for name, values in self.columns.items()
            }

    def tuples(self, names: Iterable[str]) -> Iterator[tuple[Value, ...]]:
        """Go through the rows as tuples of the named columns."""
        return zip(*(self.column(name) for name in names), strict=True)

    def lookup(self, key: str, value: str) -> dict[Any, Any]:
        """Return one column by another."""
        return dict(zip(self.column(key), self.column(value), strict=True))

    def finding(self, place: int, column: str, said: Said) -> Finding:
        """Return a finding about a row of the draft, under its number in the file."""
        name = self.called.get(column, column)
        file = self.files[place] if self.files else self.file
        row = self.rows[place]
        return Finding(said.severity, file, self.name, row, name, said.rule, said.remedy)


@dataclass
class Draft:
    """All rows of a snapshot to be, with the number of rows that each file holds."""

    tables: dict[str, DraftTable] = field(default_factory=dict)
    n_file: dict[str, int] = field(default_factory=dict)  # file label -> rows in it
    n_left_out: dict[str, int] = field(default_factory=dict)  # of them, not wanted by the mapping
    cutoff: date | None = None  # last curated day; None: the source has no calendar
    # Tables that an earlier part of the same snapshot has brought; here to be looked up only.
    brought_before: frozenset[str] = frozenset()

    @property
    def own_tables(self) -> dict[str, DraftTable]:
        """Tables whose rows this draft brings."""
        return {name: t for name, t in self.tables.items() if name not in self.brought_before}

    def table(self, name: str) -> DraftTable:
        """Return a table, empty where no row was read for it."""
        return self.tables.get(name) or DraftTable(name, "")


def stored_columns(table: str) -> tuple[str, ...]:
    """Return every column that a source may supply for a curated table."""
    own = [column for field_ in TABLES[table] for column in columns_of(field_)]
    place = {"patient": ("site_id",), "diagnosis": ("domain_code",)}.get(table, ())
    return (*own, *place)


def complete(table: DraftTable) -> None:
    """Give every date its precision, and every stored column its place.

    A date that came without a word about its precision is a whole calendar day.
    """
    length = len(table.rows)
    for field_ in TABLES[table.name]:
        if field_.kind is Kind.DATE:
            name, precision, _ = columns_of(field_)
            dates = table.column(name)
            given = table.columns.get(precision) or [None] * length
            table.columns[precision] = [
                said or ("NONE" if day is None else "DAY")
                for said, day in zip(given, dates, strict=True)
            ]
    for name in (*stored_columns(table.name), *PLACE.get(table.name, ())):
        table.columns.setdefault(name, [None] * length)
