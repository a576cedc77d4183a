"""Laws that every proportion, difference and trend obeys."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analytics.clustered_proportions import clustered_proportion
from analytics.proportions import cochran_armitage, difference, proportion

METHODS = st.sampled_from(["wilson", "exact", "jeffreys"])


@st.composite
def counts(draw, most=500):
    n = draw(st.integers(1, most))
    return draw(st.integers(0, n)), n


@given(counts(), METHODS, st.floats(0.5, 0.999))
def test_limits_lie_between_zero_and_one_in_order(people, method, confidence):
    share = proportion(*people, method=method, confidence=confidence)

    assert 0 <= share.lower < share.upper <= 1


@given(counts(), st.sampled_from(["wilson", "exact"]), st.floats(0.5, 0.999))
def test_wilson_and_exact_limits_hold_the_estimate(people, method, confidence):
    share = proportion(*people, method=method, confidence=confidence)

    assert share.lower <= share.estimate <= share.upper


@given(counts(), METHODS)
def test_success_and_failure_are_mirror_images(people, method):
    had, n = people
    share, rest = (proportion(x, n, method=method) for x in (had, n - had))

    np.testing.assert_allclose([rest.lower, rest.upper], [1 - share.upper, 1 - share.lower])


@given(counts(), METHODS)
def test_more_confidence_gives_wider_limits(people, method):
    narrow, wide = (proportion(*people, method=method, confidence=c) for c in (0.9, 0.99))

    assert wide.lower <= narrow.lower
    assert narrow.upper <= wide.upper


@given(counts(), counts())
def test_a_difference_lies_within_its_limits_and_turns_round(first, second):
    found, turned = difference(*first, *second), difference(*second, *first)

    assert -1 - 1e-12 <= found.lower <= found.estimate <= found.upper <= 1 + 1e-12
    np.testing.assert_allclose([turned.lower, turned.upper], [-found.upper, -found.lower])


@given(st.lists(counts(50), min_size=2, max_size=6))
def test_a_trend_turns_its_sign_with_the_order_of_the_groups(groups):
    had, n = np.array(groups).T
    if 0 < had.sum() < n.sum():
        up, down = cochran_armitage(had, n), cochran_armitage(had[::-1], n[::-1])

        np.testing.assert_allclose(up.z, -down.z, atol=1e-9)
        assert 0 <= up.p <= 1 + 1e-12
        assert up.log_p <= 1e-12


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8)), min_size=2, max_size=60))
def test_clustered_limits_hold_the_estimate_and_never_know_more_than_all_units(rows):
    success, cluster = zip(*rows, strict=True)
    if len(set(cluster)) > 1:
        share = clustered_proportion(success, cluster)

        assert 0 <= share.lower <= share.estimate <= share.upper <= 1
        assert 0 < share.effective_n <= share.n


@given(st.lists(st.tuples(st.booleans(), st.integers(0, 8)), min_size=2, max_size=60))
def test_turning_every_success_mirrors_clustered_limits(rows):
    success, cluster = (np.array(column) for column in zip(*rows, strict=True))
    if len(set(cluster.tolist())) > 1:
        share, rest = (clustered_proportion(x, cluster) for x in (success, ~success))

        np.testing.assert_allclose(
            [rest.lower, rest.upper], [1 - share.upper, 1 - share.lower], atol=1e-12
        )
