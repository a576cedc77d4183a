"""Change of scores: balanced data, where the mixed model has a closed form."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import t

from analytics.errors import BadInput, DidNotConverge, TooFewEvents
from analytics.pro_change import change_model, responder_share
from analytics.pro_scores import PatientScores, drop_out


def scores_of(score, due=None):
    score = np.asarray(score, dtype=float)
    visits = ("BASE", "M1", "M3", "M6")[: score.shape[1]]
    due = np.ones(score.shape, dtype=bool) if due is None else np.asarray(due)
    return PatientScores(tuple(map(str, range(len(score)))), visits, score, due)


@pytest.fixture
def balanced():
    """Thirty patients with one baseline, three answers each."""
    rng = np.random.default_rng(8)
    change = rng.normal([-2, -2.6, -3.2], 1, (30, 3)) + rng.normal(0, 2, (30, 1))
    return scores_of(np.column_stack([np.full(30, 7.0), 7 + change]))


def test_balanced_answers_have_observed_means_and_the_errors_of_an_analysis_of_variance(balanced):
    found, change = change_model(balanced), balanced.change

    rest = change - change.mean(axis=0)
    between = 3 * (rest.mean(axis=1) ** 2).sum() / 29
    within = ((rest - rest.mean(axis=1, keepdims=True)) ** 2).sum() / (29 * 2)
    np.testing.assert_allclose(found.mean, change.mean(axis=0), rtol=1e-10)
    assert found.sd_within == pytest.approx(np.sqrt(within), rel=1e-6)
    assert found.sd_between == pytest.approx(np.sqrt((between - within) / 3), rel=1e-6)
    np.testing.assert_allclose(found.se, np.sqrt(((between - within) / 3 + within) / 30), rtol=1e-6)


def test_limits_are_students_with_patients_less_two_degrees(balanced):
    found = change_model(balanced)

    np.testing.assert_allclose(found.upper - found.mean, t.ppf(0.975, 28) * found.se)
    assert (found.n_patients, found.df, found.visits) == (30, 28, ("M1", "M3", "M6"))
    assert np.isnan(found.baseline_slope)  # all baselines are the same


def test_patients_who_do_not_resemble_themselves_have_no_spread_between_them():
    rng = np.random.default_rng(3)
    noise = rng.normal(0, 1, (20, 3))
    noise -= noise.mean(axis=1, keepdims=True) * 0.9
    found = change_model(scores_of(np.column_stack([rng.normal(7, 1, 20), noise + 5])))

    assert found.sd_between == pytest.approx(0, abs=1e-4)
    assert (found.se > 0).all()


def test_drop_out_that_earlier_answers_foretell_is_repaired_by_the_model():
    rng = np.random.default_rng(5)
    patient = rng.normal(0, 2, (400, 1))
    score = np.column_stack([np.full(400, 5.0), 5 - 1 + patient + rng.normal(0, 0.5, (400, 2))])
    score[score[:, 1] > 5, 2] = np.nan  # who is worse at the first visit stops

    found = change_model(scores_of(score))

    assert np.nanmean(score[:, 2] - 5) < -1.8
    assert found.mean[1] == pytest.approx(-1, abs=0.3)
    assert drop_out(scores_of(score)).by_last_visit["stopped"].iloc[1] > 50


def test_the_slope_on_the_baseline_is_found_and_the_mean_stands_at_the_mean_baseline():
    baseline = np.repeat([4.0, 6, 8], 10)
    wobble = np.tile([[0.3, -0.3], [-0.3, 0.3], [0.1, -0.1], [-0.1, 0.1], [0, 0]], (6, 1))
    lift = np.tile([0.2, -0.2, 0.4, -0.4, 0.1, -0.1, 0.3, -0.3, 0, 0], 3)[:, None]
    later = baseline[:, None] - 1 - 0.5 * (baseline[:, None] - 6) + wobble + lift
    found = change_model(scores_of(np.column_stack([baseline, later])))

    assert found.baseline == 6
    assert found.baseline_slope == pytest.approx(-0.5)
    np.testing.assert_allclose(found.mean, [-1, -1])


def test_a_visit_that_nobody_answered_is_left_out(balanced):
    score = balanced.score.copy()
    score[:, 2] = np.nan

    assert change_model(scores_of(score)).visits == ("M1", "M6")


@pytest.mark.parametrize(
    "score",
    [np.full((9, 3), 5.0), np.column_stack([np.arange(12.0), np.arange(12.0)[::-1]])],
    ids=["nine patients", "one answer each"],
)
def test_too_little_for_a_model_is_refused(score):
    with pytest.raises(TooFewEvents):
        change_model(scores_of(score))


@pytest.mark.parametrize(
    "change",
    [np.zeros((12, 2)), np.repeat(np.arange(12.0)[:, None] ** 2, 2, axis=1)],
    ids=["no change at all", "no wobble"],
)
def test_a_model_without_a_stable_answer_is_refused(change):
    score = np.column_stack([np.full(12, 7.0), 7 + change])

    with pytest.raises(DidNotConverge):
        change_model(scores_of(score))


def test_responders_are_counted_of_those_due_and_of_those_who_answered():
    score = [[7, 5, 6], [7, 5.5, np.nan], [7, np.nan, np.nan], [np.nan, 1, 1]]
    due = [[1, 1, 1], [1, 1, 1], [1, 1, 0], [1, 1, 1]]
    frame = responder_share(scores_of(score, np.array(due) == 1), 2, better="lower").frame

    np.testing.assert_array_equal(frame["responders"], [1, 0])
    np.testing.assert_array_equal(frame["due"], [3, 2])
    np.testing.assert_array_equal(frame["answered"], [2, 1])
    np.testing.assert_allclose(frame["share_due"], [1 / 3, 0])
    np.testing.assert_allclose(frame["share_answered"], [1 / 2, 0])


def test_a_change_of_exactly_the_threshold_responds_whichever_way_is_better():
    score = scores_of([[0.1, 0.3]])

    up, down = (responder_share(score, 0.2, better=way).frame for way in ("higher", "lower"))

    assert (up["responders"][0], down["responders"][0]) == (1, 0)


def test_a_visit_without_anybody_has_no_share():
    frame = responder_share(
        scores_of([[7, 5, np.nan]], [[True, True, False]]), 2, better="lower"
    ).frame

    assert frame.loc[1, ["share_due", "upper_answered"]].isna().all()
    assert isinstance(frame, pd.DataFrame)


@pytest.mark.parametrize(("threshold", "better"), [(0, "lower"), (2, "up"), (np.nan, "lower")])
def test_an_impossible_threshold_is_refused(threshold, better):
    with pytest.raises(BadInput):
        responder_share(scores_of([[7, 5]]), threshold, better=better)
