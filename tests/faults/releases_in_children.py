"""Releases in processes of their own, one for every two lines on standard input.

The first line starts one, which builds and approves a release, and is answered with its process
id; the second asks for its exit status. The libraries are loaded once, here.
"""

import os
import sys
from datetime import UTC, date, datetime

import sqlalchemy as sa

from queries.engine import writing
from queries.releases import writing as store
from queries.releases.model import Item
from queries.releases.schema import placed, release

NOW = datetime(2026, 1, 1, tzinfo=UTC)
ITEMS = tuple(Item(f"D{n}", "domain", {"numbers": list(range(900))}) for n in range(60))


def main(url: str) -> None:
    while sys.stdin.readline():
        child = os.fork()
        if child == 0:
            _release(url)
            os._exit(0)
        _tell(child)
        sys.stdin.readline()
        _, status = os.waitpid(child, 0)
        _tell(status)


def _release(url: str) -> None:
    engine = writing(url)
    store.set_up_store(engine, engine)
    with placed(engine).connect() as connection:
        base = store.last_approved(connection)
        number = (connection.scalar(sa.select(sa.func.max(release.c.release_id))) or 0) + 1
    key = f"{number} of {os.getpid()}"
    store.remember(engine, key, {"D0": {"people": number}})
    facts = {"source": "Made", "cutoff": date(2025, 6, 30), "is_synthetic": True}
    draft = store.Draft(key, base, 1, config={}, audit={}, items=ITEMS, **facts)
    store.approve(engine, store.store(engine, draft, by="Anna", now=NOW), by="Ben", now=NOW)
    engine.dispose()


def _tell(number: int) -> None:
    sys.stdout.write(f"{number}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1])
