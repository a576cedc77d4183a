"""Counting by rank beside each event, by hand."""

import numpy as np
import pandas as pd
import pytest

from analytics.cox_rows import cox_rows
from analytics.pairs import at_risk_beside, events_beside, ranks, same_day_beside

WEIGHTS = np.array([1.0, 10, 100, 1000])
RANK = np.array([2, 1, 2, 0])


@pytest.fixture
def rows():
    """Events on days 1, 2 and 2; the last one is censored on day 3."""
    frame = pd.DataFrame({"x": [2.0, 1, 2, 0]})
    return cox_rows(frame, [1, 2, 2, 3], [1, 1, 1, 0], weights=WEIGHTS)


def test_everybody_at_risk_on_the_day_is_split_by_rank(rows):
    ours = at_risk_beside(rows, RANK, WEIGHTS)

    np.testing.assert_array_equal(ours.below, [1010, 1000, 1010])
    np.testing.assert_array_equal(ours.level, [101, 10, 100])
    np.testing.assert_array_equal(ours.above, [0, 100, 0])


def test_events_of_the_same_day_are_split_by_rank(rows):
    ours = same_day_beside(rows, RANK, WEIGHTS)

    np.testing.assert_array_equal(ours.below, [0, 0, 10])
    np.testing.assert_array_equal(ours.level, [1, 10, 100])
    np.testing.assert_array_equal(ours.above, [0, 100, 0])


def test_events_before_ones_own_end_are_split_by_rank(rows):
    ours = events_beside(rows, RANK, WEIGHTS)

    np.testing.assert_array_equal(ours.above, [0, 1, 0, 111])
    np.testing.assert_array_equal(ours.level, [0, 0, 1, 0])
    np.testing.assert_array_equal(ours.below, [0, 0, 0, 0])


def test_values_that_differ_by_rounding_share_a_rank():
    np.testing.assert_array_equal(ranks(np.array([0.3, 5.0, 0.1 + 0.2, -1.0])), [1, 2, 1, 0])
