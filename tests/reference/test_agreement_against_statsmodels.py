"""Kappa and its errors against statsmodels, on tables drawn at random."""

import numpy as np
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from analytics.agreement import kappa


@pytest.mark.parametrize(
    ("weights", "name"), [("none", None), ("linear", "linear"), ("quadratic", "quadratic")]
)
@pytest.mark.parametrize("seed", range(5))
def test_estimate_and_both_errors_agree(weights, name, seed):
    rng = np.random.default_rng(seed)
    first = rng.integers(0, 4, 60)
    second = np.where(rng.random(60) < 0.6, first, rng.integers(0, 4, 60))

    ours = kappa(first, second, range(4), weights=weights)

    theirs = cohens_kappa(ours.table, wt=name)
    assert ours.estimate == pytest.approx(theirs.kappa, rel=1e-12)
    assert ours.se == pytest.approx(theirs.std_kappa, rel=1e-12)
    assert ours.se_null == pytest.approx(theirs.std_kappa0, rel=1e-12)
