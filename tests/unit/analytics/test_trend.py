"""trend_test, worked out by hand."""

import pytest

from analytics.errors import BadInput, NoOverlap
from analytics.rank_tests import log_rank
from analytics.trend import trend_test

FOUR = {"time": [1, 2, 3, 4], "event": [1, 1, 1, 1], "group": ["a", "a", "b", "b"]}


def test_with_two_groups_the_trend_is_the_log_rank():
    trend = trend_test(**FOUR)

    assert trend.statistic == pytest.approx(49 / 17)
    assert trend.z == pytest.approx(-((49 / 17) ** 0.5))  # fewer events than expected in b
    assert trend.p == pytest.approx(log_rank(**FOUR).p)
    assert trend.test.statistic == pytest.approx(49 / 17)


def test_scores_weigh_observed_minus_expected_of_each_group():
    data = {"time": [1, 2, 3, 4], "event": [1, 1, 0, 0], "group": ["a", "b", "c", "c"]}
    trend = trend_test(**data, scores={"a": 0, "b": 1, "c": 3})

    # day 1: 1/4, 1/4, 1/2 at risk; day 2: b 1/3, c 2/3; scores' mean 7/4, then 7/3
    u = (0 - 7 / 4) + (1 - 7 / 3)
    v = (0 + 1 + 9 + 9) / 4 - (7 / 4) ** 2 + (1 + 9 + 9) / 3 - (7 / 3) ** 2
    assert trend.z == pytest.approx(u / v**0.5)


def test_neither_shift_nor_scale_of_the_scores_matters():
    first = trend_test(**FOUR, scores={"a": 1, "b": 2})
    second = trend_test(**FOUR, scores={"a": 1000, "b": 1010})

    assert first.z == pytest.approx(second.z)


@pytest.mark.parametrize(
    ("scores", "reason"),
    [
        ({"a": 1}, "no score for b"),
        ({"a": 1, "b": 1}, "all one, or not finite"),
        ({"a": 1, "b": float("nan")}, "all one, or not finite"),
    ],
)
def test_scores_that_order_nothing_are_refused(scores, reason):
    with pytest.raises(BadInput, match=reason):
        trend_test(**FOUR, scores=scores)


def test_groups_of_different_scores_never_seen_together_are_refused():
    late = {
        "time": [1, 2, 8, 9],
        "event": [1, 1, 1, 1],
        "group": ["a", "b", "c", "c"],
        "entry": [0, 0, 5, 5],
    }

    with pytest.raises(NoOverlap, match="different scores"):
        trend_test(**late, scores={"a": 0, "b": 0, "c": 1})
