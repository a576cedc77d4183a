"""The whole way in and out through a provider, in a real browser, over TLS, on this machine."""

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pyotp
import pytest
from playwright.sync_api import expect, sync_playwright

from dashboard.visitor import now
from queries.scope import Role
from queries.state import identities, people
from queries.state.passwords import issue_code, set_password
from queries.state.people import Person
from queries.state.store import _opened
from tests.engines import engines_disposed
from tests.mock_provider import CLIENT, SECRET, MockProvider, certificate, running

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("wire")]

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
GRACE = Person("p1", "Grace", Role.STEERING, frozenset(), frozenset(), True, False)
ADA = Person("p2", "Ada", Role.ADMIN, frozenset(), frozenset(), True, False)
GOOD = "seven quiet herons eat glass"
VERIFIED = {"email": "grace@hospital.example", "email_verified": True, "sub": "subject-1"}


@pytest.fixture(scope="module")
def hospital(tmp_path_factory):
    """A provider with a certificate of its own authority."""
    told = MockProvider(asks_who=True)
    told.ca, key = certificate(tmp_path_factory.mktemp("tls"))
    with running(told.app(), ssl_certfile=told.ca, ssl_keyfile=key) as where:
        told.address = f"https://{where}"
        yield told


@pytest.fixture(scope="module")
def served(planted, hospital, tmp_path_factory):
    """Address of the registry as in production, with the provider named in a file."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    address, home = f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("oidc")
    home.chmod(0o700)
    url = f"sqlite:///{home / 'state.sqlite'}"
    with engines_disposed():
        people.add(url, GRACE, now())
        invited = VERIFIED["email"]
        identities.invite(url, hospital.address, invited, person_id="p1", now=now())
        people.add(url, ADA, now())
        set_password(url, "Ada", code=issue_code(url, "Ada", now()), password=GOOD, now=now())
    _opened.cache_clear()
    told = {"key": "hospital", "label": "General Hospital", "issuer": hospital.address}
    told |= {"client_id": CLIENT, "client_secret": SECRET, "ca_file": str(hospital.ca)}
    named = "\n".join(f"{name} = {json.dumps(value)}" for name, value in told.items())
    (home / "providers.toml").write_text(f"[[provider]]\n{named}\n")
    (home / "providers.toml").chmod(0o600)
    own = {"IOCORE_HOME": str(planted.home), "IOCORE_ENVIRONMENT": "production"}
    own |= {"IOCORE_STATE_DATABASE_URL": url, "IOCORE_PUBLIC_ADDRESS": address}
    own |= {"IOCORE_LOCAL_ACCOUNTS": "true"}
    own |= {"IOCORE_PROVIDERS_FILE": str(home / "providers.toml"), "PYTHONPATH": str(ROOT)}
    yield from _serve(port, own, home / "log")


def _serve(port, own, log):
    command = [str(Path(sys.executable).with_name("iocore")), "serve", "--port", str(port)]
    with log.open("w") as held:
        process = subprocess.Popen(
            command, cwd=ROOT, env=os.environ | own, stdout=held, stderr=held
        )
        try:
            _wait(f"http://127.0.0.1:{port}/_stcore/health", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(timeout=20)


def _wait(address, process, log):
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text()}")
        try:
            with urllib.request.urlopen(address, timeout=1):  # noqa: S310  # loopback
                return
        except OSError:
            time.sleep(0.2)
    pytest.fail("the server did not answer")


@pytest.fixture(scope="module")
def chromium():
    """The system's Chromium, headless."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("IOCORE_REQUIRE_SERVICES") == "1":
            pytest.fail("Chromium is required here and missing")
        pytest.skip("Chromium is not on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(chromium):
    context = chromium.new_context(ignore_https_errors=True)
    opened = context.new_page()
    opened.complaints = []
    opened.on(
        "console",
        lambda said: opened.complaints.append(said.text) if "Security" in said.text else None,
    )
    yield opened
    context.close()


def settled(page):
    page.wait_for_selector("[data-test-script-state=notRunning]", timeout=90_000)


def sign_in(page, served):
    page.goto(f"{served}/survival?region=Europe")
    settled(page)
    page.get_by_role("link", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Sign in with General Hospital").click()
    page.get_by_role("button", name="I am Grace").click()


def test_a_deep_link_is_reached_through_the_provider_and_left_by_signing_out(
    page, served, hospital
):
    hospital.claims = VERIFIED
    sign_in(page, served)
    page.wait_for_selector(".js-plotly-plot", timeout=90_000)
    expect(page.get_by_text("Steering committee: Grace")).to_be_visible()
    assert page.url == f"{served}/survival?region=Europe"
    held = {cookie["name"]: cookie for cookie in page.context.cookies(served)}
    assert held["iocore_session"]["httpOnly"]

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{served}/", timeout=30_000)
    settled(page)
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible()
    (left,) = hospital.signed_out
    assert left == {"client_id": CLIENT, "post_logout_redirect_uri": f"{served}/"}

    page.context.add_cookies([held["iocore_session"]])  # a copy of the cookie opens nothing
    page.goto(f"{served}/survival")
    expect(page.get_by_text("is not open to your role")).to_be_visible(timeout=30_000)
    assert page.complaints == []


def test_a_browser_signs_in_and_out_with_a_password_and_a_second_step(page, served):
    page.goto(f"{served}/sign-in?next=/people")
    page.get_by_label("Name").fill("Ada")
    page.get_by_label("Password").fill(GOOD)
    page.get_by_role("button", name="Sign in").click()
    link = page.get_by_role("link", name="Open it in an authenticator").get_attribute("href")
    page.get_by_label("Code of six digits").fill(pyotp.parse_uri(link).now())
    page.get_by_role("button", name="Go on").click()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("Administration: Ada")).to_be_visible(timeout=60_000)
    assert page.url == f"{served}/people"

    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{served}/", timeout=30_000)
    expect(page.get_by_role("link", name="Sign in", exact=True)).to_be_visible(timeout=30_000)


def test_a_stranger_is_told_so_and_stays_the_public(page, served, hospital):
    hospital.claims = {"sub": "subject-9", "email": "eve@hospital.example", "email_verified": True}
    sign_in(page, served)
    expect(page.get_by_role("alert")).to_contain_text("nobody has given this account any right")
    assert "iocore_session" not in {cookie["name"] for cookie in page.context.cookies(served)}
    page.goto(f"{served}/survival")
    expect(page.get_by_text("is not open to your role")).to_be_visible(timeout=30_000)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_sign_in_page_fits_and_works_by_keyboard(page, served, hospital, width):
    page.set_viewport_size({"width": width, "height": 844})
    page.goto(f"{served}/sign-in?next=/survival")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.textContent")
    wide = page.evaluate("document.documentElement.scrollWidth")

    assert focused == "Sign in with General Hospital"
    assert wide <= width
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("/authorize"))
