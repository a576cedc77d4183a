"""Statements run to the end, with a most of rows."""

from typing import Any, TypeAlias

import pandas as pd
import sqlalchemy as sa

from queries.errors import DatabaseUnavailable, QueryError

Counting: TypeAlias = "sa.Select[Any] | sa.CompoundSelect[Any]"


def fetched(
    connection: sa.Connection, statement: Counting, limit: int, too_much: str
) -> pd.DataFrame:
    """Run a select and return its rows.

    Parameters
    ----------
    connection : Connection
        Read-only connection.
    statement : Select or CompoundSelect
        What to run.
    limit : int
        Most rows.
    too_much : str
        What the question does beyond it, for the refusal.

    Raises
    ------
    QueryError
        If there are more rows than the limit.
    DatabaseUnavailable
        If the database does not answer.
    """
    try:
        result = connection.execute(statement)
        names = list(result.keys())
        rows = _tuples(result, statement, limit + 1)
    except sa.exc.DBAPIError as error:
        raise DatabaseUnavailable(
            "The registry database did not answer.", "Try again in a minute."
        ) from error
    if len(rows) > limit:
        raise QueryError(f"The question {too_much}.", "Narrow the filters.")
    # As tuples: pandas takes rows of another kind apart one by one.
    return pd.DataFrame.from_records(rows, columns=names)


def _tuples(result: sa.CursorResult[Any], statement: Counting, most: int) -> list[tuple[Any, ...]]:
    """Return rows as the driver gives them where their values need no translation.

    The library's own rows take as long to make as the driver takes to read them.
    """
    cursor, dialect = result.cursor, result.dialect
    if any(
        column.type.dialect_impl(dialect).result_processor(dialect, described[1])
        for column, described in zip(statement.selected_columns, cursor.description, strict=True)
    ):
        return list(map(tuple, result.fetchmany(most)))
    rows: list[tuple[Any, ...]] = list(cursor.fetchmany(most))
    result.close()
    return rows
