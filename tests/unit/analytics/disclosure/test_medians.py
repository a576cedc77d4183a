"""Medians of a described cohort as they may be published."""

import numpy as np
import pytest

from analytics.disclosure.medians import released_medians
from analytics.disclosure.rules import Rules
from analytics.table_one import Absent, TableOne, described_number

HIDDEN = Rules().token


def table(*sizes, missing=(0, 0), n_other=0):
    """Ages 40, 41 .. of groups A and B of these sizes, some without a known age."""
    values = [np.arange(40.0, 40.0 + n) for n in sizes]
    none = np.zeros(3, dtype=np.int64)
    absent = Absent(
        unknown=none, not_entered=np.array([*missing, sum(missing)]), not_applicable=none
    )
    age = described_number(
        "age", "Age", "years", values=[*values, np.concatenate(values)], absent=absent
    )
    n = np.array([*(a + b for a, b in zip(sizes, missing, strict=True)), 0])
    n[-1] = n[:-1].sum() + n_other
    return TableOne(("A", "B"), n, (age,), n_other, 0)


def shown(result):
    return {row.group: row for row in released_medians(result, Rules()).rows}


def test_medians_of_large_groups_are_shown_in_whole_years_with_their_quartiles():
    found = shown(table(60, 100))

    assert found["A"].quartiles == (55.0, 70.0, 84.0)  # 54.75, 69.5 (to the even 70), 84.25
    assert found["B"].n == 100
    assert found["All"].quartiles[1] != HIDDEN


@pytest.mark.parametrize(("n", "is_shown"), [(19, False), (20, True)])
def test_d05_a_median_needs_20_people_and_quartiles_11_beyond_them(n, is_shown):
    found = shown(table(n, 100))["A"]

    assert (found.quartiles[1] != HIDDEN) is is_shown
    assert found.quartiles[0] == found.quartiles[2] == HIDDEN


def test_everybody_is_not_shown_beside_a_withheld_group_or_a_few_in_no_group():
    assert shown(table(19, 100))["All"].quartiles == (HIDDEN,) * 3
    assert shown(table(60, 100, n_other=4))["All"].quartiles == (HIDDEN,) * 3
    assert shown(table(60, 100, n_other=11))["All"].quartiles[1] != HIDDEN


def test_d03_a_number_of_people_that_would_tell_a_few_missing_is_withheld():
    found = shown(table(177, 100, missing=(3, 0)))

    assert found["A"].n == HIDDEN
    assert found["B"].n == 100
