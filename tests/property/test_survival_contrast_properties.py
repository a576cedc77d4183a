"""Laws of contrasts, landmarks and one-sample tests that hold for any follow-up."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.errors import AnalysisError
from analytics.event_table import follow_up_table
from analytics.landmark import landmark, landmark_table
from analytics.one_sample import one_sample_log_rank, published_survival
from analytics.product_limit import kaplan_meier
from analytics.survival import survival_at
from analytics.survival_contrasts import restricted_mean_contrast, survival_contrast

N = 24
times = st.lists(st.integers(1, 30), min_size=N, max_size=N).map(np.array)
events = st.lists(st.booleans(), min_size=N, max_size=N).map(np.array)
sites = st.lists(st.sampled_from("abcd"), min_size=N - 2, max_size=N - 2).map(
    lambda drawn: ["a", "b", *drawn]
)
contrasts = st.sampled_from([restricted_mean_contrast, survival_contrast])


def compared(contrast, one, other, day):
    try:
        return contrast(one, other, day).difference
    except AnalysisError:
        return assume(False)  # nothing to be compared in this draw


@given(contrasts, times, events, times, events, sites, st.booleans())
def test_groups_exchanged_change_the_sign_only(contrast, t1, e1, t2, e2, cluster, is_clustered):
    options = {"cluster": cluster} if is_clustered else {}
    one, other = (kaplan_meier(t, e, **options) for t, e in ((t1, e1), (t2, e2)))

    forth, back = compared(contrast, one, other, 8), compared(contrast, other, one, 8)

    assert forth.estimate == pytest.approx(-back.estimate, abs=1e-12)
    assert forth.se == pytest.approx(back.se)
    assert forth.lower == pytest.approx(-back.upper, abs=1e-9)
    assert forth.p == pytest.approx(back.p)


@given(contrasts, times, events, times, events)
def test_the_p_value_and_the_limits_tell_the_same(contrast, t1, e1, t2, e2):
    difference = compared(contrast, kaplan_meier(t1, e1), kaplan_meier(t2, e2), 8)

    assume(abs(difference.p - 0.05) > 1e-9)
    assert (difference.p < 0.05) == (difference.lower > 0 or difference.upper < 0)


@given(times, events, sites)
def test_disjoint_clusters_make_independent_groups(time, event, cluster):
    one = kaplan_meier(time, event, cluster=cluster, few_clusters="normal")
    apart = [name.upper() for name in cluster]
    other = kaplan_meier(time[::-1] + 1, event[::-1], cluster=apart, few_clusters="normal")

    together = compared(survival_contrast, one, other, 8)

    squares = [survival_at(curve, 8).se[0] ** 2 for curve in (one, other)]
    assert together.se == pytest.approx(sum(squares) ** 0.5)


@given(times, events, st.integers(1, 15))
def test_a_landmark_keeps_or_counts_everybody(time, event, day):
    assume((time > day).any())

    people = landmark(time, event, day)
    counted = landmark_table(follow_up_table(time, event), day)

    assert people.n + people.dropped.sum() == N
    assert people.n == counted.table.n
    np.testing.assert_array_equal(people.dropped, counted.dropped)


@given(times, events, st.integers(1, 15))
def test_survival_after_a_landmark_is_survival_given_the_landmark(time, event, day):
    assume((time > day).any())
    whole = kaplan_meier(time, event)
    people = landmark(time, event, day)

    after = kaplan_meier(people.time, people.code)

    before = whole.survival[whole.time <= day][-1]
    np.testing.assert_allclose(
        before * after.survival[1:], whole.survival[whole.time > day], atol=1e-12
    )


@given(times, events)
def test_follow_up_in_two_parts_expects_what_it_expects_in_one(time, event):
    published = published_survival([10, 20, 30], [0.8, 0.5, 0.4])
    split = time // 2
    late = split > 0
    assume(late.any())

    whole = one_sample_log_rank(time, event, published=published)
    first = (
        one_sample_log_rank(split[late], np.zeros(late.sum()), published=published)
        if late.any()
        else None
    )
    second = one_sample_log_rank(time, event, entry=split, published=published)

    expected = second.expected + (first.expected if first else 0)
    assert whole.expected == pytest.approx(expected)
    assert whole.observed == second.observed
