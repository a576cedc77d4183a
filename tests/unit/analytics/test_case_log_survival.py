"""Reports of users against comparable products that concern survival, each a behaviour of ours."""

import warnings

import numpy as np
import pytest

from analytics.errors import BadInput
from analytics.event_table import follow_up_table
from analytics.group_survival import survival_by_group
from analytics.pairwise_tests import pairwise_log_rank
from analytics.rank_tests import log_rank
from analytics.restricted_mean import restricted_mean
from analytics.survival import kaplan_meier, median_follow_up, quantile, survival_at
from dashboard.tables.survival import survival_key_figures, survival_summary
from dashboard.wording import Words


@pytest.fixture(scope="module")
def waltons():
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from lifelines.datasets import load_waltons

        return load_waltons()


@pytest.fixture
def tied():
    random = np.random.default_rng(9)
    time = random.integers(1, 12, 300)
    return time, random.random(300) < 0.6, random.integers(0, 5, 300)


@pytest.mark.parametrize("groups", [2, 5])
def test_c09_the_log_rank_test_equals_another_program_with_ties(tied, groups):
    from lifelines.statistics import multivariate_logrank_test

    time, event, group = tied
    member = group % groups
    theirs = multivariate_logrank_test(time, member, event)

    ours = log_rank(time, event, member)
    assert ours.statistic == pytest.approx(theirs.test_statistic, rel=1e-8)
    assert ours.p == pytest.approx(theirs.p_value, rel=1e-8)


def test_c10_more_than_two_groups_have_a_global_test_with_its_degrees_of_freedom(tied):
    assert log_rank(*tied).df == 4


def test_c12_pairs_carry_raw_and_adjusted_p_of_the_same_test(tied):
    table = pairwise_log_rank(*tied).frame

    first, second = table.iloc[0][["group_a", "group_b"]].astype(int)
    time, event, group = tied
    rows = np.isin(group, [first, second])
    assert table.iloc[0]["p"] == pytest.approx(log_rank(time[rows], event[rows], group[rows]).p)
    assert (table["p_adjusted"] >= table["p"]).all()


def test_c14_a_time_in_the_place_of_the_event_is_refused_by_name():
    with pytest.raises(BadInput, match="event"):
        kaplan_meier([5, 6, 7], [5, 6, 7])


def groups_of(*people):
    tables = [follow_up_table(time, event, group=name) for name, time, event in people]
    time = np.concatenate([person[1] for person in people])
    event = np.concatenate([person[2] for person in people])
    return survival_by_group(
        tables, follow_up_table(time, event), landmarks=[365.25], ticks=[0, 365.25]
    )


def test_c27_a_median_that_is_not_reached_is_said_in_words():
    result = groups_of(("A", [100, 200, 500], [1, 0, 0]))

    assert np.isnan(quantile(result.groups[0].curve).estimate)
    assert "not reached" in survival_summary(result, Words()).iloc[0].str.cat(sep=" ")


def test_c28_survival_beyond_follow_up_is_not_printed_unless_nobody_is_left():
    beyond = survival_at(kaplan_meier([5, 10], [1, 0]), [20])
    nobody = survival_at(kaplan_meier([5, 10], [1, 1]), [20])

    assert np.isnan(beyond.survival[0])
    assert nobody.survival[0] == 0
    shown = survival_summary(groups_of(("A", [50, 100], [1, 0])), Words()).iloc[0]
    assert "follow-up ends at" in shown.str.cat(sep=" ")


def test_c29_median_follow_up_is_the_median_with_the_indicator_flipped():
    time, event = [10, 20, 30, 40, 50], np.array([1, 0, 1, 0, 0])

    assert (
        median_follow_up(time, event).estimate == quantile(kaplan_meier(time, 1 - event)).estimate
    )
    assert median_follow_up(time, event).estimate != quantile(kaplan_meier(time, event)).estimate


def test_c30_a_median_carries_its_unit_and_its_interval():
    result = groups_of(("A", [100, 200, 300, 400], [1, 1, 1, 1]))

    median = survival_key_figures(result, Words())[2]
    assert "months" in median.label
    assert median.detail.startswith("95 % CI")


def test_c31_the_error_of_a_restricted_mean_is_that_of_the_estimate(waltons):
    control = waltons[waltons["group"] == "miR-137"]

    ours = restricted_mean(kaplan_meier(control["T"], control["E"]), 10)

    assert ours.estimate == pytest.approx(9.7941, abs=5e-5)
    assert ours.se == pytest.approx(0.1232, abs=5e-5)
