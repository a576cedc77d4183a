"""The second step of signing in: codes by time, each once, recovery codes, and who needs them."""

import base64
import re
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
import requests
from starlette.applications import Starlette

from dashboard import server
from dashboard.settings import settings
from queries.scope import Role
from queries.state import people, second_factor, sessions
from queries.state.audit import latest
from queries.state.passwords import issue_code, set_password
from queries.state.people import Person
from queries.state.rates import TooOften
from queries.state.second_factor import StartAgain, WrongCode, matching_step
from tests.mock_provider import running

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GOOD = "seven quiet herons eat glass"
ADA = Person("p1", "Ada", Role.ADMIN, frozenset(), frozenset(), True, True)

# RFC 6238, appendix B, SHA-1, of which a code of six digits shows the last six.
RFC_SECRET = base64.b32encode(b"12345678901234567890").decode()
RFC_VECTORS = [
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
]


@pytest.mark.parametrize(("seconds", "code"), RFC_VECTORS)
def test_codes_are_those_of_the_standard(seconds, code):
    moment = datetime.fromtimestamp(seconds, tz=UTC)
    assert matching_step(RFC_SECRET, code[-6:], moment) == seconds // 30


@pytest.mark.parametrize(("late", "fits"), [(-60, False), (-30, True), (30, True), (60, False)])
def test_a_telephone_may_be_one_step_wrong_and_no_more(late, fits):
    moment = datetime.fromtimestamp(1111111111 + late, tz=UTC)
    assert (matching_step(RFC_SECRET, "050471", moment) is not None) is fits


@pytest.mark.parametrize("code", ["", "05047", "0504711", "abcdef", "٠٥٠٤٧١"])
def test_what_is_no_code_fits_nothing(code):
    assert matching_step(RFC_SECRET, code, datetime.fromtimestamp(1111111111, tz=UTC)) is None


@pytest.fixture
def url(tmp_path):
    address = f"sqlite:///{tmp_path / 'state.sqlite'}"
    people.add(address, ADA, NOON)
    return address


def begun(url, moment=NOON):
    return second_factor.begin(url, ADA, tie="tie", onward="/people", now=moment)


def code_at(secret, moment):
    return pyotp.TOTP(secret).at(moment)


@pytest.fixture
def set_up(url):
    """Secret and recovery codes of somebody who has set a second factor up."""
    step = begun(url)
    return step.secret, second_factor.finish(url, step, code_at(step.secret, NOON), NOON)


def test_the_secret_is_shown_until_it_is_confirmed_and_then_never(url, set_up):
    assert begun(url).secret == ""
    assert second_factor.step_of(url, begun(url).token, tie="tie", now=NOON).secret == ""


def test_a_wrong_code_confirms_nothing(url):
    step = begun(url)
    with pytest.raises(WrongCode):
        second_factor.finish(url, step, "000000", NOON)
    assert begun(url).secret == step.secret


def test_a_code_opens_once_and_an_earlier_one_never(url, set_up):
    secret, later = set_up[0], NOON + timedelta(minutes=1)
    with pytest.raises(WrongCode):  # the one that set it up
        second_factor.finish(url, begun(url), code_at(secret, NOON), NOON)
    assert second_factor.finish(url, begun(url), code_at(secret, later), later) == ()
    with pytest.raises(WrongCode):
        second_factor.finish(url, begun(url), code_at(secret, later), later)
    earlier = code_at(secret, later - timedelta(seconds=30))
    with pytest.raises(WrongCode):
        second_factor.finish(url, begun(url), earlier, later)


def test_each_recovery_code_opens_once(url, set_up):
    codes = set_up[1]
    assert len(set(codes)) == 10
    assert second_factor.finish(url, begun(url), codes[3].lower(), NOON) == ()
    with pytest.raises(WrongCode):
        second_factor.finish(url, begun(url), codes[3], NOON)
    assert second_factor.finish(url, begun(url), codes[4].replace("-", " "), NOON) == ()


def test_recovery_codes_are_kept_as_hashes(url, set_up, tmp_path):
    held = b"".join(file.read_bytes() for file in tmp_path.iterdir())
    assert set_up[0].encode() in held  # the search finds what is there
    assert not any(code.replace("-", "").encode() in held for code in set_up[1])


