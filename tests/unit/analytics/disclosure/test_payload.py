"""Released results as plain data."""

import json

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.payload import payload, public_numbers
from analytics.disclosure.protect import protect
from analytics.disclosure.rules import Rules, Withheld, without_sites
from analytics.disclosure.tables import protect_tables
from analytics.errors import BadInput

RULES = without_sites(Rules())
TABLE = CountTable(pd.DataFrame({"arm": ["x", "y", "z"], "n": [7, 40, 60]}), ("arm",))


def test_withheld_values_are_null_with_their_status():
    plain = payload(protect(TABLE, RULES))

    (row,) = [row for row in plain["frame"] if row["arm"] == "x"]
    assert row["n"] == {"value": None, "status": "withheld", "text": "fewer than 11 or withheld"}
    assert json.loads(json.dumps(plain, allow_nan=False)) == plain


def test_only_released_numbers_are_public():
    assert public_numbers(protect(TABLE, RULES)) == {60.0, 105.0}


def test_arrays_text_and_truth_keep_their_kind():
    plain = payload({"a": np.array([1, 2]), "b": ("x", None), "c": True, "d": np.float64(2.5)})

    assert plain == {"a": [1, 2], "b": ["x", None], "c": True, "d": 2.5}
    assert public_numbers([True, 3]) == {3.0}


@pytest.mark.parametrize("value", [np.nan, np.inf])
def test_a_number_that_is_none_is_refused(value):
    with pytest.raises(BadInput, match="A released number is"):
        payload({"x": value})


def test_what_the_registry_keeps_has_no_plain_form():
    release = protect_tables([TABLE], RULES, as_of="1")

    with pytest.raises(BadInput, match="holds ledger"):
        payload(release)


@pytest.mark.parametrize("value", [{1, 2}, object(), Withheld])
def test_an_unknown_kind_is_refused(value):
    with pytest.raises(TypeError, match="has no plain form"):
        payload(value)
