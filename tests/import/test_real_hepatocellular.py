"""Public sets of hepatocellular carcinoma through the whole door, against numbers made in R.

R 4.2.2, survival 3.5-3, on the tables as published; where each is from stands in its mapping.
"""

import numpy as np
import pytest

from analytics.survival import kaplan_meier, quantile
from queries import schema
from queries.importers.findings import Severity

MONTH = 30.4375
WHOLE_DAYS = 0.5 / MONTH + 0.005  # what times lose by rounding to days, and medians in print
TCGA = "tcga-cdr/TCGA-CDR-SupplementalTableS1.xlsx"
REDACTED_IN = ('except = ["Redacted"]', 'except = ["none"]')
# Liver stands in for the tumour type of the one site whose code is NA, to import its rows.
UTERUS = (('["LIHC"]', '["UCS"]'), ('{ LIHC = "HCC" }', '{ UCS = "HCC" }'))


def median_in_months(rows, interval="log-log"):
    curve = kaplan_meier(rows["time"], rows["code"] == 1, interval=interval)
    median = quantile(curve)
    return np.array([median.estimate, median.lower, median.upper]) / MONTH


@pytest.fixture(scope="module")
def sysucc(real_set):
    return real_set("hcc-sysucc-longitudinal", "hcc-sysucc-longitudinal")


@pytest.fixture(scope="module")
def coimbra(real_set):
    return real_set("hcc-coimbra", "hcc-coimbra/hcc-data.txt")


def test_survival_from_the_first_embolisation_is_that_of_r(sysucc):
    overall = sysucc.follow_up("OS")

    assert (len(overall), (overall["code"] == 1).sum()) == (1629, 987)
    np.testing.assert_allclose(median_in_months(overall), [22.13, 20.15, 23.92], atol=WHOLE_DAYS)


def test_visits_without_embolisation_are_left_out_and_counted(sysucc):
    counts = [(c.n_file, c.n_loaded, c.n_quarantined, c.n_left_out) for c in sysucc.report.files]

    # 2,958 embolisations; one is dated after the patient's death.
    assert counts == [(11684, 1629, 0, 10055), (11684, 2957, 1, 8726)]


def test_later_embolisations_are_counted_from_the_first(sysucc):
    days = sysucc.rows(schema.curated["procedure"]).groupby("diagnosis_id")["procedure_day"]

    assert (days.min() == 0).all()
    assert days.max().max() > 1000


def test_an_impossible_age_is_absent_and_its_patient_is_kept(sysucc):
    ages = sysucc.rows(schema.curated["patient"])["age_at_enrolment"]

    assert ages.isna().sum() == 6
    assert ages.min() >= 18


def test_nothing_is_said_about_progression_where_nobody_was_assessed(sysucc):
    assert len(sysucc.follow_up("PFS")) == len(sysucc.follow_up("TTP")) == 0


def test_survival_of_the_genome_atlas_is_that_of_r_with_the_redacted_row(real_set):
    overall = real_set("tcga-cdr-lihc", TCGA, (REDACTED_IN,)).follow_up("OS")

    assert (len(overall), (overall["code"] == 1).sum()) == (376, 132)
    np.testing.assert_allclose(median_in_months(overall), [55.66, 45.90, 81.68], atol=0.006)
    np.testing.assert_allclose(median_in_months(overall, "log"), [55.66, 45.90, 83.19], atol=0.006)


def test_the_redacted_row_and_other_tumours_are_left_out(real_set):
    atlas = real_set("tcga-cdr-lihc", TCGA)

    (count,) = atlas.report.files
    assert (count.n_file, count.n_loaded, count.n_left_out) == (11160, 376, 10784)
    assert len(atlas.follow_up("OS")) == 375
    assert not (atlas.rows(schema.curated["patient"])["patient_id"] == "TCGA-DD-A116").any()


def test_a_site_whose_code_is_na_is_a_site(real_set):
    atlas = real_set("tcga-cdr-lihc", TCGA, UTERUS)

    assert "NA" in set(atlas.rows(schema.site)["site_id"])
    assert (atlas.rows(schema.curated["patient"])["site_id"] == "NA").sum() == 7


def test_a_question_mark_is_missing(coimbra):
    baseline = coimbra.rows(schema.curated["baseline"])

    assert baseline["max_diameter_mm"].isna().sum() == 20
    assert baseline["ascites"].isna().sum() == 2


def test_implausible_units_are_findings_and_no_patient_is_lost(coimbra):
    (count,) = coimbra.report.files
    queries = [f for f in coimbra.report.findings if f.severity is Severity.QUERY]
    outside = [f.column for f in queries if "is outside" in f.rule]

    assert (count.n_file, count.n_loaded) == (165, 165)
    assert outside.count("Platelets (G/L)") == 116  # in 1/uL, under a heading that says G/L
    assert outside.count("Total Bilirubin(mg/dL)") == outside.count("Number of Nodules") == 1


def test_albumin_under_a_wrong_heading_is_read_by_the_unit_of_the_mapping(coimbra):
    albumin = coimbra.rows(schema.curated["baseline"])["albumin_g_l"].dropna()

    assert albumin.between(19, 49).all()


def test_a_set_without_times_has_no_follow_up(coimbra):
    assert len(coimbra.follow_up("OS")) == 0
    died = coimbra.rows(schema.curated["vital_status"])["vital_status"] == "DEAD"
    assert died.sum() == 63
