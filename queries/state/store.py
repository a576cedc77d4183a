"""The database of decisions: opened for looking, or for one change at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from importlib import import_module
from pkgutil import iter_modules

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url

from queries import state
from queries.engine import sqlite_file, writing
from queries.errors import DatabaseUnavailable

STATE = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


@contextmanager
def changing(url: str) -> Iterator[sa.Connection]:
    """Open one transaction that may write; all of it is kept or none.

    Raises
    ------
    DatabaseUnavailable
        If the database cannot be opened or written.
    """
    try:
        with _opened(url).begin() as connection:
            yield connection
    except (sa.exc.OperationalError, sa.exc.TimeoutError) as error:
        raise DatabaseUnavailable(
            "What you decided could not be saved; nothing was changed.",
            "Try again in a minute; if it stays so, tell the registry office.",
        ) from error


@contextmanager
def looking(url: str) -> Iterator[sa.Connection]:
    """Open a connection to read what was decided.

    Raises
    ------
    DatabaseUnavailable
        If the database cannot be opened.
    """
    try:
        with _opened(url).connect() as connection:
            yield connection
    except (sa.exc.OperationalError, sa.exc.TimeoutError) as error:
        raise DatabaseUnavailable(
            "What was saved before cannot be read now.", "Try again in a minute."
        ) from error


def append_only(table: sa.Table, said: str) -> None:
    """Let rows of a table be added and never changed or removed, also by this program.

    Laid down whenever the database is opened, so that older files get it too. SQLite alone:
    elsewhere the owner of the database grants INSERT and SELECT and nothing more.

    Parameters
    ----------
    table : Table
        Of this database.
    said : str
        What whoever tries is told; a sentence of ours, without an apostrophe.
    """
    for order in ("UPDATE", "DELETE"):
        sa.event.listen(
            STATE,
            "after_create",
            sa.DDL(  # type: ignore[no-untyped-call]  # of the library
                f"CREATE TRIGGER IF NOT EXISTS {table.name}_no_{order.lower()} "
                f"BEFORE {order} ON {table.name} BEGIN SELECT RAISE(ABORT, '{said}'); END"
            ).execute_if(dialect="sqlite"),
        )


@lru_cache(maxsize=4)
def _opened(url: str) -> Engine:
    engine = writing(url)
    for module in iter_modules(state.__path__):
        import_module(f"{state.__name__}.{module.name}")  # each declares its tables
    with engine.begin() as connection:
        STATE.create_all(connection)
    if make_url(url).get_backend_name() == "sqlite":
        sqlite_file(url).chmod(0o600)
    return engine
