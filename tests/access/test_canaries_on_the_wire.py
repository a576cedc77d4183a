"""What a real server sends to a real browser holds no planted value that the role must not see."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from dashboard.session import SESSION_COOKIE
from queries.scope import Role

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("wire")]

ROOT = Path(__file__).resolve().parents[2]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
PATHS = ("accrual", "quality", "survival")


@pytest.fixture(scope="module")
def served(planted):
    """Address of the planted registry, served as in production."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [str(Path(sys.executable).with_name("iocore")), "serve", "--port", str(port)]
    own = {"IOCORE_HOME": str(planted.home), "IOCORE_ENVIRONMENT": "production"}
    own |= {"PYTHONPATH": str(ROOT)}
    log = planted.home.parent / "wire.log"
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
        pytest.skip("Chromium is not on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield browser
        browser.close()


def frames(chromium, address, token):
    """Every message that the server sends while a few pages are drawn."""
    context, received = chromium.new_context(), []

    def keep(part):  # a method of a list cannot be listened with
        received.append(part)

    def listen(socket):
        socket.on("framereceived", keep)

    if token:
        context.add_cookies([{"name": SESSION_COOKIE, "value": token, "url": address}])
    page = context.new_page()
    page.on("websocket", listen)
    for path in PATHS:
        page.goto(f"{address}/{path}")
        page.wait_for_selector("[data-test-script-state=notRunning]", timeout=90_000)
        page.wait_for_timeout(500)
    context.close()
    return b"\n".join(part if isinstance(part, bytes) else part.encode() for part in received)


@pytest.mark.parametrize("role", list(Role))
def test_nothing_on_the_wire_is_beyond_the_role(
    served, chromium, planted, find_canaries, permitted, role
):
    sent = frames(chromium, served, planted.tokens[role])

    assert len(sent) > 1_000
    assert find_canaries(sent) - permitted[role] == set()
    if role is Role.COORDINATING:  # a search that finds nothing anywhere would pass as well
        assert "XNAMEX" in find_canaries(sent)
