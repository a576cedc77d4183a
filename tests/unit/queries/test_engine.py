"""What each engine can do, and what it says when its database does not answer."""

from contextlib import ExitStack
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa

from queries import database_roles, history
from queries import engine as engines
from queries.engine import reading, writing
from queries.errors import DatabaseUnavailable
from queries.filters import Filters
from queries.initialise import initialise
from queries.outages import outage_of, writing_in_words
from queries.policies import View
from queries.reads.followup import counted_by_technique
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import current_snapshot, snapshot_facts

postgres_only = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


def setting(engine, name):
    with engine.connect() as connection:
        return connection.exec_driver_sql(f"SHOW {name}").scalar()


def test_the_reading_engine_finds_the_current_snapshot_and_cannot_write(
    small_registry, database_url
):
    engine = reading(database_url)

    assert current_snapshot(engine).snapshot_id == 2
    with (
        pytest.raises(DatabaseUnavailable, match="can only be read here"),
        writing_in_words(),
        engine.begin() as connection,
    ):
        connection.exec_driver_sql("DELETE FROM follow_up")
    engine.dispose()


@postgres_only
def test_f03_a_read_is_stopped_after_twenty_seconds(empty_registry, database_url):
    engine = reading(database_url)

    assert setting(engine, "statement_timeout") == "20s"
    assert setting(engine, "jit") == "off"
    engine.dispose()


ENDLESS = "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT count(*) FROM c"


def test_f03_a_read_that_takes_too_long_is_ended(small_registry, database_url, monkeypatch):
    monkeypatch.setattr(engines, "_STATEMENT_LIMIT", 0.1)
    engine = reading(database_url)
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql("SET LOCAL statement_timeout = '100ms'")
        with pytest.raises(sa.exc.OperationalError) as ended:
            connection.exec_driver_sql(ENDLESS).scalar()

    assert outage_of(ended.value).why == "a statement took too long"
    assert current_snapshot(engine).snapshot_id == 2
    engine.dispose()


@postgres_only
def test_a_writer_waits_five_seconds_for_a_lock_and_a_vanished_one_is_noticed(empty_registry):
    assert setting(empty_registry, "lock_timeout") == "5s"
    assert setting(empty_registry, "tcp_keepalives_idle") == "30"


@postgres_only
def test_f02_a_reader_whose_connection_was_ended_gets_a_new_one(small_registry, database_url):
    engine = reading(database_url)
    current_snapshot(engine)
    end_every_other_connection(small_registry)

    assert current_snapshot(engine).snapshot_id == 2
    engine.dispose()


@postgres_only
def test_f02_a_page_whose_connection_is_ended_half_way_shows_no_number(
    small_registry, database_url
):
    scope = Scope(Role.STEERING, 2, Reach.ALL, site_reach=Reach.ALL)
    engine = reading(database_url)
    facts = snapshot_facts(engine, 2)
    with engine.connect() as connection:
        registry = Registry(
            connection, scope, view=View.SURVIVAL, filters=Filters("HCC"), facts=facts
        )
        assert counted_by_technique(registry, "OS").frame["n"].sum() > 0
        end_every_other_connection(small_registry)
        with pytest.raises(DatabaseUnavailable, match="did not answer"):
            counted_by_technique(registry, "OS")
    engine.dispose()


def end_every_other_connection(engine):
    activity = sa.table("pg_stat_activity", sa.column("pid"), sa.column("datname"))
    ended = sa.select(sa.func.pg_terminate_backend(activity.c.pid)).where(
        activity.c.datname == sa.func.current_database(),
        activity.c.pid != sa.func.pg_backend_pid(),
    )
    with engine.connect() as connection:
        assert any(connection.scalars(ended))


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100], ids=["empty", "other"])
def test_f05_a_file_that_is_no_registry_is_told(tmp_path, content):
    path = tmp_path / "registry.sqlite"
    path.write_bytes(content)

    with pytest.raises(DatabaseUnavailable) as refused:
        current_snapshot(reading(f"sqlite:///{path}"))
    assert "iocore init" in refused.value.remedy


