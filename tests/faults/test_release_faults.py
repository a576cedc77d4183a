"""Releases that fail on the way: what is public stays whole, a sentence says why, a retry works."""

import itertools
import sqlite3
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from queries.engine import reading, sqlite_file, writing
from queries.errors import DatabaseUnavailable, ReleaseRefused
from queries.releases import writing as store
from queries.releases.model import Item, Status
from queries.releases.reading import current_release, stored_releases
from queries.releases.schema import placed, release, release_event
from tests.faults.failing import Fault, failing

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ITEMS = tuple(Item(f"D{n}", "domain", {"numbers": list(range(300))}) for n in range(40))
EVENTS = ("before_cursor_execute", "commit")


def draft(key: str, base: int | None) -> store.Draft:
    facts = {"snapshot_id": 1, "source": "Made", "cutoff": date(2025, 6, 30), "is_synthetic": True}
    return store.Draft(key, base, config={"k": 11}, audit={}, items=ITEMS, **facts)


@dataclass
class Public:
    """A store whose release 1 is public, its memory in the same database."""

    url: str
    engine: sa.Engine

    def build(self, base: int | None = 1, engine: sa.Engine | None = None, key: str = "2") -> int:
        used = engine or self.engine
        store.remember(used, key, {"D0": {"people": 1}})
        return store.store(used, draft(key, base), by="Anna", now=NOW)

    def approve(self, number: int, engine: sa.Engine | None = None, now: datetime = NOW) -> None:
        store.approve(engine or self.engine, number, by="Ben", now=now)

    def number(self) -> int | None:
        """Number of what is public, read with its seal; None: nothing is."""
        found = current_release(self.url)
        return None if found is None else found.release_id

    def statuses(self) -> list[Status]:
        return [one.status for one in stored_releases(self.url)]

    def steps(self) -> list[str]:
        wanted = sa.select(release_event.c.event).order_by(release_event.c.event_no)
        with placed(self.engine).connect() as connection:
            return list(connection.scalars(wanted))


@pytest.fixture
def public(database_url):
    engine = writing(database_url)
    store.set_up_store(engine, engine)
    found = Public(database_url, engine)
    found.approve(found.build(base=None, key="1"))
    yield found
    engine.dispose()
    reading(database_url).dispose()
    reading.cache_clear()


sqlite_only = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)


@pytest.mark.parametrize("event", EVENTS)
def test_f10_a_build_that_fails_at_any_step_leaves_what_is_public_and_no_half_release(
    public, monkeypatch, event
):
    for number in itertools.count(1):
        try:
            with failing(public.engine, event, number, monkeypatch):
                public.build(key=f"try {number}")
            break
        except Fault:
            assert (public.number(), public.statuses()) == (1, [Status.CURRENT])
            assert public.steps() == ["BUILD", "APPROVE"]

    assert number > 2
    assert public.statuses() == [Status.PENDING, Status.CURRENT]


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("deed", ["approve", "withdraw"])
def test_f10_an_approval_or_a_withdrawal_is_whole_or_nothing(public, monkeypatch, event, deed):
    second = public.build()
    before = public.statuses(), public.steps()
    for number in itertools.count(1):
        try:
            with failing(public.engine, event, number, monkeypatch):
                getattr(store, deed)(public.engine, second, by="Ben", now=NOW)
            break
        except Fault:
            assert (public.statuses(), public.steps()) == before
            assert public.number() == 1

    assert public.number() == (second if deed == "approve" else 1)
    assert public.steps()[-1] == deed.upper()


@sqlite_only
def test_f13_a_full_disk_under_a_build_is_told_in_words_and_loses_nothing(public):
    with public.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
    small, refused = writing(public.url), []
    room = itertools.count(0, 4)
    sa.event.listen(
        small, "connect", lambda c, _: c.execute(f"PRAGMA max_page_count={pages + next(room)}")
    )
    while len(public.statuses()) == 1:
        small.dispose()  # the next connection has more room
        try:
            public.build(engine=small, key=f"try {len(refused)}")
        except DatabaseUnavailable as error:
            refused.append(error.reason)
            assert (public.number(), public.statuses()) == (1, [Status.CURRENT])
    small.dispose()

    assert len(refused) > 2
    assert all("no room is left on its disk" in reason for reason in refused)


@sqlite_only
def test_f04_a_locked_store_is_told_to_whoever_writes_while_readers_go_on(public):
    second = public.build()
    other = sqlite3.connect(sqlite_file(public.url), isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    for deed in (lambda: public.build(key="3"), lambda: public.approve(second)):
        with pytest.raises(
            DatabaseUnavailable, match="store of releases cannot be written: another"
        ):
            deed()
        assert public.number() == 1
    other.execute("ROLLBACK")
    other.close()

    public.approve(second)
    assert public.number() == second


def test_a_clock_set_back_changes_neither_what_is_compared_with_nor_what_is_fallen_back_to(public):
    second = public.build(base=1, key="2")
    public.approve(second, now=NOW - timedelta(days=400))
    third = public.build(base=second, key="3")  # compared with the last approved, not the latest

    public.approve(third, now=NOW - timedelta(days=900))
    assert public.number() == third
    assert store.withdraw(public.engine, third, by="Ben", now=NOW) == second


def test_an_approval_while_a_newer_build_appears_is_of_the_one_or_refused(public):
    """Two who build and two who approve at once: one is public, each refusal is a sentence."""

    def build(turn: int) -> str:
        try:
            return str(public.build(base=public.number(), key=f"turn {turn}"))
        except DatabaseUnavailable as error:
            return error.reason

    def approve(_turn: int) -> str:
        waiting = [r.release_id for r in stored_releases(public.url) if r.status is Status.PENDING]
        try:
            for number in waiting:
                public.approve(number)
        except (ReleaseRefused, DatabaseUnavailable) as error:
            return error.reason
        return ""

    with ThreadPoolExecutor(4) as pool:
        turns = [pool.submit(deed, turn) for turn in range(8) for deed in (build, approve)]
        said = [turn.result() for turn in turns]

    assert public.statuses().count(Status.CURRENT) == 1
    assert not any("breaks one of its rules" in reason for reason in said)
    approved = sa.select(release.c.release_id, release.c.base_id)
    approved = approved.where(release.c.approved_at.is_not(None)).order_by(release.c.release_id)
    with placed(public.engine).connect() as connection:
        rows = connection.execute(approved).all()
    assert [row.base_id for row in rows[1:]] == [row.release_id for row in rows[:-1]]


def test_of_two_who_approve_at_once_the_second_is_told_that_the_first_has_been(public):
    second = public.build(key="2")
    third = public.build(key="3")
    both = release.c.release_id.in_([second, third])
    with placed(public.engine).begin() as connection:  # as two builds at once would leave them
        connection.execute(release.update().where(both).values(status="PENDING"))
    other, asked = writing(public.url), []

    def meanwhile(_connection, _cursor, statement, *_):
        if statement.startswith("UPDATE") and not asked:
            asked.append(pool.submit(public.approve, third, other))
            with suppress(TimeoutError):
                asked[0].result(0.3)

    sa.event.listen(public.engine, "before_cursor_execute", meanwhile)
    with ThreadPoolExecutor(1) as pool:
        public.approve(second)
        with pytest.raises(ReleaseRefused, match=f"release {second} has been approved since"):
            asked[0].result()
    other.dispose()

    assert public.number() == second
