"""Pairs of groups and adjusted p-values, worked out by hand."""

import numpy as np
import pytest

from analytics.errors import BadInput
from analytics.pairwise_tests import _adjusted, pairwise_log_rank
from analytics.rank_tests import log_rank

TIME = [1, 2, 3, 4, 5, 6]
EVENT = [1, 1, 1, 1, 1, 1]
GROUP = ["a", "b", "c", "a", "b", "c"]


def test_every_pair_is_tested_on_its_own_people():
    result = pairwise_log_rank(TIME, EVENT, GROUP)

    frame = result.frame
    assert list(zip(frame["group_a"], frame["group_b"], strict=True)) == [
        ("a", "b"),
        ("a", "c"),
        ("b", "c"),
    ]
    alone = log_rank([1, 4, 3, 6], [1, 1, 1, 1], ["a", "a", "c", "c"])
    assert frame["statistic"][1] == pytest.approx(alone.statistic)
    assert frame["log_p"][1] == pytest.approx(alone.log_p)
    assert (result.adjust, result.rho) == ("holm", 0)


def test_holm_multiplies_the_smallest_by_all_and_never_falls():
    p = np.array([0.04, 0.01, 0.03])

    np.testing.assert_allclose(_adjusted(p, "holm"), [0.06, 0.03, 0.06])


def test_benjamini_hochberg_divides_by_rank_and_never_rises_downwards():
    p = np.array([0.04, 0.01, 0.03])

    np.testing.assert_allclose(_adjusted(p, "bh"), [0.04, 0.03, 0.04])


@pytest.mark.parametrize("adjust", ["holm", "bh"])
def test_no_adjusted_p_value_exceeds_1(adjust):
    np.testing.assert_allclose(
        _adjusted(np.array([0.9, 0.8]), adjust), [1, 1] if adjust == "holm" else [0.9, 0.9]
    )


def test_early_differences_weigh_more_where_asked():
    result = pairwise_log_rank(TIME, EVENT, GROUP, rho=1)

    alone = log_rank([1, 4, 2, 5], [1, 1, 1, 1], ["a", "a", "b", "b"], rho=1)
    assert result.frame["statistic"][0] == pytest.approx(alone.statistic)


def test_an_unknown_adjustment_and_a_lone_group_are_refused():
    with pytest.raises(BadInput, match="no adjustment 'tukey'"):
        pairwise_log_rank(TIME, EVENT, GROUP, adjust="tukey")
    with pytest.raises(BadInput, match="one group only"):
        pairwise_log_rank(TIME, EVENT, ["a"] * 6)
