"""The store of releases: built by one person, approved by another, withdrawn, never half."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from queries.engine import reading, writing
from queries.errors import DatabaseUnavailable, ReleaseRefused
from queries.releases import writing as store
from queries.releases.model import Item, Status, seal
from queries.releases.reading import current_release, stored_release, stored_releases
from queries.releases.schema import placed, release_event, release_item

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ITEMS = (Item("HCC", "domain", {"n": 1600}), Item("registry", "registry", {"sites": 40}))


@pytest.fixture
def place(database_url):
    """Address of an empty store; no reader stays connected to it."""
    yield database_url
    reading(database_url).dispose()
    reading.cache_clear()


@pytest.fixture
def engine(place):
    engine = writing(place)
    store.set_up_store(engine, engine)
    yield engine
    engine.dispose()


def draft(base=None, key="k", items=ITEMS):
    facts = {"snapshot_id": 3, "source": "Demo", "cutoff": date(2025, 6, 30), "is_synthetic": True}
    return store.Draft(key, base, config={"k": 11}, audit={"findings": []}, items=items, **facts)


def built(engine, base=None, key="k"):
    return store.store(engine, draft(base, key), by="Anna", now=NOW)


def public(place):
    found = current_release(place)
    return None if found is None else found.release_id


def test_a_built_release_waits_and_is_not_public(engine, place):
    number = built(engine)

    assert public(place) is None
    assert stored_release(place, number).status is Status.PENDING


def test_another_person_makes_it_public_with_all_that_was_stored(engine, place):
    store.approve(engine, built(engine), by="Ben", now=NOW)

    found = current_release(place)
    assert (found.built_by, found.approved_by, found.status) == ("Anna", "Ben", Status.CURRENT)
    assert found.item("HCC") == {"n": 1600}
    assert found.item("nothing") is None
    assert (found.snapshot_id, found.cutoff, found.config) == (3, date(2025, 6, 30), {"k": 11})


@pytest.mark.parametrize("name", ["Anna", " anna ", "ANNA"])
def test_the_builder_cannot_approve(engine, place, name):
    number = built(engine)

    with pytest.raises(ReleaseRefused, match="cannot approve it as well"):
        store.approve(engine, number, by=name, now=NOW)
    assert public(place) is None


def test_a_release_compared_with_another_one_is_refused(engine, place):
    store.approve(engine, built(engine, key="1"), by="Ben", now=NOW)
    stale = built(engine, base=None, key="2")

    with pytest.raises(ReleaseRefused, match="has been approved since"):
        store.approve(engine, stale, by="Ben", now=NOW)
    assert public(place) == 1


def test_only_one_release_waits_at_a_time(engine):
    first, second = built(engine, key="1"), built(engine, key="2")

    with pytest.raises(ReleaseRefused, match="does not wait for approval"):
        store.approve(engine, first, by="Ben", now=NOW)
    store.approve(engine, second, by="Ben", now=NOW)


def test_withdrawing_falls_back_to_the_one_before_and_then_to_none(engine, place):
    store.approve(engine, built(engine, key="1"), by="Ben", now=NOW)
    store.approve(engine, built(engine, base=1, key="2"), by="Ben", now=NOW)

    assert store.withdraw(engine, 2, by="Ben", now=NOW) == 1
    assert public(place) == 1
    assert store.withdraw(engine, 1, by="Ben", now=NOW) is None
    assert public(place) is None


def test_withdrawing_twice_or_what_is_not_there_is_refused(engine):
    store.withdraw(engine, built(engine), by="Ben", now=NOW)

    with pytest.raises(ReleaseRefused, match="withdrawn already"):
        store.withdraw(engine, 1, by="Ben", now=NOW)
    with pytest.raises(ReleaseRefused, match="no release 9"):
        store.approve(engine, 9, by="Ben", now=NOW)


def test_a_withdrawn_release_is_still_the_one_to_compare_with(engine):
    store.approve(engine, built(engine, key="1"), by="Ben", now=NOW)
    store.approve(engine, built(engine, base=1, key="2"), by="Ben", now=NOW)
    store.withdraw(engine, 2, by="Ben", now=NOW)

    with placed(engine).connect() as connection:
        assert store.last_approved(connection) == 2


def test_every_step_is_in_the_ledger_with_its_person(engine):
    store.note_refusal(engine, ["HCC: a count"], by="Anna", now=NOW)
    store.approve(engine, built(engine), by="Ben", now=NOW)
    store.withdraw(engine, 1, by="Cleo", now=NOW)

    wanted = sa.select(release_event.c.event, release_event.c.by_name)
    with placed(engine).connect() as connection:
        steps = connection.execute(wanted.order_by(release_event.c.event_no)).all()
    assert [tuple(step) for step in steps] == [
        *[("REFUSE", "Anna"), ("BUILD", "Anna")],
        *[("APPROVE", "Ben"), ("WITHDRAW", "Cleo")],
    ]


def test_an_item_that_was_changed_after_the_build_is_not_served(engine, place):
    store.approve(engine, built(engine), by="Ben", now=NOW)
    with placed(engine).begin() as connection:
        connection.execute(release_item.update().values(payload={"n": 7}))

    with pytest.raises(DatabaseUnavailable, match="seal does not fit"):
        current_release(place)


def test_the_seal_does_not_depend_on_the_order_of_items():
    assert seal(ITEMS) == seal(ITEMS[::-1])
    assert seal(ITEMS) != seal(ITEMS[:1])


def test_before_the_first_build_there_is_no_release_and_no_error(place):
    assert current_release(place) is None
    assert stored_releases(place) == ()


def test_a_store_that_is_no_database_is_one_sentence(tmp_path):
    (tmp_path / "release.sqlite").write_text("no database")

    address = f"sqlite:///{tmp_path / 'release.sqlite'}"

    for ask in (current_release, stored_releases):
        with pytest.raises(DatabaseUnavailable, match="cannot be read"):
            ask(address)
    reading(address).dispose()


def test_memory_is_kept_by_build(engine):
    store.remember(engine, "one", {"HCC": {"people": 7}})
    store.remember(engine, "two", {"HCC": {"people": 8}})

    assert store.memory_of(engine, "one") == {"HCC": {"people": 7}}
    assert store.memory_of(engine, "three") == {}
