"""Work in processes of their own, started and killed from a test."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class Worker:
    """Starts work in processes of its own and ends them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def run(self, seconds: float | None = None) -> int:
        """Work; be killed after so many seconds. Returns the signal that ended it, 0: none."""
        child = self._ask()
        if seconds is not None:
            time.sleep(seconds)
            os.kill(child, signal.SIGKILL)
        return os.WTERMSIG(self._ask())

    def _ask(self) -> int:
        self._process.stdin.write("\n")
        self._process.stdin.flush()
        return int(self._process.stdout.readline())


@contextmanager
def working(script: str, url: str) -> Iterator[Worker]:
    """Start a script of this folder that forks a child for each piece of work."""
    command = [sys.executable, str(Path(__file__).with_name(script)), url]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": "."}, **pipes) as one:
        yield Worker(one)
        one.stdin.close()
