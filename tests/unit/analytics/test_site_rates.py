"""Rates of sites where the answer is known without a model."""

import numpy as np
import pytest

from analytics.errors import BadInput, DidNotConverge, TooFewEvents
from analytics.gamma_rates import likeliest_log_rate, log_likelihood
from analytics.site_rates import fit_site_rates, rate_posterior


def test_like_sites_have_the_pooled_rate_and_no_variation():
    rates = fit_site_rates([6, 12, 18], [2, 4, 6])

    assert rates.rate == pytest.approx(3)
    assert rates.shape == np.inf
    assert rates.variation == 0


def test_unlike_sites_open_equally_long_keep_the_pooled_rate():
    rates = fit_site_rates([1, 30, 5], [10, 10, 10])

    assert rates.rate == pytest.approx(1.2)
    assert 0.5 < rates.variation < 2


def test_a_lone_site_knows_its_own_rate_only():
    posterior = rate_posterior([8], [4.0])

    mean = posterior.weight @ (posterior.size / posterior.pace)[:, 0]
    square = posterior.weight @ (posterior.size * (posterior.size + 1) / posterior.pace**2)[:, 0]
    assert posterior.weight.sum() == pytest.approx(1)
    assert mean == pytest.approx(2, rel=2e-3)  # gamma with shape 8 and rate 4
    assert square - mean**2 == pytest.approx(8 / 16, rel=2e-2)


def test_a_short_record_is_drawn_towards_the_other_sites():
    posterior = rate_posterior([0, 40, 44, 38], [1.0, 10, 10, 10])

    mean = posterior.weight @ (posterior.size / posterior.pace)
    assert 1 < mean[0] < mean[1]


def test_nodes_stand_where_the_posterior_integrated_by_brute_force_stands():
    counts, exposure = np.array([2, 9, 0]), np.array([3.0, 3.0, 2.0])
    fine = np.linspace(0.2, 1, 400, endpoint=False) + 0.001  # shape / (1 + shape), from 0.25 on
    log_rates = np.tile(np.linspace(-6, 6, 600), (fine.size, 1))
    height = np.exp(log_likelihood(fine / (1 - fine), log_rates, counts, exposure))
    brute = (height.sum(axis=1) @ fine) / height.sum()

    posterior = rate_posterior(counts, exposure)

    shape = posterior.size[:, 0] - 2
    assert posterior.weight @ (shape / (1 + shape)) == pytest.approx(brute, abs=0.005)


@pytest.mark.parametrize(
    ("counts", "exposure"),
    [([5], [2.0]), ([5, 0], [2.0, 0.0]), ([0, 0], [1.0, 2.0])],
    ids=["one site", "one open site", "nobody enrolled"],
)
def test_differences_between_sites_need_two_and_somebody_enrolled(counts, exposure):
    with pytest.raises(TooFewEvents):
        fit_site_rates(counts, exposure)


def test_enrolment_without_time_open_is_refused():
    with pytest.raises(BadInput):
        rate_posterior([5, 3], [2.0, 0.0])


def test_a_search_without_end_is_refused():
    with pytest.raises(DidNotConverge):
        likeliest_log_rate(np.array([1.0]), np.array([1, np.nan]), np.array([1.0, 1.0]))
