"""Adjusted risks with a site bootstrap that refits the scores, against the same made in R 4.2.2.

d <- read.csv("registry_sim.csv"); s <- split(seq_len(nrow(d)), d$site); set.seed(1)
one <- function(d, y) {
  e <- fitted(glm(treat ~ age + sex + size_cm + nlesions + child_b + ecog, binomial, d))
  t <- d$treat
  w <- list(crude = rep(1, nrow(d)), ATO = ifelse(t == 1, 1 - e, e),
            ATE = ifelse(t == 1, 1/e, 1/(1-e)), ATT = ifelse(t == 1, 1, e/(1-e)))
  unlist(lapply(w, function(w) {
    r <- c(weighted.mean(d[[y]][t == 0], w[t == 0]), weighted.mean(d[[y]][t == 1], w[t == 1]))
    c(d = r[2] - r[1], l = log(r[2]/r[1])) })) }
b <- replicate(2000, one(d[unlist(s[sample(length(s), replace = TRUE)]), ], y))
rbind(est = one(d, y), se = apply(b, 1, sd))
"""

import numpy as np
import pandas as pd
import pytest

from analytics.mean_contrasts import mean_contrasts
from analytics.propensity import design

COVARIATES = ["age", "sex", "size_cm", "nlesions", "child_b", "ecog"]
ESTIMANDS = ("ATO", "ATE", "ATT")
# Difference, logarithm of the ratio, and their standard errors: crude, then as ESTIMANDS.
THEIRS = {
    "response": [
        (0.01794892, 0.02613636, 0.01390569, 0.02026892),
        (0.07014773, 0.10168970, 0.01629332, 0.02385886),
        (0.07191319, 0.10461317, 0.01653090, 0.02417564),
        (0.07543797, 0.11476695, 0.02309055, 0.03592898),
    ],
    "complication": [
        (0.01320616, 0.1901655, 0.01034709, 0.1445905),
        (0.003583875, 0.05134178, 0.012096558, 0.17289788),
        (0.002646076, 0.0373681, 0.013359836, 0.1871201),
        (-0.001201217, -0.01562927, 0.017726449, 0.22808294),
    ],
}
DRAWS = 0.09  # relative: three standard deviations of 500 draws against 2000
FEW_SITES = np.sqrt(24 / 23)  # ours carry it, R's do not


@pytest.mark.parametrize("outcome", THEIRS)
def test_risks_and_their_errors_agree(shared, outcome):
    rows = pd.read_csv(shared / "reference" / "data" / "registry_sim.csv")
    places = pd.DataFrame({"site": rows["site"].astype(str)})
    made = design(rows[COVARIATES], rows["treat"].to_numpy(), estimand="ATO", places=places)

    found = mean_contrasts(made, rows[outcome].to_numpy(dtype=float), ESTIMANDS)

    for ours, theirs in zip(found, THEIRS[outcome], strict=True):
        assert ours.difference.estimate == pytest.approx(theirs[0], rel=1e-6)
        assert np.log(ours.ratio.estimate) == pytest.approx(theirs[1], rel=1e-6)
        assert ours.difference.se / FEW_SITES == pytest.approx(theirs[2], rel=DRAWS)
        assert ours.ratio.se / FEW_SITES == pytest.approx(theirs[3], rel=DRAWS)
