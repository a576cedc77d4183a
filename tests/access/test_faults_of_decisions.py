"""The database of decisions fails, the clock goes wrong, a role is taken: pages close or go on."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from streamlit.testing.v1 import AppTest

from dashboard import session, visitor
from dashboard.exports import Parcel, at_click
from dashboard.guard import UnsafeSettings, require_clock
from dashboard.noting import Unnoted
from dashboard.settings import settings
from queries.engine import reading
from queries.scope import Role
from queries.state import people, sessions
from queries.state.audit import latest, verify
from queries.state.people import Person
from queries.state.store import _opened

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def seated(planted, monkeypatch):
    """A committee member who is signed in to the planted registry, as (address, token)."""
    monkeypatch.setenv("IOCORE_HOME", str(planted.home))
    monkeypatch.setenv("IOCORE_ENVIRONMENT", "production")
    settings.cache_clear()
    url = settings().state_url
    token = planted.tokens[Role.STEERING]
    monkeypatch.setattr(session, "token", lambda: token)
    yield url, token
    settings.cache_clear()
    reading.cache_clear()


@pytest.fixture
def full_disk(seated):
    """The database of decisions can be read and no longer written."""
    engine = _opened(seated[0])

    def fill(connection, _record):
        connection.execute("PRAGMA query_only=ON")

    engine.dispose()
    sa.event.listen(engine, "connect", fill)
    yield
    sa.event.remove(engine, "connect", fill)
    engine.dispose()


def a_person(role: Role) -> Person:
    nowhere = frozenset[str]()
    return Person("STEERING", "P-STEERING", role, nowhere, nowhere, True, True)


def survival() -> AppTest:
    return AppTest.from_file(str(ROOT / "pages/survival.py"), default_timeout=60)


def test_f13_on_a_full_disk_results_are_shown_and_no_file_leaves(seated, full_disk, monkeypatch):
    later = visitor.now() + timedelta(minutes=5)  # a click that should be written down
    monkeypatch.setattr(visitor, "now", lambda: later)
    made = []

    app = survival().run()
    click = at_click(Parcel("survival", "CSV", 1), made.append)
    with pytest.raises(Unnoted, match="nothing is done that is not in it"):
        click()

    assert not app.exception
    assert app.get("plotly_chart")
    assert made == []


def test_r07_a_role_taken_while_a_page_is_open_closes_it_at_the_next_run(seated):
    url, _ = seated
    app = survival().run()
    assert app.get("plotly_chart")
    people.give_role(url, a_person(Role.ADVISORY))

    app.run()

    people.give_role(url, a_person(Role.STEERING))
    assert not app.get("plotly_chart")
    assert any("is not open to your role" in text.value for text in app.warning)
    assert latest(url, 1)[0].outcome == "refused"


def test_a_clock_set_back_opens_no_session_that_had_ended_and_lengthens_none(seated):
    url, _ = seated
    noon = visitor.now()
    token = sessions.open_session(url, "STEERING", noon)

    assert sessions.signed_in(url, token, noon - timedelta(seconds=50)) is not None
    assert sessions.signed_in(url, token, noon - timedelta(hours=2)) is None
    assert sessions.signed_in(url, token, noon) is not None


def test_a_clock_before_the_last_entry_stops_the_start_and_is_named(seated):
    url, _ = seated
    now = visitor.now() + timedelta(minutes=1)
    at_click(Parcel("survival", "CSV", 1), lambda export_id: export_id)()
    require_clock(url, now)

    with pytest.raises(UnsafeSettings, match="before the log's last entry"):
        require_clock(url, now - timedelta(days=1))
    assert verify(url).broken_at is None
