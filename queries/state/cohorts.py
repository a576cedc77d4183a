"""Saved cohorts: definitions by name, every version of each kept."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import sqlalchemy as sa

from queries.errors import DatabaseUnavailable, QueryError
from queries.scope import Scope
from queries.state.store import STATE, changing, looking

_ATTEMPTS = 20  # of one change, when others change the same cohort at the same moment

_TABLE = sa.Table(
    "saved_cohort",
    STATE,
    sa.Column("cohort_id", sa.Text, primary_key=True),
    sa.Column("version", sa.Integer, primary_key=True),
    sa.Column("reach", sa.Text, nullable=False, index=True),  # digest of role and reach
    sa.Column("owner", sa.Text, nullable=False),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("definition", sa.Text, nullable=False),  # JSON; no row, no count of anybody
    sa.Column("snapshot_id", sa.Integer, nullable=False),
    sa.Column("n_then", sa.Integer, nullable=False),
    sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.func.now()),
    sa.Column("is_deleted", sa.Boolean, nullable=False),
)


class CohortChanged(QueryError):
    """A saved cohort is no longer what somebody saw."""


@dataclass(frozen=True)
class Content:
    """What one version of a saved cohort holds."""

    name: str
    owner: str  # who wrote this version
    definition: str  # as `cohort_file.definition_json` writes it
    snapshot_id: int
    n_then: int  # diagnoses, in that snapshot, in the reach of who saved it


@dataclass(frozen=True)
class SavedCohort:
    """The present version of a saved cohort."""

    cohort_id: str
    version: int
    saved_at: datetime
    content: Content


def reach_of(scope: Scope) -> str:
    """Return a digest of role and reach: who has the same one may see the same cohorts.

    Whoever reaches other rows is told neither the cohort nor its number: the number of a site
    is its own.
    """
    return scope.at(0).key()


def save_cohort(url: str, reach: str, content: Content) -> SavedCohort:
    """Save a cohort under a name of its own; another of the same name stays beside it."""
    identifier = str(uuid.uuid4())
    with changing(url) as connection:
        connection.execute(_TABLE.insert().values(_row(identifier, 1, reach, content)))
    return saved_cohort(url, reach, identifier)


def save_version(url: str, reach: str, cohort_id: str, content: Content) -> SavedCohort:
    """Save what a cohort is now as its next version; every earlier one is kept.

    Raises
    ------
    CohortChanged
        If it was deleted meanwhile, or was never in this reach.
    """
    return _append(url, reach, cohort_id, lambda _: content)


def rename_cohort(url: str, reach: str, cohort_id: str, *, name: str, owner: str) -> SavedCohort:
    """Save the next version of a cohort: as the last one, under another name.

    Raises
    ------
    CohortChanged
        As in `save_version`.
    """
    return _append(
        url, reach, cohort_id, lambda last: replace(last.content, name=name, owner=owner)
    )


def delete_cohort(url: str, reach: str, seen: SavedCohort, owner: str) -> None:
    """Take a cohort out of the list; its versions stay in the database.

    Raises
    ------
    CohortChanged
        If somebody saved another version since `seen`, or deleted it.
    """
    _append(
        url, reach, seen.cohort_id, lambda last: replace(last.content, owner=owner), deleting=seen
    )


def saved_cohorts(url: str, reach: str) -> tuple[SavedCohort, ...]:
    """Return the present version of every cohort saved in a reach, by name."""
    newest = _newest().subquery("newest")
    statement = (
        sa.select(_TABLE)
        .join(
            newest,
            sa.and_(newest.c.cohort_id == _TABLE.c.cohort_id, newest.c.version == _TABLE.c.version),
        )
        .where(_TABLE.c.reach == reach, _TABLE.c.is_deleted.is_(sa.false()))
        .order_by(_TABLE.c.name, _TABLE.c.cohort_id)
    )
    with looking(url) as connection:
        return tuple(_read(row) for row in connection.execute(statement))


def saved_cohort(url: str, reach: str, cohort_id: str) -> SavedCohort:
    """Return the present version of one cohort.

    Raises
    ------
    CohortChanged
        If there is none in this reach, or it is deleted.
    """
    with looking(url) as connection:
        return _last(connection, reach, cohort_id)


def _append(
    url: str,
    reach: str,
    cohort_id: str,
    content: Callable[[SavedCohort], Content],
    *,
    deleting: SavedCohort | None = None,
) -> SavedCohort:
    for _ in range(_ATTEMPTS):
        try:
            with changing(url) as connection:
                last = _last(connection, reach, cohort_id)
                if deleting is not None and deleting.version != last.version:
                    raise CohortChanged(
                        f"This cohort has a newer version ({last.version}) that you have not seen.",
                        "Look at it first, then delete it if you still want to.",
                    )
                version = last.version + 1
                row = _row(cohort_id, version, reach, content(last))
                row["is_deleted"] = deleting is not None
                connection.execute(_TABLE.insert().values(row))
            return replace(last, version=version, content=content(last))
        except sa.exc.IntegrityError:
            continue  # somebody else took the number: take the next one
    raise DatabaseUnavailable(
        "Others kept changing this cohort, so nothing was saved.", "Try again in a minute."
    )


def _last(connection: sa.Connection, reach: str, cohort_id: str) -> SavedCohort:
    statement = (
        sa.select(_TABLE)
        .where(_TABLE.c.cohort_id == cohort_id, _TABLE.c.reach == reach)
        .order_by(_TABLE.c.version.desc())
        .limit(1)
    )
    row = connection.execute(statement).one_or_none()
    if row is None or row.is_deleted:
        raise CohortChanged(
            "This saved cohort is not there any more.", "Reload the page to see the present list."
        )
    return _read(row)


def _newest() -> sa.Select[tuple[str, int]]:
    return sa.select(_TABLE.c.cohort_id, sa.func.max(_TABLE.c.version).label("version")).group_by(
        _TABLE.c.cohort_id
    )


def _row(identifier: str, version: int, reach: str, content: Content) -> dict[str, object]:
    return {
        "cohort_id": identifier,
        "version": version,
        "reach": reach,
        "is_deleted": False,
        "owner": content.owner,
        "name": content.name,
        "definition": content.definition,
        "snapshot_id": content.snapshot_id,
        "n_then": content.n_then,
    }


def _read(row: "sa.Row[tuple[object, ...]]") -> SavedCohort:
    content = Content(row.name, row.owner, row.definition, row.snapshot_id, row.n_then)
    return SavedCohort(row.cohort_id, row.version, row.saved_at, content)
