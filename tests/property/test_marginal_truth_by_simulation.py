"""Adjusted hazard ratios of 20,000 patients against the marginal truth of each estimand.

The truth is that of both potential outcomes of everybody, weighted to the population asked
about; a conditional hazard ratio is another number.
"""

import numpy as np
import pandas as pd
import pytest

from analytics.adjusted_effects import Outcome, adjusted_ratio, follow_up_from
from analytics.comparison_plan import Plan
from analytics.covariate_handling import Covariate
from analytics.inputs import check_follow_up
from analytics.marginal_hazard import marginal_hazard
from analytics.weights import balancing_weights

CONDITIONAL = np.log(0.6)
COVARIATES = (Covariate("x", "X", "number"), Covariate("z", "Z", "number"))


def people(n, seed):
    rng = np.random.default_rng(seed)
    x, z = rng.normal(size=n), (rng.random(n) < 0.3).astype(float)
    score = 1 / (1 + np.exp(0.4 - 0.9 * x - 0.6 * z))
    hazard = np.exp(0.9 * x + 0.8 * z) / 700
    quantile = -np.log(rng.random(n))
    events = [quantile / (hazard * np.exp(CONDITIONAL * arm)) for arm in (0, 1)]
    return x, z, score, np.ceil(events), np.ceil(rng.uniform(400, 2000, n)), rng


def truth(estimand, n=200_000):
    _, _, score, events, censored, _ = people(n, seed=11)
    arm = np.repeat([0, 1], n)
    # Weights of a population: those of the treated, had everybody the score of the own patient.
    share = {"ATE": np.ones(n), "ATT": score, "ATO": score * (1 - score)}[estimand]
    time = np.minimum(events, censored)
    followed = check_follow_up(
        time.ravel(), (events <= censored).ravel().astype(np.int64), weights=np.tile(share, 2)
    )
    return marginal_hazard(followed, arm).log_hazard_ratio


@pytest.mark.parametrize("estimand", ["ATO", "ATE", "ATT"])
def test_the_marginal_truth_is_within_three_standard_errors(estimand):
    x, z, score, events, censored, rng = people(20_000, seed=12)
    arm = (rng.random(x.size) < score).astype(np.int64)
    event = np.where(arm == 1, events[1], events[0])
    follow_up = follow_up_from(
        np.minimum(event, censored), (event <= censored).astype(np.int64), np.zeros(x.size)
    )
    rows = pd.DataFrame({"x": x, "z": z, "site": "A", "region": "B"})
    plan = Plan(("old", "new"), COVARIATES, estimand=estimand)

    found = adjusted_ratio(Outcome(rows, arm, follow_up), plan, 365.0).effect
    assert abs(np.log(found.estimate) - truth(estimand)) < 3 * found.se
    assert abs(truth(estimand) - CONDITIONAL) > 2 * found.se  # the conditional ratio is not it


def test_truth_of_all_weights_everybody_alike():
    score = np.array([0.2, 0.5, 0.9])
    treated = balancing_weights(score, np.ones(3, dtype=bool), "ATO")

    np.testing.assert_allclose(treated * score, score * (1 - score))
