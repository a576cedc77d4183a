"""log_rank on cases small enough to work out by hand."""

import numpy as np
import pytest
from scipy.stats import norm

from analytics.errors import BadInput, NoOverlap, TooFewEvents
from analytics.event_table import follow_up_table
from analytics.rank_tests import log_rank

FOUR = {"time": [1, 2, 3, 4], "event": [1, 1, 1, 1], "group": ["a", "a", "b", "b"]}


def test_expected_events_are_shared_by_people_at_risk():
    test = log_rank(**FOUR)

    # day 1: a has 2 of 4, day 2: 1 of 3, days 3 and 4: nobody of a
    np.testing.assert_allclose(test.observed, [2, 2])
    np.testing.assert_allclose(test.expected, [1 / 2 + 1 / 3, 1 / 2 + 2 / 3 + 2])
    variance = 1 / 4 + 2 / 9
    np.testing.assert_allclose(test.variance, variance * np.array([[1, -1], [-1, 1]]))
    assert test.statistic == pytest.approx(49 / 17)
    assert (test.df, test.groups, test.n_strata) == (1, ("a", "b"), 1)
    np.testing.assert_array_equal(test.n, [2, 2])
    np.testing.assert_array_equal(test.n_events, [2, 2])


def test_the_p_value_is_the_tail_of_chi_squared():
    test = log_rank(**FOUR)

    assert test.p == pytest.approx(2 * norm.sf((49 / 17) ** 0.5))  # one degree of freedom
    assert test.log_p == pytest.approx(np.log(test.p))


def test_several_events_of_one_day_have_the_hypergeometric_variance():
    test = log_rank([1, 1, 2, 2], [1, 1, 0, 0], ["a", "b", "a", "b"])

    assert test.variance[0, 0] == pytest.approx(2 * (2 / 4) * (2 / 4) * (4 - 2) / (4 - 1))


@pytest.mark.parametrize(
    ("options", "weights"),
    [
        ({"rho": 1}, [1, 3 / 4]),
        ({"rho": 0.5}, [1, (3 / 4) ** 0.5]),
        ({"day_weight": "gehan"}, [4, 3]),
        ({"day_weight": "tarone-ware"}, [2, 3**0.5]),
    ],
)
def test_days_weigh_as_asked(options, weights):
    test = log_rank(**FOUR, **options)

    first, second = weights
    difference = first * (1 - 1 / 2) + second * (1 - 1 / 3)
    variance = first**2 / 4 + second**2 * 2 / 9
    assert test.observed[0] - test.expected[0] == pytest.approx(difference)
    assert test.statistic == pytest.approx(difference**2 / variance)
    assert test.rho == options.get("rho", 0)
    assert test.day_weight == options.get("day_weight", "survival")


def test_strata_add_up_what_each_says():
    twice = {key: values * 2 for key, values in FOUR.items()}
    test = log_rank(**twice, strata=[1, 1, 1, 1, 2, 2, 2, 2])

    assert test.statistic == pytest.approx(2 * 49 / 17)  # (2u)^2 / (2v)
    assert test.n_strata == 2
    np.testing.assert_array_equal(test.n, [4, 4])


def test_a_stratum_without_event_or_with_one_group_says_nothing():
    test = log_rank(
        [*FOUR["time"], 5, 6, 7],
        [*FOUR["event"], 0, 0, 1],
        [*FOUR["group"], "a", "b", "a"],
        strata=[1, 1, 1, 1, 2, 2, 3],
    )

    assert test.statistic == pytest.approx(49 / 17)


def test_whoever_enters_late_is_compared_only_afterwards():
    test = log_rank(**FOUR, entry=[0, 0, 1, 0])

    # day 1: a has 2 of 3; day 2: 1 of 3
    assert test.expected[0] == pytest.approx(2 / 3 + 1 / 3)


def test_a_group_never_at_risk_at_an_event_adds_no_degree_of_freedom():
    test = log_rank([*FOUR["time"], 0.5, 0.5], [*FOUR["event"], 0, 0], [*FOUR["group"], "c", "c"])

    assert test.df == 1
    assert test.statistic == pytest.approx(49 / 17)
    assert test.groups == ("a", "b", "c")


def test_counted_groups_give_what_people_give():
    tables = [
        follow_up_table([1, 2], [1, 1], group="a"),
        follow_up_table([3, 4], [1, 1], group="b"),
    ]

    assert log_rank(tables).statistic == pytest.approx(49 / 17)


def test_groups_keep_the_order_in_which_their_tables_come():
    tables = [follow_up_table([1, 2], [1, 1], group="z"), follow_up_table([3], [1], group="a")]

    assert log_rank(tables).groups == ("z", "a")


def test_a_p_value_below_the_smallest_number_keeps_its_logarithm():
    n = 4000
    test = log_rank(np.repeat([1, 2], n), np.repeat([1, 0], n), np.repeat(["a", "b"], n))

    assert test.p == 0
    assert -1e5 < test.log_p < -1e3


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"group": ["a"] * 4}, "one group only"),
        ({"group": ["a", None, "b", "b"]}, "group is missing in 1 of 4 rows"),
        ({"group": ["a", "b"]}, "group has 2 rows and time has 4"),
        ({"group": None}, "who is in which group"),
        ({"event": None}, "who had the event"),
        ({"strata": [1, 1]}, "strata has 2 entries, not 4"),
        ({"strata": [1, 1, 1, None]}, "strata is missing in 1 of 4 rows"),
        ({"rho": -1}, "rho is -1"),
        ({"rho": 1, "day_weight": "gehan"}, "with weights by gehan"),
        ({"day_weight": "wilcoxon"}, "no weight of days 'wilcoxon'"),
    ],
)
def test_what_cannot_be_compared_is_refused(change, reason):
    with pytest.raises(BadInput, match=reason):
        log_rank(**(FOUR | change))


def test_nobody_with_the_event_is_refused():
    with pytest.raises(TooFewEvents, match="Nobody had the event"):
        log_rank([1, 2], [0, 0], ["a", "b"])


def test_groups_never_seen_together_are_refused():
    with pytest.raises(NoOverlap):
        log_rank([1, 2, 8, 9], [1, 1, 1, 1], ["a", "a", "b", "b"], entry=[0, 0, 5, 5])


def test_weighted_counts_have_no_p_value():
    tables = [
        follow_up_table([1, 2], [1, 1], weights=[0.5, 2], group="a"),
        follow_up_table([3, 4], [1, 1], weights=[1, 1], group="b"),
    ]

    with pytest.raises(BadInput, match="no valid p-value"):
        log_rank(tables)


def test_counted_groups_come_without_arrays():
    tables = [follow_up_table([1], [1], group=name) for name in "ab"]

    with pytest.raises(BadInput, match="arrays as well"):
        log_rank(tables, [1, 1])
