"""Standardised differences of Table 1 against R."""

import json

import pandas as pd
import pytest

from analytics.smd import smd_of_levels, smd_of_numbers

SETS = {"lalonde": "treat", "registry": "treat"}
FILES = {"lalonde": "lalonde.csv", "registry": "registry_sim.csv"}


@pytest.mark.parametrize("name", SETS)
def test_every_column_agrees_with_r(shared, name):
    expected = json.loads((shared / "reference/expected/propensity.json").read_text())
    table = expected[name]["balance"]["unweighted"]
    rows = pd.read_csv(shared / "reference/data" / FILES[name])
    arms = [rows[rows[SETS[name]] == arm] for arm in (0, 1)]
    compared = 0
    for column, said in table.items():
        if column not in rows.columns or not pd.api.types.is_numeric_dtype(rows[column]):
            continue
        found = smd_of_numbers(arms[0][column], arms[1][column])
        assert found == pytest.approx(abs(said["smd_pooled"]), rel=1e-9), column
        if set(rows[column]) == {0, 1}:
            counts = [[(arm[column] == level).sum() for level in (0, 1)] for arm in arms]
            assert smd_of_levels(*counts) == pytest.approx(abs(said["smd_pooled"]), rel=1e-9)
        compared += 1
    assert compared >= 5
