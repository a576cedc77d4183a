"""Releases killed at random moments: what is public is one whole release after each of them."""

import signal
import time
from collections.abc import Iterator

import numpy as np
import pytest

from queries.engine import reading
from queries.releases.model import Status
from queries.releases.reading import current_release, stored_releases
from tests.faults.children import Worker, working

KILLED = {"sqlite": 40, "postgresql": 10}


@pytest.fixture
def releasing(database_url) -> Iterator[Worker]:
    with working("releases_in_children.py", database_url) as one:
        yield one
    reading(database_url).dispose()
    reading.cache_clear()


def test_f10_a_process_killed_while_it_releases_leaves_one_whole_release(releasing, database_url):
    assert releasing.run() == 0
    started = time.monotonic()
    assert releasing.run() == 0
    seconds, public = time.monotonic() - started, 2
    rng, killed = np.random.default_rng(20260101), 0
    while killed < KILLED[reading(database_url).dialect.name]:
        killed += releasing.run(rng.uniform(0, seconds)) == signal.SIGKILL
        statuses = [one.status for one in stored_releases(database_url)]
        assert statuses.count(Status.CURRENT) == 1
        assert statuses.count(Status.PENDING) <= 1
        now = current_release(database_url)  # refused unless its seal fits
        assert now.release_id >= public
        public = now.release_id

    assert releasing.run() == 0
    assert current_release(database_url).release_id == stored_releases(database_url)[0].release_id
