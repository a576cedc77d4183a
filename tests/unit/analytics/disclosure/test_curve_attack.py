"""Released curves held against the people behind them, with each rule broken once."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.disclosure.curve_attack import Arm, CurveHabits, told_too_closely

MONTH = 30.4375
HABITS = CurveHabits()


def arm(died=(), censored=(), late=(), enrolled=None):
    """People who die or are last seen in some months: {month: people}."""
    died, censored, late = dict(died), dict(censored), dict(late)
    left = np.array([*died, *censored]) * MONTH
    people = np.array([*died.values(), *censored.values()])
    codes = np.array([1] * len(died) + [0] * len(censored))
    n = int(people.sum())
    days, entrants = np.array(list(late), dtype=float) * MONTH, np.array(list(late.values()), int)
    return Arm(left, codes, people, days, entrants, enrolled=n if enrolled is None else enrolled)


PEOPLE = arm(died={2: 15, 5: 12}, censored={20: 73})
CURVE = {
    "month": [0, 3, 6],
    "percent": [100, 85, 73],
    "lower": [100, 76, 63],
    "upper": [100, 91, 81],
    "risk_month": [0],
    "at_risk": [100],
    "n": 100,
}
WITHHELD = {"value": None, "status": "withheld"}


def findings(curve=CURVE, people=PEOPLE, overall=WITHHELD):
    released = {"groups": {"x": curve}, "overall": overall}
    return " ".join(told_too_closely(released, {"x": people}, HABITS))


def test_a_curve_by_the_rules_tells_nothing():
    assert findings() == ""


@pytest.mark.parametrize(
    ("curve", "people", "found"),
    [
        ({}, arm({2: 15, 5: 12}, {20: 13}), "rests on too few people"),
        ({"month": [0, 2, 6]}, PEOPLE, "off the grid"),
        ({}, arm({2: 15, 5: 5}, {20: 80}), "a step tells of too few events"),
        ({}, arm({2: 15, 5: 12}, {5.5: 65, 20: 8}), "where too few people stay"),
        ({"percent": [100, 84.7, 73]}, PEOPLE, "not a whole percent"),
        ({}, replace(PEOPLE, enrolled=104), "those followed and those enrolled differ"),
        ({"risk_month": [0, 12], "at_risk": [100, 95]}, arm({2: 5}, {20: 95}), "at risk at 12"),
    ],
    ids=["few", "grid", "step", "end", "exact", "left out", "at risk"],
)
def test_every_broken_rule_is_found(curve, people, found):
    assert found in findings({**CURVE, **curve}, people)


def test_late_entrants_are_not_at_risk_at_the_start():
    people = arm(died={2: 15, 5: 12}, censored={20: 73}, late={1: 5})

    assert "those at risk at 0 months and those enrolled" in findings(people=people)


def test_d10_everybody_beside_a_group_is_found():
    assert "beside single groups" in findings(overall=CURVE)
