"""Cause-specific Cox regression against R survival 3.5-3 (coxph, other causes censored)."""

import pytest

CASES = ["mgus2_progression", "registry_progression", "registry_death", "ties_cause1"]


@pytest.mark.parametrize("name", CASES)
def test_other_causes_count_as_censored(name, expected, coded_rows_of, close):
    cox = pytest.importorskip("analytics.hazards").cox
    case = next(c for c in expected("competing_risks")["fine_gray"] if c["case"] == name)
    rows, covariates = coded_rows_of(case)
    theirs = case["cause_specific"]

    ours = cox(covariates, rows["time"], rows["code"] == case["failcode"])

    close(ours.coef, theirs["coef"], 1e-8)
    close(ours.se, theirs["se"], 1e-8)
