"""Cells and margins of several tables, laid out over the finest groups."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure import margins as margins_module
from analytics.disclosure.margins import margins_of
from analytics.errors import BadInput

PEOPLE = pd.DataFrame(
    {
        "arm": ["x", "x", "y", "y"],
        "sex": ["F", "M", "F", "M"],
        "site_id": ["S1", "S2", "S1", "S1"],
        "n": [1, 2, 4, 0],
    }
)
TABLE = CountTable(PEOPLE, ("arm", "sex", "site_id"))


def test_every_cell_and_every_margin_is_a_number():
    numbers = margins_of([TABLE])
    count = dict(zip(numbers.wheres, numbers.counts, strict=True))

    assert count == {
        (): 7,
        (("arm", "x"),): 3,
        (("arm", "y"),): 4,
        (("sex", "F"),): 5,
        (("sex", "M"),): 2,
        (("arm", "x"), ("sex", "F")): 1,
        (("arm", "x"), ("sex", "M")): 2,
        (("arm", "y"), ("sex", "F")): 4,
        (("arm", "y"), ("sex", "M")): 0,
    }


def test_sites_are_counted_and_not_told_apart():
    numbers = margins_of([TABLE])
    at = numbers.find()

    assert numbers.n_sites[at[()]] == 2
    assert numbers.largest[at[()]] == 5
    assert numbers.n_sites[at[("arm", "x"),]] == 2
    assert "site_id" not in numbers.levels


def test_every_number_is_the_sum_of_the_groups_in_it():
    numbers = margins_of([TABLE])
    groups = np.array([1, 2, 4])  # the empty cell is no group: a reader sees its 0

    np.testing.assert_array_equal(numbers.sums @ groups, numbers.counts)


def test_a_margin_of_two_tables_is_one_number():
    by_arm = CountTable(PEOPLE.groupby("arm")["n"].sum().reset_index(), ("arm",))
    numbers = margins_of([TABLE, by_arm])

    assert len(set(numbers.wheres)) == len(numbers.wheres) == 9
    assert numbers.places[1][0] == numbers.find()[("arm", "x"),]
    assert numbers.n_sites[numbers.find()[("arm", "x"),]] == 2


def test_a_table_without_keys_is_its_total():
    numbers = margins_of([CountTable(pd.DataFrame({"n": [5]}), ())])

    assert numbers.wheres == ((),)
    assert numbers.counts.tolist() == [5]


def test_levels_stand_in_the_order_of_their_categories():
    stage = pd.Categorical(["B", "A"], categories=["C", "B", "A"])
    numbers = margins_of([CountTable(pd.DataFrame({"stage": stage, "n": [1, 2]}), ("stage",))])

    assert numbers.levels["stage"] == ("C", "B", "A")


def test_a_missing_key_is_refused_by_name_and_count():
    frame = pd.DataFrame({"sex": ["F", None, None], "n": [1, 2, 3]})

    with pytest.raises(BadInput, match="sex is missing in 2 of 3 rows"):
        margins_of([CountTable(frame, ("sex",))])


def test_a_level_named_like_the_total_is_refused():
    with pytest.raises(BadInput, match="named Total"):
        margins_of([CountTable(pd.DataFrame({"sex": ["Total"], "n": [1]}), ("sex",))])


def test_tables_of_other_people_are_refused():
    other = CountTable(pd.DataFrame({"arm": ["x", "y"], "n": [2, 5]}), ("arm",))

    with pytest.raises(BadInput, match="3 and 2 people for arm x"):
        margins_of([TABLE, other])


def test_nothing_to_publish_is_refused():
    with pytest.raises(BadInput, match="no table"):
        margins_of([])


def test_more_groups_than_can_be_audited_are_refused(monkeypatch):
    monkeypatch.setattr(margins_module, "MOST_CELLS", 2)

    with pytest.raises(BadInput, match="tell 3 groups of people apart"):
        margins_of([TABLE])
