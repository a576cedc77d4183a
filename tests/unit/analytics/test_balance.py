"""Balance by hand (case C36: one standardised difference for plot, table and file)."""

import io

import numpy as np
import pandas as pd
import pytest

from analytics.balance import balance, standardised_difference
from analytics.errors import BadInput

FRAME = pd.DataFrame({"age": [1.0, 3, 5, 2, 4, 9], "male": [1, 0, 0, 1, 1, 0]})
ARM = ["A", "A", "A", "B", "B", "B"]


def test_c36_differences_are_those_worked_out_by_hand():
    found = balance(FRAME, ARM, estimand="ATE")

    # age: means 3 and 5, variances 4 and 13; male: 1/3 and 2/3, variances 1/3 and 1/3
    np.testing.assert_allclose(found.smd_before, [2 / np.sqrt(8.5), (1 / 3) / np.sqrt(1 / 3)])
    np.testing.assert_array_equal(found.is_binary, [False, True])


@pytest.mark.parametrize(
    ("estimand", "denominator", "variance"),
    [
        ("ATE", "pooled", 8.5),
        ("ATT", "treated", 13),
        ("ATC", "reference", 4),
        ("ATO", "weighted", 8.5),
        ("ATM", "weighted", 8.5),
    ],
)
def test_c36_the_estimand_decides_the_denominator_and_it_is_told(estimand, denominator, variance):
    found = balance(FRAME, ARM, estimand=estimand)

    assert found.denominator == denominator
    assert found.deviation[0] == pytest.approx(np.sqrt(variance))
    assert set(found.frame["denominator"]) == {denominator}


def test_c36_plot_table_and_file_hold_the_same_digits():
    found = balance(FRAME, ARM, [1, 2, 3, 1, 1, 4], estimand="ATO")

    file = pd.read_csv(io.StringIO(found.frame.to_csv(index=False)), float_precision="round_trip")

    again = standardised_difference(found.mean_after, found.deviation)
    np.testing.assert_array_equal(found.frame["smd_after"], found.smd_after)
    np.testing.assert_array_equal(file["smd_after"], found.smd_after)
    np.testing.assert_array_equal(again, found.smd_after)


def test_weights_move_means_and_the_same_deviation_divides_before_and_after():
    found = balance(FRAME, ARM, [1, 1, 2, 1, 1, 0], estimand="ATT")

    np.testing.assert_allclose(found.mean_after[:, 0], [(1 + 3 + 10) / 4, 3])
    np.testing.assert_allclose(found.smd_after[0], (3 - 3.5) / np.sqrt(13))
    assert found.n == (3, 2)
    np.testing.assert_allclose(found.ess, [16 / 6, 2])


def test_whole_weights_count_people_in_the_distance_of_distributions():
    doubled = FRAME.iloc[[0, 0, 1, 2, 3, 4, 5]]

    weighted = balance(FRAME, ARM, [2, 1, 1, 1, 1, 1], estimand="ATE")
    people = balance(doubled, ["A", *ARM], estimand="ATE")

    np.testing.assert_allclose(weighted.ks_after, people.ks_before)
    np.testing.assert_allclose(weighted.mean_after, people.mean_before)


def test_the_distance_of_distributions_by_hand():
    # age: at 1 one third against none, at 5 all against two thirds
    np.testing.assert_allclose(balance(FRAME, ARM, estimand="ATE").ks_before, [1 / 3, 1 / 3])


def test_a_level_that_an_arm_lacks_has_no_finite_difference_from_that_arm():
    frame = pd.DataFrame({"stage": ["A", "B", "A", "A", "A", "A"]})

    found = balance(frame, ARM, estimand="ATT")

    assert found.smd_before[0] == -np.inf or np.isinf(found.smd_before[0])
    assert np.isinf(found.largest_difference)


def test_equal_means_without_variance_do_not_differ():
    np.testing.assert_array_equal(
        standardised_difference(np.array([[1.0], [1.0]]), np.array([0.0])), [0.0]
    )


@pytest.mark.parametrize(
    "weights",
    [[1, 1, 1], [1, 1, 1, 1, 1, -1], [1, 1, 1, 0, 0, 1], [1, 1, 1, 1, 1, np.nan]],
    ids=["lengths differ", "negative", "one patient left", "missing"],
)
def test_weights_that_are_none_are_refused(weights):
    with pytest.raises(BadInput):
        balance(FRAME, ARM, weights, estimand="ATE")


def test_an_estimand_that_there_is_not_is_refused():
    with pytest.raises(BadInput, match="no estimand"):
        balance(FRAME, ARM, estimand="ITT")
