"""The mixed model of change against MixedLM of statsmodels, on unbalanced answers."""

import warnings

import numpy as np
import pytest
from statsmodels.regression.mixed_linear_model import MixedLM

from analytics.pro_change import change_model
from analytics.pro_scores import PatientScores


def _scores(seed: int, spread: float) -> PatientScores:
    random = np.random.default_rng(seed)
    n, visits = 60, ("BASE", "M1", "M3", "M6")
    level = random.normal(60, 15, n)
    own = random.normal(0, spread, n)
    change = own[:, None] + random.normal((-3, -5, -1), 9, (n, 3)) - 0.2 * (level - 60)[:, None]
    score = np.column_stack([level, level[:, None] + change])
    score[:, 1:][random.random((n, 3)) < 0.35] = np.nan
    names = tuple(f"P{i}" for i in range(n))
    return PatientScores(names, visits, score, np.ones((n, 4), dtype=bool))


def _errors(design, patient, fit):
    """Errors of generalised least squares, as nlme and lme4 give them, at the library's spreads.

    The library's own errors come from the joint curvature with the spreads, a little larger.
    """
    alike = patient[:, None] == patient[None, :]
    covariance = fit.scale * np.eye(patient.size) + fit.cov_re[0, 0] * alike
    return np.sqrt(np.diag(np.linalg.inv(design.T @ np.linalg.solve(covariance, design))))


@pytest.mark.parametrize(("seed", "spread"), [(1, 8.0), (2, 3.0), (3, 15.0)])
def test_means_errors_and_spreads_agree_with_the_library(seed, spread):
    scores = _scores(seed, spread)
    ours = change_model(scores)

    given = ~np.isnan(scores.change)
    patient, visit = np.nonzero(given)
    baseline = scores.score[:, 0]
    excess = (baseline - baseline[given.any(axis=1)].mean())[patient]
    design = np.column_stack([np.eye(3)[visit], excess])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model = MixedLM(scores.change[given], design, groups=patient)
        theirs = model.fit(reml=True, method=["powell"], ftol=1e-13)

    np.testing.assert_allclose(ours.mean, theirs.fe_params[:3], atol=1e-5)
    np.testing.assert_allclose(ours.se, _errors(design, patient, theirs)[:3], rtol=1e-4)
    assert ours.baseline_slope == pytest.approx(theirs.fe_params[3], abs=1e-6)
    assert ours.sd_between**2 == pytest.approx(theirs.cov_re[0, 0], rel=1e-4, abs=1e-6)
    assert ours.sd_within**2 == pytest.approx(theirs.scale, rel=1e-5)
