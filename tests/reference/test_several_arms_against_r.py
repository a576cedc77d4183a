"""Several arms against R 4.2.2: nnet::multinom, survival::coxph and survfit with weights.

d <- read.csv("registry_sim.csv")
d$arm <- ifelse(d$treat == 0, 0, ifelse(seq_len(nrow(d)) %% 2 == 0, 1, 2))
f <- factor(arm) ~ scale(age) + sex + scale(size_cm) + nlesions + child_b + ecog
e <- fitted(multinom(f, d, maxit = 2000, reltol = 1e-15, abstol = 1e-12))
own <- e[cbind(seq_len(nrow(d)), d$arm + 1)]
w <- (1 / rowSums(1 / e)) / own   # ATO; ATE: 1 / own
x <- d[d$arm %in% pair, ]; x$v <- w[d$arm %in% pair]
coxph(Surv(entry, os_time, os_event) ~ I(arm == pair[2]), x, weights = v, cluster = site)
summary(survfit(Surv(entry, os_time, os_event) ~ 1, own_arm, weights = w), rmean = 36)
"""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.adjusted_effects import follow_up_from
from analytics.multiarm import compare_arms, joined_arms, multi_design
from analytics.multiarm_effects import pair_hazards
from analytics.weights import known_weights

COVARIATES = ["age", "sex", "size_cm", "nlesions", "child_b", "ecog"]
# Log hazard ratios of the pairs 0-1, 0-2, 1-2; their robust errors, weights taken as known;
# effective sample sizes and restricted means of the arms.
THEIRS = {
    "ATO": (
        (-0.05596912938, -0.23479152985, -0.18255542459),
        (0.05588154192, 0.05971830257, 0.05909158782),
        (1270.8542492, 621.1767386, 617.2890543),
        (25.81880186, 26.28896431, 27.17036101),
    ),
    "ATE": (
        (-0.03840111456, -0.22745161423, -0.19359321547),
        (0.06129135794, 0.06986028670, 0.06231391375),
        (1409.2584967, 579.9375190, 580.7669749),
        (25.93124090, 26.28394784, 27.16191963),
    ),
}
MULTINOM = 1e-7  # relative: nnet stops by its own rule
FEW_SITES = np.sqrt(24 / 23)  # ours carry it, R's do not


@pytest.mark.parametrize("estimand", THEIRS)
def test_pairs_of_three_arms_agree(shared, estimand):
    rows = pd.read_csv(shared / "reference" / "data" / "registry_sim.csv")
    arm = np.where(rows["treat"] == 0, 0, np.where(np.arange(1, len(rows) + 1) % 2 == 0, 1, 2))
    follow_up = follow_up_from(
        rows["os_time"].to_numpy(dtype=float),
        rows["os_event"].to_numpy(dtype=np.int64),
        rows["entry"].to_numpy(dtype=float),
    )
    made, site = multi_design(rows[COVARIATES], arm, estimand=estimand), rows["site"].to_numpy()
    known = replace(made, weighting=known_weights(made.weighting.weights))
    logs, errors, ess, means = THEIRS[estimand]

    found = pair_hazards(joined_arms(known, follow_up, site))
    arms = compare_arms(made, follow_up, horizon=36, landmarks=[12], cluster=site).arms

    np.testing.assert_allclose([np.log(each.estimate) for each in found], logs, atol=1e-8)
    np.testing.assert_allclose([each.se / FEW_SITES for each in found], errors, rtol=MULTINOM)
    np.testing.assert_allclose(made.ess, ess, rtol=MULTINOM)
    np.testing.assert_allclose([each.mean_time for each in arms], means, rtol=MULTINOM)
