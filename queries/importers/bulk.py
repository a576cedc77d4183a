"""Many rows written at once, the fastest way that the database has."""

from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice
from operator import itemgetter
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

    Values are turned into what the driver takes, which for PostgreSQL they are already.
    """
    dialect = connection.dialect
    processors = [
        (place, process)
        for place, name in enumerate(names)
        if (process := _processor(table.c[name], dialect)) is not None
    ]
    if processors and dialect.name != "postgresql":
        chunks = iter(lambda: list(islice(rows, CHUNK)), [])
        stored = chain.from_iterable(_as_stored(chunk, processors) for chunk in chunks)
        yield from insert_stored(connection, table, names, stored)
        return
    yield from insert_stored(connection, table, names, rows)


def insert_stored(
    connection: sa.Connection,
    table: sa.Table,
    names: Sequence[str],
    rows: Iterator[tuple[Any, ...]],
) -> Iterator[int]:
    """Insert rows whose values are what the driver takes, and tell after each batch how many.

    PostgreSQL takes them by COPY, or as one array a column where row security binds the account,
    which COPY does not serve. Elsewhere one INSERT serves for all:
    the statement is compiled once and goes to the driver as it is, because giving each row to
    the library as a dict, to be turned into a tuple again, takes longer than writing it.
    """
    dialect = connection.dialect
    if dialect.name == "postgresql":
        is_bound = connection.scalar(sa.select(sa.func.row_security_active(table.name)))
        put = _unnested if is_bound else _copied
        yield from put(connection, table, names, rows)
        return
    style = "qmark" if dialect.paramstyle == "qmark" else "format"  # by position in either
    statement = table.insert().compile(
        dialect=type(dialect)(paramstyle=style),  # type: ignore[call-arg]  # every dialect takes it
        column_keys=list(names),
    )
    order = [names.index(name) for name in statement.positiontup or ()]
    if order != list(range(len(names))):
        rows = map(itemgetter(*order), rows)
    while chunk := list(islice(rows, CHUNK)):
        connection.exec_driver_sql(str(statement), chunk)
        yield len(chunk)


def stored_dates(values: Sequence[Any]) -> Sequence[Any]:
    """Return a column with its dates as ISO text, which every driver takes."""
    known = {value: value.isoformat() for value in set(values) if value is not None}
    return [known.get(value) for value in values]


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


def _unnested(
    connection: sa.Connection,
    table: sa.Table,
    names: Sequence[str],
    rows: Iterator[tuple[Any, ...]],
) -> Iterator[int]:
    driver = cast("psycopg.Connection", connection.connection.driver_connection)
    types = [table.c[name].type.compile(connection.dialect) for name in names]
    arrays = [sql.SQL("%s::text[]::{}[]").format(sql.SQL(kind)) for kind in types]
    statement = sql.SQL("INSERT INTO {} ({}) SELECT * FROM unnest({})").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(arrays),
    )
    with driver.cursor() as cursor:
        while chunk := list(islice(rows, CHUNK)):
            # As text, as COPY would send them: one column may mix whole numbers and others.
            columns = [[None if v is None else str(v) for v in c] for c in zip(*chunk, strict=True)]
            cursor.execute(statement, columns)
            yield len(chunk)


_Row = tuple[Any, ...]
_Process = Callable[[Any], Any]


def _as_stored(chunk: list[_Row], processors: list[tuple[int, _Process]]) -> Iterator[_Row]:
    columns: list[Sequence[Any]] = list(zip(*chunk, strict=True))
    for place, process in processors:
        known = {value: process(value) for value in set(columns[place])}
        columns[place] = [known[value] for value in columns[place]]
    return zip(*columns, strict=True)


def _processor(column: sa.Column[Any], dialect: sa.Dialect) -> Callable[[Any], Any] | None:
    # What the type does to a value before the driver sees it, as dates for SQLite.
    return column.type.dialect_impl(dialect).bind_processor(dialect)
