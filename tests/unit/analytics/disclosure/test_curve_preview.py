"""Exact curves beside released ones, and the rule behind each month."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.arms import grouped_comparison
from analytics.disclosure.curve_preview import CurveFate, PointFate, compared_curves
from analytics.disclosure.rules import Rules, without_sites
from analytics.event_table import table_of_people, tables_by_group
from analytics.group_survival import survival_by_group
from analytics.inputs import check_people

RULES = without_sites(Rules())
MONTH = 30.4375
LATE = 24.5 * MONTH  # everybody else leaves then: months 0, 3 .. 24 are looked at


def curves(**deaths):
    """Groups of 100, the n-th of whom dies in the n-th month named; the others leave at 24.5."""
    time, event, member = [], [], []
    for place, months in enumerate(deaths.values()):
        died = [(month - 0.5) * MONTH for month in months]
        size = 100 if len(months) < 100 else len(months)
        time += died + [LATE] * (size - len(died))
        event += [1] * len(died) + [0] * (size - len(died))
        member += [place] * size
    people = check_people(np.array(time), np.array(event))
    return survival_by_group(
        tables_by_group(people, np.array(member), list(deaths)),
        table_of_people(people),
        landmarks=[0.0],
        ticks=[0.0],
    )


def held(exact, rules=RULES, people=None):
    released = grouped_comparison(exact, rules, people)
    return {one.group: one for one in compared_curves(exact, released, rules, people)}


def fates(curve):
    return {point.month: point.fate for point in curve.points}


def test_months_without_eleven_deaths_since_the_last_point_are_named_so():
    # 12 die in month 1, 5 in month 5, 8 in month 8: months 3 and 9 have 11, month 6 has not.
    found = held(curves(A=[1] * 12 + [5] * 5 + [8] * 8))["A"]

    assert found.fate is CurveFate.SHOWN
    assert [p.shown for p in found.points][:4] == [100, 88, None, 75]
    assert [fates(found)[month] for month in (3, 6, 9)] == [
        *(PointFate.ROUNDED, PointFate.EVENTS),
        PointFate.ROUNDED,
    ]
    assert found.points[2].percent == pytest.approx(83)


def test_months_with_fewer_than_eleven_left_are_named_so():
    found = held(curves(A=[1] * 30 + [2] * 30 + [10] * 32))["A"]  # 8 stay after month 10

    assert fates(found)[9] in (PointFate.ROUNDED, PointFate.EVENTS)
    assert {fates(found)[month] for month in (12, 15, 18, 21, 24)} == {PointFate.STAYING}


def test_a_curve_that_is_withheld_says_which_rule_did_it():
    found = held(curves(A=[1] * 40, B=[2] * 10))

    assert found["A"].fate is CurveFate.SHOWN
    assert found["B"].fate is CurveFate.EVENTS
    assert set(fates(found["B"]).values()) == {PointFate.CURVE}
    assert found["All"].fate is CurveFate.BESIDE


def test_a_curve_of_fewer_than_fifty_people_says_so():
    exact = curves(A=[1] * 40)
    strict = Rules(min_sites=1, max_site_share=1.0, km_min_n=101)

    assert held(exact, strict)["A"].fate is CurveFate.PEOPLE


def test_a_curve_of_one_site_says_so():
    rows = [("A", "S1", 1, 40), ("A", "S1", 0, 60)]
    people = CountTable(
        pd.DataFrame(rows, columns=["group", "site_id", "code", "n"]), ("group", "site_id", "code")
    )

    assert held(curves(A=[1] * 40), Rules(), people)["A"].fate is CurveFate.SITES
