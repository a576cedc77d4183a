"""A headline over snapshots, in sentences."""

from analytics.snapshot_trend import SnapshotTrend, TrendPoint
from dashboard.wording import Words, counted, percent, whole


def point_day(point: TrendPoint) -> str:
    """Write the day of a point: its data cut-off, or when it was stored."""
    day = point.day
    said = f"{day.day} {day:%b %Y}"
    return said if point.cutoff is not None else f"stored {said}"


def point_said(point: TrendPoint, *, has_limits: bool) -> str:
    """Write a share with its limits, or a plain share; words where nothing was counted."""
    share = point.share
    if share is None:
        return "nothing to count"
    limits = f" ({percent(share.lower)} to {percent(share.upper)})" if has_limits else ""
    return f"{percent(share.estimate)} %{limits}"


def trend_headline(result: SnapshotTrend, _words: Words) -> str:
    """Say how the headline moved since the last snapshot, or that there is only one."""
    known = result.counted
    if len(result.points) == 1:
        return "One snapshot of this source is stored, so there is no trend yet."
    if len(known) <= 1:
        return "Only one snapshot has anything to count under these filters, so there is no trend."
    before, now = known[-2:]
    first, second = (point_said(point, has_limits=result.has_limits) for point in (before, now))
    return (
        f"{result.what.capitalize()}: {second} in snapshot {now.snapshot_id} ({point_day(now)}), "
        f"{first} in snapshot {before.snapshot_id} ({point_day(before)})."
    )


def trend_counted(result: SnapshotTrend, _words: Words) -> str:
    """Say what is counted in how many snapshots."""
    now = result.points[-1]
    limits = (
        "95 % Wilson limits; snapshots hold mostly the same patients, so limits of neighbours "
        "overlap more than their difference warrants."
        if result.has_limits
        else "Complete counts, so no interval; checks without a verdict are left out."
    )
    return (
        f"{counted(len(result.points), 'snapshot')} of this source; now {whole(now.count)} of "
        f"{whole(now.of)} ({result.what}). {limits}"
    )


def trend_note(result: SnapshotTrend, _words: Words) -> str:
    """Say where a point stands that has no data cut-off."""
    if all(point.cutoff is not None for point in result.points):
        return ""
    return "Without a data cut-off a point stands at the day on which its snapshot was stored."
