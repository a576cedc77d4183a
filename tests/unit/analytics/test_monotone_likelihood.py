"""Steps of a search that may be climbing for ever."""

import numpy as np
import pandas as pd
import pytest

from analytics.cox_rows import cox_rows
from analytics.errors import DidNotConverge
from analytics.monotone_likelihood import SeparationGuide, shortened


@pytest.fixture
def rows():
    """Six people; no value orders their events."""
    frame = pd.DataFrame({"a": [1.0, 5, 2, 6, 3, 4], "b": [2.0, 1, 1, 2, 2, 1]})
    return cox_rows(frame, range(1, 7), [1] * 6)


def test_a_step_changes_nobodys_log_hazard_by_more_than_15(rows):
    far, near = np.array([40.0, -3]), np.array([0.4, -0.3])

    ours = shortened(rows, far)

    np.testing.assert_allclose(np.abs(ours @ rows.x).max(), 15)
    np.testing.assert_allclose(ours[0] / ours[1], far[0] / far[1])
    np.testing.assert_array_equal(shortened(rows, near), near)


def test_a_step_that_gains_is_taken_up_to_that_length(rows):
    guide, step = SeparationGuide(rows), np.array([40.0, -3])

    np.testing.assert_array_equal(guide(np.zeros(2), step, 1.0), shortened(rows, step))


def test_a_small_step_without_gain_is_the_end_of_a_search_and_no_separation(rows):
    step = np.array([1e-6, -1e-7])

    np.testing.assert_array_equal(SeparationGuide(rows)(np.ones(2), step, 1e-12), step)


def test_a_long_step_without_gain_is_refused_by_the_terms_that_move(rows):
    with pytest.raises(DidNotConverge, match="coefficients of b, which"):
        SeparationGuide(rows)(np.ones(2), np.array([1e-9, 0.7]), 1e-10)


def test_hazards_too_far_apart_are_refused_by_the_terms_that_part_them(rows):
    with pytest.raises(DidNotConverge, match=r"more than e\^300 between people. a tell"):
        SeparationGuide(rows)(np.array([200.0, 1]), np.ones(2), 1.0)
