"""The risk model, and sites held against it, by hand and on drawn cases."""

import numpy as np
import pandas as pd
import pytest

from analytics.errors import TooFewEvents
from analytics.learning import ENOUGH, FEWEST_SITES, learning, standard_of
from analytics.risk_model import Factor, expected_risk, fit_risk

AGE = Factor("age", "Age")
STAGE = Factor("stage", "Stage", (("A", "early"), ("B", "late")))
MONTH = 12 * 2022


def units(sites=8, each=60, seed=3, lesions=1):
    """Return drawn cases of sites; stage B has three times the odds."""
    drawn = np.random.default_rng(seed)
    n = sites * each
    stage = np.where(drawn.random(n) < 0.5, "A", "B")
    risk = np.where(stage == "A", 0.1, 0.25)
    frame = pd.DataFrame(
        {
            "site_id": np.repeat([f"S{i}" for i in range(sites)], each),
            "patient_no": np.arange(n),
            "index_month": np.tile(MONTH + np.arange(each) // 2, sites).astype(float),
            "stage": stage,
            "outcome": (drawn.random(n) < risk).astype(float),
        }
    )
    return frame.loc[frame.index.repeat(lesions)].reset_index(drop=True)


def test_two_levels_are_expected_what_their_shares_are():
    # A: 10 of 40; B: 20 of 40. A saturated model gives the shares themselves.
    rows = pd.DataFrame({"stage": ["A"] * 40 + ["B"] * 40})
    outcome = np.array([1.0] * 10 + [0.0] * 30 + [1.0] * 20 + [0.0] * 20)
    model = fit_risk(rows, outcome, [STAGE])

    assert expected_risk(model, pd.DataFrame({"stage": ["A", "B"]})) == pytest.approx([0.25, 0.5])
    # Pairs: event in B and none in A count 1, within a level one half.
    pairs = (20 * 30 + 0.5 * (10 * 30 + 20 * 20)) / (30 * 50)
    assert model.concordance == pytest.approx(pairs)


def test_what_is_not_known_is_a_level_of_its_own():
    stage = ["A"] * 40 + ["B"] * 40 + ["UNK"] * 20 + [None] * 20
    outcome = np.array([1.0, 0, 0, 0] * 10 + [1.0, 0] * 20 + [1.0, 0, 0, 0, 0] * 8)
    model = fit_risk(pd.DataFrame({"stage": stage}), outcome, [STAGE])
    asked = pd.DataFrame({"stage": ["A", "B", "UNK", None]})

    assert expected_risk(model, asked) == pytest.approx([0.25, 0.5, 0.2, 0.2])


def test_a_number_that_is_not_known_gets_the_median_and_a_term():
    rows = pd.DataFrame({"age": [50.0, 60.0, 70.0, np.nan] * 30})
    outcome = np.array([0.0, 0, 1, 1, 0, 1, 1, 0, 1, 0, 0, 0] * 10)
    model = fit_risk(rows, outcome, [AGE])

    assert [(term.kind, term.centre) for term in model.terms] == [
        ("number", 60.0),
        ("unmeasured", 0),
    ]
    # A term of its own fits its share: 1 of 3.
    unknown = expected_risk(model, pd.DataFrame({"age": [np.nan]}))
    assert unknown == pytest.approx([1 / 3], abs=1e-6)


def test_a_level_with_under_five_events_goes_with_the_most_frequent():
    rows = pd.DataFrame({"stage": ["A"] * 90 + ["B"] * 10})
    outcome = np.array(([1.0] + [0.0] * 4) * 18 + [1.0] * 4 + [0.0] * 6)

    assert fit_risk(rows, outcome, [STAGE]).left_out == ("Stage",)


def test_no_more_terms_than_one_for_ten_events_are_taken():
    rows = units(sites=2, each=40).assign(age=np.arange(80.0))
    model = fit_risk(rows, np.array(([1.0] + [0.0] * 3) * 20), [AGE, STAGE, Factor("x", "X")][:2])

    assert len(model.terms) <= 2


def test_few_events_make_no_expectation():
    with pytest.raises(TooFewEvents, match="3 events among 50"):
        fit_risk(pd.DataFrame({"stage": ["A"] * 50}), np.array([1.0] * 3 + [0.0] * 47), [STAGE])


def test_all_sites_together_have_as_many_events_as_expected():
    drawn = units()
    found = learning(drawn, "COMPLICATION", standard_of(drawn, [STAGE]))

    observed = sum(course.total.observed for course in found.courses)
    assert observed == drawn["outcome"].sum()
    assert sum(course.total.expected for course in found.courses) == pytest.approx(observed)


def test_the_last_point_of_a_site_is_observed_minus_expected():
    drawn = units()
    course = learning(drawn, "COMPLICATION", standard_of(drawn, [STAGE])).courses[2]

    assert len(course.difference) == 60
    assert course.difference[-1] == pytest.approx(course.total.observed - course.total.expected)
    assert (np.diff(course.band) > 0).all()


def test_a_site_with_twice_the_odds_and_more_raises_the_alarm_and_others_do_not():
    drawn = units()
    bad = drawn["site_id"] == "S1"
    drawn.loc[bad, "outcome"] = np.tile([1.0, 0.0], 30)
    found = learning(drawn, "COMPLICATION", standard_of(drawn, [STAGE]))

    alarms = {course.site: course.alarm_worse for course in found.courses}
    assert alarms.pop("S1") is not None
    assert set(alarms.values()) == {None}


def test_a_site_alone_is_held_against_all_sites():
    drawn = units()
    standard = standard_of(drawn, [STAGE])
    together = learning(drawn, "COMPLICATION", standard).courses[4]
    alone = learning(drawn[drawn["site_id"] == "S4"], "COMPLICATION", standard)

    assert alone.courses[0].total == together.total
    assert alone.bands == ()


def test_too_few_cases_have_counts_and_no_chart():
    drawn = units()
    few = drawn[drawn["site_id"] == "S0"].head(ENOUGH - 1)
    course = learning(few, "COMPLICATION", standard_of(drawn, [STAGE])).courses[0]

    assert not course.is_told
    assert course.difference.size == 0
    assert course.alarm_worse is None


def test_lesions_of_a_patient_are_one_case_and_widen_the_limits():
    # Twins: each lesion twice with the same outcome, so that the variance doubles.
    drawn = units(lesions=2)
    standard = standard_of(drawn, [STAGE])
    course = learning(drawn, "LOCAL", standard).courses[0]

    assert (course.total.cases, course.total.units) == (60, 120)
    assert standard.within == pytest.approx(2.0, abs=0.05)


def test_the_line_of_all_sites_is_the_mean_over_sites_by_blocks():
    drawn = units()
    standard = standard_of(drawn, [STAGE])
    found = learning(drawn, "COMPLICATION", standard)

    assert [case for case, _ in standard.pooled] == [0, 10, 20, 30, 40, 50, 60]
    mean = np.mean([course.difference[9] for course in found.courses])
    assert standard.pooled[1][1] == pytest.approx(mean)


def test_the_line_ends_where_fewer_than_six_sites_have_the_block():
    drawn = units()
    short = drawn["site_id"].isin(["S0", "S1", "S2"])
    kept = drawn[~short | (drawn.groupby("site_id").cumcount() < 25)]

    assert standard_of(kept, [STAGE]).pooled[-1][0] == 20


def test_two_sites_are_no_expectation():
    with pytest.raises(TooFewEvents, match=f"asks for {FEWEST_SITES}"):
        standard_of(units(sites=2), [STAGE])


def test_volume_is_cases_a_year_and_drift_is_by_year():
    # 60 cases in 30 months are 24 a year.
    drawn = units()
    found = learning(drawn, "COMPLICATION", standard_of(drawn, [STAGE]))

    assert [(band.first, band.last, band.sites) for band in found.bands] == [(10, 25, 8)]
    assert [(year.first, year.total.cases) for year in found.years] == [
        *((2022, 192), (2023, 192), (2024, 96))
    ]


def test_who_has_no_outcome_or_no_month_is_left_out_and_told():
    drawn = units()
    drawn.loc[:4, "outcome"] = np.nan
    drawn.loc[5:7, "index_month"] = np.nan
    found = learning(drawn, "COMPLICATION", standard_of(drawn, [STAGE]))

    assert (found.unknown, found.unplaced) == (5, 3)
    assert found.courses[0].total.cases == 52


def test_without_months_there_is_no_order():
    with pytest.raises(TooFewEvents, match="no month of treatment"):
        standard_of(units().assign(index_month=np.nan), [STAGE])
