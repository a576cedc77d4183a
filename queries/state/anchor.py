"""Seals of the audit log kept outside its database, so that a log rewritten as a whole shows."""

import os
import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import sqlalchemy as sa

from queries.errors import QueryError
from queries.state.audit import Entry, entries
from queries.state.store import looking

EVERY, AT_LEAST = 100, timedelta(days=1)  # entries, time: whichever comes first
_LINE = re.compile(r"(\S+) (\d{1,18}) ([0-9a-f]{64})")


class AnchorRefused(QueryError):
    """An anchor that cannot be written or read, or that the log does not fit."""


@dataclass(frozen=True)
class Anchor:
    """How long the log was at a moment, and the seal of its last entry then."""

    moment: datetime
    n: int
    seal: str

    @property
    def line(self) -> str:
        """The anchor as a line of text."""
        return f"{self.moment.isoformat(timespec='seconds')} {self.n} {self.seal}\n"


def write(place: Path, anchor: Anchor) -> None:
    """Add an anchor: a line to a file, or a new file in a folder that may be write-once.

    Raises
    ------
    AnchorRefused
        If it cannot be written.
    """
    is_folder = place.is_dir()
    target = place / f"audit-{anchor.n:012d}-{anchor.seal[:8]}.txt" if is_folder else place
    how = os.O_EXCL if is_folder else os.O_APPEND  # nothing that was written is written over
    try:
        handle = os.open(target, os.O_WRONLY | os.O_CREAT | how, 0o640)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(anchor.line)
            file.flush()
            os.fsync(file.fileno())
    except FileExistsError:
        return  # this very anchor, by another process
    except OSError as error:
        raise AnchorRefused(
            f"The anchor of the audit log cannot be written ({error.strerror}).",
            "Check IOCORE_AUDIT_ANCHOR and the rights of that folder or file.",
        ) from error


def read(place: Path) -> tuple[Anchor, ...]:
    """Return all anchors in the order of their length.

    Raises
    ------
    AnchorRefused
        If they cannot be read, or one of them is no anchor.
    """
    try:
        files = sorted(place.glob("audit-*.txt")) if place.is_dir() else [place]
        texts = [file.read_text(encoding="ascii") for file in files if file.exists()]
        return tuple(
            sorted(
                (_as_anchor(line) for text in texts for line in text.splitlines()),
                key=lambda anchor: (anchor.n, anchor.moment),
            )
        )
    except (OSError, ValueError) as error:
        raise AnchorRefused(
            f"The anchors of the audit log cannot be read ({type(error).__name__}).",
            "Check IOCORE_AUDIT_ANCHOR; keep the file as it is if somebody changed it.",
        ) from error


def first_misfit(url: str, anchors: tuple[Anchor, ...]) -> Anchor | None:
    """Return the first anchor that the log does not hold: it was cut short or written anew.

    Raises
    ------
    DatabaseUnavailable
        If the log cannot be read.
    """
    asked = {anchor.n for anchor in anchors}
    statement = sa.select(entries.c.seq, entries.c.seal).order_by(entries.c.seq)
    with looking(url) as connection:
        held = {seq: seal for seq, seal in connection.execute(statement) if seq in asked}
    return next((anchor for anchor in anchors if held.get(anchor.n) != anchor.seal), None)


def is_due(last: Anchor | None, head: Entry | None, now: datetime) -> bool:
    """Say whether the log has grown, or aged, enough since the last anchor for another."""
    if head is None or (last is not None and head.seq <= last.n):
        return False
    return last is None or head.seq - last.n >= EVERY or now - last.moment >= AT_LEAST


def _as_anchor(line: str) -> Anchor:
    found = _LINE.fullmatch(line)
    if found is None:
        raise ValueError
    return Anchor(datetime.fromisoformat(found[1]), int(found[2]), found[3])
