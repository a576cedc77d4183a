"""Cox regression against lifelines and statsmodels, where these are right: plain data."""

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter
from statsmodels.duration.hazard_regression import PHReg

from analytics.hazards import concordance, cox


@pytest.fixture(scope="module")
def people():
    """Five hundred people with distinct days and a third censored."""
    rng = np.random.default_rng(77)
    frame = pd.DataFrame({"a": rng.normal(size=500), "b": rng.random(500) < 0.3})
    frame = frame.astype(float)
    event = rng.exponential(1 / np.exp(0.6 * frame["a"] - 0.9 * frame["b"]))
    censoring = rng.exponential(2, 500)
    return {
        "covariates": frame,
        "time": np.minimum(event, censoring),
        "event": (event <= censoring).astype(int),
    }


def test_lifelines_finds_the_same_coefficients_errors_and_concordance(people):
    table = people["covariates"].assign(time=people["time"], event=people["event"])

    theirs = CoxPHFitter().fit(table, "time", "event", fit_options={"precision": 1e-10})
    ours = cox(**people)

    np.testing.assert_allclose(ours.coef, theirs.params_, rtol=1e-5)
    np.testing.assert_allclose(ours.se, theirs.standard_errors_, rtol=1e-5)
    assert ours.loglik == pytest.approx(theirs.log_likelihood_, rel=1e-9)
    assert concordance(ours).estimate == pytest.approx(theirs.concordance_index_, rel=1e-9)


@pytest.mark.parametrize("ties", ["breslow", "efron"])
@pytest.mark.parametrize("clustered", [False, True], ids=["model", "clusters"])
def test_statsmodels_finds_the_same_in_tied_data(people, ties, clustered):
    tied = {**people, "time": np.ceil(people["time"] * 10)}
    groups = np.arange(500) % 50
    model = PHReg(tied["time"], tied["covariates"], status=tied["event"], ties=ties)
    theirs = model.fit(groups=groups if clustered else None)

    ours = cox(**tied, ties=ties, cluster=groups if clustered else None)

    np.testing.assert_allclose(ours.coef, theirs.params, rtol=1e-6)
    loose = 1e-6 if ties == "breslow" or not clustered else 0.05  # theirs forgets Efron's ties
    np.testing.assert_allclose(ours.se, theirs.bse, rtol=loose)
