"""Seconds that a person waits for the committee's pages, with their parts, in a real browser.

Run: python tests/bench/bench_browser.py [home]
Without a home a demo registry is made. Needs Chromium.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

PAGES = (
    *("", "accrual", "forecast", "answerable", "completeness", "quality"),
    *("timeliness", "representation"),
)
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
RUNNING = "[data-testid=stApp][data-test-script-state=running]"
PARTS = """() => {
  const [entry] = performance.getEntriesByType('navigation');
  return [entry.responseEnd, entry.domContentLoadedEventEnd].map(ms => ms / 1000);
}"""
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


def main() -> None:
    """Serve, open every page for the first and the second time, change a filter, print seconds."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder)
        with served(home) as address, sync_playwright() as playwright:
            program = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
            page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
            page.goto(f"{address}/demo/role?role=STEERING&next=/methods")
            page.wait_for_selector(SETTLED)
            print("seconds           first view (answer + frame + script)   again   filter change")
            for path in PAGES:
                print(_line(page, address, path))
            browser.close()


def settled(page: Page) -> None:
    """Wait until no script of the page runs any more."""
    page.wait_for_selector(SETTLED, timeout=120_000)


def _line(page: Page, address: str, path: str) -> str:
    first, parts = _opened(page, f"{address}/{path}")
    again, _ = _opened(page, f"{address}/{path}")
    changed = _filtered(page)
    answered, framed = parts
    split = f"{answered:.2f} + {framed - answered:.2f} + {first - framed:.2f}"
    return f"{path or 'start':16}  {first:>6.2f} ({split}) {again:>18.2f} {changed:>12.2f}"


def _opened(page: Page, url: str) -> tuple[float, list[float]]:
    started = time.perf_counter()
    page.goto(url)
    page.wait_for_selector(SETTLED, timeout=120_000)
    took = time.perf_counter() - started
    return took, page.evaluate(PARTS)


def _filtered(page: Page) -> float:
    button = page.get_by_role("button", name="Europe", exact=True).first
    started = time.perf_counter()
    button.click()
    page.wait_for_selector(RUNNING, timeout=10_000)
    page.wait_for_selector(SETTLED, timeout=120_000)
    return time.perf_counter() - started


@contextmanager
def served(home: Path) -> Iterator[str]:
    """Serve a home on a free port and give its address."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [str(Path(sys.executable).with_name("iocore")), "serve", "--port", str(port)]
    environment = os.environ | {"IOCORE_HOME": str(home), "IOCORE_ENVIRONMENT": "demo"}
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(600):
            try:
                with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310
                    break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)


if __name__ == "__main__":
    main()
