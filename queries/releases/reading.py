"""Releases as readers get them: this module reaches the release store and nothing else."""

import sqlalchemy as sa

from queries.engine import reading, sqlite_file
from queries.errors import DatabaseUnavailable
from queries.releases.model import Item, Release, Status, seal
from queries.releases.schema import placed, release, release_item


def current_release(url: str) -> Release | None:
    """Return the release that is current, None where there is none yet.

    Raises
    ------
    DatabaseUnavailable
        If the store cannot be read, or a release is not what was sealed at its build.
    """
    found = _releases(url, release.c.status == Status.CURRENT.value)
    return found[0] if found else None


def stored_release(url: str, release_id: int) -> Release | None:
    """Return a release with its items, None where there is none of that number."""
    found = _releases(url, release.c.release_id == release_id)
    return found[0] if found else None


def stored_releases(url: str) -> tuple[Release, ...]:
    """Return every release without its items, the newest first."""
    if not _is_there(url):
        return ()
    statement = sa.select(release).order_by(release.c.release_id.desc())
    try:
        with placed(reading(url)).connect() as connection:
            return tuple(_release(row, ()) for row in connection.execute(statement))
    except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
        raise _unreadable() from error


def _releases(url: str, which: sa.ColumnElement[bool]) -> list[Release]:
    if not _is_there(url):
        return []
    wanted = sa.select(release).where(which)
    try:
        with placed(reading(url)).connect() as connection:
            return [_with_items(connection, row) for row in connection.execute(wanted).all()]
    except (sa.exc.DBAPIError, sa.exc.TimeoutError) as error:
        raise _unreadable() from error


def _with_items(connection: sa.Connection, row: sa.Row[tuple[object, ...]]) -> Release:
    own = release_item.c.release_id == row.release_id
    columns = (release_item.c.item_id, release_item.c.kind, release_item.c.payload)
    rows = connection.execute(sa.select(*columns).where(own).order_by(release_item.c.item_id))
    found = _release(row, tuple(Item(*values) for values in rows))
    if seal(found.items) != found.sha256:
        raise DatabaseUnavailable(
            f"Release {found.release_id} is not what was built: its seal does not fit.",
            "Withdraw it (`iocore publish withdraw`) and build another.",
        )
    return found


def _release(row: sa.Row[tuple[object, ...]], items: tuple[Item, ...]) -> Release:
    return Release(
        release_id=row.release_id,
        build_key=row.build_key,
        base_id=row.base_id,
        snapshot_id=row.snapshot_id,
        source=row.source_label,
        cutoff=row.data_cut_date,
        is_synthetic=row.is_synthetic,
        status=Status(row.status),
        built_at=row.built_at,
        built_by=row.built_by,
        approved_at=row.approved_at,
        approved_by=row.approved_by,
        config=row.config,
        audit=row.audit,
        sha256=row.sha256,
        items=items,
    )


def _is_there(url: str) -> bool:
    """Return whether there is a store at all: before the first build there is none."""
    if sa.engine.make_url(url).get_backend_name() == "sqlite":
        return sqlite_file(url).exists()
    try:
        return sa.inspect(reading(url)).has_table(release.name, schema=release.schema)
    except sa.exc.DBAPIError as error:
        raise _unreadable() from error


def _unreadable() -> DatabaseUnavailable:
    return DatabaseUnavailable(
        "The store of releases cannot be read.",
        "Try again in a minute; if it stays, tell the registry office.",
    )
