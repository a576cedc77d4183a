"""Fine-Gray against R: survival 3.5-3 (finegray, coxph) and cmprsk 2.2-11 (crr)."""

import numpy as np
import pytest

from analytics.competing import fine_gray, predicted_incidence

CASES = ["mgus2_progression", "registry_progression", "registry_death", "ties_cause1"]


@pytest.fixture(params=CASES)
def case(request, expected):
    return next(c for c in expected("competing_risks")["fine_gray"] if c["case"] == request.param)


@pytest.fixture
def fitted(coded_rows_of):
    """Return a caller of our model on a case."""

    def fit(case, **options):
        rows, covariates = coded_rows_of(case)
        cause = case.get("failcode", 1)
        return fine_gray(covariates, rows["time"], rows["code"], cause=cause, **options)

    return fit


@pytest.mark.parametrize("ties", ["breslow", "efron"])
def test_weights_with_events_first_agree_with_finegray(ties, case, fitted, close):
    theirs = next(fit for fit in case["finegray_coxph"] if fit["ties"] == ties)

    ours = fitted(case, ties=ties)

    assert list(ours.terms) == case["covariates"]
    close(ours.coef, theirs["coef"], 1e-9)
    close(ours.se, theirs["se_robust"], 1e-9)
    close([ours.loglik_null, ours.loglik], theirs["loglik"], 1e-9)


def test_weights_with_everybody_at_risk_agree_with_crr(case, fitted, close):
    theirs = case["crr"]

    ours = fitted(case, censoring="at-risk", sandwich="score-and-censoring")

    close(ours.coef, theirs["coef"], 1e-7)
    close(ours.se, theirs["se"], 8e-4)
    close(
        [ours.loglik_null, ours.loglik],
        [theirs["loglik_null"], theirs["loglik"]],
        1e-9,
    )
    size = np.sqrt(np.outer(theirs["se"], theirs["se"]))
    np.testing.assert_allclose(ours.covariance / size**2, theirs["var"] / size**2, atol=1e-3)


def test_the_censoring_curve_counts_in_the_error_as_in_crr(expected, fitted):
    case = next(c for c in expected("competing_risks")["fine_gray"] if "mgus2" in c["case"])
    theirs = np.array(case["crr"]["se"])

    known, estimated = (
        np.abs(fitted(case, censoring="at-risk", sandwich=sandwich).se / theirs - 1).max()
        for sandwich in ("score", "score-and-censoring")
    )

    assert known > 4e-3
    assert estimated < 3e-4


def test_baseline_and_predicted_incidence_agree_with_crr(case, fitted, close):
    theirs = case["crr"]

    ours = fitted(case, censoring="at-risk")

    at_zero = np.exp(-ours.centre @ ours.coef)
    predicted = predicted_incidence(ours, theirs["predict_newdata"], theirs["predict_times"])
    close(ours.days, theirs["baseline_time"], 0)
    close(np.diff(ours.baseline, prepend=0) * at_zero, theirs["baseline_jump"], 1e-7)
    close(predicted, np.transpose(theirs["predict_cif"]), 1e-7)


def test_late_entrants_are_weighted_as_finegray_does(expected, coded_rows_of, close):
    theirs = expected("competing_risks")["fine_gray_left_truncated"]
    names = {"data": "registry_sim.csv", "time": "time", "cause": "event", "entry": "entry"}
    rows, covariates = coded_rows_of({**names, "covariates": theirs["covariates"]})

    ours = fine_gray(covariates, rows["time"], rows["code"], entry=rows["entry"])

    close(ours.coef, theirs["coef"], 1e-9)
    close(ours.se, theirs["se_robust"], 1e-9)


@pytest.mark.parametrize(("few_clusters", "factor"), [("normal", 1), ("t", np.sqrt(24 / 23))])
def test_errors_clustered_by_site_agree_with_finegray(
    few_clusters, factor, expected, coded_rows_of, close
):
    theirs = expected("competing_risks")["fine_gray_cluster_site"]
    names = {"data": "registry_sim.csv", "time": "time", "cause": "event", "cluster": "site"}
    rows, covariates = coded_rows_of({**names, "covariates": theirs["covariates"]})

    ours = fine_gray(
        covariates, rows["time"], rows["code"], cluster=rows["cluster"], few_clusters=few_clusters
    )

    close(ours.coef, theirs["coef"], 1e-9)
    close(ours.se, factor * np.array(theirs["se_robust"]), 1e-9)
    assert (ours.n_clusters, ours.few_clusters) == (24, few_clusters)
