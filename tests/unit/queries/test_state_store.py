"""The database of decisions: all of a change is kept or none, and a lost one says so."""

import subprocess
import sys

import pytest
import sqlalchemy as sa

from queries.errors import DatabaseUnavailable
from queries.state.store import STATE, changing, looking

NOTE = sa.Table("note_of_a_test", STATE, sa.Column("text", sa.Text, primary_key=True))


@pytest.fixture(autouse=True, scope="module")
def leave_no_table_behind():
    yield
    STATE.remove(NOTE)


def kept(url):
    with looking(url) as connection:
        return list(connection.scalars(sa.select(NOTE.c.text)))


def test_what_is_changed_is_there_afterwards(tmp_path):
    url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    with changing(url) as connection:
        connection.execute(NOTE.insert().values(text="kept"))

    assert kept(url) == ["kept"]
    assert (tmp_path / "state.sqlite").stat().st_mode & 0o077 == 0


def test_a_change_that_fails_leaves_nothing(tmp_path):
    url = f"sqlite:///{tmp_path / 'state.sqlite'}"

    def fail_halfway():
        with changing(url) as connection:
            connection.execute(NOTE.insert().values(text="lost"))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_halfway()

    assert kept(url) == []


def test_a_place_that_cannot_be_written_is_said_in_one_sentence(tmp_path):
    (tmp_path / "state.sqlite").mkdir()
    with (
        pytest.raises(DatabaseUnavailable, match="nothing was changed"),
        changing(f"sqlite:///{tmp_path / 'state.sqlite'}"),
    ):
        pass


def test_every_table_is_there_whatever_was_imported_before(tmp_path):
    ask = (
        "import sys, sqlalchemy as sa; from queries.state.store import looking\n"
        "with looking(sys.argv[1]) as c: print(sorted(sa.inspect(c).get_table_names()))"
    )
    url = f"sqlite:///{tmp_path / 'state.sqlite'}"
    done = subprocess.run(
        [sys.executable, "-c", ask, url], capture_output=True, text=True, check=True
    )

    for table in ("person", "app_session", "audit_entry", "passport"):
        assert table in done.stdout
