"""Laws of Gray's test that hold for any follow-up."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.competing import gray_test
from analytics.errors import AnalysisError
from analytics.event_table import tables_by_group
from analytics.inputs import check_follow_up
from analytics.rank_tests import log_rank


@st.composite
def trials(draw, causes=2):
    """Three groups of 4 to 25 people each, with ties between causes and groups."""
    rng = np.random.default_rng(draw(st.integers(0, 10**6)))
    n = draw(st.integers(12, 75))
    time, code = rng.integers(0, 14, n), rng.integers(0, causes + 1, n)
    return time, code, np.arange(n) % 3


def gray_or_nothing(*given, **options):
    try:
        return gray_test(*given, **options)
    except AnalysisError:
        assume(False)


@given(trials(), st.sampled_from([1, 2]), st.sampled_from([0, 0.5, 1]))
def test_the_p_value_stays_with_its_cause_and_rows_have_no_order(trial, cause, rho):
    time, code, group = trial
    order = np.random.default_rng(1).permutation(time.size)
    swapped = np.array([0, 2, 1])[code]

    plain = gray_or_nothing(time, code, group, cause=cause, rho=rho)
    moved = gray_test(time[order], swapped[order], group[order], cause=3 - cause, rho=rho)

    assert moved.statistic == pytest.approx(plain.statistic, rel=1e-8, abs=1e-10)
    assert (plain.cause, moved.cause) == (cause, 3 - cause)


@given(trials(causes=3))
def test_other_causes_may_be_told_apart_or_not(trial):
    time, code, group = trial

    apart, joined = (gray_or_nothing(time, c, group) for c in (code, np.minimum(code, 2)))

    assert joined.statistic == pytest.approx(apart.statistic, rel=1e-12)


@given(trials())
def test_names_of_groups_do_not_matter_and_scores_add_up_to_nothing(trial):
    time, code, group = trial

    plain, turned = (gray_or_nothing(time, code, g) for g in (group, 2 - group))

    assert turned.statistic == pytest.approx(plain.statistic, rel=1e-8, abs=1e-10)
    assert (plain.observed - plain.expected).sum() == pytest.approx(0, abs=1e-10)
    np.testing.assert_allclose(plain.variance.sum(axis=0), 0, atol=1e-9)


@given(trials())
def test_people_and_their_counts_give_the_same(trial):
    time, code, group = trial
    tables = tables_by_group(check_follow_up(time, code), group, ("0", "1", "2"))
    plain = gray_or_nothing(time, code, group)

    assert gray_test(tables).statistic == pytest.approx(plain.statistic, rel=1e-12)


@given(trials())
def test_one_stratum_is_none_and_equal_strata_add_their_scores(trial):
    time, code, group = trial
    plain = gray_or_nothing(time, code, group)

    one = gray_test(time, code, group, strata=np.zeros(time.size))
    twice = gray_test(*(np.tile(x, 2) for x in trial), strata=np.repeat([0, 1], time.size))

    assert one.statistic == plain.statistic
    assert twice.statistic == pytest.approx(2 * plain.statistic, rel=1e-8, abs=1e-10)


@given(trials(causes=1))
def test_without_competing_events_scores_are_those_of_the_log_rank_test(trial):
    time, code, group = trial
    gray, rank = gray_or_nothing(time, code, group), log_rank(time, code, group)

    np.testing.assert_allclose(gray.observed, rank.observed)
    np.testing.assert_allclose(gray.expected, rank.expected)


@pytest.mark.parametrize("cause", [1, 2])
def test_under_the_null_five_in_a_hundred_are_rejected(cause):
    rng = np.random.default_rng(4)
    rejected = 0
    for _ in range(2000):
        first, ends = rng.exponential(300, (2, 90)), rng.uniform(100, 700, 90)
        time = np.ceil(np.minimum(first.min(axis=0), ends) / 30)
        code = np.where(first.min(axis=0) <= ends, 1 + first.argmin(axis=0), 0)
        rejected += gray_test(time, code, rng.integers(0, 3, 90), cause=cause).p < 0.05

    assert 0.03 < rejected / 2000 < 0.07
