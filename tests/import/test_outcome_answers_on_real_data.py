"""Outcome pages on public sets: their own answers against numbers computed in R, and refusals.

R 4.2.2, survival 3.5-3, on the tables as published; where each is from stands in its mapping.
"""

from datetime import date

import numpy as np
import pytest

from analytics.competing import cumulative_incidence
from analytics.group_incidence import incidence_by_group
from dashboard.answers.competing import cause_comparison
from dashboard.answers.survival import survival_by_technique
from queries import schema
from queries.errors import EmptyCohort
from queries.filters import Filters
from queries.policies import View
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

MONTH, WEEK, YEAR = 30.4375, 7, 365.25
EVERYTHING = Scope(Role.STEERING, 1, domain_reach=Reach.ALL, site_reach=Reach.ALL)
SEG = ("hcc-tace-seg", "hcc-tace-seg/HCC-TACE-Seg_clinical_data-V2.xlsx")
TCGA = "tcga-cdr/TCGA-CDR-SupplementalTableS1.xlsx"
WITH_REDACTED = (('except = ["Redacted"]', 'except = ["none"]'),)


def ask(real, question, endpoint, domain="HCC", cutoff=date(2100, 1, 1)):
    """Put a question of a page to the registry of a public set."""
    facts = SnapshotFacts(1, cutoff, "public", is_synthetic=False)
    with real.engine.connect() as connection:
        registry = Registry(
            connection, EVERYTHING, view=View.SURVIVAL, filters=Filters(domain), facts=facts
        )
        return question.__wrapped__(registry, endpoint)


def median_of(result, unit):
    median = result.overall.median
    return np.array([median.estimate, median.lower, median.upper]) / unit


SETS = [
    pytest.param(SEG, (105, 93), WEEK, [108.2, 85.4, 122.3], 0.15, id="hcc-tace-seg"),
    pytest.param(
        ("hcc-sysucc-longitudinal", "hcc-sysucc-longitudinal"),
        *((1629, 987), MONTH, [22.13, 20.15, 23.92], 0.5 / MONTH + 0.005),
        id="sysucc",
    ),
    pytest.param(
        ("tcga-cdr-lihc", TCGA, WITH_REDACTED),
        *((376, 132), MONTH, [55.66, 45.90, 81.68], 0.006),
        id="tcga-lihc",
    ),
]


@pytest.mark.parametrize(("source", "counted", "unit", "expected", "atol"), SETS)
def test_overall_survival_is_that_of_r(real_set, source, counted, unit, expected, atol):
    result = ask(real_set(*source), survival_by_technique, "OS")

    assert (result.overall.curve.n, result.overall.curve.n_events) == counted
    np.testing.assert_allclose(median_of(result, unit), expected, atol=atol)


def of_everybody(time, code, landmarks):
    """What the page of competing risks says of one group."""
    table = cumulative_incidence(time, code).table
    return incidence_by_group([table], table, landmarks=landmarks, ticks=[0]).overall


def to_last_contact(real):
    """Time and code of progression, of the living to last contact as in the figures in R.

    The registry's own endpoint ends follow-up at the last assessment.
    """
    rows = real.follow_up("TTP").set_index("diagnosis_id")
    last_contact = real.follow_up("OS").set_index("diagnosis_id")["time"]
    return rows["time"].where(rows["code"] > 0, last_contact), rows["code"]


def test_death_from_cancer_competes_with_other_death_in_a_population(real_set):
    finland = real_set("colon-registry-finland", "colon-registry-finland/colon.csv")
    vital = finland.rows(schema.curated["vital_status"])
    time = vital["death_day"].fillna(vital["last_contact_day"]).to_numpy(float)
    died, cancer = vital["vital_status"] == "DEAD", vital["death_cause"] == "CANCER"
    code = np.where(died & cancer, 1, np.where(died, 2, 0))

    result = of_everybody(time, code, np.array([12, 60, 120]) * MONTH)

    assert result.curve.n == 15_564
    np.testing.assert_allclose(result.landmarks[0].incidence, [0.3223, 0.5306, 0.5641], atol=5e-5)


def test_the_first_new_lesion_competes_with_death_after_chemotherapy(real_set):
    ffcd = real_set("crc-mets-ffcd2000-05", "crc-mets-ffcd2000-05")

    result = of_everybody(*to_last_contact(ffcd), np.array([0.5, 1, 2]) * YEAR)

    np.testing.assert_allclose(result.landmarks[0].incidence, [0.2429, 0.4753, 0.5941], atol=5e-5)


def test_progression_after_chemoembolisation_competes_with_death(real_set):
    result = of_everybody(*to_last_contact(real_set(*SEG)), np.array([26, 52, 104]) * WEEK)

    np.testing.assert_allclose(result.landmarks[0].incidence, [0.1905, 0.3350, 0.4218], atol=5e-5)


def test_death_and_transplantation_compete_in_end_stage_liver_disease(real_set):
    leipzig = real_set("liver-eldd-leipzig", "liver-eldd-leipzig/eldd.csv")
    vital = leipzig.rows(schema.curated["vital_status"])
    time = vital["death_day"].fillna(vital["last_contact_day"]).to_numpy(float)
    events = leipzig.rows(schema.curated["clinical_event"])["diagnosis_id"]
    moved = ("DX-" + vital["patient_id"].str.removeprefix("LEI-")).isin(events)
    code = np.where(moved, 2, np.where(vital["vital_status"] == "DEAD", 1, 0))
    death, transplant = of_everybody(time, code, [90, 365]).landmarks

    np.testing.assert_allclose(death.incidence, [0.1347, 0.1741], atol=5e-5)
    np.testing.assert_allclose(transplant.incidence, [0.0793, 0.1031], atol=5e-5)


def test_a_set_without_times_is_refused_with_the_reason(real_set):
    coimbra = real_set("hcc-coimbra", "hcc-coimbra/hcc-data.txt")

    with pytest.raises(EmptyCohort) as refused:
        ask(coimbra, survival_by_technique, "OS")

    assert refused.value.reason.startswith("This endpoint can be counted for nobody; left out: 165")
    assert refused.value.remedy


def test_two_techniques_of_a_public_set_have_both_hazard_ratios(real_set):
    result = ask(real_set(*SEG), cause_comparison, "TTP")

    event = next(its for its in result.ratios if (its.group, its.cause) == ("DEBTACE", 1))
    assert (event.n, event.n_reference) == (33, 55)
    assert event.cause_specific is not None
    assert event.subdistribution is not None
