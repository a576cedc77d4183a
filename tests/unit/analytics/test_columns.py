"""Columns at the door: missing stays missing, nonsense is refused."""

import numpy as np
import pandas as pd
import pytest

from analytics.columns import coded, known_in, measured, present
from analytics.errors import BadInput


def test_missing_numbers_are_nan_however_they_come():
    given = pd.Series([1, None, pd.NA, np.nan, 2.5], dtype=object)

    np.testing.assert_array_equal(measured("x", given), [1, np.nan, np.nan, np.nan, 2.5])


def test_missing_and_unknown_codes_are_none():
    assert list(coded("x", ["A", None, "UNK", np.nan, pd.NA], ("A",))) == ["A"] + [None] * 4


def test_yes_and_no_are_one_and_zero():
    np.testing.assert_array_equal(present("x", ["Y", "N", "UNK"]), [1, 0, np.nan])


@pytest.mark.parametrize("values", [["a"], [np.inf], [[1, 2]]])
def test_what_is_no_number_is_refused(values):
    with pytest.raises(BadInput):
        measured("x", values)


@pytest.mark.parametrize("values", [["B"], ["a"], [["A"]]])
def test_other_codes_are_refused(values):
    with pytest.raises(BadInput):
        coded("x", values, ("A",))


def test_columns_of_different_length_are_refused():
    with pytest.raises(BadInput):
        known_in(np.zeros(2), np.zeros(3))
