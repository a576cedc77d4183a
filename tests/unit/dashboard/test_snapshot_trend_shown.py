"""A headline over snapshots in a sentence, a table, a figure and a file."""

from datetime import date

import pytest

from analytics.errors import BadInput
from analytics.snapshot_trend import SnapshotTrend, TrendPoint
from dashboard.charts.snapshot_trend import trend_figure
from dashboard.sentences.snapshot_trend import trend_headline, trend_note
from dashboard.tables.snapshot_trend import trend_rows, trend_table
from dashboard.wording import Words

WORDS = Words()


def point(number, count, of, cutoff=date(2025, 6, 30)):
    return TrendPoint(number, date(2026, number, 5), cutoff, count, of)


def trend(*points, has_limits=True):
    return SnapshotTrend("core fields entered", points, has_limits)


def test_the_last_two_snapshots_are_told_with_limits():
    said = trend_headline(trend(point(1, 80, 100), point(2, 90, 100)), WORDS)

    # Wilson, by hand: 90 of 100 is 82.6 to 94.5, 80 of 100 is 71.1 to 86.7.
    assert said == (
        "Core fields entered: 90.0 % (82.6 to 94.5) in snapshot 2 (30 Jun 2025), "
        "80.0 % (71.1 to 86.7) in snapshot 1 (30 Jun 2025)."
    )


def test_one_snapshot_says_so_and_is_not_drawn():
    single = trend(point(1, 80, 100))

    assert trend_headline(single, WORDS).startswith("One snapshot of this source")
    with pytest.raises(BadInput, match="one snapshot to draw"):
        trend_figure(single, WORDS)


def test_a_snapshot_with_nothing_to_count_is_a_gap_and_no_zero():
    found = trend(point(1, 0, 0), point(2, 90, 100), point(3, 95, 100))

    assert trend_table(found, WORDS)["Share"].iloc[0] == "nothing to count"
    assert trend_rows(found, WORDS)["share"].iloc[0] == "not estimable"
    assert len(trend_figure(found, WORDS).data[-1].y) == 2


def test_two_snapshots_of_one_cut_off_stand_side_by_side():
    ticks = trend_figure(trend(point(1, 80, 100), point(2, 90, 100)), WORDS).layout.xaxis.ticktext

    assert ticks == ("30 Jun 2025<br>no. 1", "30 Jun 2025<br>no. 2")


def test_without_a_cut_off_the_day_of_storing_stands_and_is_said():
    found = trend(point(1, 80, 100, None), point(2, 90, 100, None))

    assert "(stored 5 Feb 2026)" in trend_headline(found, WORDS)
    assert "stands at the day on which its snapshot was stored" in trend_note(found, WORDS)


def test_the_file_holds_the_line():
    found = trend(point(1, 80, 100), point(2, 90, 100))

    assert trend_rows(found, WORDS)["share"].tolist() == list(trend_figure(found, WORDS).data[-1].y)
