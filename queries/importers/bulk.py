"""Many rows written at once: one statement, and values as the driver takes them."""

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from typing import Any

import sqlalchemy as sa

CHUNK = 5_000  # rows a statement


def insert_in_bulk(
    connection: sa.Connection,
    table: sa.Table,
    names: Sequence[str],
    rows: Iterator[tuple[Any, ...]],
) -> Iterator[int]:
    """Insert rows, given as tuples of the named columns, and tell after each batch how many.

    The statement is compiled once and goes to the driver as it is: giving each row to the
    library as a dict, to be turned into a tuple again, takes longer than writing it.
    """
    dialect = connection.dialect
    style = "qmark" if dialect.paramstyle == "qmark" else "format"  # by position in either
    statement = table.insert().compile(
        dialect=type(dialect)(paramstyle=style),  # type: ignore[call-arg]  # every dialect takes it
        column_keys=list(names),
    )
    order = [names.index(name) for name in statement.positiontup or ()]
    processors = [
        (place, process)
        for place, at in enumerate(order)
        if (process := _processor(table.c[names[at]], dialect)) is not None
    ]
    is_plain = not processors and order == list(range(len(names)))
    while chunk := list(islice(rows, CHUNK)):
        if not is_plain:
            chunk = _as_stored(chunk, order, processors)
        connection.exec_driver_sql(str(statement), chunk)
        yield len(chunk)


_Row = tuple[Any, ...]
_Process = Callable[[Any], Any]


def _as_stored(
    chunk: list[_Row], order: list[int], processors: list[tuple[int, _Process]]
) -> list[_Row]:
    columns = list(zip(*chunk, strict=True))
    ordered: list[Sequence[Any]] = [columns[at] for at in order]
    for place, process in processors:
        known = {value: process(value) for value in set(ordered[place])}
        ordered[place] = [known[value] for value in ordered[place]]
    return list(zip(*ordered, strict=True))


def _processor(column: sa.Column[Any], dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    # What the type does to a value before the driver sees it, as dates for SQLite.
    return column.type.dialect_impl(dialect).bind_processor(dialect)
