"""Imports killed at random moments: a real process, a real kill, and whole snapshots after it."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

RUNS = {"sqlite": 50, "postgresql": 10}
SCRIPT = Path(__file__).with_name("import_in_children.py")
ROOT = Path(__file__).resolve().parents[2]


class Importer:
    """Starts imports in processes of their own and ends them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, seconds: float | None = None) -> int:
        """Import; kill it after so many seconds. Returns the signal that ended it, 0: none."""
        child = self._ask()
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        return os.WTERMSIG(self._ask())

    def _ask(self) -> int:
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@pytest.fixture
def importer(database_url) -> Iterator[Importer]:
    command = [sys.executable, str(SCRIPT), database_url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": "."}, **pipes) as one:
        yield Importer(one)
        one.stdin.close()


def test_an_import_killed_at_any_moment_leaves_every_snapshot_whole(served, importer, digest_of):
    seconds = time_of_one(served, importer)
    second = digest_of(*served.current())
    served.back_to_first()
    rng, killed = np.random.default_rng(20260101), 0
    while killed < RUNS[served.engine.dialect.name]:
        if importer.run(rng.uniform(0, seconds)) == signal.SIGKILL:
            killed += 1
        else:
            seconds *= 0.9  # the first took longer than they do; aim before their end
        served.assert_whole()
        assert all(digest_of(n) == second for n in served.stored() if n != served.first)
        served.back_to_first()

    assert importer.run() == 0
    assert digest_of(*served.current()) == second


def time_of_one(served, importer) -> float:
    importer.run()  # the libraries are loaded with the first one
    served.back_to_first()
    started = time.monotonic()
    assert importer.run() == 0
    return time.monotonic() - started
