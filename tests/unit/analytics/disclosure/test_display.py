"""Order, axes and bins that tell nothing of what is withheld."""

import numpy as np
import pytest

from analytics.disclosure.display import merged_bins, released_order, released_range
from analytics.disclosure.rules import Rules, Withheld

HIDDEN = Withheld(11)


def test_values_stand_by_size_then_by_name_and_withheld_ones_last_by_name():
    values = {"d": HIDDEN, "b": 15, "c": 40, "a": 15, "Z": HIDDEN}

    assert released_order(values) == ("c", "a", "b", "Z", "d")


def test_axes_end_at_the_largest_shown_value():
    assert released_range([15, HIDDEN, 40]) == (0.0, 40.0)
    assert released_range([HIDDEN]) == (0.0, 1.0)
    assert released_range([0]) == (0.0, 1.0)


@pytest.mark.parametrize(
    ("counts", "edges", "people"),
    [
        ([20, 15, 30], [0, 1, 2, 3], [20, 15, 30]),
        ([20, 4, 30], [0, 1, 3], [20, 34]),
        ([20, 15, 3], [0, 1, 3], [20, 18]),
        ([0, 0, 30], [0, 1, 2, 3], [0, 0, 30]),
        ([30, 0, 3], [0, 3], [33]),
        ([3, 0, 4], [], []),
        ([0, 0, 0], [0, 1, 2, 3], [0, 0, 0]),
    ],
)
def test_bins_are_merged_until_each_holds_nobody_or_11(counts, edges, people):
    kept, merged = merged_bins(np.arange(4.0), np.array(counts), Rules())

    np.testing.assert_array_equal(kept, edges)
    np.testing.assert_array_equal(merged, people)
