"""Public sets with competing events, against cumulative incidences computed in R.

R 4.2.2, survival 3.5-3 (`survfit` on a factor) on the tables as published.
"""

import numpy as np
import pandas as pd
import pytest

from queries import schema
from queries.domains.catalogue import DOMAINS

MONTH, WEEK = 30.4375, 7
needs_other = pytest.mark.skipif("OTHER" not in DOMAINS, reason="the domain OTHER is not there yet")


def incidence(time, code, cause, at):
    """Cumulative incidence of one cause (Aalen-Johansen), written out for these tests alone."""
    grid, place = np.unique(time, return_inverse=True)
    at_risk = len(time) - np.concatenate([[0], np.cumsum(np.bincount(place))[:-1]])
    events = np.bincount(place, weights=code > 0, minlength=len(grid))
    before = np.concatenate([[1.0], np.cumprod(1 - events / at_risk)[:-1]])
    of_cause = np.bincount(place, weights=code == cause, minlength=len(grid))
    curve = np.concatenate([[0.0], np.cumsum(before * of_cause / at_risk)])
    return curve[np.searchsorted(grid, at, side="right")]


def deaths_and(real, cause=None):
    """Time and code of every patient: 1 death (of one cause), 2 what competes with it."""
    vital = real.rows(schema.curated["vital_status"])
    time = vital["death_day"].fillna(vital["last_contact_day"]).to_numpy(float)
    died = vital["vital_status"] == "DEAD"
    is_cause = died if cause is None else died & (vital["death_cause"] == cause)
    return vital["patient_id"], time, np.where(is_cause, 1, np.where(died, 2, 0))


def test_progression_after_chemoembolisation_competes_with_death(real_set):
    tace = real_set("hcc-tace-seg", "hcc-tace-seg/HCC-TACE-Seg_clinical_data-V2.xlsx")
    rows = tace.follow_up("TTP").set_index("diagnosis_id")
    last_contact = tace.follow_up("OS").set_index("diagnosis_id")["time"]
    # The figures in R end the follow-up of the living at last contact; the registry's endpoint
    # ends it at the last assessment.
    time = rows["time"].where(rows["code"] > 0, last_contact)

    found = incidence(time, rows["code"].to_numpy(), 1, np.array([26, 52, 104]) * WEEK)

    np.testing.assert_allclose(found, [0.1905, 0.3350, 0.4218], atol=5e-5)


@needs_other
def test_death_and_transplantation_compete_in_end_stage_liver_disease(real_set):
    leipzig = real_set("liver-eldd-leipzig", "liver-eldd-leipzig/eldd.csv")
    patient, time, code = deaths_and(leipzig)
    events = leipzig.rows(schema.curated["clinical_event"])
    transplanted = "DX-" + patient.str.removeprefix("LEI-")
    code = np.where(transplanted.isin(events["diagnosis_id"]), 2, code)

    assert len(time) == 654
    for cause, expected in ((1, [0.1347, 0.1741]), (2, [0.0793, 0.1031])):
        np.testing.assert_allclose(incidence(time, code, cause, [90, 365]), expected, atol=5e-5)


@needs_other
def test_cancer_and_other_causes_compete_in_a_population(real_set):
    finland = real_set("colon-registry-finland", "colon-registry-finland/colon.csv")
    _, time, code = deaths_and(finland, "CANCER")

    found = incidence(time, code, 1, np.array([12, 60, 120]) * MONTH)

    assert len(time) == 15_564
    np.testing.assert_allclose(found, [0.3223, 0.5306, 0.5641], atol=5e-5)


@needs_other
def test_a_day_that_is_not_real_is_not_kept(real_set):
    finland = real_set("colon-registry-finland", "colon-registry-finland/colon.csv")
    patients = finland.rows(schema.curated["patient"])

    assert set(patients["enrolment_precision"]) == {"MONTH"}
    assert set(pd.to_datetime(patients["enrolment_date"]).dt.day) == {1}
    by_month = finland.rows(schema.accrual_month)
    assert (by_month["n"].sum(), by_month["month"].min()) == (15_564, 12 * 1975)


@needs_other
def test_equal_rows_of_different_people_are_not_merged(real_set):
    finland = real_set("colon-registry-finland", "colon-registry-finland/colon.csv")

    (count,) = finland.report.files
    assert (count.n_file, count.n_loaded, count.n_duplicate) == (15_564, 15_564, 0)
