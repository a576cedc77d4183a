"""What a person waits for on every page in a real browser: first view, and a changed filter.

Run: python tests/bench/bench_browser.py [home] [page,page ...]
Without a home a demo registry of the usual size is made. Needs Chromium and Linux.

Each number is the median and the 95th percentile in milliseconds, over four disease domains and,
for the filter, every choice of regions that a domain has not shown yet: nothing is kept from
before. `seen` is the clock at which the browser shows it; its parts are the processor's time of
the server, the kilobytes that travelled, and the time that the page's main thread was busy. They
overlap, so they do not add up. A busy machine lengthens `seen` most.
"""

import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from urllib.parse import urlencode

import numpy as np
from playwright.sync_api import Browser, CDPSession, Page, sync_playwright
from playwright.sync_api import TimeoutError as NotSeen

from queries.domains.catalogue import DOMAINS

PAGES = (
    *("", "accrual", "forecast", "answerable", "completeness", "quality", "timeliness"),
    *("representation", "cohort", "baseline", "survival", "competing", "response", "safety"),
    *("reported", "regression", "learning"),
)
ASKED = ("HCC", "CRLM", "RCC", "BONE")
# One click each, and no choice of regions comes twice.
CLICKS = ("Europe", "Americas", "Europe", "Asia-Pacific", "Europe", "Americas")
SETTLED = "[data-testid=stApp][data-test-script-state=notRunning]"
RUNNING = "[data-testid=stApp][data-test-script-state=running]"
_LONG, _SHORT, _PAUSE = 20_000, 2_000, 700  # milliseconds; nobody clicks before a page stands still
_FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]


@dataclass(frozen=True)
class Waited:
    """What one change on the screen took."""

    seen: float  # milliseconds of the clock
    server: float  # milliseconds of the processor
    wire: float  # kilobytes
    browser: float  # milliseconds that the main thread was busy


class Watch:
    """Reads the clocks around a change: of the server's process, the wire and the page."""

    def __init__(self, page: Page, server: int) -> None:
        self._clock, self._bytes = _processor_clock(server), 0.0
        self._devtools: CDPSession = page.context.new_cdp_session(page)
        self._devtools.send("Performance.enable")
        self._devtools.send("Network.enable")
        self._devtools.on("Network.dataReceived", self._loaded)
        self._devtools.on("Network.webSocketFrameReceived", self._framed)

    def time(self, change: Callable[[], None]) -> Waited:
        """Make a change that ends when the page has settled, and return what it took."""
        self._bytes = 0.0
        server, browser, started = self._server(), self._busy(), time.perf_counter()
        change()
        seen = time.perf_counter() - started
        return Waited(
            1000 * seen,
            1000 * (self._server() - server),
            self._bytes / 1000,
            1000 * max(self._busy() - browser, 0.0),
        )

    def _server(self) -> float:
        return time.clock_gettime(self._clock)

    def _busy(self) -> float:
        told = self._devtools.send("Performance.getMetrics")["metrics"]
        return float(next(one["value"] for one in told if one["name"] == "TaskDuration"))

    def _loaded(self, event: dict[str, float]) -> None:
        self._bytes += event["encodedDataLength"] or event["dataLength"]

    def _framed(self, event: dict[str, dict[str, str]]) -> None:
        self._bytes += 0.75 * len(event["response"]["payloadData"])  # told in base64


def main() -> None:
    """Serve, look at every page in several domains, print medians and 95th percentiles."""
    pages = sys.argv[2].split(",") if len(sys.argv) > 2 else PAGES
    with tempfile.TemporaryDirectory() as folder:
        home = Path(sys.argv[1]) if len(sys.argv) > 1 else Path(folder)
        with served(home) as (address, server), sync_playwright() as playwright:
            program = shutil.which("chromium") or shutil.which("chromium-browser")
            browser = playwright.chromium.launch(executable_path=program, args=_FLAGS)
            each = "".join(f"{name:>16}" for name in ("seen ms", "server ms", "wire kB", "page ms"))
            print(f"{'median / p95':26}{each}")
            for path in pages:
                first, changed = _looked_at(browser, address, server, path)
                print(_line(f"{path or 'start'}, first view", first))
                if changed:
                    print(_line(f"  filter changed (n {len(changed)})", changed))
            browser.close()


def _looked_at(
    browser: Browser, address: str, server: int, path: str
) -> tuple[list[Waited], list[Waited]]:
    first: list[Waited] = []
    changed: list[Waited] = []
    for domain in ASKED:
        page = browser.new_context(viewport={"width": 1440, "height": 1000}).new_page()
        page.goto(f"{address}/demo/role?{urlencode({'role': 'STEERING', 'next': '/methods'})}")
        page.wait_for_selector(SETTLED, timeout=_LONG)
        watch = Watch(page, server)
        url = f"{address}/{path}?{urlencode({'domain': DOMAINS[domain].name})}"
        first.append(watch.time(lambda page=page, url=url: _opened(page, url)))
        for region in CLICKS:
            page.wait_for_timeout(_PAUSE)
            # A run that is over before its beginning can be seen cannot be timed from here.
            with suppress(NotSeen):
                changed.append(watch.time(lambda page=page, region=region: _clicked(page, region)))
        page.context.close()
    return first, changed


def _opened(page: Page, url: str) -> None:
    page.goto(url)
    # A page that has not begun looks settled too: the banner and the title are its first marks.
    page.wait_for_selector("[data-testid=stMain] h1", timeout=_LONG)
    page.get_by_role("button", name="Europe", exact=True).first.wait_for(timeout=_LONG)
    page.wait_for_selector(SETTLED, timeout=_LONG)


def _clicked(page: Page, region: str) -> None:
    page.get_by_role("button", name=region, exact=True).first.click()
    page.wait_for_selector(RUNNING, timeout=_SHORT)
    page.wait_for_selector(SETTLED, timeout=_LONG)


def _line(name: str, waited: list[Waited]) -> str:
    middle, most = np.percentile([astuple(one) for one in waited], (50, 95), axis=0)
    cells = [f"{m:,.0f} / {p:,.0f}" for m, p in zip(middle, most, strict=True)]
    return f"{name:26}" + "".join(f"{cell:>16}" for cell in cells)


def _processor_clock(process: int) -> int:
    # What clock_getcpuclockid(3) returns for another process.
    return (~process << 3) | 2


@contextmanager
def served(home: Path) -> Iterator[tuple[str, int]]:
    """Serve a home on a free port; give its address and the id of the process."""
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
        _wait_until_there(address)
        yield address, process.pid
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait_until_there(address: str) -> None:
    for _ in range(600):
        try:
            with urllib.request.urlopen(f"{address}/_stcore/health", timeout=1):  # noqa: S310
                return
        except OSError:
            time.sleep(0.2)


if __name__ == "__main__":
    main()
