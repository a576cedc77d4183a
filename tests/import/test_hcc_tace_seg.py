"""A public table of 105 patients through the whole door, against numbers computed in R.

HCC-TACE-Seg (The Cancer Imaging Archive, doi:10.7937/TCIA.5FNA-0924); R 4.2.2, survival 3.5-3.
"""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from analytics.rank_tests import log_rank
from analytics.survival import kaplan_meier, quantile, survival_at
from queries import schema
from queries.engine import writing
from queries.importers.table import import_table
from queries.initialise import initialise

WEEK = 7
MAPPING = Path(__file__).parent / "mappings" / "hcc-tace-seg.toml"


@pytest.fixture(scope="module")
def outcome_and_engine(shared, tmp_path_factory):
    file = shared / "data" / "hcc-tace-seg" / "HCC-TACE-Seg_clinical_data-V2.xlsx"
    engine = writing(f"sqlite:///{tmp_path_factory.mktemp('seg') / 'registry.sqlite'}")
    initialise(engine)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    yield import_table(engine, file, MAPPING, dry_run=False, now=now), engine
    engine.dispose()


@pytest.fixture(scope="module")
def patients(outcome_and_engine):
    follow_up, baseline = schema.follow_up, schema.curated["baseline"]
    statement = sa.select(follow_up, baseline.c.child_pugh_site, baseline.c.max_diameter_mm).join(
        baseline, baseline.c.diagnosis_id == follow_up.c.diagnosis_id
    )
    with outcome_and_engine[1].connect() as connection:
        frame = pd.DataFrame(connection.execute(statement).mappings())
    overall = frame[frame["endpoint_code"] == "OS"]
    return overall.assign(time=overall["exit_half_days"] / 2, event=overall["code"] == 1)


def test_every_row_is_loaded_and_nothing_is_invented(outcome_and_engine, patients):
    (count,) = outcome_and_engine[0].report.files

    assert (count.n_file, count.n_loaded) == (105, 105)
    assert patients["technique_code"].value_counts().to_dict() == {
        "CTACE": 55,
        "DEBTACE": 33,
        "UNK": 17,
    }
    assert patients["max_diameter_mm"].isna().sum() == 52
    assert patients["index_month"].isna().all()


def test_median_survival_and_its_limits_are_those_of_r(patients):
    curve = kaplan_meier(patients["time"], patients["event"])
    median = quantile(curve)
    on_log_scale = quantile(kaplan_meier(patients["time"], patients["event"], interval="log"))

    assert (curve.n, curve.n_events) == (105, 93)
    weeks = np.array([median.estimate, median.lower, median.upper]) / WEEK
    np.testing.assert_allclose(weeks, [108.2, 85.4, 122.3], atol=0.15)
    limits = np.array([on_log_scale.lower, on_log_scale.upper]) / WEEK
    np.testing.assert_allclose(limits, [85.7, 126.1], atol=0.15)


def test_survival_at_weeks_is_that_of_r(patients):
    curve = kaplan_meier(patients["time"], patients["event"])

    at = survival_at(curve, np.array([26, 52, 104, 156]) * WEEK)

    np.testing.assert_allclose(at.survival, [0.9143, 0.7796, 0.5101, 0.2506], atol=5e-5)


@pytest.mark.parametrize(
    ("column", "groups", "medians", "chi_squared", "within"),
    [
        ("child_pugh_site", ("A", "B"), (117.1, 86.1), 1.59, 0.006),
        ("technique_code", ("CTACE", "DEBTACE"), (93.4, 122.3), 2.2, 0.06),
    ],
)
def test_groups_compare_as_in_r(patients, column, groups, medians, chi_squared, within):
    chosen = patients[patients[column].isin(groups)]
    found = [
        quantile(kaplan_meier(rows["time"], rows["event"])).estimate / WEEK
        for _, rows in chosen.groupby(column)
    ]

    np.testing.assert_allclose(found, medians, atol=0.11)
    test = log_rank(chosen["time"], chosen["event"], chosen[column])
    assert abs(test.statistic - chi_squared) < within


def test_the_one_patient_aged_93_is_pooled(outcome_and_engine):
    age = schema.curated["patient"].c.age_at_enrolment
    with outcome_and_engine[1].connect() as connection:
        assert connection.scalar(sa.select(sa.func.max(age))) == 90


def test_accrual_has_no_month_where_the_source_has_no_calendar(outcome_and_engine):
    table = schema.accrual_month.c
    with outcome_and_engine[1].connect() as connection:
        rows = connection.execute(sa.select(table.month, table.n)).all()

    assert rows == [(-1, 105)]
