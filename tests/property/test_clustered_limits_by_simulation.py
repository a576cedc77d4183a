"""Clustered limits keep their promise in simulated registries of unequal sites."""

import numpy as np
import pytest

from analytics.product_limit import kaplan_meier
from analytics.survival import survival_at
from analytics.survival_contrasts import restricted_mean_contrast

SITES, REPLICATES, DAY = 24, 600, 365.0
SHARES = np.linspace(1, 5, SITES) / np.linspace(1, 5, SITES).sum()


def registry(rng, n=1200):
    """Return patients of sites that differ in hazard; both arms have one hazard."""
    frailty = np.exp(rng.normal(0, 0.4, SITES))
    site = rng.choice(SITES, n, p=SHARES)
    death = rng.exponential(500 / frailty[site])
    censored = rng.uniform(100, 1500, n)
    time = np.ceil(np.minimum(death, censored))
    return time, death <= censored, site, rng.random(n) < 0.5


@pytest.fixture(scope="module")
def replicates():
    """Survival of all and difference of restricted means, clustered, and naive survival."""
    rng = np.random.default_rng(20250630)
    clustered, naive, contrasts = [], [], []
    for _ in range(REPLICATES):
        time, event, site, arm = registry(rng)
        clustered.append(survival_at(kaplan_meier(time, event, cluster=site), DAY))
        naive.append(survival_at(kaplan_meier(time, event), DAY))
        curves = [kaplan_meier(time[its], event[its], cluster=site[its]) for its in (arm, ~arm)]
        contrasts.append(restricted_mean_contrast(*curves, DAY).difference)
    return clustered, naive, contrasts


def expected_survival():
    """Return survival on the day, averaged over the frailty of a site."""
    nodes, weights = np.polynomial.hermite_e.hermegauss(60)
    return np.exp(-DAY / 500 * np.exp(0.4 * nodes)) @ weights / weights.sum()


def covered(results, truth):
    return np.mean([(each.lower <= truth) & (truth <= each.upper) for each in results])


@pytest.mark.slow
def test_clustered_limits_of_survival_cover_and_limits_of_counts_do_not(replicates):
    clustered, naive, _ = replicates

    assert 0.92 <= covered(clustered, expected_survival()) <= 0.98
    assert covered(naive, expected_survival()) < 0.75


@pytest.mark.slow
def test_the_error_of_a_difference_within_sites_is_that_of_the_simulation(replicates):
    _, _, contrasts = replicates

    spread = np.std([each.estimate for each in contrasts])
    error = np.sqrt(np.mean([each.se**2 for each in contrasts]))
    assert error / spread == pytest.approx(1, abs=0.08)  # three simulation errors of the spread
    assert 0.92 <= covered(contrasts, 0.0) <= 0.98