def test_f01_a_registry_that_comes_later_is_found_by_the_same_engine(tmp_path):
    url = f"sqlite:///{tmp_path / 'registry.sqlite'}"
    engine = reading(url)
    with pytest.raises(DatabaseUnavailable, match="cannot be opened"):
        current_snapshot(engine)
    assert not (tmp_path / "registry.sqlite").exists()

    other = writing(url)
    initialise(other)
    other.dispose()
    with pytest.raises(DatabaseUnavailable, match="no current snapshot"):
        current_snapshot(engine)
    engine.dispose()


def test_f05_a_damaged_file_is_told_before_anything_is_written(tmp_path):
    path = tmp_path / "registry.sqlite"
    path.write_bytes(b"not a database at all" * 100)
    before = path.read_bytes()
    engine = writing(f"sqlite:///{path}")

    with pytest.raises(DatabaseUnavailable, match="its file is damaged"):
        initialise(engine)
    assert path.read_bytes() == before
    engine.dispose()


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_f05_a_file_cut_off_in_the_middle_is_never_an_empty_registry(small_registry, database_url):
    path = Path(sa.engine.make_url(database_url).database)
    small_registry.dispose()  # the last to leave brings the file up to date
    whole = path.read_bytes()

    for share in (0.05, 0.5, 0.95):
        path.write_bytes(whole[: int(len(whole) * share)])
        engine = reading(database_url)
        with pytest.raises(DatabaseUnavailable):
            current_snapshot(engine)
        engine.dispose()


def test_f06_a_registry_of_a_newer_program_is_left_alone_by_init(empty_registry):
    with empty_registry.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(
        DatabaseUnavailable, match="schema 9999, this program needs 0001"
    ) as refused:
        initialise(empty_registry)
    assert "newer program" in refused.value.remedy


def test_f06_another_schema_is_refused_with_both_versions(small_registry, database_url):
    with small_registry.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")

    with pytest.raises(DatabaseUnavailable, match=r"schema 9999, this program needs \d{4}"):
        current_snapshot(small_registry)


def test_f11_a_reader_that_finds_no_free_connection_is_told(
    small_registry, database_url, monkeypatch
):
    monkeypatch.setattr(engines, "_POOL_WAIT", 0.05)
    reading.cache_clear()
    engine = reading(database_url)
    with ExitStack() as everybody:
        for _ in range(engine.pool.size() + 10):  # SQLAlchemy lends ten beyond its size
            everybody.enter_context(engine.connect())
        with pytest.raises(DatabaseUnavailable, match="cannot be opened"):
            current_snapshot(engine)

    assert current_snapshot(engine).snapshot_id == 2
    engine.dispose()
    reading.cache_clear()


def test_f07_a_pinned_snapshot_that_was_deleted_is_told(small_registry, database_url):
    engine = reading(database_url)
    history.delete(small_registry, 1)

    with pytest.raises(DatabaseUnavailable, match="Snapshot 1 is no longer"):
        snapshot_facts(engine, 1)
    engine.dispose()


def test_a_folder_that_cannot_be_made_is_told(tmp_path):
    (tmp_path / "file").write_text("in the way")

    with pytest.raises(DatabaseUnavailable, match="cannot be made"):
        writing(f"sqlite:///{tmp_path / 'file' / 'registry.sqlite'}")


def test_an_embedded_registry_has_no_accounts(tmp_path):
    engine = writing(f"sqlite:///{tmp_path / 'registry.sqlite'}")

    with pytest.raises(DatabaseUnavailable, match="no accounts"):
        database_roles.set_up_roles(engine, "")


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (psycopg.OperationalError("password=secret"), "connection to it is lost"),
        (psycopg.errors.AdminShutdown("secret"), "connection to it is lost"),
        (psycopg.errors.LockNotAvailable("secret"), "writing to it"),
        (psycopg.errors.InternalError_("secret"), "reports XX000"),
        (sa.exc.DBAPIError("secret", {}, Exception("secret")), "reports an unknown fault"),
    ],
    ids=["no code", "shut down", "locked", "inside", "no driver"],
)
def test_an_outage_is_told_without_the_words_of_the_driver(error, why):
    outage = outage_of(error)

    assert why in outage.why
    assert "secret" not in f"{outage.why} {outage.remedy}"
