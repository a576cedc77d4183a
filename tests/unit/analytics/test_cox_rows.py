"""People of a Cox model: sorted, standardised, and given back in order."""

import numpy as np
import pandas as pd
import pytest

from analytics.cox_rows import cox_rows


@pytest.fixture
def rows():
    return cox_rows(
        pd.DataFrame({"x": [4, 1, 3, 2, 9], "y": [1, 0, 0, 1, 1]}),
        [5, 3, 1, 3, 2],
        [1, 1, 1, 0, 1],
        strata=["b", "a", "b", "b", "c"],
        cluster=["s", "t", "s", "u", "v"],
        weights=[1, 2, 1, 1, 0],
    )


def test_rows_are_sorted_by_stratum_and_exit_and_a_weight_of_0_is_absent(rows):
    np.testing.assert_array_equal(rows.order, [1, 2, 3, 0])
    np.testing.assert_array_equal(rows.time, [3, 1, 3, 5])
    assert (rows.n, rows.n_events, rows.strata) == (4, 3, ("a", "b"))


def test_clusters_that_are_absent_do_not_count(rows):
    np.testing.assert_array_equal(rows.cluster, [1, 0, 2, 0])
    assert rows.n_clusters == 3


def test_covariates_have_mean_0_and_deviation_1(rows):
    np.testing.assert_allclose(rows.x.mean(axis=1), 0, atol=1e-15)
    np.testing.assert_allclose(rows.x.std(axis=1), 1)
    np.testing.assert_allclose(rows.x[0] * rows.scale[0] + rows.centre[0], [1, 3, 2, 4])


def test_values_of_sorted_rows_go_back_to_their_places(rows):
    np.testing.assert_array_equal(rows.as_given(rows.time), [5, 3, 1, 3])


@pytest.mark.parametrize(("weights", "expected"), [([1, 2, 3, 1, 1], False), ([0.5] * 5, True)])
def test_a_weight_that_is_no_whole_number_is_seen(weights, expected):
    frame = pd.DataFrame({"x": [4, 1, 3, 2, 9]})

    assert cox_rows(frame, [5, 3, 1, 3, 2], [1] * 5, weights=weights).is_fractional is expected
