"""R13: the public account reads releases only; the account of decisions cannot change the log."""

import sys
from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from dashboard import cli
from dashboard.settings import settings
from queries.database_roles import DatabaseRole
from queries.desk_rights import grant_decisions, grant_releases
from queries.engine import writing
from queries.errors import DatabaseUnavailable
from queries.releases import reading
from queries.releases import writing as releases
from queries.releases.model import Item
from queries.releases.writing import Draft
from queries.scope import Role
from queries.state import people
from queries.state.audit import Deed, record, verify
from queries.state.people import Person
from queries.state.store import APPEND_ONLY, STATE, _opened

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
on_postgres = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


@pytest.fixture
def account(empty_registry, database_url):
    """Address of an account of a database with releases and decisions."""
    names = sa.select(sa.column("rolname", sa.Text)).select_from(sa.table("pg_roles"))
    with empty_registry.begin() as connection:
        known = set(connection.scalars(names))
        for role in set(DatabaseRole) - known:
            connection.exec_driver_sql(f"CREATE ROLE {role} LOGIN")
        name = sa.engine.make_url(database_url).database
        insiders = "io_owner, io_app, io_import, io_coordinating"
        connection.exec_driver_sql(f'GRANT CONNECT ON DATABASE "{name}" TO {insiders}')
    grant_releases(empty_registry)
    grant_decisions(empty_registry)
    yield lambda role: sa.engine.make_url(database_url).set(username=str(role)).render_as_string()
    for url in (database_url, account_url(database_url, DatabaseRole.AUTH)):
        _opened(url).dispose()
    _opened.cache_clear()
    for role in (DatabaseRole.PUBLIC, DatabaseRole.APP):
        reading.reading(account_url(database_url, role)).dispose()
    reading.reading.cache_clear()


def account_url(url, role):
    return sa.engine.make_url(url).set(username=str(role)).render_as_string()


def refused(url, *statements) -> list[str]:
    """Those of the statements that the database refuses for want of a right."""
    engine, found = writing(url), []
    for statement in statements:
        try:
            with engine.begin() as connection:
                connection.exec_driver_sql(statement)
        except sa.exc.ProgrammingError as error:
            found += [statement] if error.orig.sqlstate == "42501" else []
    engine.dispose()
    return found


def build(url):
    engine = writing(url)
    releases.set_up_store(engine, engine)
    releases.remember(engine, "k", {"HCC": {"n": 3}})
    draft = Draft(
        build_key="k",
        base_id=None,
        snapshot_id=1,
        source="Made by hand",
        cutoff=date(2026, 1, 1),
        is_synthetic=True,
        config={},
        audit={},
        items=(Item("HCC", "domain", {"n": 15}),),
    )
    number = releases.store(engine, draft, by="Ada", now=NOON)
    releases.approve(engine, number, by="Ben", now=NOON)
    engine.dispose()
    return number


@on_postgres
def test_the_coordinating_account_builds_what_the_public_account_reads(account):
    number = build(account(DatabaseRole.COORDINATING))

    assert reading.current_release(account(DatabaseRole.PUBLIC)).release_id == number
    assert reading.current_release(account(DatabaseRole.APP)).release_id == number


NOT_FOR_THE_PUBLIC = (
    "SELECT * FROM public.patient",
    "SELECT * FROM public.data_snapshot",
    "SELECT * FROM release.release_event",
    "SELECT * FROM release_memory.release_memory",
    "SELECT * FROM public.audit_entry",
    "SELECT * FROM public.person",
    "UPDATE release.release SET status = 'CURRENT'",
    "DELETE FROM release.release_item",
    "INSERT INTO release.release_item VALUES (1, 'a', 'b', '{}')",
    "CREATE TABLE release.mine (x integer)",
    "CREATE TABLE public.mine (x integer)",
    "SET ROLE io_owner",
)


@on_postgres
def test_r13_the_public_account_does_nothing_but_read_releases(account):
    assert refused(account(DatabaseRole.PUBLIC), *NOT_FOR_THE_PUBLIC) == list(NOT_FOR_THE_PUBLIC)


@on_postgres
def test_a_stored_release_cannot_be_rewritten_by_whoever_built_it(account):
    build(account(DatabaseRole.COORDINATING))
    changes = (
        "UPDATE release.release SET sha256 = ''",
        "UPDATE release.release_item SET payload = '{}'",
        "DELETE FROM release.release",
        "DELETE FROM release.release_event",
    )

    assert refused(account(DatabaseRole.COORDINATING), *changes) == list(changes)


FROZEN = {
    **{"fingerprint": "x", "name": "P", "version": 1, "domain_code": "HCC", "settings": "{}"},
    **{"snapshot_id": 1, "code_version": "1", "failed_checks": "", "frozen_by": "Ada"},
}
CHANGES_OF_THE_LOG = (
    "UPDATE audit_entry SET actor = 'Eve'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry",
    "DROP TABLE audit_entry",
    "ALTER TABLE audit_entry DISABLE TRIGGER ALL",
    "SELECT * FROM public.patient",
    "SELECT * FROM release.release",
)


