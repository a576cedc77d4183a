"""Negative controls: off where the arms differ by what is not adjusted for, else not."""

import numpy as np
import pandas as pd
import pytest

from analytics.adjusted_effects import Outcome
from analytics.comparison_plan import Plan
from analytics.covariate_handling import Covariate
from analytics.negative_controls import event_control, number_control

PLAN = Plan(("old", "new"), (Covariate("age", "Age", "number"),))


@pytest.fixture(scope="module")
def people(follow_up_from):
    rng = np.random.default_rng(5)
    n = 600
    age, arm = rng.normal(size=n), rng.integers(0, 2, n)
    rows = pd.DataFrame({"age": age, "site": rng.integers(0, 50, n).astype(str), "region": "R"})
    frail = np.ceil(rng.exponential(np.where(arm == 1, 300, 900)))
    last = np.ceil(rng.uniform(200, 1500, n))
    code = np.where(frail <= last, 2, 0)
    time = np.minimum(frail, last)
    code[rng.random(n) < 0.3] = 1
    return Outcome(rows, arm, follow_up_from(time, code))


def test_a_value_that_differs_by_arm_is_off_and_one_that_does_not_is_not(people):
    rng = np.random.default_rng(6)
    alike = rng.normal(80, 10, people.treated.size)
    apart = alike + 8.0 * people.treated

    off, fine = (number_control(people, PLAN, values) for values in (apart, alike))

    assert off.is_off
    assert not fine.is_off
    gap = off.adjusted.estimate - fine.adjusted.estimate
    assert gap == pytest.approx(8.0)
    assert off.n == tuple(np.bincount(people.treated))


def test_only_those_with_a_value_are_compared(people):
    values = np.full(people.treated.size, np.nan)
    assert number_control(people, PLAN, values).refusal == "It is entered for nobody."

    values[:300] = np.arange(300.0)
    assert sum(number_control(people, PLAN, values).n) == 300


def test_the_event_of_a_control_is_its_own_code_and_no_other(people):
    found = event_control(people, PLAN, 2, 365.0)

    code, arm = people.follow_up.code, people.treated
    assert found.n_events == tuple(int((code[arm == k] == 2).sum()) for k in (0, 1))
    assert found.adjusted.name == "hazard ratio"
    assert found.adjusted.lower > 1
    assert found.is_off


def test_few_events_of_a_control_are_words(people):
    found = event_control(people, PLAN, 3, 365.0)

    assert found.adjusted is None
    assert found.refusal == "old has 0 events; 10 are needed."
    assert not found.is_off
