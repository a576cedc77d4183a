"""Signing in and out over HTTP: cookies, forms, foreign pages, and what production closes."""

import re
import socket
import threading
import time
from datetime import UTC, datetime

import pytest
import requests
import uvicorn
from starlette.applications import Starlette

from dashboard import auth, server
from dashboard.settings import settings
from queries.scope import Reach, Role
from queries.state import people, sessions
from queries.state.audit import latest
from queries.state.passwords import issue_code, set_password
from queries.state.people import Person

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WRONG = "seven loud herons eat glass"
GOOD = "seven quiet herons eat glass"
ADA = Person("p1", "Ada", Role.SITE, frozenset(), frozenset({"S01"}), True, False)


@pytest.fixture
def production(tmp_path, monkeypatch):
    monkeypatch.setenv("IOCORE_HOME", str(tmp_path))
    monkeypatch.setenv("IOCORE_ENVIRONMENT", "production")
    monkeypatch.setattr("dashboard.doors.now", lambda: NOON)
    settings.cache_clear()
    url = settings().state_url
    people.add(url, ADA, NOON)
    set_password(url, "Ada", code=issue_code(url, "Ada", NOON), password=GOOD, now=NOON)
    yield url
    settings.cache_clear()


class Browser:
    """What a browser keeps between two requests, without following where it is sent."""

    def __init__(self, address):
        self.address, self.session = address, requests.Session()

    @property
    def cookies(self):
        return self.session.cookies

    def get(self, path, **given):
        return self.session.get(self.address + path, allow_redirects=False, timeout=20, **given)

    def post(self, path, **given):
        return self.session.post(self.address + path, allow_redirects=False, timeout=20, **given)


@pytest.fixture
def browser(production):
    app = Starlette(routes=server.routes(), middleware=server.middleware())
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        running = uvicorn.Server(uvicorn.Config(app, log_level="error", lifespan="off"))
        thread = threading.Thread(target=running.run, kwargs={"sockets": [listening]})
        thread.start()
        while not running.started:
            time.sleep(0.01)
        yield Browser(f"http://127.0.0.1:{listening.getsockname()[1]}")
        running.should_exit = True
        thread.join()


def sign_in(browser, password=GOOD, onward="/survival?region=Europe", **headers):
    shown = browser.get("/sign-in", params={"next": onward}).text
    tie = re.search(r'name="form" value="([^"]+)"', shown)[1]
    onward = re.search(r'name="next" value="([^"]+)"', shown)[1]
    sent = {"name": "Ada", "password": password, "form": tie, "next": onward}
    return browser.post("/sign-in", data=sent, headers=headers)


def test_signing_in_sets_a_cookie_that_no_script_reads_and_keeps_the_deep_link(browser, production):
    answer = sign_in(browser)
    cookie = answer.headers["set-cookie"]

    assert (answer.status_code, answer.headers["location"]) == (303, "/survival?region=Europe")
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert sessions.signed_in(production, browser.cookies["iocore_session"], NOON).name == "Ada"
    assert (latest(production, 1)[0].action, latest(production, 1)[0].actor) == ("sign-in", "Ada")


def test_behind_tls_the_cookie_is_secure(browser):
    answer = sign_in(browser, **{"x-forwarded-proto": "https"})
    assert "Secure" in answer.headers["set-cookie"]


def test_a_wrong_password_sets_no_cookie_and_is_noted_without_the_password(browser, production):
    answer = sign_in(browser, WRONG)

    assert answer.status_code == 403
    assert "Name and password do not go together." in answer.text
    assert "iocore_session" not in browser.cookies
    noted = str(latest(production, 1)[0])
    assert "refused: NotSignedIn" in noted
    assert "herons" not in noted


def test_a_form_of_another_page_is_refused(browser):
    sent = {"name": "Ada", "password": GOOD, "next": "/"}
    assert browser.post("/sign-in", data=sent).status_code == 403
    assert sign_in(browser, origin="http://evil.example").status_code == 403
    assert "iocore_session" not in browser.cookies


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil", "x"])
def test_no_link_leads_to_another_host_after_signing_in(browser, onward):
    assert sign_in(browser, onward=onward).headers["location"] == "/"


def test_what_is_typed_is_shown_as_text(browser):
    shown = browser.get("/sign-in", params={"next": '/"><script>x</script>'}).text
    assert "<script>" not in shown


def test_signing_out_ends_the_session_on_the_server_too(browser, production):
    sign_in(browser)
    token = browser.cookies["iocore_session"]
    browser.post("/sign-out")

    assert sessions.signed_in(production, token, NOON) is None
    assert "iocore_session" not in browser.cookies


def test_a_foreign_page_cannot_sign_anybody_out(browser, production):
    sign_in(browser)
    token = browser.cookies["iocore_session"]
    browser.post("/sign-out", headers={"origin": "http://evil.example"})

    assert sessions.signed_in(production, token, NOON) is not None


def test_nobody_signs_in_while_the_log_cannot_be_written(browser, monkeypatch):
    def fail(*_):
        from queries.errors import DatabaseUnavailable

        raise DatabaseUnavailable("What you decided could not be saved.", "Try again.")

    monkeypatch.setattr("dashboard.doors.record", fail)
    assert sign_in(browser).status_code == 403
    assert "iocore_session" not in browser.cookies


def test_in_production_the_role_picker_sets_nothing(browser):
    browser.get("/demo/role", params={"role": "COORDINATING"})
    assert "iocore_demo_role" not in browser.cookies


def test_outside_production_the_doors_lead_back(browser, monkeypatch):
    monkeypatch.setenv("IOCORE_ENVIRONMENT", "demo")
    settings.cache_clear()
    assert browser.get("/sign-in").headers["location"] == "/"
    assert browser.post("/sign-in", data={}).headers["location"] == "/"


@pytest.mark.parametrize("role", list(Role))
def test_a_person_reaches_what_the_role_says_and_no_more(role):
    given = Person("p", "P", role, frozenset({"HCC"}), frozenset({"S01"}), True, True)
    scope = auth.scope_of(given, 1)

    whole = {Role.STEERING, Role.COORDINATING}
    assert (scope.site_reach is Reach.ALL) == (role in whole | {Role.DOMAIN_LEAD})
    assert (scope.domain_reach is Reach.ALL) == (role in whole | {Role.SITE})
    assert scope.sites == (frozenset({"S01"}) if role is Role.SITE else frozenset())
    assert scope.domains == (frozenset({"HCC"}) if role is Role.DOMAIN_LEAD else frozenset())
