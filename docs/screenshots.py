"""Makes the pictures of the README from a fresh demo registry: one for each page."""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

FOLDER = Path(__file__).parent / "screenshots"
# file name: role link, address
PICTURES = {
    "start": ("role=STEERING", "/"),
    "accrual": ("role=STEERING", "/accrual"),
    "summary": ("role=PUBLIC", "/summary"),
    "forecast": ("role=STEERING", "/forecast"),
    "answerable": ("role=STEERING", "/answerable"),
    "completeness": ("role=STEERING", "/completeness"),
    "quality": ("role=STEERING", "/quality"),
    "timeliness": ("role=STEERING", "/timeliness"),
    "representation": ("role=STEERING", "/representation"),
    "survival": ("role=DOMAIN_LEAD&domain=HCC", "/survival"),
    "competing": ("role=DOMAIN_LEAD&domain=HCC", "/competing"),
    "cohort": (
        "role=DOMAIN_LEAD&domain=HCC",
        "/cohort%3Fcohort%3Dage_at_enrolment~from60%2Bbclc~A~B~missing",
    ),
    "safety": ("role=DOMAIN_LEAD&domain=HCC", "/safety"),
    "comparison": (
        "role=DOMAIN_LEAD&domain=HCC",
        "/comparison%3Fquestion%3DTACE%2Bor%2Bradioembolisation%26step%3DGate",
    ),
    "methods": ("role=PUBLIC", "/methods"),
}
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync"]


def main() -> None:
    """Serve a demo, photograph every page, stop the server."""
    home, port = Path(tempfile.mkdtemp(prefix="iocore-pictures-")), _free_port()
    command = [str(Path(sys.executable).with_name("iocore")), "serve", "--port", str(port)]
    server = subprocess.Popen(
        command,
        env=os.environ | {"IOCORE_HOME": str(home), "IOCORE_ENVIRONMENT": "demo"},
        stdout=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health")
        with sync_playwright() as playwright:
            program = shutil.which("chromium") or "chromium"
            browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
            context = browser.new_context(viewport={"width": 1440, "height": 1000})
            page = context.new_page()
            for name, (role, path) in PICTURES.items():
                _photograph(page, f"{address}/demo/role?{role}&next={path}", name)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=20)
        shutil.rmtree(home)


def _photograph(page: Page, address: str, name: str) -> None:
    page.goto(address)
    _settled(page)
    page.wait_for_timeout(3000)
    _settled(page)
    freeze = page.get_by_text("Freeze this protocol")
    if freeze.count():  # the picture shows what opens behind the gate
        freeze.click()
        page.wait_for_timeout(2000)
        page.get_by_text("Results", exact=True).click()
        page.wait_for_timeout(2000)
        _settled(page)
    page.screenshot(path=FOLDER / f"{name}.png")


def _settled(page: Page) -> None:
    page.wait_for_selector(
        "[data-testid=stApp][data-test-script-state=notRunning]", timeout=120_000
    )
    for _ in range(60):
        if not page.query_selector("[data-testid=stSkeleton]"):
            break
        page.wait_for_timeout(500)
    page.wait_for_timeout(700)


def _wait_for(address: str) -> None:
    for _ in range(900):
        try:
            with urllib.request.urlopen(address, timeout=1):
                return
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The server did not answer within three minutes.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
