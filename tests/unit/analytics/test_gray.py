"""gray_test on cases small enough to work out by hand, and what it refuses."""

import numpy as np
import pytest

from analytics.competing import gray_test
from analytics.errors import BadInput, NoOverlap, TooFewEvents
from analytics.event_table import follow_up_table, tables_by_group
from analytics.first_events import first_events
from analytics.inputs import check_follow_up
from analytics.rank_tests import log_rank

TIME, CODE, GROUP = [1, 3, 2, 3], [1, 0, 2, 1], ["A", "A", "B", "B"]


def test_whoever_had_a_competing_event_still_counts_among_those_expected():
    test = gray_test(TIME, CODE, GROUP)

    # day 1: h = R = 2 and 2; day 3: h = 1 / (1/2) both, R = 2 (1 - 1/2) and 2 (1 - 0)
    np.testing.assert_allclose(test.observed, [1, 1])
    np.testing.assert_allclose(test.expected, [1 / 2 + 1 / 3, 1 / 2 + 2 / 3])
    assert (test.groups, test.df, test.cause) == (("A", "B"), 1, 1)
    np.testing.assert_array_equal(test.n_events, [1, 1])


def test_the_variance_comes_from_the_cause_and_from_all_other_causes():
    test = gray_test(TIME, CODE, GROUP)

    # Pooled steps 1/4 and 1/4: G = 3/4, then 1/2. Both days and groups have a = 2 (1 - 1/2) = 1;
    # after day 1 follows c = 1 (1/4) / (3/4) = 1/3, after day 3 nothing. S on day 1: 1/2 and 1,
    # on day 2 in B 1/2. The cause adds (a + (1 - G / S) c)^2 dF / h, others (G c / S)^2 d / h^2.
    of_a = (1 + (1 - (3 / 4) / (1 / 2)) / 3) ** 2 / 4 / 2 + 1 / 4 / 2
    of_b = (1 + (1 - (3 / 4) / 1) / 3) ** 2 / 4 / 2 + 1 / 4 / 2
    competing = ((3 / 4) / (1 / 2) / 3) ** 2 / 2**2
    want = of_a + of_b + competing
    np.testing.assert_allclose(test.variance, [[want, -want], [-want, want]])
    np.testing.assert_allclose(test.statistic, (1 / 6) ** 2 / want)


def test_early_differences_weigh_more_with_rho():
    test = gray_test(TIME, CODE, GROUP, rho=1)

    np.testing.assert_allclose(test.observed, [1, 3 / 4])


def test_without_competing_events_scores_are_those_of_the_log_rank_test():
    time, event, group = [1, 2, 2, 4, 5, 6, 6], [1, 1, 0, 1, 1, 0, 1], list("AABBABA")

    gray, rank = gray_test(time, event, group), log_rank(time, event, group)

    np.testing.assert_allclose(gray.observed, rank.observed)
    np.testing.assert_allclose(gray.expected, rank.expected)


def test_a_stratum_with_one_group_or_no_event_adds_nothing():
    alone = {"time": [*TIME, 1, 2, 4, 5], "code": [*CODE, 1, 2, 0, 0]}
    group, strata = [*GROUP, "A", "A", "A", "B"], [1, 1, 1, 1, 2, 2, 3, 3]

    test, without = gray_test(**alone, group=group, strata=strata), gray_test(TIME, CODE, GROUP)

    assert test.statistic == pytest.approx(without.statistic, rel=1e-12)
    assert (test.n_strata, list(test.n), list(test.n_events)) == (3, [5, 3], [2, 1])


def test_counted_people_give_the_same_test():
    people = check_follow_up(TIME, CODE)
    tables = tables_by_group(people, np.array([0, 0, 1, 1]), ("A", "B"))

    assert gray_test(tables).statistic == pytest.approx(gray_test(TIME, CODE, GROUP).statistic)


def test_tables_may_know_different_codes():
    tables = [first_events([1, 2], [1, 0], group="A").table]
    tables += [first_events([1, 2], [3, 1], group="B").table]

    assert list(gray_test(tables).n_events) == [1, 1]
    assert list(gray_test(tables, cause=3).n_events) == [0, 1]


def test_a_group_that_ends_early_leaves_the_pooled_incidence_at_most_one():
    time, code = [1] * 100 + [2, 3, 4], [1] * 100 + [1, 1, 0]

    test = gray_test(time, code, ["A"] * 100 + ["B"] * 3, rho=0.5)

    # pooled steps 100/103, 1/3, ..: from day 3 on no probability is left to weigh
    np.testing.assert_allclose(test.observed, [100, np.sqrt(3 / 103)])


def test_ties_that_leave_no_variance_are_refused():
    time, code = [1] * 99 + [3] + [2] * 100, [2] * 99 + [0] + [1] * 100

    with pytest.raises(TooFewEvents, match="share a day"):
        gray_test(time, code, ["A"] * 100 + ["B"] * 100)


@pytest.mark.parametrize(
    ("given", "refusal", "reason"),
    [
        ({"group": ["A"] * 4}, BadInput, "one group only"),
        ({"group": None}, BadInput, "Nothing says"),
        ({"code": None}, BadInput, "Nothing says"),
        ({"cause": 0}, BadInput, "Code 0 is no event"),
        ({"cause": 3}, TooFewEvents, "cause 3"),
        ({"rho": -1}, BadInput, "rho is -1"),
        ({"rho": float("nan")}, BadInput, "rho is nan"),
        ({"code": [100, 0, 2, 1]}, BadInput, "code goes up to 100"),
        ({"time": [5, 6, 2, 3], "code": [1, 0, 2, 0]}, NoOverlap, "No event happened"),
    ],
)
def test_what_cannot_be_compared_is_refused(given, refusal, reason):
    with pytest.raises(refusal, match=reason):
        gray_test(**({"time": TIME, "code": CODE, "group": GROUP} | given))


def test_weights_and_late_entry_are_refused():
    late = [first_events([2, 3], [1, 0], entry=[0, 1], group=g).table for g in "AB"]
    weighted = [follow_up_table([2], [1], weights=[0.5], group=g) for g in "AB"]

    with pytest.raises(BadInput, match="late entry"):
        gray_test(late)
    with pytest.raises(BadInput, match="weighted"):
        gray_test(weighted)
