"""A real server on a free port and a real browser that may speak to this machine only."""

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from queries.demo.load import load_demo
from queries.engine import writing
from queries.initialise import initialise

FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def server(tmp_path_factory) -> Iterator[str]:
    """Address of `iocore serve`, started from another folder with an empty home."""
    yield from _served(tmp_path_factory.mktemp("served"))


@pytest.fixture(scope="module")
def grown_server(tmp_path_factory) -> Iterator[str]:
    """Address of a registry that grew: 200, 300 and 400 diagnoses, a quarter apart."""
    home = tmp_path_factory.mktemp("grown")
    engine = writing(f"sqlite:///{home / 'registry.sqlite'}")
    initialise(engine)
    for n, month in ((200, 1), (300, 4), (400, 7)):
        load_demo(engine, n_diagnoses=n, now=datetime(2026, month, 5, tzinfo=UTC))
    engine.dispose()
    yield from _served(home)


def _served(home: Path) -> Iterator[str]:
    port = _free_port()
    command = [str(Path(sys.executable).with_name("iocore")), "serve", "--port", str(port)]
    environment = os.environ | {"IOCORE_HOME": str(home), "IOCORE_ENVIRONMENT": "demo"}
    log = (home / "log").open("w")
    process = subprocess.Popen(
        command, cwd=home, env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/_stcore/health", process, home / "log")
        yield address
    finally:
        process.terminate()
        process.wait(timeout=20)
        log.close()


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail(f"the server ended: {log.read_text()}")
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:  # noqa: S310  # loopback
                if answer.status == 200:
                    return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"the server did not answer: {log.read_text()}")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The system's Chromium, headless."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    if program is None:
        if os.environ.get("IOCORE_REQUIRE_SERVICES") == "1":
            pytest.fail("Chromium is required here and missing")
        pytest.skip("Chromium is not on this machine")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=program, args=FLAGS)
        yield chromium
        chromium.close()
