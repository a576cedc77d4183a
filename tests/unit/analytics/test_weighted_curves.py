"""Weighted curves and their derivatives, on follow-up small enough for paper."""

import numpy as np
import pytest

from analytics.inputs import check_follow_up
from analytics.weighted_curves import (
    area,
    area_slopes,
    arms_follow_up,
    incidence_path,
    slopes_at,
    survival_path,
    values_at,
)


def one_arm(time, code, weights, entry=None):
    people = check_follow_up(time, code, entry=entry, weights=weights)
    return arms_follow_up(people, np.zeros(len(time), dtype=int), ("A",))[0]


def test_weights_count_people():
    arm = one_arm([1, 2, 3], [1, 0, 1], [2.0, 1.0, 1.0])

    path = survival_path(arm)

    np.testing.assert_allclose(values_at(arm, path, np.array([0, 1, 2.5, 3])), [1, 1 / 2, 1 / 2, 0])
    assert area(arm, path, 2.5) == pytest.approx(1 + 1.5 / 2)
    assert arm.last_day == 3


def test_the_curve_moves_with_a_weight_as_worked_out_by_hand():
    arm = one_arm([1, 2], [1, 0], [2.0, 1.0])  # S(1) = w2 / (w1 + w2)

    slopes = slopes_at(arm, survival_path(arm), np.array([0.5, 1.0]))

    np.testing.assert_allclose(slopes, [[0, -1 / 9], [0, 2 / 9]])


def test_the_area_moves_with_a_weight_as_worked_out_by_hand():
    arm = one_arm([1, 2], [1, 0], [2.0, 1.0])  # area to 4: 1 + 3 w2 / (w1 + w2)

    np.testing.assert_allclose(area_slopes(arm, survival_path(arm), 4.0), [-3 / 9, 6 / 9])


def test_incidence_counts_one_cause_and_the_curve_moves_as_by_hand():
    arm = one_arm([1, 1, 2], [1, 2, 0], [1.0, 2.0, 1.0])  # F(1) = w1 / (w1 + w2 + w3)

    path = incidence_path(arm, 1)

    assert values_at(arm, path, np.array([1.0]))[0] == pytest.approx(1 / 4)
    np.testing.assert_allclose(
        slopes_at(arm, path, np.array([1.0]))[:, 0], [3 / 16, -1 / 16, -1 / 16]
    )


def test_causes_and_survival_add_up_to_one():
    rng = np.random.default_rng(1)
    arm = one_arm(rng.integers(1, 9, 50), rng.integers(0, 3, 50), rng.random(50) + 0.1)

    paths = [survival_path(arm), incidence_path(arm, 1), incidence_path(arm, 2)]

    np.testing.assert_allclose(sum(path.value for path in paths), 1)
    total = sum(slopes_at(arm, path, np.arange(10.0)) for path in paths)
    np.testing.assert_allclose(total, 0, atol=1e-14)


def test_somebody_who_enters_late_moves_only_what_comes_later():
    arm = one_arm([2, 4, 5], [1, 1, 0], [1.0, 1.0, 1.0], entry=[0, 2, 0])

    slopes = slopes_at(arm, survival_path(arm), np.array([2.0, 4.0]))

    assert slopes[1, 0] == 0
    np.testing.assert_allclose(slopes[1, 1], -1 / 8)  # S(2) w3 / (w2 + w3), S(2) = 1/2


def test_once_everybody_has_had_the_event_nothing_moves():
    arm = one_arm([1, 2], [1, 1], [1.0, 3.0])

    np.testing.assert_array_equal(slopes_at(arm, survival_path(arm), np.array([2.0, 9.0])), 0)


def numeric_slopes(arguments, weights, read):
    step, found = 1e-6, []
    for place in range(weights.size):
        shift = np.zeros(weights.size)
        shift[place] = step
        up, down = (
            read(one_arm(*arguments[:2], w, arguments[2]))
            for w in (weights + shift, weights - shift)
        )
        found.append((up - down) / (2 * step))
    return np.array(found)


@pytest.mark.parametrize("make", [survival_path, lambda arm: incidence_path(arm, 2)])
def test_slopes_are_the_derivatives_with_ties_late_entry_and_day_0(make):
    rng = np.random.default_rng(2)
    entry = np.where(rng.random(40) < 0.4, rng.integers(0, 6, 40), 0)
    time, code = entry + rng.integers(0, 9, 40), rng.integers(0, 3, 40)
    time = np.where((entry > 0) & (time == entry), time + 1, time)
    weights, days = rng.random(40) + 0.2, np.array([0.0, 2, 5, 9])
    arm = one_arm(time, code, weights, entry)

    ours = np.column_stack([slopes_at(arm, make(arm), days), area_slopes(arm, make(arm), 7.5)])

    numeric = numeric_slopes(
        (time, code, entry),
        weights,
        lambda other: np.append(values_at(other, make(other), days), area(other, make(other), 7.5)),
    )
    np.testing.assert_allclose(ours, numeric, atol=1e-7)
