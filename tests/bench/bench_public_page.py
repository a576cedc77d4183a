"""Seconds until the public page shows its first figure, and what of them the script takes.

Run: python tests/bench/bench_public_page.py HOME
HOME holds a demo registry with its release. Needs Chromium and a quiet machine: the load of the
machine is printed beside the result.
"""

import os
import shutil
import statistics
import sys
import time
from pathlib import Path

from bench_browser import served, settled
from playwright.sync_api import Browser, sync_playwright
from streamlit.testing.v1 import AppTest

from dashboard import session

ROOT = Path(__file__).resolve().parents[2]
TIMES = 7
LIMIT = 1.0  # second
FIGURE = ".js-plotly-plot .main-svg"


def main() -> None:
    """Open the page anew in fresh windows, run its script alone, and print the medians."""
    home = Path(sys.argv[1])
    with served(home) as address, sync_playwright() as playwright:
        program = shutil.which("chromium") or shutil.which("chromium-browser")
        flags = ["--no-sandbox", "--disable-gpu"]
        browser = playwright.chromium.launch(executable_path=program, args=flags)
        seconds = [_opened(browser, address) for _ in range(TIMES + 1)][1:]  # the first one warms
        browser.close()
    script = _script(home)
    median = statistics.median(seconds)
    print(f"load of the machine          {os.getloadavg()[0]:6.1f} on {os.cpu_count()} cores")
    print(
        f"until the first figure       {median:6.2f} s ({min(seconds):.2f} to {max(seconds):.2f})"
    )
    print(f"script alone, processor time {script:6.2f} s")
    print("within" if median < LIMIT else "NOT within", f"{LIMIT:g} s")


def _opened(browser: Browser, address: str) -> float:
    context = browser.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(f"{address}/demo/role?role=PUBLIC&next=/methods")
    settled(page)
    started = time.perf_counter()
    page.goto(f"{address}/summary")
    page.wait_for_selector(FIGURE, timeout=120_000)
    took = time.perf_counter() - started
    context.close()
    return took


def _script(home: Path) -> float:
    """Return the processor's seconds of one run of the page's script, once warm."""
    os.environ |= {"IOCORE_HOME": str(home), "IOCORE_ENVIRONMENT": "demo"}
    session.demo_choice = lambda: session.DemoChoice("PUBLIC")  # there is no browser to ask
    app = AppTest.from_file(str(ROOT / "pages" / "summary.py"), default_timeout=120).run()
    started = time.process_time()
    app.run()
    took = time.process_time() - started
    if app.exception:
        raise SystemExit(f"The page failed: {app.exception[0].message}")
    return took


if __name__ == "__main__":
    main()
