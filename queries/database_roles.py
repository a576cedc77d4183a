"""Accounts of a PostgreSQL registry: one for each task, with no more rights than the task needs."""

from collections.abc import Iterator
from enum import StrEnum

import sqlalchemy as sa
from psycopg import sql

from queries import schema
from queries.errors import DatabaseUnavailable
from queries.outages import writing_in_words
from queries.row_wall import KEEPER, require_key, wall


class DatabaseRole(StrEnum):
    """An account, and what it is for."""

    OWNER = "io_owner"  # owns the tables: migrations, deleting a snapshot
    APP = "io_app"  # the dashboard: reads the registry
    IMPORT = "io_import"  # imports: adds snapshots and makes one current
    COORDINATING = "io_coordinating"  # coordinating centre: confirms a snapshot that was held
    PUBLIC = "io_public"  # published releases; there are none yet
    AUTH = "io_auth"  # people, sessions, the audit log; there are none yet
    WALL = KEEPER  # owns the functions of row security; nobody signs in as it


_REFERENCES = ("region", "country", "data_element", "burden_reference", "alembic_version")
# The snapshot's own table too: `is_current` is the only thing that may change in it.
_SNAPSHOT_TABLES = tuple(name for name, t in schema.metadata.tables.items() if "snapshot_id" in t.c)
_CONFIRMED = schema.snapshot_confirmation.name
_READERS = (DatabaseRole.APP, DatabaseRole.IMPORT, DatabaseRole.COORDINATING)
_NAMES = sql.SQL(", ").join(sql.Identifier(role) for role in DatabaseRole)


def set_up_roles(admin: sa.Engine, row_key: str) -> None:
    """Make the accounts of a registry, give each its rights and rows; safe to repeat.

    To be repeated after a change of the schema: a new table belongs to nobody's task until then.
    Accounts are made without a password, which a server that asks for one does not let in.

    Parameters
    ----------
    admin : Engine
        Of a registry at the head of its schema, with the account of a superuser.
    row_key : str
        Secret that row security shares with the dashboard; another one replaces the last.

    Raises
    ------
    DatabaseUnavailable
        If the database is not PostgreSQL, the account may not do that, or the key is too short.
    """
    if admin.dialect.name != "postgresql":
        raise DatabaseUnavailable(
            "An embedded registry has no accounts: whoever may read its file sees all of it.",
            "Use PostgreSQL where several people share a registry.",
        )
    require_key(row_key)
    with writing_in_words(), admin.begin() as connection:
        for statement in (*_accounts(connection), *_places(admin), *_rights()):
            connection.exec_driver_sql(statement.as_string())
        for step in wall(connection, row_key):
            connection.exec_driver_sql(step.as_string())


def _accounts(connection: sa.Connection) -> Iterator[sql.Composed]:
    names = sa.select(sa.column("rolname", sa.Text)).select_from(sa.table("pg_roles"))
    known = set(connection.scalars(names))
    for role in DatabaseRole:
        flags = " NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS"
        start = "ALTER ROLE {} " if role in known else "CREATE ROLE {} "
        login = "NOLOGIN" if role is DatabaseRole.WALL else "LOGIN"
        yield sql.SQL(start + login + flags).format(sql.Identifier(role))


def _places(admin: sa.Engine) -> Iterator[sql.Composed]:
    database = sql.Identifier(admin.url.database or "")
    users = sql.SQL(", ").join(sql.Identifier(r) for r in (DatabaseRole.OWNER, *_READERS))
    yield sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC, {}").format(database, _NAMES)
    yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, users)
    yield sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC, {}").format(_NAMES)
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(users)
    yield sql.SQL("GRANT CREATE ON SCHEMA public TO {}").format(sql.Identifier(DatabaseRole.OWNER))


def _rights() -> Iterator[sql.Composed]:
    readers = sql.SQL(", ").join(map(sql.Identifier, _READERS))
    others = sql.SQL(", ").join(sql.Identifier(r) for r in DatabaseRole if r != DatabaseRole.OWNER)
    importer = sql.Identifier(DatabaseRole.IMPORT)
    coordinating = sql.Identifier(DatabaseRole.COORDINATING)
    for table in map(sql.Identifier, (*_REFERENCES, *_SNAPSHOT_TABLES)):
        owner = sql.Identifier(DatabaseRole.OWNER)
        yield sql.SQL("ALTER TABLE {} OWNER TO {}").format(table, owner)
        yield sql.SQL("REVOKE ALL ON {} FROM PUBLIC, {}").format(table, others)
        yield sql.SQL("GRANT SELECT ON {} TO {}").format(table, readers)
    for name in _SNAPSHOT_TABLES:
        # Whoever imports does not confirm: these are two duties.
        task = coordinating if name == _CONFIRMED else importer
        yield sql.SQL("GRANT INSERT ON {} TO {}").format(sql.Identifier(name), task)
    for task in (importer, coordinating):
        yield sql.SQL("GRANT UPDATE (is_current) ON data_snapshot TO {}").format(task)
    yield sql.SQL("GRANT USAGE ON SEQUENCE data_snapshot_snapshot_id_seq TO {}").format(importer)
