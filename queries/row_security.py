"""The second wall: on PostgreSQL every transaction of a reader is bound to one scope."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import partial

import sqlalchemy as sa

from queries import schema
from queries.errors import DatabaseUnavailable
from queries.policies import WHOLE_DOMAIN_VIEWS, View
from queries.row_wall import PLACE, require_key
from queries.scope import Reach, Scope

_WALLED = "iocore_walled"
_OPENER = "iocore_opener"
_REFUSED = "42501"  # insufficient privilege


@contextmanager
def within(engine: sa.Engine, scope: Scope, *, view: View, key: str) -> Iterator[sa.Connection]:
    """Open a connection whose transactions see the rows of one scope and no others.

    The scope is sealed anew at the beginning of each transaction, for that transaction and that
    backend alone, so it ends with it and a pooled connection carries nothing on. Where the
    database has no wall (SQLite, or PostgreSQL without `iocore init --roles`) it is an ordinary
    connection.

    Parameters
    ----------
    engine : Engine
        Of readers.
    scope : Scope
        Who asks.
    view : View
        What is looked at.
    key : str
        Secret shared with the wall.

    Raises
    ------
    DatabaseUnavailable
        If there is a wall and the key is missing or another one.
    """
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            said = _said(scope, view)
            sa.event.listen(connection, "begin", partial(_enter, said=said, key=key))
            connection.execution_options(**{_OPENER: partial(within, engine, view=view, key=key)})
            connection.begin()
        yield connection


def is_walled(connection: sa.Connection) -> bool:
    """Say whether a connection was opened by `within` and has a wall before it."""
    return bool(connection.get_execution_options().get(_WALLED, False))


@contextmanager
def beside(connection: sa.Connection, scope: Scope) -> Iterator[sa.Connection]:
    """Open a connection for another scope beside one that `within` has opened, for the same view.

    Behind a wall a transaction is sealed to one snapshot, so that another snapshot needs a
    transaction of its own; without a wall it is the same connection.
    """
    if not is_walled(connection):
        yield connection
        return
    with connection.get_execution_options()[_OPENER](scope) as another:
        yield another


def months_of_every_site(connection: sa.Connection) -> sa.FromClause:
    """Return accrual by month for a registry total: columns snapshot_id, domain_code, month, n.

    Behind the wall it comes from the wall's own function, already without a place.
    """
    if not is_walled(connection):
        return schema.accrual_month
    columns = (schema.accrual_month.c[name] for name in ("snapshot_id", "domain_code", "month"))
    typed = [sa.column(column.name, column.type) for column in columns]
    total = sa.func.row_wall.registry_total()
    return total.table_valued(*typed, sa.column("n", sa.BigInteger)).alias("every_site")


def any_row_of(connection: sa.Connection, table: str, domain: str) -> sa.Select[tuple[bool]] | None:
    """Return what asks the wall whether a table has rows of a domain anywhere; None: no wall."""
    if not is_walled(connection):
        return None
    asked = sa.func.row_wall.supplies(table, domain)
    return sa.select(asked.table_valued(sa.column("is_supplied", sa.Boolean)).c.is_supplied)


def sealed(key: str, mark: str, said: str) -> str:
    """Return the seal of a scope for one transaction: HMAC-SHA-256 (FIPS 198-1), hexadecimal."""
    return hmac.new(key.encode(), f"{mark} {said}".encode(), hashlib.sha256).hexdigest()


def mark_of_transaction() -> sa.ColumnElement[str]:
    """Return what names a transaction and its backend, as the wall names it."""
    begun = sa.cast(sa.extract("epoch", sa.func.transaction_timestamp()), sa.Text)
    return sa.func.concat(sa.func.pg_backend_pid(), " ", begun)


def _said(scope: Scope, view: View) -> str:
    if view in WHOLE_DOMAIN_VIEWS:  # a model of all sites, of which no row is shown
        scope = replace(scope, site_reach=Reach.ALL, sites=frozenset())
    parts = {
        "role": scope.role.value,
        "view": view.value,
        "snapshot_id": scope.snapshot_id,
        "domain_reach": scope.domain_reach.value,
        "domains": sorted(scope.domains),
        "site_reach": scope.site_reach.value,
        "sites": sorted(scope.sites),
    }
    return json.dumps(parts, sort_keys=True)


def _enter(connection: sa.Connection, *, said: str, key: str) -> None:
    has_wall = sa.func.to_regnamespace(PLACE).is_not(None)
    is_there, mark = connection.execute(sa.select(has_wall, mark_of_transaction())).one()
    connection.execution_options(**{_WALLED: bool(is_there)})
    if not is_there:
        return
    require_key(key)
    try:
        connection.execute(sa.select(sa.func.row_wall.enter(said, sealed(key, mark, said))))
    except sa.exc.ProgrammingError as error:
        if getattr(error.orig, "sqlstate", "") != _REFUSED:
            raise
        raise DatabaseUnavailable(
            "The registry's row security does not accept the key of this service.",
            "Set IOCORE_ROW_KEY to the key that `iocore init --roles` was run with.",
        ) from error
