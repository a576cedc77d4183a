"""What is known at the index procedure: scores worked out by hand, and nothing of what followed."""

from datetime import UTC, datetime

import pandas as pd
import pytest
import sqlalchemy as sa

from queries import schema
from queries.demo.load import load_demo
from queries.domains.covariates import at_odds, covariates_of, described_by
from queries.domains.scores import SCORES
from queries.engine import writing
from queries.initialise import initialise

PERSON = {
    "ecog": "0",
    "n_tumours": 2,
    "max_diameter_mm": 28.0,
    "extrahepatic_disease": "N",
    "pvi": "VP0",
    "albumin_g_l": 38.0,
    "bilirubin_umol_l": 20.0,
    "inr": 1.1,
    "ascites": "NONE",
    "encephalopathy": "NONE",
    "cirrhosis": "Y",
    "child_pugh_site": "B",
    "bclc_site": "C",
}


@pytest.fixture(scope="module")
def small_demo(tmp_path_factory):
    engine = writing(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'registry.sqlite'}")
    initialise(engine)
    load_demo(engine, n_diagnoses=200, now=datetime(2026, 1, 1, tzinfo=UTC))
    yield engine
    engine.dispose()


def worked_out(name, **changed):
    rows = pd.DataFrame([PERSON | changed])
    return {score.field.name: score for score in SCORES}[name].work_out(rows)[0]


def test_albi_of_a_person_is_the_published_formula():
    # 0.66 x log10(20) - 0.085 x 38 = 0.858680 - 3.23
    assert worked_out("albi") == pytest.approx(-2.371320, abs=5e-7)
    assert worked_out("albi_grade") == "2"


def test_child_pugh_is_worked_out_whatever_the_site_entered():
    assert worked_out("child_pugh") == "A"  # five times one point


def test_child_pugh_is_as_entered_where_a_part_is_absent():
    assert worked_out("child_pugh", inr=None) == "B"


def test_two_tumours_of_28_mm_without_spread_are_bclc_a_and_within_milan():
    assert worked_out("bclc") == "A"
    assert worked_out("milan") == "Y"
    assert worked_out("up_to_seven") == "Y"


def test_an_unknown_invasion_leaves_the_stage_as_entered():
    assert worked_out("bclc", pvi="UNK") == "C"
    assert worked_out("milan", pvi="UNK") is None


def test_invasion_of_unstated_extent_is_invasion():
    assert worked_out("bclc", pvi="PRESENT", bclc_site="A") == "C"


def test_a_stage_beside_its_parts_is_at_odds():
    assert at_odds(("bclc", "ecog", "afp_ng_ml")) == (("bclc", ("ecog",)),)
    assert at_odds(("albi", "ecog")) == ()


def test_a_domain_is_described_by_its_own_fields_and_scores_only():
    names = {field.name for field in described_by("RCC")}
    assert {"renal_score", "sex"} <= names
    assert not names & {"bclc", "albi", "afp_ng_ml"}
    assert "bclc" in {field.name for field in covariates_of("HCC")}


def test_every_diagnosis_of_the_demo_has_one_record_and_no_outcome(small_demo):
    record, diagnosis = schema.index_record, schema.curated["diagnosis"]
    with small_demo.connect() as connection:
        n = connection.scalar(sa.select(sa.func.count()).select_from(record))
        expected = connection.scalar(sa.select(sa.func.count()).select_from(diagnosis))
    assert n == expected
    names = [column.name for column in record.c]
    outcome = ("death", "exit", "response", "vital", "contact")
    assert not [name for name in names if any(part in name for part in outcome)]
