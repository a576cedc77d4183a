"""Groups side by side, and when a test between them is withheld."""

import numpy as np
import pytest

from analytics.errors import BadInput
from analytics.event_table import follow_up_table, pooled_table
from analytics.group_survival import survival_by_group
from analytics.rank_tests import log_rank


def group(name, n=10, n_events=5, entry=None, start=0):
    """Return n patients, one leaving on each day; the first of them have the event."""
    days = start + np.arange(1, n + 1)
    return follow_up_table(days, days <= start + n_events, entry=entry, group=name)


def described(*tables, **options):
    return survival_by_group(
        tables, pooled_table(tables), landmarks=[2, 4], ticks=[0, 5], **options
    )


def test_each_group_and_all_together_are_described():
    result = described(group("a"), group("b", n=12), left_out=[("NO_FOLLOW_UP", 3)])

    assert [each.group for each in result.groups] == ["a", "b"]
    assert result.overall.curve.n == 22
    first = result.groups[0]
    assert first.curve.survival[-1] == pytest.approx(0.5)
    assert first.median.estimate == 7.5  # 1/2 from day 5 to day 10
    np.testing.assert_allclose(first.landmarks.survival, [0.8, 0.6])
    np.testing.assert_array_equal(first.risk.at_risk, [10, 6])
    assert first.follow_up.estimate == 8  # censored on days 6 to 10: 3/5, then 2/5
    assert result.left_out == (("NO_FOLLOW_UP", 3),)


def test_groups_large_enough_are_tested():
    tables = group("a"), group("b", n=12)
    result = described(*tables)

    assert result.why_no_test == ""
    assert result.log_rank.statistic == log_rank(tables).statistic


@pytest.mark.parametrize(
    ("small", "is_tested"),
    [
        ({"n": 9, "n_events": 5}, False),
        ({"n": 10, "n_events": 4}, False),
        ({"n": 10, "n_events": 5}, True),
    ],
    ids=["9 patients", "4 events", "just enough"],
)
def test_below_10_patients_or_5_events_there_is_no_test(small, is_tested):
    result = described(group("a", n=20, n_events=10), group("b", **small))

    assert (result.log_rank is not None) == is_tested
    assert ("fewer than 10 patients" in result.why_no_test) != is_tested


def test_one_group_has_nothing_to_be_compared_with():
    result = described(group("a"))

    assert result.log_rank is None
    assert "One group only" in result.why_no_test


def test_groups_never_seen_together_keep_their_curves():
    late = group("b", start=100, entry=np.full(10, 50))

    result = described(group("a"), late)

    assert result.log_rank is None
    assert "while two groups were under observation" in result.why_no_test
    assert len(result.groups) == 2


def test_no_group_is_refused():
    with pytest.raises(BadInput, match="nobody to follow"):
        survival_by_group([], group("all"), landmarks=[1], ticks=[1])
