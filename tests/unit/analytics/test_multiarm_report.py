"""A design of several arms: every pair against the limits, and nothing but aggregates."""

import dataclasses
import math

import numpy as np
import pandas as pd
import pytest

from analytics.comparison_gate import Check
from analytics.comparison_plan import Plan, planned
from analytics.covariate_handling import Covariate
from analytics.design_report import design_report
from analytics.errors import BadInput, TooFewEvents
from analytics.multiarm_report import MultiPlan, PairReport, multi_report

ARMS = ("CTACE", "DEBTACE", "TARE")
AGE = Covariate("age", "Age", "number")
STAGE = Covariate("stage", "Stage", "category", (("A", "A"), ("B", "B"), ("C", "C")))


@pytest.fixture
def people():
    return drawn(900)


def drawn(n):
    """Return patients of whom older ones more often have the third technique."""
    rng = np.random.default_rng(5)
    age = rng.normal(65, 10, n)
    odds = np.column_stack([np.zeros(n), np.full(n, 0.2), (age - 65) / 10])
    share = np.exp(odds) / np.exp(odds).sum(axis=1, keepdims=True)
    member = (rng.random(n)[:, None] > share.cumsum(axis=1)).sum(axis=1).astype(np.int64)
    rows = pd.DataFrame(
        {"age": age, "stage": rng.choice(list("ABC"), n), "site": rng.choice(list("uvwxyz"), n)}
    )
    return rows.assign(region="R"), member


def test_overlap_weights_balance_every_pair_that_was_apart(people):
    report = multi_report(*people, MultiPlan(ARMS, (AGE, STAGE)))

    assert [(p.reference, p.treated) for p in report.pairs] == [
        ("CTACE", "DEBTACE"),
        ("CTACE", "TARE"),
        ("DEBTACE", "TARE"),
    ]
    assert report.before[report.covariates.index("Age")] > 0.5
    assert report.after.max() < 0.1
    assert all(pair.passes for pair in report.pairs)


def test_people_are_counted_by_arm_and_weights_cost_some(people):
    report = multi_report(*people, MultiPlan(ARMS, (AGE,)))

    assert list(report.n) == list(report.n_given) == list(np.bincount(people[1]))
    assert (report.ess < report.n).all()


def test_two_of_the_arms_are_in_equipoise_as_a_design_of_the_two_says():
    rows, member = drawn(20_000)
    pair = multi_report(rows, member, MultiPlan(ARMS, (AGE,))).pairs[1]
    two = member != 1
    alone = design_report(
        planned(
            rows[two].reset_index(drop=True),
            (member[two] == 2).astype(np.int64),
            Plan(("CTACE", "TARE"), (AGE,)),
        )
    )

    (equipoise,) = (check.value for check in pair.checks if check.key == "equipoise")
    # Both models are right here, so they differ by chance alone.
    assert equipoise == pytest.approx(alone.equipoise, abs=0.02)


def test_a_level_that_one_arm_lacks_fails_every_pair_by_name(people):
    rows, member = people
    rows = rows.assign(stage=np.where((rows["stage"] == "C") & (member == 2), "B", rows["stage"]))
    report = multi_report(rows, member, MultiPlan(ARMS, (AGE, STAGE)))

    (absence,) = report.absences
    assert (absence.level, absence.arm) == ("C", "TARE")
    assert absence.n == int((rows["stage"] == "C").sum())
    assert not any(pair.passes for pair in report.pairs)


@pytest.mark.parametrize("value", [None, math.nan, 0.3])
def test_a_pair_whose_number_is_not_known_or_is_missing_does_not_pass(people, value):
    pair = multi_report(*people, MultiPlan(ARMS, (AGE,))).pairs[0]
    first, *others = pair.checks
    changed = dataclasses.replace(first, value=value)

    assert not dataclasses.replace(pair, checks=(changed, *others)).passes
    assert not dataclasses.replace(pair, checks=tuple(others)).passes
    assert not PairReport("a", "b", 0.0, 0.0, "", ()).passes
    assert isinstance(changed, Check)


def test_two_arms_or_a_small_one_are_refused_in_words(people):
    rows, member = people
    with pytest.raises(BadInput, match="2 techniques are chosen; 3 or more"):
        multi_report(rows[member < 2], member[member < 2], MultiPlan(ARMS[:2], (AGE,)))
    few = (member != 2) | (np.cumsum(member == 2) <= 29)
    with pytest.raises(TooFewEvents, match="TARE has 29 patients; 30 are needed"):
        multi_report(rows[few].reset_index(drop=True), member[few], MultiPlan(ARMS, (AGE,)))


def test_an_estimand_of_two_arms_is_refused_with_those_that_there_are(people):
    with pytest.raises(BadInput, match="no estimand 'ATT' for several arms"):
        multi_report(*people, MultiPlan(ARMS, (AGE,), estimand="ATT"))


def test_nothing_of_a_patient_leaves_the_design(people):
    report = multi_report(*people, MultiPlan(ARMS, (AGE, STAGE)))
    sizes = [np.size(getattr(report, field.name)) for field in dataclasses.fields(report)]

    assert max(sizes) < 20
