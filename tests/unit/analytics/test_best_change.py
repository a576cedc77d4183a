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
            ("not measured before", "TAE", 30.0, 0.0, 50.0),
        )
    )

    overall = found.overall
    assert (overall.n, overall.shrunk) == (4, 2)
    assert overall.median == pytest.approx(-0.15)
    assert overall.counts[[0, 7, 10, 12]].tolist() == [1, 1, 1, 1]
    assert np.isnan(found.groups[1].median)  # one patient has no median to be shown


def test_without_measurements_the_change_is_not_supplied():
    with pytest.raises(TooFewEvents, match="not supplied"):
        best_change(sums())
