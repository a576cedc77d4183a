"""Adjusted comparisons of public data, whose crude and adjusted effects are known."""

import numpy as np
import pandas as pd
import pytest

from analytics.adjusted_effects import Horizons, Outcome, compared, designed, follow_up_from
from analytics.binary_comparison import compare_binary
from analytics.comparison_gate import judge
from analytics.comparison_plan import Plan, planned, unadjusted
from analytics.covariate_handling import Covariate
from analytics.design_report import design_report

# Of the file: outcome, dates, the arm, and three columns of which half is missing.
_NO_COVARIATE = (
    *("sadmdte", "dschdte", "dthdte", "lstctdte", "death", "t3d30", "dth30", "swang1", "ptid"),
    *("cat2", "adld3p", "urin1"),
)
_RARE_JOINED = 0.001  # levels under 5 patients of an arm are joined here and were not there


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


def test_a_stage_that_one_technique_never_met_is_announced_before_any_outcome(shared):
    place = shared / "data" / "hcc-tace-seg" / "HCC-TACE-Seg_clinical_data-V2.xlsx"
    rows = pd.read_excel(place, sheet_name="data table")
    rows = rows[rows["chemotherapy"].notna()].reset_index(drop=True)
    treated = (rows["chemotherapy"] == "doxorubicin LC beads").to_numpy(dtype=np.int64)
    stages = tuple((f"Stage-{letter}", letter) for letter in "ABCD")
    plan = Plan(
        ("cTACE", "Beads"),
        (Covariate("age", "Age", "number"), Covariate("BCLC", "BCLC stage", "category", stages)),
        estimand="ATE",
    )

    report = design_report(planned(rows.assign(site="A", region="B"), treated, plan))
    (absence,) = report.absences
    assert (absence.level, absence.n, absence.arm) == ("D", 3, "Beads")
    failed = {check.key for check in judge(report, None).failed}
    assert {"positivity", "sites", "events"} <= failed
