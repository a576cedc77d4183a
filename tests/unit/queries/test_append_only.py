"""What was decided is added to and never changed, on both kinds of database."""

import pytest
import sqlalchemy as sa

from queries.engine import writing
from queries.state.store import STATE, changing, looking

TABLES = (
    "frozen_protocol",
    "protocol_opening",
    "saved_comparison",
    "saved_number",
    "audit_entry",
)
POSTGRES = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


def protocol(number=1):
    texts = ("name", "domain_code", "settings", "code_version", "failed_checks", "frozen_by")
    row = dict.fromkeys(texts, "x")
    return row | {"fingerprint": f"{number:064d}", "version": 1, "snapshot_id": 1, "passed": False}


@pytest.fixture
def decided(database_url):
    """Return the address of a database that holds one frozen protocol."""
    with changing(database_url) as connection:
        connection.execute(STATE.tables["frozen_protocol"].insert(), protocol())
    return database_url


def kept(url):
    frozen = STATE.tables["frozen_protocol"]
    with looking(url) as connection:
        return connection.execute(sa.select(frozen.c.passed, frozen.c.name)).all()


def test_a_frozen_protocol_cannot_be_made_to_have_passed(decided):
    frozen = STATE.tables["frozen_protocol"]

    with (
        pytest.raises(sa.exc.DatabaseError, match="cannot be changed"),
        changing(decided) as connection,
    ):
        connection.execute(frozen.update().values(passed=True))
    assert kept(decided) == [(False, "x")]


def test_a_frozen_protocol_cannot_be_removed(decided):
    frozen = STATE.tables["frozen_protocol"]

    with (
        pytest.raises(sa.exc.DatabaseError, match="cannot be changed"),
        changing(decided) as connection,
    ):
        connection.execute(frozen.delete())
    assert len(kept(decided)) == 1


def test_more_may_be_added(decided):
    with changing(decided) as connection:
        connection.execute(STATE.tables["frozen_protocol"].insert(), protocol(2))

    assert len(kept(decided)) == 2


@POSTGRES
def test_a_table_cannot_be_emptied_at_once(decided):
    with (
        pytest.raises(sa.exc.DatabaseError, match="cannot be changed"),
        changing(decided) as connection,
    ):
        connection.exec_driver_sql("TRUNCATE frozen_protocol CASCADE")


@POSTGRES
def test_every_table_of_decisions_carries_the_rule(decided):
    with looking(decided) as connection:
        found = connection.exec_driver_sql("SELECT tgname FROM pg_trigger").scalars().all()

    for table in TABLES:
        assert {f"{table}_no_change", f"{table}_no_truncate"} <= set(found)


@POSTGRES
def test_a_database_made_before_the_rule_gets_it_when_it_is_opened_again(decided):
    owner = writing(decided)
    with owner.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER frozen_protocol_no_change ON frozen_protocol")
        STATE.create_all(connection)
    owner.dispose()

    test_a_frozen_protocol_cannot_be_removed(decided)


@POSTGRES
def test_an_account_that_does_not_own_the_tables_opens_them_all_the_same(decided):
    owner = writing(decided)
    with owner.begin() as connection:
        connection.exec_driver_sql("DROP TRIGGER frozen_protocol_no_change ON frozen_protocol")
        connection.exec_driver_sql("GRANT USAGE ON SCHEMA public TO pg_monitor")
        connection.exec_driver_sql("SET LOCAL ROLE pg_monitor")
        STATE.create_all(connection)
    owner.dispose()

    assert len(kept(decided)) == 1
