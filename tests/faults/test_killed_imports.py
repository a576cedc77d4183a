"""Imports killed at random moments: a real process, a real kill, and whole snapshots after it."""

import signal
import time
from collections.abc import Iterator

import numpy as np
import pytest

from tests.faults.children import Worker, working

RUNS = {"sqlite": 50, "postgresql": 10}


@pytest.fixture
def importer(database_url) -> Iterator[Worker]:
    with working("import_in_children.py", database_url) as one:
        yield one


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
