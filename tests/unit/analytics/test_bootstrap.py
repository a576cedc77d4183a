"""Bootstrap: its curves against the estimator, its scores against full fits."""

import numpy as np
import pytest
from scipy.special import expit

from analytics.bootstrap import BootstrapOptions, bootstrap
from analytics.comparison import compare
from analytics.errors import BadInput, DidNotConverge, TooFewEvents
from analytics.folds import folds_of
from analytics.logistic_model import fit_logistic
from analytics.propensity import DesignOptions
from analytics.resampled_curves import DayCounter
from analytics.resampling import Resampler
from analytics.sample_weights import SampleWeigher
from analytics.weighted_follow_up import follow_up_of
from analytics.weights import balancing_weights


def drawn_once(base, registry, **options):
    given = {"horizon": 600, "landmarks": [365]} | options
    return bootstrap(base, registry.follow_up, **given)


@pytest.mark.parametrize("outcome", ["follow_up", "competing"])
def test_counting_by_day_gives_the_curves_of_the_comparison(outcome, registry, drawn):
    base, days = drawn(estimand="ATE"), np.array([100.0, 365.0])
    joined = follow_up_of(base, getattr(registry, outcome))
    wanted = compare(base, getattr(registry, outcome), horizon=400, landmarks=days)

    arm = DayCounter(joined.people, np.flatnonzero(joined.member == 1), 400.0, days)
    found = arm.estimate(base.weights[:, None])

    for place, landmark in enumerate(wanted.landmarks):
        assert found.event_free[place, 0] == pytest.approx(landmark.event_free[1].value)
        assert found.risk[place, 0] == pytest.approx(landmark.risk[1].value)
    assert found.mean_time[0] == pytest.approx(wanted.restricted_mean.arms[1].value)
    assert found.time_lost[0] == pytest.approx(wanted.time_lost.arms[1].value)


def test_an_arm_of_which_nobody_was_drawn_is_unknown(registry, drawn):
    joined = follow_up_of(drawn(), registry.follow_up)
    arm = DayCounter(joined.people, np.arange(5), 400.0, np.array([365.0]))

    found = arm.estimate(np.zeros((400, 1)))

    assert np.isnan(found.mean_time[0])
    assert np.isnan(found.risk[0, 0])


@pytest.mark.parametrize("resample", ["clusters", "within clusters"])
def test_scores_of_a_sample_are_those_of_a_full_fit(resample, registry, drawn):
    base = drawn(estimand="ATE")
    site = np.unique(registry.places["site"], return_inverse=True)[1]
    draws = Resampler(site, 400, resample, np.random.default_rng(1)).draw(20)

    ours = SampleWeigher(base).weights(draws)

    values, treated = base.scores.covariates.columns, base.treated
    for column, times in enumerate(draws.T.astype(int)):
        rows = np.repeat(np.arange(400), times)
        fit = fit_logistic(values[rows], treated[rows].astype(float), ("a", "b", "c"), what="x")
        score = expit(fit.coefficients[0] + values @ fit.coefficients[1:])
        full = times * balancing_weights(score, treated == 1, "ATE")
        np.testing.assert_allclose(ours[:, column], full, rtol=2e-3, atol=1e-12)


@pytest.mark.parametrize("cluster", [None, "site"])
def test_it_referees_the_sandwich(cluster, registry, drawn):
    found = drawn_once(drawn(), registry, cluster=cluster)
    wanted = compare(drawn(), registry.follow_up, horizon=600, landmarks=365, cluster=cluster)

    mean, risk = wanted.restricted_mean.difference, wanted.landmarks[0].risk_difference
    assert found.restricted_mean.se == pytest.approx(mean.se, rel=0.12)
    assert found.risk[0].se == pytest.approx(risk.se, rel=0.12)
    assert found.restricted_mean.lower < mean.estimate < found.restricted_mean.upper
    assert found.fits_scores
    assert found.n_failed == 0


