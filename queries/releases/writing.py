"""Releases as they are stored, approved and withdrawn; each step is one transaction."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from queries.errors import ReleaseRefused
from queries.outages import writing_in_words
from queries.releases.model import Item, Status, seal
from queries.releases.schema import (
    placed,
    published,
    release,
    release_event,
    release_item,
    release_memory,
    remembered,
)

_in_words = partial(writing_in_words, "The store of releases", "release")


@dataclass(frozen=True, eq=False)
class Draft:
    """A release that has passed its audit and is to be stored."""

    build_key: str
    base_id: int | None
    snapshot_id: int
    source: str
    cutoff: date | None
    is_synthetic: bool
    config: Mapping[str, Any]
    audit: Mapping[str, Any]
    items: Sequence[Item]


def set_up_store(engine: sa.Engine, memory: sa.Engine) -> None:
    """Make the tables of the release store and of its memory; safe to repeat."""
    for one, tables in ((engine, published), (memory, remembered)):
        with _in_words(), placed(one).begin() as connection:
            name = tables.schema or ""
            # Asked first: to make a schema "if not there" needs a right that builders do not have.
            if connection.dialect.name != "sqlite" and not sa.inspect(connection).has_schema(name):
                connection.execute(sa.schema.CreateSchema(name))
            tables.create_all(connection)


def remember(memory: sa.Engine, build_key: str, parts: Mapping[str, Any]) -> None:
    """Store what the registry must know of a build; without its release it means nothing."""
    rows = [
        {"build_key": build_key, "item_id": item_id, "memory": part}
        for item_id, part in parts.items()
    ]
    with _in_words(), placed(memory).begin() as connection:
        connection.execute(release_memory.insert(), rows)


def memory_of(memory: sa.Engine, build_key: str) -> dict[str, Any]:
    """Return what the registry remembers of a build."""
    table = release_memory.c
    statement = sa.select(table.item_id, table.memory).where(table.build_key == build_key)
    with _in_words(), placed(memory).connect() as connection:
        return {row.item_id: row.memory for row in connection.execute(statement)}


def store(engine: sa.Engine, draft: Draft, *, by: str, now: datetime) -> int:
    """Store a release that waits for approval, and return its number."""
    with _in_words(), placed(engine).begin() as connection:
        _supersede_pending(connection)
        made = connection.execute(
            release.insert().values(
                build_key=draft.build_key,
                base_id=draft.base_id,
                snapshot_id=draft.snapshot_id,
                source_label=draft.source,
                data_cut_date=draft.cutoff,
                is_synthetic=draft.is_synthetic,
                status=Status.PENDING.value,
                built_at=now,
                built_by=by,
                config=dict(draft.config),
                audit=dict(draft.audit),
                sha256=seal(draft.items),
            )
        )
        number = int(made.inserted_primary_key.release_id)  # type: ignore[union-attr]  # one row went in
        rows = [
            {"release_id": number, "item_id": i.item_id, "kind": i.kind, "payload": i.payload}
            for i in draft.items
        ]
        connection.execute(release_item.insert(), rows)
        _note(connection, "BUILD", number, by=by, now=now)
    return number


def note_refusal(engine: sa.Engine, lines: Sequence[str], *, by: str, now: datetime) -> None:
    """Note in the ledger that a build was refused, and why; nothing else changes."""
    with _in_words(), placed(engine).begin() as connection:
        _note(connection, "REFUSE", None, by=by, now=now, detail=list(lines))


def approve(engine: sa.Engine, release_id: int, *, by: str, now: datetime) -> None:
    """Make a pending release the current one.

    Raises
    ------
    ReleaseRefused
        If it does not wait for approval, its builder would approve it, or another release has
        been approved since it was built.
    """
    with _in_words(), placed(engine).begin() as connection:
        row = _wanted(connection, release_id)
        _refuse(row, by, base=last_approved(connection))
        current = release.c.status == Status.CURRENT.value
        connection.execute(release.update().where(current).values(status=Status.SUPERSEDED.value))
        connection.execute(
            release.update()
            .where(release.c.release_id == release_id)
            .values(status=Status.CURRENT.value, approved_at=now, approved_by=by)
        )
        _note(connection, "APPROVE", release_id, by=by, now=now)


def withdraw(engine: sa.Engine, release_id: int, *, by: str, now: datetime) -> int | None:
    """Withdraw a release; if it is current, the one before becomes current again.

    Returns
    -------
    int or None
        The release that is current now.

    Raises
    ------
    ReleaseRefused
        If it is withdrawn already.
    """
    with _in_words(), placed(engine).begin() as connection:
        row = _wanted(connection, release_id)
        if row.status == Status.WITHDRAWN.value:
            raise ReleaseRefused(
                f"Release {release_id} is withdrawn already.", "`iocore publish list` shows all."
            )
        _set(connection, release_id, Status.WITHDRAWN)
        back = _one_before(connection) if row.status == Status.CURRENT.value else None
        if back is not None:
            _set(connection, back, Status.CURRENT)
        _note(connection, "WITHDRAW", release_id, by=by, now=now, detail={"back_to": back})
        now_current = release.c.status == Status.CURRENT.value
        found = connection.scalar(sa.select(release.c.release_id).where(now_current))
    return None if found is None else int(found)


def last_approved(connection: sa.Connection) -> int | None:
    """Return the release that was approved last, withdrawn or not: a reader may hold it."""
    # By number, not by clock, which may be set back: whatever is approved was built after, and
    # compared with, the one approved before it.
    statement = sa.select(sa.func.max(release.c.release_id)).where(
        release.c.approved_at.is_not(None)
    )
    found = connection.scalar(statement)
    return None if found is None else int(found)


def same_person(one: str, other: str) -> bool:
    """Return whether two names, as written, mean one person."""
    return " ".join(one.split()).casefold() == " ".join(other.split()).casefold()


def _refuse(row: sa.Row[tuple[object, ...]], by: str, *, base: int | None) -> None:
    if row.status != Status.PENDING.value:
        raise ReleaseRefused(
            f"Release {row.release_id} does not wait for approval: it is {row.status.lower()}.",
            "`iocore publish list` shows which one does.",
        )
    if same_person(row.built_by, by):
        raise ReleaseRefused(
            f"{by} built release {row.release_id} and cannot approve it as well.",
            "Ask another person to look at it and approve it.",
        )
    if row.base_id != base:
        raise ReleaseRefused(
            f"Release {row.release_id} was compared with release {row.base_id or 'none'}, "
            f"and release {base} has been approved since.",
            "Build it again: iocore publish build.",
        )


def _supersede_pending(connection: sa.Connection) -> None:
    # Two that wait were compared with the same one before, not with one another.
    pending = release.c.status == Status.PENDING.value
    connection.execute(release.update().where(pending).values(status=Status.SUPERSEDED.value))


def _one_before(connection: sa.Connection) -> int | None:
    was_approved = release.c.approved_at.is_not(None)
    is_good = release.c.status == Status.SUPERSEDED.value
    numbers = sa.select(sa.func.max(release.c.release_id)).where(was_approved, is_good)
    found = connection.scalar(numbers)
    return None if found is None else int(found)


def _wanted(connection: sa.Connection, release_id: int) -> sa.Row[tuple[object, ...]]:
    # All of them are held: two who approve at once would each see the other's still waiting.
    every = sa.select(release.c.release_id).order_by(release.c.release_id).with_for_update()
    connection.execute(every).all()
    chosen = sa.select(release).where(release.c.release_id == release_id)
    row = connection.execute(chosen).one_or_none()
    if row is None:
        raise ReleaseRefused(
            f"There is no release {release_id}.",
            "`iocore publish list` shows those that are stored.",
        )
    return row


def _set(connection: sa.Connection, release_id: int, status: Status) -> None:
    own = release.c.release_id == release_id
    connection.execute(release.update().where(own).values(status=status.value))


def _note(  # what the ledger holds of one step
    connection: sa.Connection,
    event: str,
    release_id: int | None,
    *,
    by: str,
    now: datetime,
    detail: object = None,
) -> None:
    connection.execute(
        release_event.insert().values(
            release_id=release_id, happened_at=now, event=event, by_name=by, detail=detail or {}
        )
    )
