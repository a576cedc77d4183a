"""The small line of a headline over snapshots, or the sentence that says why there is none."""

from analytics.snapshot_trend import SnapshotTrend
from dashboard import components
from dashboard.answers.answer import Answer
from dashboard.exhibits.model import Exhibit
from dashboard.sentences.snapshot_trend import trend_headline

_LINE = 2  # points that make one


def draw(found: Answer[SnapshotTrend], exhibit: Exhibit[SnapshotTrend]) -> None:
    """Say how the headline moved; draw the line where there are two snapshots to draw."""
    components.headline(found, trend_headline)
    if len(found.value.counted) >= _LINE:
        components.figure(found, exhibit)