def test_patients_drawn_within_sites_keep_each_sites_number(registry):
    site = np.unique(registry.places["site"], return_inverse=True)[1]

    drawn = Resampler(site, 400, "within clusters", np.random.default_rng(1)).draw(3)

    for column in drawn.T:
        np.testing.assert_array_equal(np.bincount(site, column), np.bincount(site))


def test_whole_sites_are_drawn_together(registry):
    site = np.unique(registry.places["site"], return_inverse=True)[1]

    drawn = Resampler(site, 400, "clusters", np.random.default_rng(1)).draw(3)

    assert all(np.ptp(drawn[site == k], axis=0).max() == 0 for k in range(8))


@pytest.mark.parametrize("method", ["stratification", "weighting"])
def test_strata_and_stabilised_truncated_weights_are_drawn_as_designed(method, registry, drawn):
    options = DesignOptions(stabilised=True, truncate_at=0.99)
    base = drawn(method=method, estimand="ATE", options=options)

    once = SampleWeigher(base).weights(np.ones((400, 1)))

    np.testing.assert_allclose(once[:, 0], base.weights, rtol=1e-6)


def test_matched_pairs_are_drawn_as_pairs_with_their_weights(registry, drawn):
    found = drawn_once(drawn(method="matching"), registry)

    assert not found.fits_scores
    wanted = compare(drawn(method="matching"), registry.follow_up, horizon=600, landmarks=365)
    assert found.restricted_mean.se == pytest.approx(wanted.restricted_mean.difference.se, rel=0.12)


def test_one_seed_gives_one_bootstrap(registry, drawn):
    options = BootstrapOptions(n_samples=30, seed=9)

    first, second = (drawn_once(drawn(), registry, options=options) for _ in range(2))

    np.testing.assert_array_equal(first.restricted_mean.samples, second.restricted_mean.samples)
    assert first.n_samples == first.restricted_mean.samples.size == 30


def test_landmarks_may_be_left_out(registry, drawn):
    options = BootstrapOptions(n_samples=10)

    found = bootstrap(drawn(), registry.follow_up, horizon=600, options=options)

    assert found.risk == found.event_free == ()


def test_samples_that_mostly_fail_are_refused(registry, drawn, monkeypatch):
    monkeypatch.setattr("analytics.sample_weights._FAR", 0.5)

    with pytest.raises(DidNotConverge, match="of 500 bootstrap samples"):
        drawn_once(drawn(), registry)


def test_ways_to_resample_that_do_not_fit_are_refused(registry, drawn):
    rng = np.random.default_rng(1)
    with pytest.raises(BadInput, match="no way to resample"):
        Resampler(None, 5, "patients", rng)
    with pytest.raises(TooFewEvents, match="one cluster"):
        Resampler(np.zeros(5, dtype=int), 5, "clusters", rng)
    with pytest.raises(BadInput, match="Matched pairs run across clusters"):
        drawn_once(drawn(method="matching"), registry, cluster="site")


def test_folds_share_arms_fairly_and_keep_clusters_together():
    arm, site = np.repeat([0, 1], 50), np.tile(np.arange(20), 5)

    plain = folds_of(arm, 5, np.random.default_rng(1))
    grouped = folds_of(arm, 5, np.random.default_rng(1), cluster=site)

    assert {int((plain[arm == k] == fold).sum()) for k in (0, 1) for fold in range(5)} == {10}
    assert all(np.unique(grouped[site == k]).size == 1 for k in range(20))


@pytest.mark.parametrize(("n_folds", "cluster"), [(1, None), (60, None), (5, np.zeros(100))])
def test_folds_that_cannot_be_filled_are_refused(n_folds, cluster):
    with pytest.raises(BadInput, match="do not fill"):
        folds_of(np.repeat([0, 1], 50), n_folds, np.random.default_rng(1), cluster=cluster)
