"""Each account of a PostgreSQL registry does its own task and nothing else."""

from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from queries import history, schema
from queries.database_roles import DatabaseRole, set_up_roles
from queries.demo.load import load_demo
from queries.engine import reading, writing
from queries.errors import DatabaseUnavailable
from queries.importers.confirmation import Confirmation, confirm
from queries.initialise import initialise
from queries.scope import Role
from queries.snapshots import current_snapshot

pytestmark = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
KEY = "a key for tests, of more than 32 characters"
NOW = datetime(2026, 1, 1, tzinfo=UTC)
SNAPSHOT_TABLES = {
    table.name for table in schema.metadata.sorted_tables if "snapshot_id" in table.c
}
REFERENCES = {"region", "country", "data_element", "burden_reference", "alembic_version"}


@pytest.fixture
def account(empty_registry, database_url):
    """Engine of an account: `account(DatabaseRole.APP)`."""
    set_up_roles(empty_registry, KEY)
    engines = []

    def engine_of(role):
        url = sa.engine.make_url(database_url).set(username=str(role))
        engines.append(writing(url.render_as_string()))
        return engines[-1]

    yield engine_of
    for engine in engines:
        engine.dispose()


def refused(engine, statement) -> bool:
    try:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
    except sa.exc.ProgrammingError as error:
        return error.orig.sqlstate == "42501"  # insufficient privilege
    return False


def test_r13_the_dashboard_reads_every_registry_table_and_changes_none(account):
    app = account(DatabaseRole.APP)

    with app.connect() as connection:
        for name in SNAPSHOT_TABLES | REFERENCES:
            connection.execute(sa.select(sa.func.count()).select_from(sa.table(name)))
    for name in SNAPSHOT_TABLES | REFERENCES:
        for change in ("DELETE FROM", "TRUNCATE", "DROP TABLE", "LOCK TABLE"):
            assert refused(app, f"{change} {name}"), name
    assert refused(app, "UPDATE data_snapshot SET is_current = false")


def test_the_dashboard_of_that_account_finds_the_current_snapshot(
    account, small_registry, database_url
):
    account(DatabaseRole.APP)
    url = sa.engine.make_url(database_url).set(username="io_app").render_as_string()

    assert current_snapshot(reading(url)).snapshot_id == 2
    reading(url).dispose()


def test_an_import_adds_a_snapshot_and_makes_it_current(account, empty_registry):
    importer = account(DatabaseRole.IMPORT)

    initialise(importer)  # finds nothing to do
    outcome = load_demo(importer, n_diagnoses=20, now=NOW)

    assert current_snapshot(empty_registry).snapshot_id == outcome.snapshot_id


FORBIDDEN = [
    "DELETE FROM patient",
    "UPDATE patient SET sex = 'F'",
    "UPDATE data_snapshot SET checksum = ''",
    "DELETE FROM data_snapshot",
    "TRUNCATE follow_up",
    "DROP TABLE follow_up",
    "ALTER TABLE follow_up ADD COLUMN x integer",
    "CREATE TABLE mine (x integer)",
    "CREATE TEMPORARY TABLE mine (x integer)",
    "CREATE ROLE mine",
    "INSERT INTO region VALUES ('XX', 'Nowhere')",
    "COPY patient TO PROGRAM 'true'",
    "SET SESSION AUTHORIZATION iocore",
    "SET ROLE io_owner",
    "INSERT INTO snapshot_confirmation VALUES (1, now(), 'me', 'because')",
]


def test_r13_neither_import_nor_dashboard_may_do_more(account):
    for role in (DatabaseRole.IMPORT, DatabaseRole.APP):
        engine = account(role)
        assert [each for each in FORBIDDEN if not refused(engine, each)] == []


