"""Sessions of people who are signed in: short, revocable, known by a hash alone."""

import hashlib
import secrets
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import sqlalchemy as sa

from queries.errors import DatabaseUnavailable
from queries.state.people import Person, as_person, person
from queries.state.store import STATE, changing, looking

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=12)
_NOTED = timedelta(minutes=1)  # a click is written down at most once a minute

session = sa.Table(
    "app_session",
    STATE,
    sa.Column("token_hash", sa.Text, primary_key=True),
    sa.Column("person_id", sa.ForeignKey("person.person_id"), nullable=False),
    sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
    sa.Column("last_seen", sa.DateTime(timezone=True), nullable=False),
    sa.Column("revoked_at", sa.DateTime(timezone=True)),
)


def open_session(url: str, person_id: str, now: datetime) -> str:
    """Return the token of a new session; only its hash is kept."""
    token = secrets.token_urlsafe(32)
    with changing(url) as connection:
        connection.execute(
            session.insert().values(
                token_hash=_hash(token), person_id=person_id, created_at=now, last_seen=now
            )
        )
    return token


def signed_in(url: str, token: str, now: datetime) -> Person | None:
    """Return whose session this is; None if it ended, or its person may no longer sign in.

    The role is read anew each time, so a change holds from the next click.

    Raises
    ------
    DatabaseUnavailable
        If it cannot be read: nobody is signed in then.
    """
    if not token:
        return None
    statement = (
        sa.select(session.c.created_at, session.c.last_seen, person)
        .join_from(session, person, session.c.person_id == person.c.person_id)
        .where(
            session.c.token_hash == _hash(token),
            session.c.revoked_at.is_(None),
            person.c.is_active,
        )
    )
    with looking(url) as connection:
        row = connection.execute(statement).mappings().first()
    if row is None:
        return None
    created, seen = (_utc(row[session.c.created_at]), _utc(row["last_seen"]))
    if now - created >= ABSOLUTE or now - seen >= IDLE:
        return None
    if max(created, seen) - now > _NOTED:  # a clock set back would keep it open for longer
        return None
    if now - seen >= _NOTED:
        # Where nothing can be written the session lasts until it has been idle since it last was.
        with suppress(DatabaseUnavailable), changing(url) as connection:
            own = session.c.token_hash == _hash(token)
            connection.execute(session.update().where(own).values(last_seen=now))
    return as_person(row)


def end_session(url: str, token: str, now: datetime) -> None:
    """End one session."""
    _end(url, session.c.token_hash == _hash(token), now)


def end_all_of(url: str, person_id: str, now: datetime) -> int:
    """End every session of a person and return how many there were."""
    return _end(url, session.c.person_id == person_id, now)


def _end(url: str, which: sa.ColumnElement[bool], now: datetime) -> int:
    with changing(url) as connection:
        done = connection.execute(
            session.update().where(which, session.c.revoked_at.is_(None)).values(revoked_at=now)
        )
    return done.rowcount


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _utc(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
