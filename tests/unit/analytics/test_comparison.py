"""The adjusted comparison: what it holds, what it says, what it refuses (C37, C38, C41)."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from analytics.comparison import compare
from analytics.endpoints import NO_FOLLOW_UP
from analytics.errors import BadInput, TooFewEvents
from analytics.marginal_hazard import marginal_hazard
from analytics.propensity import DesignOptions, design
from analytics.stacked_variance import stacked_influence
from analytics.survival import kaplan_meier, survival_at
from analytics.weighted_follow_up import follow_up_of

DAYS = [365.0, 730.0]


def compared(registry, base, **options):
    given = {"horizon": 730, "landmarks": DAYS} | options
    return compare(base, registry.follow_up, **given)


def test_a_comparison_without_confounding_is_the_plain_one(follow_up_from):
    # One yes/no covariate, as common in both arms: every weight is equal.
    time = np.tile(np.arange(1.0, 21.0), 4)
    arm, male = np.repeat(["A", "B"], 40), np.tile([0, 1], 40)
    code = np.where(np.arange(80) % 3 == 0, 0, 1)
    found = compare(design(male, arm), follow_up_from(time, code), horizon=10, landmarks=10)

    plain = survival_at(kaplan_meier(time[:40], code[:40]), 10).survival[0]
    assert found.landmarks[0].event_free[0].value == pytest.approx(plain)


def test_differences_are_treated_minus_reference(registry, drawn):
    found = compared(registry, drawn())

    landmark = found.landmarks[0]
    reference, treated = landmark.event_free
    assert landmark.event_free_difference.estimate == treated.value - reference.value
    assert landmark.risk_difference.estimate == pytest.approx(reference.value - treated.value)
    ratio = landmark.risk[1].value / landmark.risk[0].value
    assert landmark.risk_ratio.estimate == pytest.approx(ratio)
    mean = found.restricted_mean
    assert mean.difference.estimate == mean.arms[1].value - mean.arms[0].value
    assert found.hazard_ratio.estimate < 1  # TARE lives longer here


def test_without_competing_events_time_lost_is_the_rest_of_the_mean(registry, drawn):
    found = compared(registry, drawn())

    for kept, lost in zip(found.restricted_mean.arms, found.time_lost.arms, strict=True):
        assert kept.value + lost.value == pytest.approx(730)
    assert not found.has_competing
    assert [curve.cause for curve in found.curves] == [0, 0]


def test_with_competing_events_each_cause_has_its_curve(registry, drawn):
    found = compare(drawn(), registry.competing, horizon=400, landmarks=365)

    assert found.has_competing
    assert [curve.cause for curve in found.curves] == [0, 1, 2, 0, 1, 2]
    assert found.hazard_ratio.name == "cause-specific hazard ratio"
    last = [curve.value[-1] for curve in found.curves[:3]]
    assert sum(last) == pytest.approx(1)
    risk = found.landmarks[0].risk[0].value
    assert risk < 1 - found.landmarks[0].event_free[0].value


def test_limits_of_an_incidence_enclose_it(registry, drawn):
    curve = compare(drawn(), registry.competing, horizon=400, landmarks=365).curves[1]

    known = ~np.isnan(curve.lower)
    assert (curve.lower[known] < curve.value[known]).all()
    assert (curve.value[known] < curve.upper[known]).all()


def test_clusters_may_be_named_or_given(registry, drawn):
    named = compared(registry, drawn(), cluster="site")
    given = compared(registry, drawn(), cluster=registry.places["site"])

    assert named.hazard_ratio.se == given.hazard_ratio.se
    assert named.depends.df == 7
    assert named.depends.factor == pytest.approx(8 / 7)
    assert any("8 clusters" in note for note in named.notes)


def test_by_cluster_the_score_test_is_a_t_test_of_cluster_scores(registry, drawn):
    found = compared(registry, drawn(), cluster="site")

    joined = follow_up_of(drawn(), registry.follow_up)
    scores = marginal_hazard(joined.people, joined.member, ties="breslow").score_slopes
    influence = stacked_influence(scores[:, None], joined.weighting)[:, 0]
    by_site = pd.Series(influence).groupby(registry.places["site"]).sum()
    wanted = stats.ttest_1samp(by_site, 0)
    assert found.test.estimate == pytest.approx(wanted.statistic)
    assert found.test.p == pytest.approx(wanted.pvalue)


def test_c37_people_are_whole_and_their_effective_number_stands_beside(registry, drawn):
    found = compared(registry, drawn(estimand="ATE"), landmarks=[0, 365])

    for arm, row in zip(("CTACE", "TARE"), found.at_risk, strict=True):
        of_arm = registry.arm == arm
        assert row.people.dtype.kind == "i"
        assert row.people[0] == of_arm.sum()
        assert row.people[1] == (registry.follow_up.time[of_arm] >= 365).sum()
        assert (row.effective <= row.people + 1e-9).all()


@pytest.mark.parametrize("estimand", ["ATE", "ATT", "ATO"])
def test_c38_the_share_at_risk_stays_between_nothing_and_everybody(estimand, registry, drawn):
    found = compare(
        drawn(estimand=estimand), registry.competing, horizon=365, landmarks=[0, 50, 100, 1e4]
    )

    for row in found.at_risk:
        assert ((row.share >= 0) & (row.share <= 1)).all()
        assert row.share[-1] == 0


def test_c38_at_day_0_everybody_watched_from_the_start_is_at_risk(registry, drawn):
    found = compared(registry, drawn(estimand="ATE"), landmarks=0)

    np.testing.assert_allclose([row.share[0] for row in found.at_risk], 1)


@pytest.mark.parametrize("estimand", ["ATE", "ATT", "ATO"])
def test_c41_the_estimand_in_the_title_comes_from_the_design(estimand, registry, drawn):
    found = compared(registry, drawn(estimand=estimand))

    assert found.estimand == estimand
    assert found.title.endswith(f"({estimand})")


def test_a_landmark_beyond_follow_up_is_unknown(registry, drawn):
    found = compared(registry, drawn(), landmarks=[365, 5000])

    late = found.landmarks[1]
    assert np.isnan(late.event_free[0].value)
    assert np.isnan(late.risk_difference.upper)
    assert np.isnan(late.risk_ratio.estimate)


def test_before_the_first_event_there_is_a_difference_of_nothing_and_no_ratio(registry, drawn):
    early = compared(registry, drawn(), landmarks=0).landmarks[0]

    assert early.risk_difference.estimate == 0
    assert np.isnan(early.risk_ratio.estimate)


def test_notes_say_what_a_reader_should_know(registry, drawn):
    options = DesignOptions(truncate_at=0.9)
    found = compared(registry, drawn(estimand="ATE", trim=0.2, options=options))

    assert any("weights were cut down to the 90% quantile" in note for note in found.notes)
    assert any("patients were left out: score from 0.2 to 0.8" in note for note in found.notes)


def test_notes_name_imbalance_and_few_effective_patients(registry, drawn):
    base = drawn(estimand="ATE")
    table = replace(base.balance, smd_after=np.array([0.3, 0.0, 0.0, 0.0]), ess=(10.0, 190.0))

    notes = compared(registry, replace(base, balance=table)).notes

    assert "A covariate differs by 0.30 standard deviations after adjustment." in notes
    assert any("of CTACE count like 10" in note for note in notes)


def test_scores_taken_as_known_are_admitted(registry, drawn):
    assert compared(registry, drawn()).counts_scores
    matched = compared(registry, drawn(method="matching"))

    assert not matched.counts_scores
    assert "Standard errors take the scores as known." in matched.notes


def test_matched_pairs_in_clusters_vary_both_ways(registry, drawn):
    base = drawn(method="matching")

    pairs, both = compared(registry, base), compared(registry, base, cluster="site")

    assert both.hazard_ratio.estimate == pairs.hazard_ratio.estimate
    assert both.hazard_ratio.se >= pairs.hazard_ratio.se


def test_counted_scores_make_the_error_of_an_overlap_comparison_smaller(registry, drawn):
    base = drawn()
    known = replace(base, weighting=replace(base.weighting, gradient=None))

    counted, fixed = compared(registry, base), compared(registry, known)

    assert counted.restricted_mean.difference.se < fixed.restricted_mean.difference.se


def test_follow_up_that_cannot_be_counted_is_refused_by_reason_and_number(registry, drawn):
    reason = registry.follow_up.reason.copy()
    reason[:3] = NO_FOLLOW_UP
    uncounted = replace(registry.follow_up, reason=reason)

    with pytest.raises(BadInput, match="3 of 400 patients cannot be counted: NO_FOLLOW_UP 3"):
        compare(drawn(), uncounted, horizon=730, landmarks=DAYS)


def test_under_10_events_in_an_arm_are_refused(registry, drawn):
    rows = np.flatnonzero((registry.arm == "TARE") & (registry.follow_up.code == 1))
    code = registry.follow_up.code.copy()
    code[rows[9:]] = 0

    with pytest.raises(TooFewEvents, match="TARE has 9 events; 10 are needed"):
        compare(drawn(), replace(registry.follow_up, code=code), horizon=730, landmarks=DAYS)


@pytest.mark.parametrize(
    "options",
    [
        {"horizon": 5000},
        {"horizon": 0},
        {"landmarks": -1},
        {"cluster": "hospital"},
        {"cluster": ["A", "B"]},
        {"confidence": 95},
    ],
    ids=["far horizon", "no horizon", "landmark", "unknown place", "few clusters", "confidence"],
)
def test_questions_that_do_not_fit_are_refused(options, registry, drawn):
    with pytest.raises(BadInput):
        compared(registry, drawn(), **options)


def test_follow_up_of_other_patients_is_refused(registry, drawn, follow_up_from):
    with pytest.raises(BadInput, match="2 rows for the 400 patients"):
        compare(drawn(), follow_up_from([1, 2], [1, 0]), horizon=1, landmarks=1)
