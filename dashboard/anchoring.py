"""The audit log's seal outside its database: written by itself, looked at by who checks."""

import asyncio
import logging
import os
from dataclasses import dataclass
from enum import Enum, auto

from starlette.concurrency import run_in_threadpool

from dashboard.settings import Environment, settings
from dashboard.visitor import now
from queries.errors import QueryError
from queries.state import anchor as anchors
from queries.state.anchor import Anchor, AnchorRefused
from queries.state.audit import latest

_LOOK = 60  # seconds between two looks at the length of the log
_log = logging.getLogger("iocore.anchoring")
_CHANGED = "Keep log and anchors as they are, and tell whoever is responsible for data protection."


class Standing(Enum):
    """How the log stands to what is kept outside."""

    UNSET = auto()
    UNUSABLE = auto()
    EMPTY = auto()
    FITS = auto()
    MISFIT = auto()


@dataclass(frozen=True)
class Anchored:
    """How the log stands to its anchors, in words."""

    standing: Standing
    said: str


def anchor_now() -> Anchor:
    """Write the seal of the log's last entry outside.

    Raises
    ------
    AnchorRefused
        If there is no place for it, nothing to anchor, it cannot be written, or the log does not
        fit what was anchored before: a log that was written anew is not vouched for.
    DatabaseUnavailable
        If the log cannot be read.
    """
    place, url = settings().audit_anchor, settings().state_url
    if place is None:
        raise AnchorRefused(
            "There is no place for anchors of the audit log.", "Set IOCORE_AUDIT_ANCHOR."
        )
    misfit = anchors.first_misfit(url, anchors.read(place))
    if misfit is not None:
        raise AnchorRefused(_said_of(misfit), _CHANGED)
    head = next(iter(latest(url, 1)), None)
    if head is None:
        raise AnchorRefused("The audit log is empty.", "Anchor it once something was noted.")
    made = Anchor(now(), head.seq, head.seal)
    anchors.write(place, made)
    return made


def anchored() -> Anchored:
    """Return how the log stands to its anchors.

    Raises
    ------
    DatabaseUnavailable
        If the log cannot be read.
    """
    place = settings().audit_anchor
    if place is None:
        return Anchored(
            Standing.UNSET,
            "No seal is kept outside the database, so a log that is rewritten as a whole would "
            "not show. Set IOCORE_AUDIT_ANCHOR to a file or folder elsewhere.",
        )
    try:
        known = anchors.read(place)
    except AnchorRefused as error:
        return Anchored(Standing.UNUSABLE, f"{error.reason} {error.remedy}")
    misfit = anchors.first_misfit(settings().state_url, known)
    if misfit is not None:
        return Anchored(Standing.MISFIT, f"{_said_of(misfit)} {_CHANGED}")
    if not os.access(place if place.exists() else place.parent, os.W_OK):
        return Anchored(
            Standing.UNUSABLE,
            "Seals can no longer be kept outside: the place of IOCORE_AUDIT_ANCHOR cannot be "
            "written. Check its rights.",
        )
    if not known:
        return Anchored(Standing.EMPTY, "No seal was kept outside yet. Run iocore audit anchor.")
    last = known[-1]
    return Anchored(
        Standing.FITS,
        f"The log fits {len(known):,} seals kept outside; the last is of entry {last.n:,}, "
        f"{last.moment:%d %b %Y %H:%M} UTC.",
    )


async def keep_anchoring() -> None:
    """Anchor the log whenever it has grown by 100 entries or a day has passed, until cancelled."""
    while True:
        try:
            await run_in_threadpool(anchor_if_due)
        except Exception:  # the next look must come whatever this one found
            _log.exception("the audit log was not anchored")
        await asyncio.sleep(_LOOK)


def anchor_if_due() -> bool:
    """Anchor the log if that is due, and say whether it was; what fails is told in the log."""
    place = settings().audit_anchor
    if place is None or settings().environment is not Environment.PRODUCTION:
        return False
    try:
        known = anchors.read(place)
        head = next(iter(latest(settings().state_url, 1)), None)
        if not anchors.is_due(known[-1] if known else None, head, now()):
            return False
        anchor_now()
    except QueryError as error:
        _log.error("the audit log was not anchored: %s", error.reason)  # a refusal
        return False
    return True


def _said_of(misfit: Anchor) -> str:
    return (
        f"The audit log does not hold the seal that was kept outside for entry {misfit.n:,}: it "
        "was cut short or written anew."
    )
