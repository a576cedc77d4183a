"""Clustered proportions against two cluster sandwiches of statsmodels."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.genmod.cov_struct import Independence
from statsmodels.genmod.families import Binomial
from statsmodels.genmod.generalized_estimating_equations import GEE
from statsmodels.regression.linear_model import OLS

from analytics.clustered_proportions import clustered_proportion


@pytest.fixture(scope="module", params=["response", "complication"])
def outcome(request, shared):
    rows = pd.read_csv(shared / "reference" / "data" / "registry_sim.csv")
    return rows[request.param], rows["site"]


def test_the_error_is_that_of_a_generalised_estimating_equation(outcome):
    success, site = outcome
    ours = clustered_proportion(success, site)

    model = GEE(success, np.ones(success.size), site, family=Binomial(), cov_struct=Independence())
    share, groups = ours.estimate, ours.n_clusters
    theirs = model.fit().bse.iloc[0] * share * (1 - share)  # from the scale of the logit
    assert ours.se * np.sqrt((groups - 1) / groups) == pytest.approx(theirs, rel=1e-9)


def test_the_error_is_the_cluster_sandwich_of_a_mean_with_its_small_sample_factor(outcome):
    success, site = outcome
    ours = clustered_proportion(success, site)

    fit = OLS(success, np.ones(success.size)).fit(
        cov_type="cluster", cov_kwds={"groups": site.astype("category").cat.codes}
    )
    assert ours.estimate == pytest.approx(fit.params.iloc[0], rel=1e-12)
    assert ours.se == pytest.approx(fit.bse.iloc[0], rel=1e-9)
