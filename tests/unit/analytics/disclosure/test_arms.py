"""Curves of groups side by side: the groups or everybody."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.arms import grouped_comparison
from analytics.disclosure.rules import Rules, Withheld, without_sites
from analytics.event_table import table_of_people, tables_by_group
from analytics.group_survival import survival_by_group
from analytics.inputs import check_people

RULES = without_sites(Rules())


def comparison(*sizes):
    """Groups A, B .. of these sizes, a third of whom die in the first months."""
    member = np.repeat(np.arange(len(sizes)), sizes)
    place = np.concatenate([np.arange(size) for size in sizes])
    time = np.where(place % 3 == 0, 20.0 + place % 60, 1500.0)
    follow_up = check_people(time, (place % 3 == 0).astype(int))
    labels = [chr(ord("A") + i) for i in range(len(sizes))]
    return survival_by_group(
        tables_by_group(follow_up, member, labels),
        table_of_people(follow_up),
        landmarks=[0.0],
        ticks=[0.0],
        left_out=[("NO_FOLLOW_UP", 4)],
    )


def shown(result):
    return {name for name, curve in result.groups.items() if not isinstance(curve, Withheld)}


def test_groups_are_shown_without_everybody():
    result = grouped_comparison(comparison(200, 150), RULES)

    assert shown(result) == {"A", "B"}
    assert isinstance(result.overall, Withheld)
    assert result.p.value <= 1


def test_d10_a_group_beside_a_withheld_one_is_shown_without_everybody():
    result = grouped_comparison(comparison(200, 30), RULES)

    assert shown(result) == {"A"}
    assert isinstance(result.overall, Withheld)
    assert isinstance(result.p, Withheld)


def test_everybody_is_shown_where_no_group_may_be():
    result = grouped_comparison(comparison(40, 30), RULES)

    assert result.shows == "overall"
    assert result.overall.n == 70
    assert not shown(result)


@pytest.mark.parametrize(
    ("sizes", "before", "after"),
    [
        ((200, 30), "overall", "overall"),
        ((200, 150), "overall", "groups"),
        ((40, 30), "groups", "groups"),
    ],
    ids=["one group is still small", "all may be shown", "never back to everybody"],
)
def test_what_the_release_before_showed_decides(sizes, before, after):
    result = grouped_comparison(comparison(*sizes), RULES, shown_before=before)

    assert result.shows == after
    assert isinstance(result.overall, Withheld) is (after == "groups")


def test_every_group_needs_its_sites():
    rows = [("A", site, code, n) for site in ("S1", "S2", "S3") for code, n in ((0, 40), (1, 20))]
    rows += [("B", "S1", 0, 100), ("B", "S1", 1, 50)]
    people = CountTable(
        pd.DataFrame(rows, columns=["group", "site_id", "code", "n"]), ("group", "site_id", "code")
    )

    result = grouped_comparison(comparison(180, 150), Rules(), people)

    assert shown(result) == {"A"}


def test_a_comparison_of_one_group_has_no_test():
    result = grouped_comparison(comparison(200), RULES)

    assert shown(result) == {"A"}
    assert isinstance(result.p, Withheld)
