"""What would let rows past row security, found in the catalogue of a PostgreSQL registry."""

from collections.abc import Iterator

import sqlalchemy as sa

from queries.row_wall import FUNCTIONS, PLACE, WALLED, policies

_SYSTEM = ("pg_catalog", "information_schema", "pg_toast")


def weaknesses(connection: sa.Connection) -> tuple[str, ...]:
    """Return every way past row security that the account of a connection could take.

    Parameters
    ----------
    connection : Connection
        Of the dashboard's account, to PostgreSQL.
    """
    return (
        *_of_account(connection),
        *_of_tables(connection),
        *_of_policies(connection),
        *_of_views(connection),
        *_of_functions(connection),
    )


def _of_account(connection: sa.Connection) -> Iterator[str]:
    roles = _catalogue("pg_roles", "rolname", "rolsuper", "rolbypassrls")
    asked = sa.select(roles.c.rolname, roles.c.rolsuper, roles.c.rolbypassrls).where(
        roles.c.rolname == sa.func.current_user()
    )
    name, is_super, bypasses = connection.execute(asked).one()
    if is_super or bypasses:
        yield f"the account {name} passes by row security"
    held = sa.select(roles.c.rolname).where(
        roles.c.rolname != name,
        sa.func.pg_has_role(name, roles.c.rolname, "MEMBER"),
    )
    for other in [] if is_super else sorted(connection.scalars(held)):
        yield f"the account {name} may act as {other}"


def _of_tables(connection: sa.Connection) -> Iterator[str]:
    flags = ("relnamespace", "relrowsecurity", "relforcerowsecurity")
    tables = _catalogue("pg_class", "relname", *flags)
    forced = sa.select(tables.c.relname).where(
        tables.c.relnamespace == _namespace("public"),
        tables.c.relrowsecurity,
        tables.c.relforcerowsecurity,
    )
    for name in sorted(set(WALLED) - set(connection.scalars(forced))):
        yield f"the table {name} has no row security, or not for its owner"


def _of_policies(connection: sa.Connection) -> Iterator[str]:
    known = _catalogue("pg_policies", "schemaname", "tablename", "policyname")
    asked = sa.select(known.c.tablename, known.c.policyname).where(
        known.c.schemaname == "public", known.c.tablename.in_(WALLED)
    )
    found = {(table, policy) for table, policy in connection.execute(asked)}
    wanted = {(table, policy) for table in WALLED for policy in policies(table)}
    for table, policy in sorted(found ^ wanted):
        how = "is not one of this program" if (table, policy) in found else "is missing"
        yield f"the policy {policy} of the table {table} {how}"


def _of_views(connection: sa.Connection) -> Iterator[str]:
    views = _catalogue("pg_class", "relname", "relkind", "relnamespace", "reloptions")
    asked = sa.select(views.c.relname, views.c.relkind, views.c.reloptions).where(
        views.c.relkind.in_(("v", "m")), _is_ours(views.c.relnamespace)
    )
    for name, kind, options in connection.execute(asked.order_by(views.c.relname)):
        if kind == "m":
            yield f"the materialised view {name} keeps rows that no policy covers"
        elif not {"security_invoker=true", "security_invoker=on"} & set(options or ()):
            yield f"the view {name} reads as its owner (security_invoker)"


def _of_functions(connection: sa.Connection) -> Iterator[str]:
    functions = _catalogue("pg_proc", "proname", "pronamespace", "prosecdef")
    asked = sa.select(functions.c.proname, functions.c.pronamespace == _namespace(PLACE)).where(
        functions.c.prosecdef, _is_ours(functions.c.pronamespace)
    )
    for name, is_of_wall in connection.execute(asked.order_by(functions.c.proname)):
        if not (is_of_wall and name in FUNCTIONS):
            yield f"the function {name} runs as its owner"


def _catalogue(name: str, *columns: str) -> sa.TableClause:
    return sa.table(name, *map(sa.column, columns), schema="pg_catalog")


def _namespace(name: str) -> sa.ScalarSelect[int]:
    spaces = _catalogue("pg_namespace", "oid", "nspname")
    return sa.select(spaces.c.oid).where(spaces.c.nspname == name).scalar_subquery()


def _is_ours(space: sa.ColumnElement[int]) -> sa.ColumnElement[bool]:
    spaces = _catalogue("pg_namespace", "oid", "nspname")
    return space.in_(sa.select(spaces.c.oid).where(spaces.c.nspname.not_in(_SYSTEM)))
