"""Reports of users of other software on competing risks, each turned into a check."""

import numpy as np
import pytest

from analytics.competing import (
    cause_risk_table,
    cumulative_incidence,
    gray_test,
    incidence_at,
)

rng = np.random.default_rng(20)
days, codes, groups = rng.integers(0, 15, 120), rng.integers(0, 3, 120), rng.integers(0, 3, 120)


def test_c05_events_of_each_cause_are_listed_apart_and_add_up():
    at = [0, 5, 14]

    table = cause_risk_table(days, codes, at=at)

    for cause in (1, 2):
        want = [((codes == cause) & (days <= day)).sum() for day in at]
        np.testing.assert_array_equal(table.events[cause], want)
    np.testing.assert_array_equal(
        table.events[1] + table.events[2],
        [((codes > 0) & (days <= day)).sum() for day in at],
    )


@pytest.mark.parametrize("rho", [0, 1])
def test_c13_a_p_value_keeps_its_cause_when_codes_and_rows_change_places(rho):
    swapped, order = np.array([0, 2, 1])[codes], rng.permutation(days.size)

    for cause in (1, 2):
        plain = gray_test(days, codes, groups, cause=cause, rho=rho)
        moved = gray_test(days[order], swapped[order], groups[order], cause=3 - cause, rho=rho)
        assert moved.p == pytest.approx(plain.p, rel=1e-12)
        assert (plain.cause, moved.cause) == (cause, 3 - cause)
        np.testing.assert_array_equal(moved.n_events, plain.n_events)


@pytest.mark.parametrize("grid", [[6], [3, 6], [1, 2, 3, 4, 5, 6], [0.5, 2.5, 6]])
def test_c32_incidence_is_the_same_on_any_grid(grid):
    curve = cumulative_incidence([1, 2, 3, 4, 5, 6], [0, 1, 1, 2, 2, 0])

    assert incidence_at(curve, grid, cause=2).incidence[-1] == pytest.approx(0.4, abs=1e-15)


def test_c32_an_event_at_the_first_time_is_kept():
    curve = cumulative_incidence([1, 2], [1, 0])

    np.testing.assert_array_equal(curve[1].incidence, [0, 1 / 2, 1 / 2])


def test_c33_ties_between_causes_are_exact_and_nothing_is_drawn_at_random():
    before = np.random.get_state()[1].copy()  # noqa: NPY002  # the state that must not move

    first, second = (cumulative_incidence([1, 1, 2, 2, 3], [1, 2, 1, 2, 0]) for _ in range(2))

    np.testing.assert_array_equal(np.random.get_state()[1], before)  # noqa: NPY002
    np.testing.assert_allclose(first[1].incidence, [0, 0.2, 0.4, 0.4], atol=1e-15)
    for cause in (1, 2):
        for name in ("incidence", "se", "lower", "upper"):
            ours, again = getattr(first[cause], name), getattr(second[cause], name)
            assert ours.tobytes() == again.tobytes()


def test_c34_states_add_up_to_one_and_nothing_has_happened_before_the_first_event():
    curve = cumulative_incidence(days + 3, codes, entry=np.minimum(days, 2))

    total = curve.event_free + curve[1].incidence + curve[2].incidence
    np.testing.assert_allclose(total, 1, atol=1e-12)
    assert (incidence_at(curve, [0, 1, 2, 2.9], cause=2).incidence == 0).all()
