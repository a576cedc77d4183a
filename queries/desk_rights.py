"""Rights of accounts beside the registry: published releases, and decisions with their log."""

from collections.abc import Iterable, Iterator

import sqlalchemy as sa
from psycopg import sql

from queries.database_roles import DatabaseRole
from queries.errors import DatabaseUnavailable
from queries.outages import writing_in_words
from queries.releases.schema import MEMORY, RELEASE, published, release, release_item, remembered
from queries.releases.writing import set_up_store
from queries.state.store import APPEND_ONLY, STATE, looking

_PUBLIC_READS = (release.name, release_item.name)  # not the ledger: it names who built and why
_DECIDED = ("status", "approved_at", "approved_by")  # all that changes in a release once stored
_TOLD_OFF = DatabaseUnavailable(
    "An embedded store has no accounts: whoever may read its file sees all of it.",
    "Use PostgreSQL where several people share a registry.",
)


def grant_releases(admin: sa.Engine) -> None:
    """Let the public account read releases and nothing else, and coordinators build them.

    Safe to repeat; what somebody added meanwhile is taken back.

    Parameters
    ----------
    admin : Engine
        Of the registry, with the account of a superuser, after its accounts were made.

    Raises
    ------
    DatabaseUnavailable
        If the database is not PostgreSQL, or the account may not do that.
    """
    _require_accounts(admin)
    set_up_store(admin, admin)
    _run(admin, (*_reach(admin, (DatabaseRole.PUBLIC,)), *_release_rights()))


def grant_decisions(admin: sa.Engine) -> None:
    """Let the account of decisions do its task; log, protocols and saved results stay as they are.

    Safe to repeat; what somebody added meanwhile is taken back.

    Parameters
    ----------
    admin : Engine
        Of the database of decisions, with the account of a superuser.

    Raises
    ------
    DatabaseUnavailable
        If the database is not PostgreSQL, or the account may not do that.
    """
    _require_accounts(admin)
    with looking(admin.url.render_as_string(hide_password=False)):
        pass  # makes the tables that are not there yet
    public = sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(_name(DatabaseRole.AUTH))
    _run(admin, (*_reach(admin, (DatabaseRole.AUTH,)), public, *_decision_rights()))


def _require_accounts(admin: sa.Engine) -> None:
    if admin.dialect.name != "postgresql":
        raise _TOLD_OFF


def _run(admin: sa.Engine, statements: Iterable[sql.Composed]) -> None:
    with writing_in_words(), admin.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement.as_string())


def _reach(admin: sa.Engine, accounts: tuple[DatabaseRole, ...]) -> Iterator[sql.Composed]:
    database, names = sql.Identifier(admin.url.database or ""), _listed(accounts)
    yield sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC, {}").format(database, names)
    yield sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(database, names)
    yield sql.SQL("REVOKE ALL ON SCHEMA public FROM PUBLIC, {}").format(names)


def _release_rights() -> Iterator[sql.Composed]:
    builder, every = _name(DatabaseRole.COORDINATING), _listed(DatabaseRole)
    readers = _listed((DatabaseRole.PUBLIC, DatabaseRole.APP, DatabaseRole.COORDINATING))
    for schema, known in ((RELEASE, readers), (MEMORY, builder)):
        place = sql.Identifier(schema)
        for everything in ("SCHEMA {}", "ALL TABLES IN SCHEMA {}", "ALL SEQUENCES IN SCHEMA {}"):
            revoke = sql.SQL("REVOKE ALL ON " + everything + " FROM PUBLIC, {}")
            yield revoke.format(place, every)
        yield sql.SQL("GRANT USAGE ON SCHEMA {} TO {}").format(place, known)
        sequences = sql.SQL("GRANT USAGE ON ALL SEQUENCES IN SCHEMA {} TO {}")
        yield sequences.format(place, builder)
    for table in (*published.sorted_tables, *remembered.sorted_tables):
        named = sql.Identifier(table.schema or "", table.name)
        yield sql.SQL("GRANT SELECT, INSERT ON {} TO {}").format(named, builder)
        if table.name in _PUBLIC_READS:
            yield sql.SQL("GRANT SELECT ON {} TO {}").format(named, readers)
    columns = sql.SQL(", ").join(map(sql.Identifier, _DECIDED))
    decided = sql.SQL("GRANT UPDATE ({}) ON {} TO {}")
    yield decided.format(columns, sql.Identifier(RELEASE, release.name), builder)


def _decision_rights() -> Iterator[sql.Composed]:
    keeper, every = _name(DatabaseRole.AUTH), _listed(DatabaseRole)
    for table in STATE.sorted_tables:
        named = sql.Identifier(table.name)
        # What is noted, frozen or saved stays: added to and read, never changed or emptied.
        rights = "SELECT, INSERT" + ("" if APPEND_ONLY in table.info else ", UPDATE, DELETE")
        yield sql.SQL("REVOKE ALL ON {} FROM PUBLIC, {}").format(named, every)
        yield sql.SQL("GRANT " + rights + " ON {} TO {}").format(named, keeper)
        for column in table.c:
            if column is table.autoincrement_column:
                sequence = sql.Identifier(f"{table.name}_{column.name}_seq")
                yield sql.SQL("GRANT USAGE ON SEQUENCE {} TO {}").format(sequence, keeper)


def _name(role: DatabaseRole) -> sql.Identifier:
    return sql.Identifier(role.value)


def _listed(roles: Iterable[DatabaseRole]) -> sql.Composed:
    return sql.SQL(", ").join(map(_name, roles))
