"""The demo registry: synthetic and saying so, repeatable, complete and imperfect as designed."""

from datetime import UTC, date, datetime

import numpy as np
import pytest
import sqlalchemy as sa

from queries import schema
from queries.demo.generate import demo_draft
from queries.demo.load import load_demo


@pytest.fixture(scope="module")
def overall(demo):
    return demo.follow_up("OS", "HCC")


def test_it_says_that_it_is_synthetic_and_up_to_which_day(demo):
    (row,) = demo.rows("data_snapshot")[["is_synthetic", "data_cut_date"]].to_numpy()

    assert tuple(row) == (True, date(2025, 6, 30))


def test_it_has_4000_diagnoses_at_42_sites_in_three_regions(demo, overall):
    assert demo.outcome.report.row_counts["diagnosis"] == 4000
    assert demo.outcome.report.row_counts["site"] == 45  # three of them are still to open
    assert set(overall["region_code"]) == {"AM", "EU", "AP"}
    assert overall.groupby("site_id").size().max() <= 0.085 * 1600
    assert overall["site_id"].nunique() == 40  # two sites enrol nobody


def test_its_planted_faults_are_found_and_no_row_is_lost(demo):
    counts = {count.label: count for count in demo.outcome.report.files}

    assert counts["baseline.csv"].n_quarantined == 3
    assert counts["visit.csv"].n_duplicate == 1
    assert counts["response_assessment.csv"].n_duplicate == 1
    assert sum(count.n_quarantined for count in counts.values()) == 3


def test_nothing_but_plans_is_dated_after_the_cut_off(demo):
    plans = {schema.accrual_target.c.month, schema.site.c.activation_date}
    with demo.engine.connect() as connection:
        for table in schema.curated.values():
            for column in table.c:
                if isinstance(column.type, sa.Date) and column not in plans:
                    latest = connection.scalar(sa.select(sa.func.max(column)))
                    assert latest is None or latest <= date(2025, 6, 30), column


@pytest.mark.parametrize(
    "form", ["patient", "vital_status", "diagnosis", "baseline", "procedure", "adverse_event"]
)
def test_every_form_says_when_it_was_entered(demo, form):
    assert demo.rows(form)["date_entered"].notna().all()


def test_diagnoses_are_entered_with_the_lag_of_their_site(demo):
    rows = demo.rows("diagnosis").merge(demo.rows("patient")[["patient_id", "enrolment_date"]])
    lag = (rows["date_entered"] - rows["enrolment_date"]).map(lambda passed: passed.days)
    median = lag.groupby(rows["site_id"]).median()

    assert (lag >= 0).all()
    assert 15 <= lag.median() <= 25  # lognormal, median 18 days
    assert (median > 40).sum() == 2  # two slow sites, median 70 days


# What an adjusted comparison of liver cancer needs to know before the procedure.
@pytest.mark.parametrize(
    "column",
    [
        *("ecog", "albumin_g_l", "bilirubin_umol_l", "max_diameter_mm", "n_tumours", "pvi"),
        *("extrahepatic_disease", "afp_ng_ml", "child_pugh_site", "bclc_site", "etiology"),
        *("ascites", "cirrhosis", "bilobar", "creatinine_umol_l", "platelets_10e9_l", "inr"),
    ],
)
def test_baseline_of_liver_cancer_is_there_with_a_few_gaps(demo, column):
    rows = demo.rows("baseline")
    known = rows.loc[rows["domain_code"] == "HCC", column].notna().mean()

    assert 0.85 <= known <= 0.98


def test_retrospective_patients_were_alive_when_they_were_enrolled(overall):
    late = overall[overall["entry"] > 0]

    assert 0.05 <= len(late) / len(overall) <= 0.12
    assert (late["entry"] < late["time"]).all()
    assert np.isfinite(late["entry"]).all()


def test_the_same_seed_invents_the_same_registry_and_another_seed_another():
    one, same, other = (demo_draft(60, seed).tables for seed in (1, 1, 2))

    assert one["patient"].columns == same["patient"].columns
    assert one["patient"].columns != other["patient"].columns


def test_loading_it_again_writes_nothing(demo):
    again = load_demo(demo.engine, now=datetime(2026, 2, 1, tzinfo=UTC))

    assert again.snapshot_id == demo.outcome.snapshot_id
    assert len(demo.rows("data_snapshot")) == 1


def test_every_second_site_keeps_a_log_and_whoever_is_enrolled_there_was_treated(demo):
    log, patient = demo.rows("screening"), demo.rows("patient")
    enrolled = patient["site_id"].value_counts()

    assert {int(site[1:]) % 2 for site in log["site_id"]} == {0}
    treated = log.groupby("site_id")["treated"].sum()
    assert treated.to_dict() == enrolled[[int(s[1:]) % 2 == 0 for s in enrolled.index]].to_dict()
    assert (log["screened"] >= log["eligible"]).all()
    assert (log["eligible"] >= log["consented"]).all()
    assert (log["consented"] >= log["treated"]).all()
