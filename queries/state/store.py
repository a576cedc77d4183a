"""The database of decisions: opened for looking, or for one change at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache, partial
from importlib import import_module
from pkgutil import iter_modules

import sqlalchemy as sa
from sqlalchemy.engine import Engine, make_url

from queries import state
from queries.engine import LOOKS, sqlite_file, writing
from queries.errors import DatabaseUnavailable

APPEND_ONLY = "append_only"  # in a table's info: what whoever would change a row is told
STATE = sa.MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)


# What PostgreSQL knows of its own tables.
_tables = sa.table("pg_class", sa.column("oid"), sa.column("relowner"))
_triggers = sa.table("pg_trigger", sa.column("tgrelid"), sa.column("tgname"))


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
        with _opened(url).execution_options(**{LOOKS: True}).connect() as connection:
            yield connection
    except (sa.exc.OperationalError, sa.exc.TimeoutError) as error:
        raise DatabaseUnavailable(
            "What was saved before cannot be read now.", "Try again in a minute."
        ) from error


def append_only(table: sa.Table, said: str) -> None:
    """Let rows of a table be added and never changed or removed, also by this program.

    Laid down whenever the database is opened, so that older ones get it too; on PostgreSQL by
    the account that owns the table, which alone may, and against emptying the table as well.

    Parameters
    ----------
    table : Table
        Of this database.
    said : str
        What whoever tries is told; a sentence of ours, without an apostrophe.
    """
    table.info[APPEND_ONLY] = said
    for order in ("UPDATE", "DELETE"):
        sa.event.listen(
            STATE,
            "after_create",
            sa.DDL(  # type: ignore[no-untyped-call]  # of the library
                f"CREATE TRIGGER IF NOT EXISTS {table.name}_no_{order.lower()} "
                f"BEFORE {order} ON {table.name} BEGIN SELECT RAISE(ABORT, '{said}'); END"
            ).execute_if(dialect="sqlite"),
        )
    for ddl in _on_postgresql(table.name, said):
        sa.event.listen(
            STATE,
            "after_create",
            sa.DDL(ddl).execute_if(  # type: ignore[no-untyped-call]  # of the library
                dialect="postgresql", callable_=partial(_is_open_to_change, table.name)
            ),
        )


def _on_postgresql(table: str, said: str) -> tuple[str, ...]:
    """Return what lays the rule down on PostgreSQL, the rule that the others rest on first."""
    refusal = f"{table}_stays"
    return (
        (
            f"CREATE OR REPLACE FUNCTION {refusal}() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{said}' USING ERRCODE = 'insufficient_privilege'; END $$"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {refusal}()"
        ),
        (
            f"CREATE OR REPLACE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {refusal}()"
        ),
    )


def _is_open_to_change(
    table: str, _ddl: object, _target: object, bind: sa.Connection, **_others: object
) -> bool:
    """Say whether a table is ours and its last trigger is still to be laid down."""
    laid_down = sa.exists().where(
        _triggers.c.tgrelid == _tables.c.oid, _triggers.c.tgname == f"{table}_no_change"
    )
    is_ours = sa.func.pg_get_userbyid(_tables.c.relowner) == sa.func.current_user()
    asked = sa.select(is_ours & ~laid_down).where(_tables.c.oid == sa.func.to_regclass(table))
    return bool(bind.scalar(asked))


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
