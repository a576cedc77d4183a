"""A database that fails at a chosen statement or commit."""

import itertools
from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import sqlalchemy as sa


class Fault(Exception):
    """What a test makes happen."""


@contextmanager
def failing(engine: sa.Engine, event: str, number: int, monkeypatch) -> Iterator[None]:
    """Fail at the n-th statement (COPY counts as one) or commit."""
    seen = itertools.count(1)

    def fail(*_args, **_kwargs):
        if next(seen) == number:
            raise Fault

    copy = psycopg.Cursor.copy
    sa.event.listen(engine, event, fail)
    with monkeypatch.context() as patch:
        if event == "before_cursor_execute":
            patch.setattr(psycopg.Cursor, "copy", lambda *args: fail() or copy(*args))
        try:
            yield
        finally:
            sa.event.remove(engine, event, fail)