def test_i20_whoever_imports_cannot_confirm_and_whoever_confirms_cannot_import(
    account, small_registry
):
    table = schema.data_snapshot
    with small_registry.begin() as connection:
        connection.execute(table.update().values(is_synthetic=False))
        pending = table.update().where(table.c.snapshot_id == 1)
        connection.execute(pending.values(held_for="It holds less.", held_against=2))
    confirmation = Confirmation(Role.COORDINATING, "A. Person", "The site has left us.")

    with pytest.raises(DatabaseUnavailable, match="no right to do that"):
        confirm(account(DatabaseRole.IMPORT), 1, confirmation, now=NOW)
    assert refused(account(DatabaseRole.COORDINATING), "INSERT INTO patient DEFAULT VALUES")
    confirm(account(DatabaseRole.COORDINATING), 1, confirmation, now=NOW)

    assert current_snapshot(small_registry).snapshot_id == 1


def test_an_import_cannot_delete_a_snapshot_and_is_told_so_and_the_owner_can(
    account, small_registry
):
    with pytest.raises(DatabaseUnavailable, match="no right to do that"):
        history.delete(account(DatabaseRole.IMPORT), 1)
    history.delete(account(DatabaseRole.OWNER), 1)

    assert [stored.snapshot_id for stored in history.stored_snapshots(small_registry)] == [2]


def test_the_owner_brings_the_schema_up_to_date(account):
    owner = account(DatabaseRole.OWNER)

    initialise(owner)
    with owner.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE follow_up ADD COLUMN x integer")
    assert refused(owner, "CREATE ROLE mine")


@pytest.mark.parametrize("role", [DatabaseRole.PUBLIC, DatabaseRole.AUTH])
def test_accounts_without_a_task_yet_cannot_even_connect(account, role):
    with (
        pytest.raises(sa.exc.OperationalError, match="permission denied"),
        account(role).connect(),
    ):
        pass


def test_r11_the_catalogue_holds_no_other_right(account, empty_registry):
    granted = sa.table(
        "role_table_grants",
        *map(sa.column, ("grantee", "table_name", "privilege_type")),
        schema="information_schema",
    )
    statement = sa.select(*granted.c).where(
        granted.c.grantee.like("io\\_%", escape="\\"),
        granted.c.grantee.not_in((DatabaseRole.OWNER, DatabaseRole.WALL)),
    )
    with empty_registry.connect() as connection:
        found = {tuple(row) for row in connection.execute(statement)}

    every = SNAPSHOT_TABLES | REFERENCES
    readers = ("io_app", "io_import", "io_coordinating")
    wanted = {(role, name, "SELECT") for role in readers for name in every}
    added = SNAPSHOT_TABLES - {"snapshot_confirmation"}
    wanted |= {("io_import", name, "INSERT") for name in added}
    assert found == wanted | {("io_coordinating", "snapshot_confirmation", "INSERT")}


def test_r11_no_account_has_powers_over_the_server(account, empty_registry):
    flags = ("rolsuper", "rolcreaterole", "rolcreatedb", "rolbypassrls", "rolreplication")
    roles = sa.table("pg_roles", sa.column("rolname"), *map(sa.column, flags))
    statement = sa.select(*(roles.c[flag] for flag in flags)).where(
        roles.c.rolname.in_(list(DatabaseRole))
    )
    with empty_registry.connect() as connection:
        found = connection.execute(statement).all()

    assert [any(row) for row in found] == [False] * len(DatabaseRole)


def test_a_table_that_comes_later_belongs_to_no_task_until_somebody_says_so(account):
    with account(DatabaseRole.OWNER).begin() as connection:
        connection.exec_driver_sql("CREATE TABLE session_token (x integer)")

    assert refused(account(DatabaseRole.APP), "SELECT * FROM session_token")
    assert refused(account(DatabaseRole.IMPORT), "SELECT * FROM session_token")


def test_rights_that_somebody_added_are_taken_back_when_it_is_repeated(account, empty_registry):
    with empty_registry.begin() as connection:
        connection.exec_driver_sql("GRANT ALL ON patient TO io_app, PUBLIC")
        connection.exec_driver_sql("ALTER ROLE io_app CREATEROLE")
    set_up_roles(empty_registry, KEY)

    assert refused(account(DatabaseRole.APP), "DELETE FROM patient")
    assert refused(account(DatabaseRole.APP), "CREATE ROLE mine")


def test_an_account_without_that_power_is_told_so(account):
    with pytest.raises(DatabaseUnavailable, match="no right to do that"):
        set_up_roles(account(DatabaseRole.OWNER), KEY)
