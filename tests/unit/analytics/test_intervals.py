"""Sums over intervals by hand and by definition."""

import numpy as np
import pytest

from analytics.intervals import Intervals


def test_each_slot_sums_the_intervals_that_hold_it():
    intervals = Intervals.of(np.array([0, 1, 2, 3]), np.array([2, 1, 4, 2]), size=5)

    ours = intervals.over_slots(np.array([1.0, 10, 100, 1000]))

    np.testing.assert_array_equal(ours, [1, 11, 101, 100, 100])  # the last interval is empty


def test_each_interval_sums_the_slots_in_it():
    intervals = Intervals.of(np.array([0, 1, 2, 3]), np.array([2, 1, 4, 2]), size=5)

    ours = intervals.within(np.array([1.0, 10, 100, 1000, 10000]))

    np.testing.assert_array_equal(ours, [111, 10, 11100, 0])


@pytest.mark.parametrize("size", [1, 2, 7, 64, 65, 700])
def test_both_sums_are_those_of_the_definition(size):
    rng = np.random.default_rng(size)
    first = rng.integers(0, size, 200)
    last = np.minimum(first + rng.integers(-1, size, 200), size - 1)
    intervals, held = Intervals.of(first, last, size), np.arange(size)
    held = (held >= first[:, None]) & (held <= last[:, None])
    values, by_slot = rng.random(200), rng.random(size)

    np.testing.assert_allclose(intervals.over_slots(values), values @ held, rtol=1e-12)
    np.testing.assert_allclose(intervals.within(by_slot), held @ by_slot, rtol=1e-12)


def test_small_values_beside_huge_ones_keep_all_digits():
    intervals = Intervals.of(np.array([0, 3]), np.array([2, 5]), size=6)

    ours = intervals.over_slots(np.array([1e-20, 1e20]))

    np.testing.assert_array_equal(ours, [1e-20] * 3 + [1e20] * 3)
