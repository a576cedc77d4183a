"""How often somebody may knock: counts by door and client, kept over a restart."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from queries.errors import QueryError
from queries.state.store import STATE, changing, looking

_LOCK = 7_303_113  # names our turn among writers of one PostgreSQL database

knock = sa.Table(
    "knock",
    STATE,
    sa.Column("door", sa.Text, primary_key=True),
    sa.Column("client_hash", sa.Text, primary_key=True),  # an address is nobody's business later
    sa.Column("window_start", sa.DateTime(timezone=True), primary_key=True),
    sa.Column("n", sa.Integer, nullable=False),
)


@dataclass(frozen=True)
class Limit:
    """How often one client may come to a door within a window of time."""

    door: str
    n: int
    within: timedelta


class TooOften(QueryError):
    """A client came to a door more often than anybody needs to."""

    def __init__(self, limit: Limit, *, is_first: bool = True) -> None:
        minutes = max(1, round(limit.within.total_seconds() / 60))
        super().__init__(
            "There were too many attempts from this network address.",
            f"Wait {minutes} minute{'s' if minutes > 1 else ''}, then try again.",
        )
        self.is_first = is_first  # in its window of time


def require(url: str, limit: Limit, client: str, now: datetime) -> None:
    """Refuse a client that has reached a limit; nothing is counted.

    Raises
    ------
    TooOften
        If the client has come as often as is allowed in this window.
    DatabaseUnavailable
        If it cannot be read.
    """
    statement = sa.select(knock.c.n).where(*_window(limit, client, now)[0])
    with looking(url) as connection:
        if (connection.scalar(statement) or 0) >= limit.n:
            raise TooOften(limit, is_first=False)


def count(url: str, limit: Limit, client: str, now: datetime) -> None:
    """Count one knock of a client.

    Windows follow one another, so over a border up to twice the number may come.

    Raises
    ------
    TooOften
        If the client has come too often in this window.
    DatabaseUnavailable
        If it cannot be counted.
    """
    mine, place = _window(limit, client, now)
    with changing(url) as connection:
        if connection.dialect.name == "postgresql":  # SQLite takes its write lock at the start
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        old = knock.c.window_start < place["window_start"] - limit.within
        connection.execute(knock.delete().where(knock.c.door == limit.door, old))
        added = knock.update().where(*mine).values(n=knock.c.n + 1)
        if connection.execute(added).rowcount == 0:
            connection.execute(knock.insert().values(**place, n=1))
        n = connection.scalar(sa.select(knock.c.n).where(*mine))
    if n is not None and n > limit.n:
        raise TooOften(limit, is_first=n == limit.n + 1)


def _window(
    limit: Limit, client: str, now: datetime
) -> tuple[tuple[sa.ColumnElement[bool], ...], dict[str, Any]]:
    seconds = int(limit.within.total_seconds())
    start = datetime.fromtimestamp(int(now.timestamp()) // seconds * seconds, tz=now.tzinfo)
    hashed = hashlib.sha256(client.encode()).hexdigest()
    place = {"door": limit.door, "client_hash": hashed, "window_start": start}
    return tuple(knock.c[name] == value for name, value in place.items()), place
