"""The audit log: entries are added in turn, and whatever is changed later shows."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from queries.errors import DatabaseUnavailable
from queries.state.audit import Deed, entries, latest, record, verify
from queries.state.store import STATE, _opened, changing

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'state.sqlite'}"


def written(url, n):
    for number in range(n):
        record(url, Deed("Ada", "ADMIN", "sign-in", str(number)), NOON)


def without_triggers(url):
    # An owner of the file can do what the program cannot.
    with _opened(url).begin() as connection:
        for order in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER audit_entry_no_{order}")


def test_a_whole_log_is_verified_and_its_last_seal_told(url):
    written(url, 5)
    verdict = verify(url)

    assert (verdict.n, verdict.broken_at) == (5, None)
    assert verdict.seal == latest(url, 1)[0].seal


@pytest.mark.parametrize("order", [entries.update().values(actor="Eve"), entries.delete()])
def test_the_program_itself_cannot_change_an_entry(url, order):
    written(url, 1)

    def change():
        with changing(url) as connection:
            connection.execute(order)

    with pytest.raises(sa.exc.IntegrityError, match="cannot be changed"):
        change()


@pytest.mark.parametrize(
    ("order", "broken"),
    [
        (entries.update().where(entries.c.seq == 3).values(actor="Eve"), 3),
        (entries.delete().where(entries.c.seq == 2), 3),
        (entries.update().where(entries.c.seq == 5).values(moment="2020"), 5),
    ],
)
def test_what_an_owner_changes_or_takes_out_shows(url, order, broken):
    written(url, 5)
    without_triggers(url)
    with changing(url) as connection:
        connection.execute(order)

    assert verify(url).broken_at == broken


def test_a_log_cut_short_shows_by_the_seal_kept_elsewhere(url):
    written(url, 5)
    seal = verify(url).seal
    without_triggers(url)
    with changing(url) as connection:
        connection.execute(entries.delete().where(entries.c.seq > 3))

    assert verify(url).broken_at is None
    assert verify(url).seal != seal


def test_many_who_write_at_once_leave_one_chain(url):
    written(url, 1)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: record(url, Deed(f"P{n}", "SITE", "export"), NOON), range(60)))

    assert (verify(url).n, verify(url).broken_at) == (61, None)


def test_a_line_break_forges_no_entry_and_a_long_text_is_cut(url):
    entry = record(url, Deed("Eve\n2026 Ada signed in", "", "sign-in", "x" * 5000), NOON)

    assert entry.actor == "Eve\\x0a2026 Ada signed in"
    assert len(entry.object) == 2000


def test_what_cannot_be_noted_is_an_error_and_never_silent(tmp_path):
    (tmp_path / "state.sqlite").mkdir()
    with pytest.raises(DatabaseUnavailable):
        record(f"sqlite:///{tmp_path / 'state.sqlite'}", Deed("Ada", "ADMIN", "sign-in"), NOON)


def test_the_tables_of_people_lie_apart_from_those_of_the_registry():
    from queries import schema

    assert not set(STATE.tables) & set(schema.metadata.tables)
