"""Engines that a test has used are disposed of with it: a forgotten pool warns in a later one."""

import weakref
from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa


@contextmanager
def engines_disposed() -> Iterator[None]:
    """Dispose at the end of every engine that connected meanwhile."""
    used: weakref.WeakSet[sa.Engine] = weakref.WeakSet()

    def note(connection: sa.Connection) -> None:
        used.add(connection.engine)

    sa.event.listen(sa.Engine, "engine_connect", note)
    try:
        yield
    finally:
        sa.event.remove(sa.Engine, "engine_connect", note)
        for engine in list(used):
            engine.dispose()
