"""Production: whoever is not signed in is the public, and an administrator manages people only."""

import json
import re
from datetime import UTC, datetime

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session, visitor
from dashboard.settings import PROJECT, settings
from queries.scope import Role
from queries.state import identities, people, sessions
from queries.state.audit import Deed, latest, record
from queries.state.identities import Account
from queries.state.people import Person

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def open_for(demo_home, at_home, monkeypatch, tmp_path):
    """Open a page as a person with an account: `open_for(Role.ADMIN, "people")`."""
    at_home(demo_home, "production")
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()
    monkeypatch.setattr(visitor, "now", lambda: NOON)

    def opened(role, page, **reach):
        token = ""
        if role is not None:
            sets = {name: frozenset(codes) for name, codes in reach.items()}
            reaching = {"domains": frozenset(), "sites": frozenset()} | sets
            given = {"name": "Ada", "role": role, "is_active": True, "has_password": True}
            people.add(settings().state_url, Person(person_id="p1", **given, **reaching), NOON)
            token = sessions.open_session(settings().state_url, "p1", NOON)
        monkeypatch.setattr(session, "token", lambda: token)
        return AppTest.from_file(str(PROJECT / "pages" / f"{page}.py"), default_timeout=60).run()

    return opened


def warnings(page):
    return " ".join(box.value.replace("\\", "") for box in page.warning)


def test_whoever_is_not_signed_in_is_the_public(open_for):
    assert "is not open to your role" in warnings(open_for(None, "survival"))


def test_a_signed_in_lead_sees_the_own_domain(open_for):
    page = open_for(Role.DOMAIN_LEAD, "survival", domains={"HCC"})

    assert not page.exception
    assert any("Hepatocellular carcinoma" in one.value for one in page.caption)


def test_the_picker_of_the_demo_opens_nothing_in_production(open_for, monkeypatch):
    monkeypatch.setattr(session, "demo_choice", lambda: session.DemoChoice("COORDINATING"))
    assert "is not open to your role" in warnings(open_for(None, "survival"))


@pytest.mark.parametrize("closed", ["survival", "accrual", "completeness", "figure"])
def test_an_administrator_sees_no_data(open_for, closed):
    assert "is not open to your role" in warnings(open_for(Role.ADMIN, closed))


def test_entering_a_person_shows_a_code_once_and_is_noted(open_for):
    page = open_for(Role.ADMIN, "people")
    page.text_input[0].set_value("Grace Hopper")
    page.selectbox[0].set_value(Role.STEERING)
    page.button[0].click().run()

    assert not page.exception
    assert re.search(r"\*\*(\w{4}-){3}\w{4}\*\*", page.success[0].value)
    entry = latest(settings().state_url, 1)[0]
    assert (entry.actor, entry.action, entry.object) == ("Ada", "person added", "Grace Hopper")
    assert not page.run().success


def test_a_role_without_its_reach_is_refused_in_one_sentence(open_for):
    page = open_for(Role.ADMIN, "people")
    page.text_input[0].set_value("Grace Hopper")
    page.selectbox[0].set_value(Role.SITE)
    page.button[0].click().run()

    assert "without a site" in warnings(page)
    assert len(people.everybody(settings().state_url)) == 1


def test_nobody_is_entered_while_the_log_cannot_be_written(open_for, monkeypatch):
    from dashboard import people as shown
    from queries.errors import DatabaseUnavailable

    def fail(*_):
        raise DatabaseUnavailable("What you decided could not be saved.", "Try again.")

    page = open_for(Role.ADMIN, "people")
    monkeypatch.setattr(shown, "record", fail)
    page.text_input[0].set_value("Grace Hopper")
    page.button[0].click().run()

    assert len(people.everybody(settings().state_url)) == 1


def test_a_code_for_a_person_ends_their_sessions(open_for):
    page = open_for(Role.ADMIN, "people")
    token = session.token()
    next(button for button in page.button if button.label == "New one-time code").click().run()

    assert page.success
    assert sessions.signed_in(settings().state_url, token, NOON) is None


def test_the_log_says_whether_it_is_whole(open_for):
    page = open_for(Role.ADMIN, "audit")
    assert "every seal fits" in page.markdown[-1].value
    assert "No seal is kept outside the database" in warnings(page)


def test_the_log_says_that_it_was_written_anew(open_for, monkeypatch, tmp_path):
    (tmp_path / "anchors.txt").write_text(f"2026-03-01T11:00:00+00:00 1 {'0' * 64}\n")
    monkeypatch.setenv("IOCORE_AUDIT_ANCHOR", str(tmp_path / "anchors.txt"))
    page = open_for(Role.ADMIN, "audit")
    record(settings().state_url, Deed("Ada", "ADMIN", "sign-in"), NOON)

    assert "written anew" in page.run().error[0].value


@pytest.fixture
def with_provider(monkeypatch):
    told = {"key": "hospital", "label": "General Hospital", "issuer": "https://id.example"}
    told |= {"client_id": "io-core", "client_secret": "a secret of sixteen or more"}
    monkeypatch.setenv("IOCORE_PROVIDERS", json.dumps([told]))


def test_an_administrator_invites_a_person_to_a_provider(with_provider, open_for):
    page = open_for(Role.ADMIN, "people")
    page.text_input[2].set_value("Ada@Hospital.example")
    next(button for button in page.button if button.label == "Invite").click().run()

    assert not page.exception
    url = settings().state_url
    assert identities.invited(url, "https://id.example", "ada@hospital.example", NOON).name == "Ada"
    entry = latest(url, 1)[0]
    assert (entry.actor, entry.action, entry.object) == ("Ada", "invited to a provider", "Ada")


def test_where_providers_open_the_dashboard_no_code_is_given_out(with_provider, open_for):
    page = open_for(Role.ADMIN, "people")
    assert "New one-time code" not in [button.label for button in page.button]
    page.text_input[0].set_value("Grace Hopper")
    page.selectbox[0].set_value(Role.STEERING)
    page.button[0].click().run()

    assert "Invite them below" in page.success[0].value
    assert "**" not in page.success[0].value


def test_taking_the_accounts_of_a_person_ends_their_sessions(with_provider, open_for):
    page = open_for(Role.ADMIN, "people")
    url, account = settings().state_url, Account("https://id.example", "s")
    identities.bind(url, account, "p1", NOON)
    page.run()
    next(button for button in page.button if button.label.startswith("Take")).click().run()

    assert identities.holder(url, account) is None
    assert sessions.signed_in(url, session.token(), NOON) is None