@on_postgres
def test_the_account_of_decisions_adds_to_the_log_and_never_changes_it(account):
    url = account(DatabaseRole.AUTH)
    record(url, Deed("Ada", "ADMIN", "sign-in"), NOON)

    assert refused(url, *CHANGES_OF_THE_LOG) == list(CHANGES_OF_THE_LOG)
    assert (verify(url).n, verify(url).broken_at) == (1, None)


def tables_that_stay():
    return [table.name for table in STATE.sorted_tables if APPEND_ONLY in table.info]


def changes_of(tables):
    for table in tables:
        column = STATE.tables[table].primary_key.columns.keys()[0]
        yield from (
            f"UPDATE {table} SET {column} = {column}",  # noqa: S608  # names of our own
            f"DELETE FROM {table}",  # noqa: S608
            f"TRUNCATE {table} CASCADE",
        )


@on_postgres
@pytest.mark.parametrize("who", [DatabaseRole.AUTH, None], ids=["its account", "a superuser"])
def test_what_is_noted_frozen_or_saved_is_added_to_and_never_changed(account, who, database_url):
    url = account(who) if who else database_url
    opened = _opened(account(DatabaseRole.AUTH))
    log, protocols = ["audit_entry"], ["frozen_protocol", "protocol_opening", "saved_comparison"]
    assert set(tables_that_stay()) >= {*log, *protocols, "saved_number"}
    with opened.begin() as connection:
        connection.execute(STATE.tables["frozen_protocol"].insert().values(**FROZEN))

    changes = list(changes_of(tables_that_stay()))
    assert refused(url, *changes) == changes
    with opened.connect() as connection:
        assert connection.scalar(sa.select(STATE.tables["frozen_protocol"].c.frozen_by)) == "Ada"


@on_postgres
def test_the_account_of_decisions_does_its_own_task(account):
    url = account(DatabaseRole.AUTH)
    nobody = frozenset()
    people.add(url, Person("p1", "Ada", Role.ADMIN, nobody, nobody, True, False), NOON)
    people.change(url, "Ada", is_active=False)

    assert not people.named(url, "Ada").is_active


@on_postgres
@pytest.mark.parametrize("role", [DatabaseRole.APP, DatabaseRole.IMPORT, DatabaseRole.PUBLIC])
def test_no_other_account_reads_who_may_sign_in_or_what_was_noted(account, role):
    asked = tuple(str(sa.select(table.c[0])) for table in tables_of_decisions())

    assert refused(account(role), *asked) == list(asked)


def tables_of_decisions():
    return [table.to_metadata(sa.MetaData(), schema="public") for table in STATE.sorted_tables]


@on_postgres
def test_rights_that_somebody_added_are_taken_back_when_it_is_repeated(account, empty_registry):
    with empty_registry.begin() as connection:
        connection.exec_driver_sql("GRANT ALL ON release.release_event TO io_public, PUBLIC")
        connection.exec_driver_sql("GRANT ALL ON audit_entry TO io_auth")
    grant_releases(empty_registry)
    grant_decisions(empty_registry)

    public = ("SELECT * FROM release.release_event",)
    assert refused(account(DatabaseRole.PUBLIC), *public) == list(public)
    log = ("DELETE FROM audit_entry",)
    assert refused(account(DatabaseRole.AUTH), *log) == list(log)


@on_postgres
def test_init_with_roles_gives_these_rights(account, empty_registry, database_url, monkeypatch):
    with empty_registry.begin() as connection:
        connection.exec_driver_sql("GRANT DELETE ON audit_entry TO io_auth")
        connection.exec_driver_sql("REVOKE ALL ON release.release FROM io_public")
    for name in ("IOCORE_DATABASE_URL", "IOCORE_STATE_DATABASE_URL"):
        monkeypatch.setenv(name, database_url)
    monkeypatch.setenv("IOCORE_ROW_KEY", "a key of a test, longer than any that is too short")
    monkeypatch.setattr(sys, "argv", ["iocore", "init", "--roles"])
    settings.cache_clear()
    with pytest.raises(SystemExit) as ended:
        cli.main()
    settings.cache_clear()

    assert ended.value.code == 0
    assert refused(account(DatabaseRole.PUBLIC), "SELECT * FROM release.release") == []
    log = ("DELETE FROM audit_entry",)
    assert refused(account(DatabaseRole.AUTH), *log) == list(log)


@pytest.mark.parametrize("grant", [grant_releases, grant_decisions])
@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_an_embedded_store_is_told_that_it_has_no_accounts(empty_registry, grant):
    with pytest.raises(DatabaseUnavailable, match="no accounts"):
        grant(empty_registry)
