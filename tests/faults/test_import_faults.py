"""Imports that fail on the way: the served snapshot stays, one sentence says why, a retry works.

The names carry the ids of the security design: I17 failure at every statement, I18 disk full,
I19 two at once.
"""

import itertools
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
import sqlalchemy as sa

from queries.engine import reading, writing
from queries.errors import DatabaseUnavailable
from queries.importers.snapshot import activate
from queries.snapshots import current_snapshot
from tests.faults.failing import Fault, failing

postgres_only = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


def test_i17_a_failure_at_any_statement_or_commit_leaves_the_old_snapshot(
    served, digest_of, monkeypatch
):
    failed = {}
    for event in ("before_cursor_execute", "commit"):
        for number in itertools.count(1):
            try:
                with failing(served.engine, event, number, monkeypatch):
                    served.bring(2)
                break
            except Fault:
                failed[event] = number
                served.assert_whole()
                assert served.current() == [served.first]
        served.assert_whole()
        served.back_to_first()

    assert failed["commit"] == 2  # the snapshot, then the switch
    assert failed["before_cursor_execute"] > 20


@sqlite_only
def test_i18_a_full_disk_is_told_in_words_and_loses_nothing(served):
    with served.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    small = writing(served.url)
    room = itertools.count(0, 12)
    sa.event.listen(
        small,
        "connect",
        lambda c, _: c.execute(f"PRAGMA max_page_count={pages + next(room)}"),
    )
    refused = []
    while served.current() == [served.first]:
        small.dispose()  # the next connection has more room
        try:
            served.bring(2, engine=small)
        except DatabaseUnavailable as error:
            refused.append(error.reason)
            served.assert_unchanged()
    small.dispose()

    assert len(refused) > 3
    assert all("no room is left on its disk" in reason for reason in refused)


@postgres_only
def test_i18_a_full_disk_of_a_server_is_told_in_the_same_words(served, monkeypatch):
    def full(*_):
        raise psycopg.errors.DiskFull

    with monkeypatch.context() as patch:
        patch.setattr(psycopg.Copy, "write_row", full)
        with pytest.raises(DatabaseUnavailable, match="no room is left on its disk"):
            served.bring(2)

    served.assert_unchanged()


def test_i19_a_second_import_at_the_same_time_is_told_and_never_mixed_in(served, digest_of):
    other = writing(served.url)
    told = []

    def meanwhile(stage, _done, _total):
        if stage == "Writing rows" and not told:
            with pytest.raises(DatabaseUnavailable) as refused:
                served.bring(3, engine=other)
            told.append(str(refused.value))

    brought = served.bring(2, progress=meanwhile).snapshot_id
    other.dispose()

    assert "another import" in told[0].lower()
    assert served.stored() == [brought, served.first]
    alone = digest_of(brought)
    served.back_to_first()
    assert digest_of(served.bring(2).snapshot_id) == alone


def test_f07_readers_find_one_whole_current_snapshot_while_others_switch(served, digest_of):
    second = served.bring(2).snapshot_id
    numbers = (served.first, second)
    wanted = {number: digest_of(number) for number in numbers}

    def switch(start: int) -> None:
        engine = writing(served.url)
        for turn in range(10):
            activate(engine, numbers[(start + turn) % 2])
        engine.dispose()

    with ThreadPoolExecutor(3) as pool:
        switching = [pool.submit(switch, start) for start in (0, 1, 1)]
        while not all(one.done() for one in switching):
            assert current_snapshot(reading(served.url)).snapshot_id in numbers
        assert [one.result() for one in switching] == [None] * 3
    reading(served.url).dispose()

    assert {number: digest_of(number) for number in numbers} == wanted


LOST_AT = ["Writing rows", "commit"]


@postgres_only
@pytest.mark.parametrize("moment", LOST_AT)
def test_a_connection_lost_while_writing_is_told_and_the_retry_works(served, moment):
    admin = sa.create_engine(served.url)
    lose = Loss(admin)
    if moment == "commit":
        sa.event.listen(served.engine, "commit", lose)
    with pytest.raises(DatabaseUnavailable, match="connection to it is lost"):
        served.bring(2, progress=lambda stage, *_: stage == moment and lose())

    served.assert_unchanged()
    assert served.bring(2).snapshot_id in served.current()
    served.assert_whole()
    admin.dispose()


class Loss:
    """Ends every other connection to the database, once."""

    def __init__(self, admin: sa.Engine) -> None:
        self._admin, self._done = admin, False

    def __call__(self, *_) -> None:
        if self._done:
            return
        self._done = True
        activity = sa.table("pg_stat_activity", sa.column("pid"), sa.column("datname"))
        with self._admin.connect() as connection:
            connection.execute(
                sa.select(sa.func.pg_terminate_backend(activity.c.pid)).where(
                    activity.c.datname == sa.func.current_database(),
                    activity.c.pid != sa.func.pg_backend_pid(),
                )
            ).all()


HOLDS = """
import sqlite3, sys
connection = sqlite3.connect(sys.argv[1], isolation_level=None)
connection.execute("BEGIN EXCLUSIVE")
print("held", flush=True)
sys.stdin.read()
"""


@sqlite_only
def test_f04_a_locked_file_is_told_while_reads_go_on(served):
    path = sa.engine.make_url(served.url).database
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen([sys.executable, "-c", HOLDS, path], **pipes) as other:
        assert other.stdout.readline() == "held\n"
        for attempt in (lambda: served.bring(2), lambda: activate(served.engine, served.first)):
            with pytest.raises(DatabaseUnavailable, match="program is writing to it"):
                attempt()
        assert current_snapshot(reading(served.url)).snapshot_id == served.first
        other.stdin.close()

    served.assert_unchanged()
    assert served.bring(2).snapshot_id in served.current()


def test_no_value_of_a_row_is_repeated_when_the_database_refuses_it(served, monkeypatch):
    from queries.importers import parts as writer

    def twice(connection, table, names, rows):
        once = list(rows)
        yield from put(connection, table, names, itertools.chain(once, once))

    put = writer.insert_stored
    monkeypatch.setattr(writer, "insert_stored", twice)
    with pytest.raises(DatabaseUnavailable) as refused:
        served.bring(2)

    assert "a row breaks one of its rules" in refused.value.reason
    assert "(" not in refused.value.reason
    served.assert_unchanged()
