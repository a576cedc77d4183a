"""Numbers that are withheld for their own sake."""

import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.margins import margins_of
from analytics.disclosure.primary import marked
from analytics.disclosure.rules import Rules, without_sites
from analytics.errors import BadInput


def marks(frame, keys, rules, outcomes=()):
    numbers = marked(margins_of([CountTable(frame, keys)]), rules, outcomes)
    wheres = [tuple(level for _, level in where) for where in numbers.margins.wheres]
    return {where for where, mark in zip(wheres, numbers.sensitive, strict=True) if mark}


def test_one_to_ten_people_are_few_and_nobody_is_not():
    frame = pd.DataFrame({"a": list("vwxyz"), "n": [0, 1, 10, 11, 300]})

    assert marks(frame, ("a",), without_sites(Rules())) == {("w",), ("x",)}


def test_d13_a_cell_of_60_with_49_from_one_site_is_withheld_and_with_48_is_not():
    rows = [("x", "S1", 49), ("x", "S2", 6), ("x", "S3", 5), ("y", "S2", 48), ("y", "S1", 6)]
    frame = pd.DataFrame([*rows, ("y", "S3", 6)], columns=["a", "site_id", "n"])

    assert marks(frame, ("a", "site_id"), Rules()) == {("x",)}


def test_two_sites_are_too_few():
    frame = pd.DataFrame({"a": ["x", "x"], "site_id": ["S1", "S2"], "n": [50, 50]})

    assert marks(frame, ("a", "site_id"), Rules()) == {(), ("x",)}


def test_sites_that_are_not_known_are_not_taken_for_granted():
    with pytest.raises(BadInput, match="Of 2 counts it is not known which sites contributed"):
        marks(pd.DataFrame({"a": ["x"], "n": [50]}), ("a",), Rules())


def test_d14_an_outcome_of_all_or_none_is_withheld_in_groups_under_50():
    rows = [("x", "yes", 14), ("x", "no", 0), ("y", "yes", 60), ("y", "no", 0)]
    frame = pd.DataFrame(rows, columns=["arm", "died", "n"])

    found = marks(frame, ("arm", "died"), without_sites(Rules()), outcomes=("died",))

    assert found == {("x", "no"), ("x", "yes")}


def test_an_outcome_nobody_could_have_is_no_secret():
    rows = [("x", "yes", 0), ("x", "no", 0), ("y", "yes", 60), ("y", "no", 60)]
    frame = pd.DataFrame(rows, columns=["arm", "died", "n"])

    assert not marks(frame, ("arm", "died"), without_sites(Rules()), outcomes=("died",))
