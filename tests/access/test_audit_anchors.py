"""Seals of the audit log outside its database: a log written anew as a whole shows by them."""

from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner

from dashboard import anchoring
from dashboard.anchoring import Standing, anchor_if_due, anchor_now, anchored
from dashboard.people_commands import audit
from dashboard.settings import settings
from queries.errors import QueryError
from queries.state.anchor import AnchorRefused, read
from queries.state.audit import Deed, entries, record, verify
from queries.state.store import _opened

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture(params=["file", "folder"])
def place(request, tmp_path):
    outside = tmp_path / "outside"
    outside.mkdir()
    return outside if request.param == "folder" else outside / "anchors.txt"


@pytest.fixture
def url(place, tmp_path, monkeypatch):
    monkeypatch.setenv("IOCORE_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("IOCORE_ENVIRONMENT", "production")
    monkeypatch.setenv("IOCORE_AUDIT_ANCHOR", str(place))
    monkeypatch.setattr(anchoring, "now", lambda: NOON)
    settings.cache_clear()
    yield settings().state_url
    settings.cache_clear()


def note(url, n, actor="Ada"):
    for number in range(n):
        record(url, Deed(actor, "ADMIN", "sign-in", str(number)), NOON)


def write_anew(url, n):
    """What an owner of the database can do: empty the log and write another, seals and all."""
    with _opened(url).begin() as connection:
        for order in ("update", "delete"):
            connection.exec_driver_sql(f"DROP TRIGGER audit_entry_no_{order}")
        connection.execute(entries.delete())
    note(url, n, "Eve")


def test_a_log_that_was_only_added_to_fits_its_anchors(url, place):
    note(url, 3)
    made = anchor_now()
    note(url, 2)
    anchor_now()

    assert made.n == 3
    assert [anchor.n for anchor in read(place)] == [3, 5]
    assert anchored().standing is Standing.FITS
    assert "2 seals" in anchored().said


def test_a_log_written_anew_as_a_whole_has_every_seal_right_and_shows(url):
    note(url, 5)
    anchor_now()
    write_anew(url, 5)

    assert verify(url).broken_at is None  # the chain alone cannot tell
    assert anchored().standing is Standing.MISFIT
    shown = CliRunner().invoke(audit, ["verify"])
    assert isinstance(shown.exception, QueryError)
    assert "entry 5" in str(shown.exception)


def test_a_log_cut_short_shows_too(url):
    note(url, 5)
    anchor_now()
    write_anew(url, 4)
    assert anchored().standing is Standing.MISFIT


def test_a_log_written_anew_is_not_vouched_for_by_another_anchor(url, place):
    note(url, 5)
    anchor_now()
    write_anew(url, 300)

    assert not anchor_if_due()
    with pytest.raises(AnchorRefused, match="written anew"):
        anchor_now()
    assert len(read(place)) == 1


def test_an_anchor_is_written_by_itself_after_a_hundred_entries_or_a_day(url, place, monkeypatch):
    note(url, 1)
    assert anchor_if_due()  # the first
    note(url, 99)
    assert not anchor_if_due()
    note(url, 1)
    assert anchor_if_due()
    monkeypatch.setattr(anchoring, "now", lambda: NOON + timedelta(days=1))
    assert not anchor_if_due()  # nothing was added
    note(url, 1)
    assert anchor_if_due()
    assert [anchor.n for anchor in read(place)] == [1, 101, 102]


def test_a_place_that_is_not_set_is_a_sentence(url, monkeypatch):
    monkeypatch.delenv("IOCORE_AUDIT_ANCHOR")
    settings.cache_clear()
    assert anchored().standing is Standing.UNSET
    assert not anchor_if_due()
    with pytest.raises(AnchorRefused, match="no place"):
        anchor_now()


def test_a_place_that_cannot_be_written_is_a_sentence_and_stops_nothing(
    url, tmp_path, monkeypatch, caplog
):
    monkeypatch.setenv("IOCORE_AUDIT_ANCHOR", str(tmp_path / "lost" / "anchors.txt"))
    settings.cache_clear()
    note(url, 1)

    assert anchored().standing is Standing.UNUSABLE
    assert not anchor_if_due()
    assert "cannot be written" in caplog.text
    note(url, 1)


def test_an_anchor_that_somebody_changed_is_a_sentence(url, place):
    note(url, 1)
    anchor_now()
    file = place / next(place.glob("*.txt")).name if place.is_dir() else place
    file.write_text("nothing\n")
    assert anchored().standing is Standing.UNUSABLE


def test_an_anchor_is_written_once_and_never_over(url, place):
    note(url, 2)
    anchor_now()
    before = {file: file.read_bytes() for file in place.parent.rglob("*.txt")}
    note(url, 1)
    anchor_now()
    assert all(file.read_bytes().startswith(held) for file, held in before.items())


def test_the_command_anchors_and_says_so(url):
    note(url, 2)
    shown = CliRunner().invoke(audit, ["anchor"])
    assert shown.exception is None
    assert anchored().standing is Standing.FITS
