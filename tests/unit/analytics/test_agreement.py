"""Kappa on tables printed in the literature."""

import numpy as np
import pytest

from analytics.agreement import kappa
from analytics.errors import BadInput, TooFewEvents

COHEN_1968 = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]  # relative frequencies times 200
FLEISS_1981 = [[106, 10, 4], [22, 28, 10], [2, 12, 6]]
SEXUAL_FUN = [[7, 7, 2, 3], [2, 8, 3, 7], [1, 5, 4, 9], [2, 8, 9, 14]]  # Hout et al. 1987


def readings(table):
    table = np.array(table)
    first, second = np.indices(table.shape)
    return np.repeat(first.ravel(), table.ravel()), np.repeat(second.ravel(), table.ravel())


@pytest.mark.parametrize(
    ("table", "weights", "estimate", "se"),
    [
        (COHEN_1968, "none", 0.492, None),
        (FLEISS_1981, "none", 0.429, 0.054),
        (SEXUAL_FUN, "none", 0.1293, 0.0686),
        (SEXUAL_FUN, "linear", 0.2374, 0.0783),
    ],
    ids=["Cohen 1968", "Fleiss 1981", "vcd Kappa", "vcd Kappa, equal spacing"],
)
def test_printed_values_are_reached(table, weights, estimate, se):
    found = kappa(*readings(table), range(len(table)), weights=weights)

    assert found.estimate == pytest.approx(estimate, abs=5e-4)
    if se is not None:
        assert found.se == pytest.approx(se, abs=5e-4)
    np.testing.assert_array_equal(found.table, table)


def test_half_agreement_of_even_margins_is_chance():
    found = kappa(["a", "a", "b", "b"], ["a", "b", "a", "b"], ["a", "b"])

    assert found.estimate == 0
    assert found.agreement == 0.5
    assert found.se == found.se_null == pytest.approx(0.5)  # sqrt(p q / n) / (1 - 1/2)


def test_full_agreement_is_one_without_spread():
    found = kappa([1, 2, 3], [1, 2, 3], [1, 2, 3], weights="quadratic")

    assert (found.estimate, found.se, found.upper) == (1, 0, 1)


def test_a_category_that_nobody_used_still_stretches_the_scale():
    near = kappa([1, 2, 1], [1, 2, 2], [1, 2, 3, 4], weights="linear")

    assert near.agreement == pytest.approx(1 - (1 / 3) / 3)


def test_one_category_for_all_cannot_show_agreement():
    with pytest.raises(TooFewEvents):
        kappa([1, 1], [1, 1], [1, 2])


@pytest.mark.parametrize(
    ("first", "second", "categories", "weights"),
    [
        ([1], [1, 2], [1, 2], "none"),
        ([], [], [1, 2], "none"),
        ([1, None], [1, 2], [1, 2], "none"),
        ([1, 3], [1, 2], [1, 2], "none"),
        ([1, 1], [1, 1], [1], "none"),
        ([1, 2], [1, 2], [1, 1], "none"),
        ([1, 2], [1, 2], [1, 2], "cubic"),
    ],
    ids=["lengths", "empty", "missing", "unknown", "one category", "named twice", "weights"],
)
def test_bad_readings_are_refused(first, second, categories, weights):
    with pytest.raises(BadInput):
        kappa(first, second, categories, weights=weights)
