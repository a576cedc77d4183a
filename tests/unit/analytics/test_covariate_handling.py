"""Covariates made ready for a score: what is missing, rare or absent is said, never dropped."""

import numpy as np
import pandas as pd
import pytest

from analytics.covariate_handling import Covariate, handle
from analytics.errors import BadInput

ARMS = ("old", "new")
SIDE = Covariate("side", "Side", "category", (("L", "Left"), ("R", "Right"), ("B", "Both")))
SIZE = Covariate("size", "Size", "log2")
TREATED = np.repeat([0, 1], 20)


def rows(side=None, size=None):
    given = ["L", "R"] * 20 if side is None else side
    return pd.DataFrame(
        {"side": given, "size": [2.0, 4.0, 8.0, 16.0] * 10 if size is None else size}
    )


def handled(frame, *covariates, missing="level"):
    return handle(frame, TREATED, covariates or (SIDE, SIZE), arms=ARMS, missing=missing)


def test_a_size_enters_in_doublings():
    table = handled(rows()).tables[0]

    assert table["Size (log2)"].tolist()[:4] == [1, 2, 3, 4]


def test_not_known_is_a_level_and_stated_unknown_is_the_same():
    frame = rows(side=["L", "R", None, "UNK", "L", "R", None, "UNK", "L", "R"] * 4)
    found = handled(frame)

    assert (found.tables[0]["Side"] == "not known").sum() == 16
    assert found.accounts[0].n_missing == 16
    assert "level of its own" in found.accounts[0].done


def test_a_missing_number_takes_the_median_and_a_column_says_so():
    size = [np.nan if place % 4 == 0 else 8.0 for place in range(40)]
    size[1] = size[30] = 2.0
    found = handled(rows(size=size))

    assert found.tables[0]["Size not known"].sum() == 10
    assert found.tables[0]["Size (log2)"][0] == 3


def test_complete_patients_are_kept_and_the_others_counted():
    frame = rows(size=[np.nan] * 3 + [2.0, 4.0] * 18 + [4.0])
    found = handled(frame, missing="complete")

    assert found.kept.sum() == len(found.tables[0]) == 37
    assert found.accounts[1].n_missing == 3


def test_imputed_tables_agree_where_values_are_known():
    frame = rows(size=[np.nan] * 3 + [2.0, 4.0] * 18 + [4.0])
    tables = handled(frame, missing="imputed").tables

    assert len(tables) == 5
    assert all(table["Size (log2)"][3:].equals(tables[0]["Size (log2)"][3:]) for table in tables)
    assert tables[0]["Size (log2)"][0] != tables[1]["Size (log2)"][0]


def test_a_level_that_an_arm_lacks_is_named_with_its_number():
    frame = rows(side=["B"] * 3 + ["L", "R"] * 18 + ["L"])
    (absence,) = handled(frame).absences

    assert (absence.covariate, absence.level, absence.n, absence.arm) == ("Side", "Both", 3, "new")


def test_a_rare_level_joins_its_neighbour_by_order():
    frame = rows(side=["B"] * 3 + ["L", "R"] * 18 + ["L"])

    assert set(handled(frame).tables[0]["Side"]) == {"Left", "Right or Both"}


def test_a_covariate_constant_in_one_arm_is_named_and_cannot_enter():
    frame = rows(side=["L", "R"] * 10 + ["L"] * 20)
    found = handled(frame)

    assert [a.level for a in found.absences] == ["Right"]
    assert "Side" not in found.tables[0]
    assert "left out of the score" in found.accounts[0].done


def test_a_covariate_that_nobody_has_is_left_out_by_name():
    found = handled(rows(side=[None] * 40))

    assert found.accounts[0].done == "left out: nobody has a value"


def test_nothing_to_adjust_for_is_refused():
    with pytest.raises(BadInput, match="No covariate is left"):
        handled(rows(side=[None] * 40), SIDE)


def test_nobody_complete_is_refused():
    frame = rows(side=["L", None, "R", None] * 10, size=[np.nan, 2.0, np.nan, 4.0] * 10)

    with pytest.raises(BadInput, match="Nobody has a value of every covariate"):
        handled(frame, missing="complete")


def test_two_levels_stay_apart_while_both_arms_have_them():
    frame = rows(side=["R"] + ["L"] * 19 + ["R"] * 2 + ["L"] * 18)

    assert set(handled(frame).tables[0]["Side"]) == {"Left", "Right"}


def test_few_not_known_join_the_most_frequent_level():
    frame = rows(side=[None, "R", "R", "R", "R", "R", "R"] + ["L"] * 13 + ["R"] * 8 + ["L"] * 12)

    assert set(handled(frame).tables[0]["Side"]) == {"Left or not known", "Right"}


def test_a_number_that_is_the_same_throughout_an_arm_is_named_and_cannot_enter():
    found = handled(rows(size=[2.0] * 20 + [2.0, 4.0] * 10))
    (absence,) = found.absences

    assert (absence.level, absence.n, absence.arm) == ("other than 1", 10, "old")
    assert "Size (log2)" not in found.tables[0]
