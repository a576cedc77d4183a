"""Forecasts against simulation: their own distribution, and 500 registries of known truth."""

import numpy as np
import pytest

from analytics.enrolment import enrolment
from analytics.site_rates import rate_posterior

RECORD = np.array([3, 0, 9, 25, 7, 0]), np.array([5.0, 4.0, 7.0, 12.0, 3.0, 0.0])


def test_the_number_has_the_distribution_that_drawing_rates_and_patients_gives():
    rng = np.random.default_rng(11)
    posterior = rate_posterior(*RECORD)
    future = np.array([6.0, 6, 6, 6, 6, 2])[:, None]
    node = rng.choice(posterior.weight.size, p=posterior.weight, size=100_000)
    rates = rng.gamma(posterior.size[node], 1 / posterior.pace[node])
    drawn = rng.poisson(rates @ future[:, 0])

    coming = enrolment(posterior, future)

    for count in np.quantile(drawn, [0.025, 0.25, 0.5, 0.75, 0.975]).astype(int):
        share = (drawn <= count).mean()
        assert coming.at_most(np.array([count]))[0] == pytest.approx(share, abs=0.005)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("n_sites", "n_planned", "shape", "rate"),
    [(15, 5, 1.5, 2.0), (24, 12, 3.0, 2.0), (5, 5, 1.5, 1.0), (24, 0, 1e4, 0.5)],
    ids=["typical", "half planned", "young registry", "like sites"],
)
def test_ninety_to_ninety_seven_in_a_hundred_intervals_hold_the_truth(
    n_sites, n_planned, shape, rate
):
    rng = np.random.default_rng(2)
    held = 0
    for _ in range(500):
        rates = rng.gamma(shape, rate / shape, n_sites + n_planned)
        was_open = np.append(rng.uniform(2, 18, n_sites), np.zeros(n_planned))
        future = np.append(np.full(n_sites, 12.0), rng.uniform(1, 12, n_planned))
        happens = rng.poisson(rates * future).sum()
        posterior = rate_posterior(rng.poisson(rates * was_open), was_open)
        coming = enrolment(posterior, future[:, None])
        held += coming.quantile(0.025)[0] <= happens <= coming.quantile(0.975)[0]

    assert 0.90 <= held / 500 <= 0.97
