"""Stored snapshots that an asker's own can be held to."""

from collections.abc import Callable
from dataclasses import replace

from analytics.snapshot_trend import SnapshotTrend, TrendPoint
from dashboard.answers.answer import Answer, Ask
from dashboard.settings import settings
from queries.engine import reading
from queries.errors import AccessDenied, DatabaseUnavailable, EmptyCohort
from queries.history import StoredSnapshot, stored_snapshots
from queries.policies import Level, View, level

LAST = 8  # snapshots that a trend looks at


def own_and_earlier(ask: Ask, view: View) -> tuple[StoredSnapshot, tuple[StoredSnapshot, ...]]:
    """Return the asker's snapshot and the earlier ones of its source, the newest first.

    Only those of the same source: another source's counts are no change of this one's.

    Raises
    ------
    AccessDenied
        If the view is closed to the asker's role.
    DatabaseUnavailable
        If the asker's snapshot is gone.
    """
    if level(ask.scope.role, view) < Level.AGGREGATE:
        raise AccessDenied(
            "This view is not open to your role.", "Ask the registry office for access."
        )
    stored = stored_snapshots(reading(settings().registry_url))
    own = next((one for one in stored if one.snapshot_id == ask.scope.snapshot_id), None)
    if own is None:
        raise DatabaseUnavailable(
            f"Snapshot {ask.scope.snapshot_id} is no longer in the registry.", "Reload the page."
        )
    earlier = tuple(
        one
        for one in stored
        if one.snapshot_id < own.snapshot_id
        and not one.is_pending  # nobody was ever shown it
        and (one.source, one.is_synthetic) == (own.source, own.is_synthetic)
    )
    return own, earlier


def trend_of(
    ask: Ask,
    view: View,
    question: Callable[[Ask], Answer[tuple[int, int]]],
    *,
    what: str,
    has_limits: bool,
) -> Answer[SnapshotTrend]:
    """Ask one count of the last snapshots, each within the same reach, pinned to it.

    Parameters
    ----------
    ask : Ask
        Of the asker's own snapshot, the last of the trend.
    view : View
        What the question looks at.
    question : callable
        Returns a count and what it is of.
    what : str
        What is counted.
    has_limits : bool
        Whether its share has limits.
    """
    own, earlier = own_and_earlier(ask, view)
    now = question(ask)
    points = [
        _point(one, _counted(question, replace(ask, scope=ask.scope.at(one.snapshot_id))))
        for one in reversed(earlier[: LAST - 1])
    ]
    points.append(_point(own, now.value))
    return Answer(SnapshotTrend(what, tuple(points), has_limits), now.provenance)


def _counted(question: Callable[[Ask], Answer[tuple[int, int]]], ask: Ask) -> tuple[int, int]:
    try:
        return question(ask).value
    except EmptyCohort:  # nobody was there under these filters yet
        return 0, 0


def _point(one: StoredSnapshot, counted: tuple[int, int]) -> TrendPoint:
    return TrendPoint(
        one.snapshot_id, one.created_at.date(), one.cutoff, count=counted[0], of=counted[1]
    )
