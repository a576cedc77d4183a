"""The demo registry: synthetic and saying so, repeatable, and close to what has been published."""

from datetime import UTC, date, datetime

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from analytics.survival import kaplan_meier, median_follow_up, quantile, survival_at
from queries import schema
from queries.demo.generate import demo_draft
from queries.demo.load import load_demo
from queries.engine import writing
from queries.initialise import initialise

MONTH = 30.4375


@pytest.fixture(scope="module")
def demo(tmp_path_factory):
    engine = writing(f"sqlite:///{tmp_path_factory.mktemp('demo') / 'registry.sqlite'}")
    initialise(engine)
    outcome = load_demo(engine, now=datetime(2026, 1, 1, tzinfo=UTC))
    yield outcome, engine
    engine.dispose()


@pytest.fixture(scope="module")
def overall(demo):
    table = schema.follow_up
    statement = sa.select(table).where(
        table.c.endpoint_code == "OS", table.c.domain_code == "HCC", table.c.left_out.is_(None)
    )
    with demo[1].connect() as connection:
        rows = pd.DataFrame(connection.execute(statement).mappings())
    halves = rows[["entry_half_days", "exit_half_days"]] / 2
    return rows.assign(entry=halves.iloc[:, 0], time=halves.iloc[:, 1], event=rows["code"] == 1)


def curve_of(rows):
    return kaplan_meier(rows["time"], rows["event"], entry=rows["entry"])


def test_it_says_that_it_is_synthetic_and_up_to_which_day(demo):
    table = schema.data_snapshot.c
    with demo[1].connect() as connection:
        (row,) = connection.execute(sa.select(table.is_synthetic, table.data_cut_date)).all()

    assert row == (True, date(2025, 6, 30))


def test_it_has_4000_diagnoses_at_42_sites_in_three_regions(demo, overall):
    assert demo[0].report.row_counts["diagnosis"] == 4000
    assert demo[0].report.row_counts["site"] == 45  # three of them are still to open
    assert set(overall["region_code"]) == {"AM", "EU", "AP"}
    assert overall.groupby("site_id").size().max() <= 0.085 * 1600
    assert overall["site_id"].nunique() == 40  # two sites enrol nobody


def test_its_planted_faults_are_found_and_no_row_is_lost(demo):
    counts = {count.label: count for count in demo[0].report.files}

    assert counts["baseline.csv"].n_quarantined == 3
    assert counts["visit.csv"].n_duplicate == 1
    assert sum(count.n_quarantined for count in counts.values()) == 3


def test_nothing_but_plans_is_dated_after_the_cut_off(demo):
    plans = {schema.accrual_target.c.month, schema.site.c.activation_date}
    with demo[1].connect() as connection:
        for table in schema.curated.values():
            for column in table.c:
                if isinstance(column.type, sa.Date) and column not in plans:
                    latest = connection.scalar(sa.select(sa.func.max(column)))
                    assert latest is None or latest <= date(2025, 6, 30), column


# Medians and survival of the published series that the generator is calibrated to.
def test_survival_after_conventional_tace_is_that_of_the_published_series(overall):
    median = quantile(curve_of(overall[overall["technique_code"] == "CTACE"])).estimate / MONTH

    assert 18 <= median <= 27


def test_survival_after_radioembolisation_is_that_of_the_published_series(overall):
    rows = overall[overall["technique_code"].str.startswith("TARE")]

    assert 14 <= quantile(curve_of(rows)).estimate / MONTH <= 22


def test_survival_after_microwave_ablation_is_that_of_the_published_series(overall):
    rows = overall[overall["technique_code"] == "MWA"]

    (at,) = survival_at(curve_of(rows), [36 * MONTH]).survival
    assert 0.45 <= at <= 0.75


def test_median_follow_up_is_longer_than_the_median_observed_time(overall):
    entered = overall[overall["entry"] == 0]

    assert median_follow_up(entered["time"], entered["event"]).estimate >= entered["time"].median()


def test_the_same_seed_invents_the_same_registry_and_another_seed_another():
    one, same, other = (demo_draft(60, seed).tables for seed in (1, 1, 2))

    assert one["patient"].columns == same["patient"].columns
    assert one["patient"].columns != other["patient"].columns


def test_retrospective_patients_were_alive_when_they_were_enrolled(overall):
    late = overall[overall["entry"] > 0]

    assert 0.05 <= len(late) / len(overall) <= 0.12
    assert (late["entry"] < late["time"]).all()
    assert np.isfinite(late["entry"]).all()


def test_loading_it_again_writes_nothing(demo):
    again = load_demo(demo[1], now=datetime(2026, 2, 1, tzinfo=UTC))

    assert again.snapshot_id == demo[0].snapshot_id
