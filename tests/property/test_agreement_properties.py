"""Laws of kappa and of adverse-event tables."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from analytics.adverse_events import Exposure, incidence
from analytics.agreement import kappa

READINGS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=2, max_size=60)
WEIGHTS = st.sampled_from(["none", "linear", "quadratic"])


@given(READINGS, WEIGHTS)
def test_readers_may_be_swapped(readings, weights):
    first, second = zip(*readings, strict=True)
    if len(set(first) | set(second)) > 1:
        found = kappa(first, second, range(4), weights=weights)
        swapped = kappa(second, first, range(4), weights=weights)

        np.testing.assert_allclose(
            [swapped.estimate, swapped.se], [found.estimate, found.se], atol=1e-9
        )


@given(READINGS, WEIGHTS)
def test_kappa_is_at_most_one_and_one_only_for_full_agreement(readings, weights):
    first, second = zip(*readings, strict=True)
    if len(set(first) | set(second)) > 1:
        found = kappa(first, second, range(4), weights=weights)

        assert found.estimate <= 1 + 1e-12
        assert (found.estimate > 1 - 1e-9) == (first == second)


@given(READINGS)
def test_the_order_of_units_does_not_matter(readings):
    first, second = zip(*readings, strict=True)
    if len(set(first) | set(second)) > 1:
        found = kappa(first, second, range(4))
        turned = kappa(first[::-1], second[::-1], range(4))

        assert found.estimate == turned.estimate


EVENTS = st.lists(
    st.tuples(st.sampled_from("ABC"), st.integers(0, 4), st.integers(0, 5)), max_size=30
)


@given(EVENTS)
def test_all_terms_together_are_neither_fewer_than_one_nor_more_than_the_sum(events):
    columns = list(zip(*events, strict=True)) if events else ([], [], [])
    frame = incidence(*columns, Exposure(5, 6, 900)).frame

    for unit in ("patients", "procedures", "events"):
        overall, terms = frame[unit].iloc[0], frame[unit].iloc[1:]
        assert terms.max() <= overall <= terms.sum() if len(terms) else overall == 0
    assert (frame["patient_lower"] <= frame["patient_share"]).all()
    assert (frame["patient_share"] <= frame["patient_upper"]).all()
