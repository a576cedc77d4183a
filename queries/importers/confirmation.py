"""The confirmation of a pending snapshot by a person of the coordinating centre."""

from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from queries import schema
from queries.errors import AccessDenied, ImportRefused
from queries.importers.guard import is_pending, measure
from queries.importers.snapshot import switch
from queries.outages import writing_in_words
from queries.policies import CONFIRMING_ROLES
from queries.scope import Role

SHORTEST_REASON, LONGEST_REASON = 10, 500  # characters
_LONGEST_NAME = 100  # characters


@dataclass(frozen=True)
class Confirmation:
    """Who confirms, with which duty and why."""

    role: Role
    by: str  # name of the person
    reason: str


def confirm(
    engine: sa.Engine, snapshot_id: int, confirmation: Confirmation, *, now: datetime
) -> None:
    """Keep a confirmation and make the pending snapshot current, in one transaction.

    Raises
    ------
    AccessDenied
        If the role has no duty to confirm.
    ImportRefused
        If the snapshot is not pending, name or reason say too little, or another snapshot is
        served since it was measured.
    DatabaseUnavailable
        If the database cannot be written, or the account may not confirm; nothing has changed.
    """
    if confirmation.role not in CONFIRMING_ROLES:
        raise AccessDenied(
            f"Snapshot {snapshot_id} can be confirmed by the coordinating centre only.",
            "Ask the registry office to look at it.",
        )
    by, reason = _said(confirmation)
    with writing_in_words(), engine.begin() as connection:
        _require_pending(connection, snapshot_id)
        _require_same_measure(connection, snapshot_id)
        connection.execute(
            schema.snapshot_confirmation.insert().values(
                snapshot_id=snapshot_id, confirmed_at=now, confirmed_by=by, reason=reason
            )
        )
        switch(connection, snapshot_id)


def _said(confirmation: Confirmation) -> tuple[str, str]:
    by, reason = (" ".join(text.split()) for text in (confirmation.by, confirmation.reason))
    if not by or len(by) > _LONGEST_NAME or not by.isprintable():
        raise ImportRefused(
            "The confirmation does not say who confirms.",
            f'Give a name of at most {_LONGEST_NAME} characters: --by "NAME".',
        )
    if not SHORTEST_REASON <= len(reason) <= LONGEST_REASON or not reason.isprintable():
        raise ImportRefused(
            f"The reason has {len(reason)} characters.",
            f"Write {SHORTEST_REASON} to {LONGEST_REASON} that somebody understands in a year: "
            '--reason "…".',
        )
    return by, reason


def _require_pending(connection: sa.Connection, snapshot_id: int) -> None:
    if not is_pending(connection, snapshot_id):
        raise ImportRefused(
            f"Snapshot {snapshot_id} is not pending, so there is nothing to confirm.",
            "iocore snapshot list shows those that are.",
        )


def _require_same_measure(connection: sa.Connection, snapshot_id: int) -> None:
    # What the person has read is about the snapshot that it was measured against.
    table = schema.data_snapshot.c
    against = connection.scalar(
        sa.select(table.held_against).where(table.snapshot_id == snapshot_id)
    )
    served = measure(connection)
    if served != against:
        raise ImportRefused(
            f"Snapshot {snapshot_id} was measured against snapshot {against}, and snapshot "
            f"{served} has taken its place since.",
            f"Delete it (iocore snapshot delete {snapshot_id}) and import its file again.",
        )
