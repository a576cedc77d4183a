"""Adjusted comparisons of public data, whose crude and adjusted effects are known."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.adjusted_comparison import compare
from analytics.adjusted_effects import (
    Horizons,
    Outcome,
    adjusted_ratio,
    compared,
    designed,
    follow_up_from,
)
from analytics.binary_comparison import compare_binary
from analytics.comparison_gate import judge
from analytics.comparison_plan import Plan, planned, unadjusted
from analytics.covariate_handling import Covariate
from analytics.design_report import design_report
from analytics.weights import known_weights

# Of the file: outcome, dates, the arm, and three columns of which half is missing.
_NO_COVARIATE = (
    *("sadmdte", "dschdte", "dthdte", "lstctdte", "death", "t3d30", "dth30", "swang1", "ptid"),
    *("cat2", "adld3p", "urin1"),
)
_RARE_JOINED = 0.001  # levels under 5 patients of an arm are joined here and were not there
_SETTLED = 1e-7  # of both programs' fits


def covariates(rows, names):
    return tuple(
        Covariate(name, name, "category" if rows[name].dtype == object else "number")
        for name in names
    )


def outcome(rows, treated, time, event):
    placed = rows.assign(site="A", region="B")
    follow_up = follow_up_from(
        np.maximum(np.asarray(time, dtype=float), 0.5),
        np.asarray(event, dtype=np.int64),
        np.zeros(len(rows)),
    )
    return Outcome(placed.reset_index(drop=True), np.asarray(treated, dtype=np.int64), follow_up)


@pytest.fixture(scope="module")
def catheterised(shared):
    rows = pd.read_csv(shared / "data" / "rhc" / "rhc.csv")
    return rows, outcome(rows, rows["swang1"] == "RHC", rows["t3d30"], rows["dth30"] == "Yes")


@pytest.mark.parametrize(
    ("estimand", "difference", "ratio"), [("ATE", 0.0528, 1.209), ("ATO", 0.0572, 1.228)]
)
def test_death_by_day_30_after_catheterisation(catheterised, estimand, difference, ratio):
    rows, people = catheterised
    names = [name for name in rows if name not in _NO_COVARIATE]
    plan = Plan(("No RHC", "RHC"), covariates(rows, names), estimand=estimand)
    made = designed(people, plan).design
    died = (rows["dth30"] == "Yes").astype(int)

    crude = compare_binary(unadjusted(made), died).risk_difference.estimate
    assert crude == pytest.approx(0.0736, abs=5e-5)
    adjusted = compare_binary(made, died).risk_difference.estimate
    assert adjusted == pytest.approx(difference, abs=_RARE_JOINED)
    found = compared(people, plan, Horizons(30.0, (30.0,), (0.0,)))
    assert found.crude.hazard_ratio.estimate == pytest.approx(1.307, abs=5e-4)
    assert found.adjusted.hazard_ratio.estimate == pytest.approx(ratio, abs=3 * _RARE_JOINED)


@pytest.mark.parametrize(
    ("estimand", "difference", "ratio"),
    [("ATE", 0.05276524, 1.20894855), ("ATO", 0.05722489, 1.22817918)],
)
def test_rare_levels_left_alone_give_the_numbers_of_r(catheterised, estimand, difference, ratio):
    """As in R 4.2.2, `x` being all columns but those of `_NO_COVARIATE`.

    d <- read.csv("rhc.csv", stringsAsFactors = TRUE); t <- d$swang1 == "RHC"
    e <- fitted(glm(reformulate(x, "t"), binomial, d, epsilon = 1e-14))
    w <- ifelse(t, 1 / e, 1 / (1 - e))   # ATO: ifelse(t, 1 - e, e)
    weighted.mean(died[t], w[t]) - weighted.mean(died[!t], w[!t])
    exp(coef(coxph(Surv(pmax(t3d30, .5), died) ~ t, d, weights = w)))
    """
    rows, people = catheterised
    names = [name for name in rows if name not in _NO_COVARIATE]
    plan = Plan(("No RHC", "RHC"), covariates(rows, names), estimand=estimand, fewest=1)
    died = (rows["dth30"] == "Yes").astype(int)

    adjusted = compare_binary(designed(people, plan).design, died).risk_difference.estimate
    assert adjusted == pytest.approx(difference, abs=_SETTLED)
    found = adjusted_ratio(people, plan, 30.0).effect.estimate
    assert found == pytest.approx(ratio, abs=_SETTLED)


def test_resection_against_embolisation(shared):
    place = shared / "data" / "hcc-sysucc-longitudinal" / "dtsdhcc.csv"
    visits = pd.read_csv(place).sort_values(["patient", "day"], kind="stable")
    first = visits.groupby("patient").head(1)
    rows = first[first["Embolization"] + first["Resection"] == 1].reset_index(drop=True)
    rows["AFP"] += 1  # 0 stands for "none"
    names = {
        "Age": "number",
        "Amount.of.Hepatic.Lesions": "number",
        "Largest.Diameter.of.Hepatic.Lesions": "number",
        "Vascular.Invasion": "number",
        "Child_pugh_score": "number",
        "AFP": "log2",
    }
    plan = Plan(
        ("Embolisation", "Resection"),
        tuple(Covariate(name, name, scale) for name, scale in names.items()),
    )
    people = outcome(rows, rows["Resection"], rows["OStime_day"], rows["Status_of_death"])

    found = compared(people, plan, Horizons(700.0, (365.0,), (0.0,)))
    assert found.crude.hazard_ratio.estimate == pytest.approx(0.507, abs=5e-4)
    assert found.adjusted.hazard_ratio.estimate == pytest.approx(0.665, abs=5e-4)
    assert found.adjusted.hazard_ratio.se < 0.088  # there the scores count as known


@pytest.fixture(scope="module")
def beads(shared):
    place = shared / "data" / "hcc-tace-seg" / "HCC-TACE-Seg_clinical_data-V2.xlsx"
    rows = pd.read_excel(place, sheet_name="data table")
    rows = rows[rows["chemotherapy"].notna()].reset_index(drop=True)
    treated = (rows["chemotherapy"] == "doxorubicin LC beads").to_numpy(dtype=np.int64)
    return outcome(rows, treated, rows["OS"], rows["Death_1_StillAliveorLostToFU_0"])


STAGES = tuple((f"Stage-{letter}", letter) for letter in "ABCD")
STAGED = Plan(
    ("cTACE", "Beads"),
    (Covariate("age", "Age", "number"), Covariate("BCLC", "BCLC stage", "category", STAGES)),
    estimand="ATE",
)


@pytest.mark.parametrize("changes", [{}, {"stabilised": True, "fewest": 0}])
def test_a_stage_that_one_technique_never_met_is_announced_before_any_outcome(beads, changes):
    report = design_report(planned(beads.rows, beads.treated, replace(STAGED, **changes)))

    (absence,) = report.absences
    assert (absence.level, absence.n, absence.arm) == ("D", 3, "Beads")
    failed = {check.key for check in judge(report, None).failed}
    assert {"positivity", "sites", "events"} <= failed


def test_stabilised_weights_with_that_stage_give_the_numbers_of_r(beads):
    """As in R 4.2.2, whose scores stop on the way at 5e-8.

    t <- d$chemotherapy == "doxorubicin LC beads"; p <- mean(t)
    e <- fitted(glm(t ~ age + BCLC, binomial, d))
    sw <- ifelse(t, p / e, (1 - p) / (1 - e))
    coxph(Surv(OS, dead) ~ t, d, weights = sw, robust = TRUE)
    """
    made = designed(beads, replace(STAGED, stabilised=True, fewest=0)).design
    known = replace(made, weighting=known_weights(made.weights))

    assert made.scores.probability.min() < 5e-8
    assert made.n == (55, 33)
    found = compare(known, beads.follow_up, horizon=50.0, landmarks=20.0).hazard_ratio
    assert found.estimate == pytest.approx(0.6698910, abs=_SETTLED)
    assert found.se == pytest.approx(0.2545609, abs=_SETTLED)
