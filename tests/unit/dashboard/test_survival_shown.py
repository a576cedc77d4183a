"""Survival as figure, tables and sentences: all say what the curve says, and in words what not."""

import numpy as np
import pytest

from analytics.event_table import follow_up_table
from analytics.group_survival import survival_by_group
from dashboard.charts.survival import survival_figure
from dashboard.sentences.survival import survival_compared, survival_counted, survival_seen
from dashboard.tables.survival import curve_rows, numbers_at_risk, survival_summary
from dashboard.wording import DAYS_PER_MONTH, Words

AT = np.array([0, 6, 12]) * DAYS_PER_MONTH
WORDS = Words({"A": "<script>alert(1)</script>", "B": "Beta"}, "Overall survival")


@pytest.fixture
def two_groups():
    first = follow_up_table([100, 200, 300, 400], [1, 0, 1, 0], group="A")
    second = follow_up_table([50, 250], [1, 1], group="B")
    everybody = follow_up_table([100, 200, 300, 400, 50, 250], [1, 0, 1, 0, 1, 1])
    return survival_by_group([first, second], everybody, landmarks=AT[1:], ticks=AT)


def test_the_figure_draws_each_curve_with_its_n_and_its_people_at_risk(two_groups):
    figure = survival_figure(two_groups, WORDS)

    curves = [trace for trace in figure.data if trace.meta == "curve"]
    assert [trace.name.rsplit(" (", 1)[1] for trace in curves] == ["n = 4)", "n = 2)"]
    np.testing.assert_allclose(curves[0].y, [1, 0.75, 0.75, 0.375, 0.375])
    rows = [trace for trace in figure.data if trace.meta == "at risk"]
    assert [list(trace.text) for trace in rows] == [["4", "3", "1"], ["2", "1", "0"]]


def test_no_tag_of_the_data_reaches_the_figure(two_groups):
    assert "<script" not in str(survival_figure(two_groups, WORDS).to_dict())


def test_the_table_counts_events_and_censorings_until_each_time(two_groups):
    table = numbers_at_risk(two_groups, WORDS)

    assert list(table.iloc[0])[1:] == ["4 (0 / 0)", "3 (1 / 0)", "1 (2 / 1)"]


def test_beyond_follow_up_the_table_says_where_it_ends(two_groups):
    summary = survival_summary(two_groups, WORDS)

    assert summary["Technique"].tolist()[1] == "Beta"
    assert summary.iloc[1]["At 12 months, % (95 % CI); at risk, n"].startswith("0")


def test_the_figure_can_be_rebuilt_from_its_file(two_groups):
    rows = curve_rows(two_groups, WORDS)

    drawn = next(t for t in survival_figure(two_groups, WORDS).data if t.meta == "curve")
    first = rows[rows["technique_code"] == "A"]
    np.testing.assert_allclose(first["day"] / DAYS_PER_MONTH, drawn.x, rtol=1e-6)
    np.testing.assert_allclose(first["survival"], drawn.y, rtol=1e-6)


def test_the_sentences_give_n_events_method_and_why_there_is_no_test(two_groups):
    assert survival_counted(two_groups, WORDS).startswith("6 diagnoses, 4 events; nobody left out")
    assert "log(-log)" in survival_counted(two_groups, WORDS)
    assert "Beta: n 2, 2 events" in survival_seen(two_groups, WORDS)
    assert "10 patients" in survival_compared(two_groups, WORDS)
