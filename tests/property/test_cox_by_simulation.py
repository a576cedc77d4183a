"""Cox errors, limits and tests in repeated samples of a registry with few sites."""

import numpy as np
import pandas as pd
import pytest

from analytics.hazards import cox, proportionality

pytestmark = pytest.mark.slow

SITES, PATIENTS, SAMPLES = 12, 20, 1000  # binomial error of a share near 5 %: 0.7 %


@pytest.fixture(scope="module", params=["of patients", "of sites"])
def samples(request):
    """Fits to samples in which a technique has no effect and sites differ in their hazard."""
    rng = np.random.default_rng(1)
    site = np.repeat(np.arange(SITES), PATIENTS)
    fits = []
    for _ in range(SAMPLES):
        frailty = rng.normal(0, 0.5, SITES)[site]
        by_site = (rng.permutation(SITES) % 2)[site]
        arm = by_site if request.param == "of sites" else rng.integers(0, 2, site.size)
        event, censoring = rng.exponential(1 / np.exp(frailty)), rng.exponential(2, site.size)
        people = {
            "covariates": pd.DataFrame({"arm": arm}),
            "time": np.minimum(event, censoring),
            "event": event <= censoring,
            "cluster": site,
        }
        fits.append((cox(**people), cox(**people, small_sample=False)))
    return fits


def _covers(fits):
    return np.mean([fit.lower[0] <= 0 <= fit.upper[0] for fit in fits])


def test_limits_of_few_clusters_cover_the_truth_as_often_as_they_say(samples):
    corrected, plain = (_covers(fits) for fits in zip(*samples, strict=True))

    assert 0.93 <= corrected <= 0.97
    assert plain < 0.92


def test_robust_score_tests_reject_a_true_null_about_as_often_as_they_say(samples):
    proportional = np.mean([proportionality(few).frame["p"][0] < 0.05 for few, _ in samples])
    without_effect = np.mean([few.robust_score.p < 0.05 for few, _ in samples])

    assert 0.03 <= proportional <= 0.09
    assert 0.03 <= without_effect <= 0.09
