"""A headline over snapshots, as tables: written out for readers, and as numbers for files."""

import math

import pandas as pd

from analytics.snapshot_trend import SnapshotTrend, TrendPoint
from dashboard.sentences.snapshot_trend import point_day, point_said
from dashboard.tables.cells import number
from dashboard.wording import NOT_ESTIMABLE, NOT_SUPPLIED, Words, whole


def trend_table(result: SnapshotTrend, _words: Words) -> pd.DataFrame:
    """Write one row per snapshot, the oldest first."""
    return pd.DataFrame(
        [
            {
                "Snapshot": whole(point.snapshot_id),
                "Data cut-off": point_day(point),
                f"{result.what.capitalize()} (n)": f"{whole(point.count)} of {whole(point.of)}",
                "Share": point_said(point, has_limits=result.has_limits),
            }
            for point in result.points
        ]
    )


def trend_rows(result: SnapshotTrend, _words: Words) -> pd.DataFrame:
    """Return count, share and limits of every snapshot."""
    return pd.DataFrame([_numbers(result, point) for point in result.points])


def _numbers(result: SnapshotTrend, point: TrendPoint) -> dict[str, object]:
    share = point.share
    with_limits = share is not None and result.has_limits
    row = {
        "snapshot": point.snapshot_id,
        "cutoff": NOT_SUPPLIED if point.cutoff is None else point.cutoff.isoformat(),
        "stored": point.stored.isoformat(),
        "count": point.count,
        "of": point.of,
        "share": number(math.nan if share is None else share.estimate, NOT_ESTIMABLE),
    }
    if share is not None and with_limits:
        row |= {"lower": share.lower, "upper": share.upper}
    return row
