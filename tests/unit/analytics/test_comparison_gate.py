"""The gate fails closed: a number that is missing, not a number or beyond its limit locks."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.comparison_gate import CHECKS, Check, Gate, Pooled, detectable_ratio, judge
from analytics.comparison_plan import Plan, planned
from analytics.covariate_handling import Covariate
from analytics.design_report import design_report
from analytics.errors import NoOverlap, TooFewEvents

ENOUGH = Pooled(400, 200, 100)


def made(n=400, sites=20, shift=0.3, seed=1, **changes):
    rng = np.random.default_rng(seed)
    arm = rng.integers(0, 2, n)
    rows = pd.DataFrame({"x": rng.normal(size=n) + shift * arm, "site": np.arange(n) % sites})
    rows["region"] = np.where(rows["site"] % 2, "North", "South")
    rows = rows.astype({"site": str})
    plan = replace(Plan(("old", "new"), (Covariate("x", "X", "number"),)), **changes)
    return design_report(planned(rows, arm.astype(np.int64), plan))


def passes(value, limit=0.1, at_least=False):
    return Check("balance", "Balance", value, limit, at_least).passes


@pytest.mark.parametrize("value", [None, math.nan, math.inf, -math.inf, 0.2])
def test_what_is_missing_or_beyond_the_limit_does_not_pass(value):
    assert not passes(value)


def test_the_limit_itself_passes():
    assert passes(0.1)
    assert passes(0.2, limit=0.2, at_least=True)


def test_a_gate_without_checks_is_locked():
    assert not Gate(()).passes


def test_a_gate_that_lacks_one_check_is_locked():
    whole = judge(made(), ENOUGH)

    assert whole.passes
    assert not Gate(whole.checks[1:]).passes


def test_every_limit_has_a_number():
    assert [check.key for check in judge(made(), ENOUGH).checks] == list(CHECKS)


def test_outcomes_that_are_not_known_lock():
    failed = {check.key for check in judge(made(), None).failed}

    assert failed == {"events", "followed", "detectable"}


@pytest.mark.parametrize(
    ("pooled", "key"),
    [(Pooled(400, 19, 100), "events"), (Pooled(400, 200, 19), "followed")],
)
def test_too_few_events_or_people_lock(pooled, key):
    assert key in {check.key for check in judge(made(), pooled).failed}


def test_two_sites_lock():
    assert "sites" in {check.key for check in judge(made(sites=2), ENOUGH).failed}


def test_arms_that_hardly_overlap_lock():
    failed = {check.key for check in judge(made(shift=3.5, estimand="ATE"), ENOUGH).failed}

    assert {"equipoise", "ess"} <= failed


def test_no_overlap_is_refused_in_words_before_any_number():
    with pytest.raises(NoOverlap, match="have a score at which both arms occur"):
        made(shift=5.0)


def test_an_arm_under_thirty_is_refused_in_words_before_any_model():
    with pytest.raises(TooFewEvents, match="30 are needed in each arm"):
        made(n=50)


def test_one_region_is_one_row_and_few_patients_are_words():
    report = made(n=80)

    assert all("30 are needed" in place.refusal for place in report.regions)
    assert all(math.isnan(place.after) for place in report.regions)


def test_the_detectable_ratio_is_that_of_schoenfeld():
    # 1.95996 + 0.84162 = 2.80158 over the root of 100 x 1/4, which is 5
    assert detectable_ratio(100, 0.5) == pytest.approx(math.exp(2.80158 / 5), rel=1e-5)


def test_without_events_no_ratio_could_be_found():
    assert detectable_ratio(0, 0.5) == math.inf
    assert not judge(made(), Pooled(400, 0, 0)).passes


def test_a_report_holds_no_array_of_patients():
    report = made()

    sizes = [np.size(value) for value in vars(report).values() if isinstance(value, np.ndarray)]
    assert max(sizes) < 50
