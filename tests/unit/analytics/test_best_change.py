"""The best change in size, by hand."""

import numpy as np
import pandas as pd
import pytest

from analytics.best_change import best_change
from analytics.errors import TooFewEvents


def sums(*rows):
    return pd.DataFrame(rows, columns=["patient", "group", "day", "before", "after"])


def test_the_smallest_sum_within_the_window_counts():
    found = best_change(
        sums(
            ("gone", "MWA", 30.0, 40.0, 0.0),
            ("gone", "MWA", 60.0, 40.0, 20.0),
            ("a third less", "MWA", 30.0, 30.0, 21.0),  # exactly -30 %
            ("late", "MWA", 30.0, 50.0, 60.0),  # +20 %
            ("late", "MWA", 200.0, 50.0, 10.0),  # after the window
            ("same", "TAE", 30.0, 50.0, 50.0),
            ("without a day", "TAE", np.nan, 50.0, 25.0),
            ("not measured before", "TAE", 30.0, 0.0, 50.0),
        )
    )

    overall = found.overall
    assert (overall.n, overall.shrunk, overall.grown, found.undated) == (5, 3, 1, 1)
    assert overall.median == pytest.approx(-0.3)
    assert (found.edges.tolist(), found.counts.tolist()) == ([-1.0, np.inf], [5])
    assert np.isnan(found.groups[1].median)  # two patients have no median to be shown


def test_bands_are_merged_until_none_tells_fewer_than_five():
    shares = [0.0] * 5 + [0.55] * 3 + [0.65] * 2 + [0.95] * 6 + [1.3]
    rows = [(str(i), "TAE", 30.0, 100.0, 100 * share) for i, share in enumerate(shares)]

    found = best_change(sums(*rows))

    held = dict(zip(found.edges.tolist(), found.counts.tolist(), strict=False))
    assert {edge: n for edge, n in held.items() if n} == {-1.0: 5, -0.5: 5, -0.1: 7}


def test_bands_do_not_hide_a_threshold_that_both_sides_can_show():
    left = [0.45] * 5 + [0.65] * 3 + [0.75] * 5 + [1.3] * 5  # of the sum before
    rows = [(str(n), "A", 30.0, 100.0, 100 * share) for n, share in enumerate(left)]

    found = best_change(sums(*rows))

    # From left to right the three would be joined with five who fell by less than 30 %.
    assert found.counts[found.counts > 0].tolist() == [8, 5, 5]
    assert {-0.3, 0.2} <= set(found.edges.tolist())


def test_fewer_than_five_patients_have_no_distribution():
    rows = [(str(i), "TAE", 30.0, 50.0, 40.0) for i in range(4)]

    with pytest.raises(TooFewEvents, match="fewer than 5 would tell single ones"):
        best_change(sums(*rows))


def test_without_measurements_the_change_is_not_supplied():
    with pytest.raises(TooFewEvents, match="not supplied"):
        best_change(sums())
