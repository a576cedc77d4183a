"""The sites behind a result that does not carry them."""

import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.contributors import (
    come_from_enough_sites,
    leaves_out_a_few,
    refuse_other_people,
    sums_of_groups,
)
from analytics.disclosure.rules import NOT_COUNTED, Rules, without_sites
from analytics.errors import BadInput

KEYS = ("group", "site_id", "code")
ROWS = [
    ("A", "S1", 0, 10),
    ("A", "S2", 0, 10),
    ("A", "S3", 0, 10),
    ("A", "S1", 1, 9),
    ("A", "S2", 1, 1),
    ("A", "S3", 1, 1),
    ("A", "S1", NOT_COUNTED, 500),
    ("B", "S1", 0, 40),
    ("B", "S2", NOT_COUNTED, 4),
]
PEOPLE = CountTable(pd.DataFrame(ROWS, columns=[*KEYS, "n"]), KEYS)


@pytest.mark.parametrize(
    ("group", "codes", "enough"),
    [
        ("A", None, True),
        ("A", (0,), True),
        ("A", (1,), False),
        ("B", None, False),
        ("B", (1,), True),
    ],
    ids=["all of A", "without", "82 % of the events from S1", "one site", "nobody"],
)
def test_three_sites_none_above_80_percent(group, codes, enough):
    assert come_from_enough_sites(PEOPLE, Rules(), group=group, codes=codes) is enough


def test_nothing_is_asked_where_the_rules_ask_nothing():
    assert come_from_enough_sites(None, without_sites(Rules()))


def test_a_few_left_out_are_seen():
    rules = Rules()

    assert leaves_out_a_few(PEOPLE, rules, "B")
    assert not leaves_out_a_few(PEOPLE, rules, "A")
    assert not leaves_out_a_few(None, rules)


def test_groups_add_up_to_everybody():
    everybody = sums_of_groups(PEOPLE)

    assert everybody.frame["n"].sum() == PEOPLE.frame["n"].sum()
    assert "group" not in everybody.keys
    assert sums_of_groups(None) is None


def test_other_people_are_refused():
    refuse_other_people(PEOPLE, 40, "B")
    refuse_other_people(None, 40)
    with pytest.raises(BadInput, match="counts 41 people and its contributors are 40"):
        refuse_other_people(PEOPLE, 41, "B")


def test_a_missing_key_is_named():
    with pytest.raises(BadInput, match="no key group"):
        leaves_out_a_few(sums_of_groups(PEOPLE), Rules(), "A")
