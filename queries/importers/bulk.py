"""Many rows written at once, the fastest way that the database has."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from typing import Any, cast

import psycopg
import sqlalchemy as sa
from psycopg import sql

CHUNK = 5_000  # rows a statement


def put_rows(
    connection: sa.Connection,
    table: sa.Table,
    rows: Iterator[dict[str, Any]],
    told: Callable[[int], None] = lambda _n: None,
) -> None:
    """Put rows into a table within the connection's transaction.

    Parameters
    ----------
    connection : Connection
        In a transaction.
    table : Table
        Where the rows go.
    rows : iterator of dict
        Column -> value; every row has the columns of the first, each one of the table's.
    told : callable
        Told after each batch how many rows it had.
    """
    first = next(rows, None)
    if first is None:
        return
    unknown = first.keys() - table.c.keys()
    if unknown:  # an INSERT would leave it out in silence
        raise KeyError(f"{table.name} has no column {', '.join(sorted(unknown))}")
    names = tuple(first)
    written = (tuple(row[name] for name in names) for row in chain([first], rows))
    for n in insert_in_bulk(connection, table, names, written):
        told(n)


def insert_in_bulk(
    connection: sa.Connection,
    table: sa.Table,
    names: Sequence[str],
    rows: Iterator[tuple[Any, ...]],
) -> Iterator[int]:
    """Insert rows, given as tuples of the named columns, and tell after each batch how many.

    PostgreSQL takes them by COPY. Elsewhere one INSERT serves for all:
    the statement is compiled once and goes to the driver as it is, because giving each row to
    the library as a dict, to be turned into a tuple again, takes longer than writing it.
    """
    dialect = connection.dialect
    if dialect.name == "postgresql":
        yield from _copied(connection, table, names, rows)
        return
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


def _copied(
    connection: sa.Connection,
    table: sa.Table,
    names: Sequence[str],
    rows: Iterator[tuple[Any, ...]],
) -> Iterator[int]:
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(
        sql.Identifier(table.name), sql.SQL(", ").join(map(sql.Identifier, names))
    )
    done = 0
    with driver.cursor() as cursor, cursor.copy(statement) as copy:
        for row in rows:
            copy.write_row(row)
            done += 1
            if done % CHUNK == 0:
                yield CHUNK
    if done % CHUNK:
        yield done % CHUNK


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
