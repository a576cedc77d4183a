"""Public sets outside hepatocellular carcinoma, against their own columns and published figures."""

import numpy as np
import pandas as pd
import pytest
from lifelines import CoxPHFitter

from queries import schema
from queries.domains.catalogue import DOMAINS
from queries.importers.findings import Severity

TCGA = "tcga-cdr/TCGA-CDR-SupplementalTableS1.xlsx"


def needs(code):
    return pytest.mark.skipif(code not in DOMAINS, reason=f"the domain {code} is not there yet")


# Patients, those with a time, deaths with a time: counted in the sheet itself.
ATLAS = [
    pytest.param("chol", 36, 36, 17, marks=needs("ICC")),
    pytest.param("kidney", 941, 939, 233, marks=needs("RCC")),
    pytest.param("lung", 1026, 1011, 399, marks=needs("LUNG_P")),
]


@pytest.mark.parametrize(("name", "loaded", "timed", "deaths"), ATLAS)
def test_the_genome_atlas_gives_every_tumour_its_domain(real_set, name, loaded, timed, deaths):
    atlas = real_set(f"tcga-cdr-{name}", TCGA)

    (count,) = atlas.report.files
    overall = atlas.follow_up("OS")
    assert (count.n_file, count.n_loaded, count.n_quarantined) == (11160, loaded, 0)
    assert (len(overall), (overall["code"] == 1).sum()) == (timed, deaths)


@needs("RCC")
def test_the_tumour_type_becomes_the_histology(real_set):
    kidney = real_set("tcga-cdr-kidney", TCGA).rows(schema.curated["baseline"])

    counts = kidney["rcc_histology"].value_counts().to_dict()
    assert counts == {"CLEAR": 537, "PAPILLARY": 291, "CHROMO": 113}


@needs("LUNG_P")
def test_only_time_between_shifted_dates_is_kept(real_set, shared):
    lung = real_set("lung-nsclc-radiogenomics", "lung-nsclc-radiogenomics/clinical_subset.csv")
    file = pd.read_csv(shared / "data/lung-nsclc-radiogenomics/clinical_subset.csv")
    stated = file.set_index("DX-" + file["Case ID"])["Time to Death (days)"]
    died = lung.follow_up("OS").query("code == 1").set_index("diagnosis_id")["time"]

    assert died["DX-R01-005"] == 1456  # 8 March 1991 and 92 days, to 3 June 1995
    agrees = died == stated.reindex(died.index)
    assert (len(died), agrees.sum()) == (31, 24)
    assert lung.rows(schema.curated["vital_status"])["death_date"].isna().all()


@needs("LUNG_P")
def test_a_death_before_the_surgery_sets_its_row_aside(real_set):
    lung = real_set("lung-nsclc-radiogenomics", "lung-nsclc-radiogenomics/clinical_subset.csv")

    (count,) = lung.report.files
    aside = [f.file_row for f in lung.report.findings if f.severity is Severity.QUARANTINE]
    assert (count.n_file, count.n_loaded, aside) == (104, 103, [56])


@needs("CRLM")
def test_every_trial_is_a_site(real_set):
    trials = real_set("crc-26-trials", "crc-26-trials/colorectal.csv")
    overall = trials.follow_up("OS")

    assert trials.report.row_counts["site"] == 26
    assert (len(overall), (overall["code"] == 1).sum()) == (3943, 3527)  # column SURVIND


@needs("CRLM")
def test_the_hazard_ratio_stratified_by_centre_is_that_of_r(real_set, shared):
    trials = real_set("crc-19-trials", "crc-26-trials/colorectal4.csv").follow_up("OS")
    file = pd.read_csv(shared / "data/crc-26-trials/colorectal4.csv")
    arm = file.set_index("DX-" + file["patid"].astype(str))["treatn"]
    rows = trials[["time", "code", "site_id"]].assign(arm=arm.reindex(trials["diagnosis_id"]).array)

    fit = CoxPHFitter().fit(rows, "time", "code", strata=["site_id"])

    assert round(float(np.exp(fit.params_["arm"])), 4) == 0.9066
    assert round(float(fit.standard_errors_["arm"]), 4) == 0.0380


@pytest.fixture
def ffcd(real_set):
    return real_set("crc-mets-ffcd2000-05", "crc-mets-ffcd2000-05")


@needs("CRLM")
def test_rows_of_one_patient_make_one_patient(ffcd):
    counts = [(c.n_file, c.n_loaded, c.n_duplicate) for c in ffcd.report.files]

    assert counts == [(289, 289, 0), (906, 906, 0)]
    assert ffcd.report.row_counts["patient"] == 150
    assert (ffcd.follow_up("OS")["code"] == 1).sum() == 121


@needs("CRLM")
def test_the_first_of_several_new_lesions_ends_progression_free_survival(ffcd):
    day = {name: ffcd.follow_up(name).set_index("diagnosis_id")["time"] for name in ("PFS", "OS")}

    # Patient 22: new lesions at 0.833, 0.997, 1.475 and 2.019 years; death at 2.310 years.
    assert day["PFS"]["DX-22"] == round(0.8333 * 365.25)
    assert day["OS"]["DX-22"] == round(2.30959 * 365.25)


@needs("OTHER")
def test_dates_counted_from_1960_give_the_deaths_within_thirty_days(real_set):
    rhc = real_set("rhc", "rhc/rhc.csv")
    overall = rhc.follow_up("OS")

    assert (len(overall), (overall["code"] == 1).sum()) == (5735, 3722)
    within = (overall["code"] == 1) & (overall["time"] <= 30)
    assert within.sum() == 1918  # column dth30
    first = rhc.rows(schema.curated["procedure"])["procedure_date"].min()
    assert str(first) == "1989-06-11"  # day 10,754 from 1 January 1960


@needs("OTHER")
def test_ages_are_whole_years_and_pooled_from_ninety(real_set):
    ages = real_set("rhc", "rhc/rhc.csv").rows(schema.curated["patient"])["age_at_enrolment"]

    assert (ages.min(), ages.max()) == (18, 90)