def test_a_step_belongs_to_its_browser_and_runs_out(url):
    token = begun(url).token
    with pytest.raises(StartAgain):
        second_factor.step_of(url, token, tie="other", now=NOON)
    with pytest.raises(StartAgain):
        second_factor.step_of(url, token, tie="tie", now=NOON + timedelta(minutes=10))


def test_guessing_ends_over_all_browsers(url, set_up):
    for _ in range(9):  # the tenth is what set it up
        with pytest.raises(WrongCode):
            second_factor.finish(url, begun(url), "000000", NOON)
    with pytest.raises(TooOften):
        second_factor.finish(url, begun(url), code_at(set_up[0], NOON), NOON)


def test_a_lost_factor_is_made_anew(url, set_up):
    second_factor.forget(url, ADA)
    assert begun(url).secret not in ("", set_up[0])


@pytest.fixture
def served(tmp_path, monkeypatch):
    monkeypatch.setenv("IOCORE_HOME", str(tmp_path))
    monkeypatch.setenv("IOCORE_ENVIRONMENT", "production")
    for place in ("doors", "noting", "sign_in.second_step", "sign_in.doorway"):
        monkeypatch.setattr(f"dashboard.{place}.now", lambda: NOON)
    settings.cache_clear()
    with running(Starlette(routes=server.routes(), middleware=server.middleware())) as where:
        yield f"http://{where}"
    settings.cache_clear()


def hidden(page, name):
    return re.search(rf'name="{name}" value="([^"]*)"', page)[1]


def give_password(browser, served, role):
    url = settings().state_url
    reach = frozenset({"X"})
    people.add(url, Person("p2", "Ida", role, reach, reach, True, False), NOON)
    set_password(url, "Ida", code=issue_code(url, "Ida", NOON), password=GOOD, now=NOON)
    tie = hidden(browser.get(f"{served}/sign-in").text, "form")
    sent = {"name": "Ida", "password": GOOD, "form": tie, "next": "/people"}
    return browser.post(f"{served}/sign-in", data=sent, allow_redirects=False)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PUBLIC])
def test_who_gives_rights_or_sees_names_needs_a_second_step(served, role):
    browser = requests.Session()
    answer = give_password(browser, served, role)

    needs = role in (Role.ADMIN, Role.COORDINATING)
    assert ("Second step" in answer.text) is needs
    assert ("iocore_session" in browser.cookies) is not needs


def test_the_whole_second_step_opens_a_session_and_keeps_the_deep_link(served):
    browser, url = requests.Session(), settings().state_url
    page = give_password(browser, served, Role.ADMIN).text
    secret = re.search(r"secret=([A-Z2-7]+)", page)[1]
    sent = {"form": hidden(page, "form"), "step": hidden(page, "step"), "code": "000000"}
    wrong = browser.post(f"{served}/second-step", data=sent, allow_redirects=False)
    assert "does not fit" in wrong.text
    sent["code"] = code_at(secret, NOON)
    opened = browser.post(f"{served}/second-step", data=sent, allow_redirects=False)

    assert len(re.findall(r"(?:[A-Z2-9]{4}-){3}[A-Z2-9]{4}", opened.text)) == 10
    assert 'href="/people"' in opened.text
    assert sessions.signed_in(url, browser.cookies["iocore_session"], NOON).name == "Ida"
    noted = [(entry.action, entry.outcome) for entry in latest(url, 3)]
    assert noted[0] == ("sign-in", "done")
    assert noted[2] == ("second step", "refused: WrongCode")
    again = browser.post(f"{served}/second-step", data=sent, allow_redirects=False)
    assert "Start again" in again.text


def test_a_second_step_of_another_browser_is_refused(served):
    browser, other = requests.Session(), requests.Session()
    page = give_password(browser, served, Role.ADMIN).text
    code = code_at(re.search(r"secret=([A-Z2-7]+)", page)[1], NOON)
    tie = hidden(other.get(f"{served}/sign-in").text, "form")
    sent = {"form": tie, "step": hidden(page, "step"), "code": code}
    answer = other.post(f"{served}/second-step", data=sent, allow_redirects=False)

    assert "began elsewhere" in answer.text
    assert "iocore_session" not in other.cookies
