"""Row security as PostgreSQL keeps it: who may see which rows, whatever a statement asks for."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

import sqlalchemy as sa
from psycopg import sql

from queries import schema
from queries.errors import DatabaseUnavailable

PLACE, KEEPER = "row_wall", "io_wall"
WALLED = tuple(name for name, table in schema.metadata.tables.items() if "site_id" in table.c)
FUNCTIONS = ("scope", "enter", "snapshot", "is_whole", "listed", "registry_total", "supplies")
_APP, _OWNER, _IMPORT, _CONFIRM = "io_app", "io_owner", "io_import", "io_coordinating"
_USERS = (_APP, _OWNER, _IMPORT, _CONFIRM)
_TEXT = (Path(__file__).parent / "migrations" / "row_wall.sql").read_text(encoding="utf-8")
_SHORTEST_KEY = 32  # characters
_BLOCK = 64  # bytes of a block of SHA-256

# A lookup inside (SELECT ...) runs once a statement, not once a row.
_SNAPSHOT = "snapshot_id = (SELECT row_wall.snapshot())"
_EVERY_DOMAIN = "(SELECT row_wall.is_whole('domain'))"
_DOMAINS = f"({_EVERY_DOMAIN} OR domain_code = ANY ((SELECT row_wall.listed('domain'))::text[]))"
_SITES = (
    "((SELECT row_wall.is_whole('site'))"
    " OR site_id = ANY ((SELECT row_wall.listed('site'))::text[]))"
)
# `session_user` is who signed in: a view or function of an account shows another one nothing.
_SIGNED_IN = "((SELECT pg_has_role(session_user, '{role}', 'MEMBER')))"


def require_key(key: str) -> None:
    """Refuse a key that is missing or short enough to be guessed.

    Raises
    ------
    DatabaseUnavailable
        With what to set.
    """
    if len(key) < _SHORTEST_KEY:
        raise DatabaseUnavailable(
            f"Row security needs a key of at least {_SHORTEST_KEY} characters.",
            "Set IOCORE_ROW_KEY to one secret, for `iocore init --roles` and for the service "
            "(docs/postgresql.md).",
        )


def wall(admin: sa.Connection, key: str) -> Iterator[sql.Composable]:
    """Yield the statements that put the wall up, or put it right again.

    Parameters
    ----------
    admin : Connection
        Of a superuser; to see which policies are there, those that somebody added included.
    key : str
        Secret shared with the program.
    """
    yield from _place()
    yield from _secret(key)
    yield from _functions()
    yield from _without_policies(admin)
    for name in WALLED:
        for does in ("ENABLE", "FORCE"):
            turned_on = sql.SQL("ALTER TABLE {} {} ROW LEVEL SECURITY")
            yield turned_on.format(sql.Identifier(name), sql.SQL(does))
        for policy, rule in policies(name).items():
            made = sql.SQL("CREATE POLICY {} ON {} {}")
            yield made.format(sql.Identifier(policy), sql.Identifier(name), sql.SQL(rule))
    yield from _rights_across_sites()


def policies(table: str) -> dict[str, str]:
    """Return the policies of a walled table: name -> for whom and which rows."""
    signed_in = {role: _SIGNED_IN.format(role=role) for role in (_OWNER, _IMPORT, _CONFIRM)}
    found = {
        "io_app_reads": f"FOR SELECT TO {_APP} USING ({_reach(table)})",
        "io_owner_keeps": (
            f"FOR ALL TO {_OWNER} USING {signed_in[_OWNER]} WITH CHECK {signed_in[_OWNER]}"
        ),
        "io_import_adds": f"FOR INSERT TO {_IMPORT} WITH CHECK {signed_in[_IMPORT]}",
        "io_import_reads": f"FOR SELECT TO {_IMPORT} USING {signed_in[_IMPORT]}",
        "io_coordinating_reads": f"FOR SELECT TO {_CONFIRM} USING {signed_in[_CONFIRM]}",
    }
    if _has_domain(table):
        found["io_wall_counts"] = f"FOR SELECT TO {KEEPER} USING ({_SNAPSHOT} AND {_DOMAINS})"
    return found


def _reach(table: str) -> str:
    if _has_domain(table):
        return f"{_SNAPSHOT} AND {_DOMAINS} AND {_SITES}"
    # A person belongs to no domain: only a scope without limit of domain reaches that table.
    is_of_people = table != schema.site.name
    return f"{_SNAPSHOT} AND {_SITES}" + (f" AND {_EVERY_DOMAIN}" if is_of_people else "")


def _has_domain(table: str) -> bool:
    return "domain_code" in schema.metadata.tables[table].c


def _place() -> Iterator[sql.Composable]:
    yield sql.SQL("CREATE SCHEMA IF NOT EXISTS row_wall")
    yield sql.SQL("ALTER SCHEMA row_wall OWNER TO io_wall")
    users = sql.SQL(", ").join(map(sql.Identifier, _USERS))
    yield sql.SQL("REVOKE ALL ON SCHEMA row_wall FROM PUBLIC, {}").format(users)
    yield sql.SQL("GRANT USAGE ON SCHEMA row_wall TO {}").format(users)
    yield sql.SQL("GRANT USAGE ON SCHEMA public TO io_wall")


def _secret(key: str) -> Iterator[sql.Composable]:
    # The key as HMAC uses it (FIPS 198-1), so that the server needs no extension.
    raw = key.encode()
    block = (hashlib.sha256(raw).digest() if len(raw) > _BLOCK else raw).ljust(_BLOCK, b"\0")
    pads = (bytes(byte ^ mask for byte in block) for mask in (0x36, 0x5C))
    yield sql.SQL("SET LOCAL log_statement = 'none'")
    yield sql.SQL(
        "CREATE TABLE IF NOT EXISTS row_wall.secret (inner_pad bytea NOT NULL, "
        "outer_pad bytea NOT NULL)"
    )
    yield sql.SQL("ALTER TABLE row_wall.secret OWNER TO io_wall")
    users = sql.SQL(", ").join(map(sql.Identifier, _USERS))
    yield sql.SQL("REVOKE ALL ON row_wall.secret FROM PUBLIC, {}").format(users)
    yield sql.SQL("DELETE FROM row_wall.secret")
    values = sql.SQL(", ").join(sql.Literal(f"\\x{pad.hex()}") for pad in pads)
    yield sql.SQL("INSERT INTO row_wall.secret VALUES ({})").format(values)


def _functions() -> Iterator[sql.Composable]:
    for made in re.split(r"^(?=CREATE )", _TEXT, flags=re.MULTILINE)[1:]:
        yield sql.SQL(made)
    users = sql.SQL(", ").join(map(sql.Identifier, _USERS))
    yield sql.SQL("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA row_wall FROM PUBLIC")
    yield sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA row_wall TO {}").format(users)
    for signature in ("enter(text, text)", "supplies(text, text)", "is_whole(text)"):
        yield _kept(signature)
    for signature in ("listed(text)", "scope()", "snapshot()", "registry_total()"):
        yield _kept(signature)


def _kept(signature: str) -> sql.Composable:
    return sql.SQL("ALTER FUNCTION row_wall.{} OWNER TO io_wall").format(sql.SQL(signature))


def _without_policies(admin: sa.Connection) -> Iterator[sql.Composable]:
    known = sa.table("pg_policies", *map(sa.column, ("tablename", "policyname", "schemaname")))
    found = sa.select(known.c.policyname, known.c.tablename).where(
        known.c.tablename.in_(WALLED), known.c.schemaname == "public"
    )
    for policy, table in admin.execute(found).all():
        names = sql.Identifier(policy), sql.Identifier(table)
        yield sql.SQL("DROP POLICY {} ON {}").format(*names)


def _rights_across_sites() -> Iterator[sql.Composable]:
    for name in filter(_has_domain, WALLED):
        months = ("month", "n") if name == schema.accrual_month.name else ()
        columns = sql.SQL(", ").join(map(sql.Identifier, ("snapshot_id", "domain_code", *months)))
        grant = sql.SQL("GRANT SELECT ({}) ON {} TO io_wall")
        yield grant.format(columns, sql.Identifier(name))
