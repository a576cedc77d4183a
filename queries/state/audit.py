"""What was done by whom: entries that can be added and never changed, each sealed by the last."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from datetime import UTC, datetime

import sqlalchemy as sa

from queries.state.store import STATE, append_only, changing, looking

_START = "0" * 64
_LONGEST = 2_000  # characters of one text
_LOCK = 7_303_112  # names our turn among writers of one PostgreSQL database

entries = sa.Table(
    "audit_entry",
    STATE,
    sa.Column("seq", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("moment", sa.Text, nullable=False),  # UTC, ISO 8601
    sa.Column("actor", sa.Text, nullable=False),
    sa.Column("role", sa.Text, nullable=False),
    sa.Column("action", sa.Text, nullable=False),
    sa.Column("object", sa.Text, nullable=False),
    sa.Column("details", sa.Text, nullable=False),  # JSON; never a value of a patient
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("seal_before", sa.Text, nullable=False),
    sa.Column("seal", sa.Text, nullable=False),
)
append_only(entries, "the audit log cannot be changed")


@dataclass(frozen=True)
class Entry:
    """One entry as it is written."""

    moment: str  # UTC, ISO 8601
    actor: str
    role: str
    action: str
    object: str
    details: str
    outcome: str
    seq: int = 0
    seal_before: str = ""
    seal: str = ""

    def sealed(self, seq: int, seal_before: str) -> "Entry":
        """Return the entry in its place, with the seal that covers all of it."""
        placed = replace(self, seq=seq, seal_before=seal_before, seal="")
        text = json.dumps(asdict(placed), sort_keys=True, ensure_ascii=False)
        return replace(placed, seal=hashlib.sha256(text.encode()).hexdigest())


@dataclass(frozen=True)
class Deed:
    """Who did what to what, and how it ended."""

    actor: str
    role: str
    action: str
    object: str = ""
    outcome: str = "done"
    details: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Verdict:
    """Whether the log is whole."""

    n: int  # entries
    seal: str  # of the last: keep it elsewhere, a log cut short shows by it
    broken_at: int | None  # first entry whose seal does not fit; None: all fit


def record(url: str, deed: Deed, now: datetime) -> Entry:
    """Add an entry; what needs an entry must not happen without one.

    Raises
    ------
    DatabaseUnavailable
        If it cannot be written.
    """
    details = json.dumps({key: _tidy(value) for key, value in deed.details}, sort_keys=True)
    entry = Entry(
        moment=now.astimezone(UTC).isoformat(timespec="milliseconds"),
        actor=_tidy(deed.actor),
        role=deed.role,
        action=deed.action,
        object=_tidy(deed.object),
        details=details,
        outcome=deed.outcome,
    )
    with changing(url) as connection:
        if connection.dialect.name == "postgresql":  # SQLite takes its write lock at the start
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
        statement = sa.select(entries.c.seq, entries.c.seal).order_by(entries.c.seq.desc()).limit(1)
        last = connection.execute(statement).one_or_none()
        seq, seal_before = (1, _START) if last is None else (last.seq + 1, last.seal)
        sealed = entry.sealed(seq, seal_before)
        connection.execute(entries.insert().values(**asdict(sealed)))
    return sealed


def verify(url: str) -> Verdict:
    """Read the whole log and check every seal against its entry and the one before.

    Raises
    ------
    DatabaseUnavailable
        If it cannot be read.
    """
    seal, seq, broken = _START, 0, None
    with looking(url) as connection:
        for row in connection.execute(sa.select(entries).order_by(entries.c.seq)).mappings():
            entry = Entry(**row)
            fits = entry == entry.sealed(seq + 1, seal)
            broken = entry.seq if broken is None and not fits else broken
            seal, seq = entry.seal, seq + 1
    return Verdict(seq, seal, broken)


def latest(url: str, n: int) -> tuple[Entry, ...]:
    """Return the last entries, the newest first.

    Raises
    ------
    DatabaseUnavailable
        If the log cannot be read.
    """
    statement = sa.select(entries).order_by(entries.c.seq.desc()).limit(n)
    with looking(url) as connection:
        return tuple(Entry(**row) for row in connection.execute(statement).mappings())


def _tidy(text: str) -> str:
    # A line break or a control character could forge a line in whatever shows the log.
    shown = "".join(c if c.isprintable() else f"\\x{ord(c):02x}" for c in text)
    return shown[:_LONGEST]
