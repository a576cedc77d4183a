"""Techniques held against each other in survival: numbers of the engine, refusals in words."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.counted_people import counted_people
from analytics.errors import BadInput
from analytics.hazards import cox
from analytics.proportionality import proportionality
from analytics.rank_tests import log_rank
from analytics.survival import kaplan_meier
from analytics.survival_comparison import compare_survival
from analytics.survival_contrasts import restricted_mean_contrast

rng = np.random.default_rng(11)
ROWS = pd.DataFrame(
    {
        "technique_code": np.repeat(["A", "B"], 80),
        "site_id": rng.choice(["S1", "S2", "S3"], 160),
        "entry": 0.0,
        "day": np.concatenate([rng.integers(1, 400, 80), rng.integers(1, 600, 80)]).astype(float),
        "code": rng.integers(0, 2, 160),
    }
)
KEYS = ("technique_code", "site_id", "entry", "day", "code")


def counts(rows):
    return CountTable(rows.groupby(list(KEYS)).size().rename("n").reset_index(), KEYS)


def compared(rows=ROWS, groups=("A", "B"), horizon=300.0, stratum=""):
    people = counted_people(counts(rows), stratum=stratum)
    return compare_survival(people, groups, reference="A", horizon=horizon)


def test_restricted_means_are_those_of_the_two_curves():
    result = compared()

    curves = {
        code: kaplan_meier(rows["day"], rows["code"] == 1, group=code)
        for code, rows in ROWS.groupby("technique_code")
    }
    wanted = restricted_mean_contrast(curves["B"], curves["A"], 300.0)
    reference, other = result.means
    assert reference.contrast is None
    assert other.contrast.difference.estimate == pytest.approx(wanted.difference.estimate)
    assert other.contrast.difference.se == pytest.approx(wanted.difference.se)


def test_the_stratified_test_stands_beside_the_plain_one():
    result = compared(stratum="site_id")

    told = (ROWS["day"], ROWS["code"] == 1, ROWS["technique_code"])
    assert result.log_rank.statistic == pytest.approx(log_rank(*told).statistic)
    wanted = log_rank(*told, strata=ROWS["site_id"])
    assert result.stratified.statistic == pytest.approx(wanted.statistic)
    assert result.stratified.n_strata == 3


def test_constancy_is_the_test_of_the_cox_model():
    ours = compared().constancy

    fit = cox(
        pd.DataFrame({"B": (ROWS["technique_code"] == "B").astype(float)}),
        ROWS["day"],
        ROWS["code"] == 1,
    )
    wanted = proportionality(fit).frame.iloc[-1]
    assert (ours.statistic, ours.df) == (pytest.approx(wanted["statistic"]), 1)


def test_a_horizon_beyond_follow_up_is_said_of_that_group_alone():
    result = compared(horizon=500.0)

    first, other = result.means
    assert "before the horizon of day 500" in first.why_not
    assert first.mean is None
    assert other.mean is not None
    assert result.log_rank is not None


def test_a_small_group_has_no_test_and_says_why():
    few = ROWS[(ROWS["technique_code"] == "A") | (ROWS.index < 85)]

    result = compared(few)

    assert result.log_rank is None
    assert "fewer than 10 patients" in result.why_no_test
    assert result.pairwise is None


def test_nobody_with_the_event_has_no_test_and_says_why():
    result = compared(ROWS.assign(code=0))

    assert "fewer than 5 events" in result.why_no_test


def test_one_group_is_refused_in_one_sentence():
    with pytest.raises(BadInput) as refused:
        compared(groups=("A",))

    assert refused.value.reason == "One group only: there is nothing to compare."
