"""Laws of weights, matching, balance and trimming."""

import numpy as np
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analytics.balance import balance
from analytics.matching import match_nearest
from analytics.overlap import overlap
from analytics.trimming import trim
from analytics.weights import balancing_weights, effective_sample_size

logits = st.lists(st.sampled_from(np.round(np.linspace(-2, 2, 17), 2)), min_size=2, max_size=40)
scores = arrays(float, 40, elements=st.floats(0.02, 0.98))
halves = np.arange(40) % 2


def plain_greedy(logit, treated, reach):
    """Match as one would by hand: each in turn looks at everybody still free."""
    free, found = list(np.flatnonzero(treated == 0)), []
    choosing = np.flatnonzero(treated == 1)
    for row in choosing[np.argsort(-logit[choosing], kind="stable")]:
        if free:
            near = min(free, key=lambda other: (abs(logit[other] - logit[row]), other))
            if abs(logit[near] - logit[row]) <= reach:
                found.append((int(row), int(near)))
                free.remove(near)
    return sorted(found)


@given(logits, st.data(), st.sampled_from([None, 0.2, 1.0]))
def test_pairs_are_those_of_a_search_by_hand(values, data, caliper):
    logit = np.array(values)
    treated = np.array(
        data.draw(st.lists(st.integers(0, 1), min_size=logit.size, max_size=logit.size))
    )

    ours = match_nearest(logit, treated, caliper=caliper)

    by_hand = plain_greedy(logit, treated, ours.caliper)
    rows = ours.treated_row.tolist(), ours.reference_row.tolist()
    assert list(zip(*rows, strict=True)) == by_hand


@given(logits, st.data())
def test_nobody_is_matched_twice_nor_beyond_the_caliper(values, data):
    logit = np.array(values)
    treated = np.array(
        data.draw(st.lists(st.integers(0, 1), min_size=logit.size, max_size=logit.size))
    )

    found = match_nearest(logit, treated)

    rows = np.append(found.treated_row, found.reference_row)
    assert np.unique(rows).size == rows.size
    assert (found.distance <= found.caliper).all()
    assert (treated[found.treated_row] == 1).all()
    assert (treated[found.reference_row] == 0).all()


@given(scores)
def test_turning_the_arms_round_turns_the_estimand_round(score):
    treated = halves == 1

    for estimand, turned in [("ATE", "ATE"), ("ATO", "ATO"), ("ATM", "ATM"), ("ATT", "ATC")]:
        np.testing.assert_allclose(
            balancing_weights(score, treated, estimand),
            balancing_weights(1 - score, ~treated, turned),
        )


@given(scores)
def test_overlap_weights_are_bounded_and_matching_weights_never_exceed_one(score):
    overlap_weights = balancing_weights(score, halves == 1, "ATO")

    assert ((overlap_weights > 0) & (overlap_weights < 1)).all()
    assert (balancing_weights(score, halves == 1, "ATM") <= 1 + 1e-12).all()


@given(arrays(float, 20, elements=st.floats(0.01, 100)))
def test_the_effective_size_lies_between_one_and_the_number(weights):
    ess = effective_sample_size(weights)

    assert 1 - 1e-9 <= ess <= 20 + 1e-9
    assert np.isclose(effective_sample_size(7 * weights), ess)


@given(arrays(float, 40, elements=st.floats(-5, 5)), st.floats(0.1, 50), st.floats(-100, 100))
def test_balance_does_not_depend_on_units(values, scale, shift):
    for arm in (0, 1):
        assume(np.ptp(values[halves == arm]) > 1e-3)

    first, second = (balance(x, halves, estimand="ATE") for x in (values, scale * values + shift))

    np.testing.assert_allclose(first.smd_after, second.smd_after, atol=1e-6)
    np.testing.assert_allclose(first.variance_ratio_after, second.variance_ratio_after, rtol=1e-5)


@given(arrays(float, 40, elements=st.floats(-5, 5)), arrays(float, 40, elements=st.floats(0.1, 9)))
def test_distances_of_distributions_lie_between_nothing_and_one(values, weights):
    assume(np.ptp(values) > 0)

    found = balance(values, halves, weights, estimand="ATE")

    assert 0 <= found.ks_after[0] <= 1 + 1e-12


@given(scores, st.sampled_from(["common range", "crump", "sturmer", "preference", 0.1, None]))
def test_trimming_keeps_a_range_of_scores_and_counts_the_rest(score, rule):
    found = trim(score, halves, rule)

    inside = (score >= found.lower) & (score <= found.upper)
    np.testing.assert_array_equal(found.kept, inside)
    assert sum(found.n_left_out) + found.kept.sum() == 40


@given(scores)
def test_every_patient_stands_in_one_bar_of_the_overlap_chart(score):
    found = overlap(score, halves, ("A", "B"))

    np.testing.assert_array_equal(found.counts.sum(axis=1), [20, 20])
    assert np.isclose(found.equipoise, np.mean(found.equipoise_by_arm))
