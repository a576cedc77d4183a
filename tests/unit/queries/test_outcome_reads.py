"""Counts behind comparisons and maturity: who is counted, who is lost, and never out of scope."""

from datetime import date
from functools import partial

import pytest

from queries.filters import Filters
from queries.policies import View
from queries.reads.outcomes import (
    counted_by_site,
    counted_with_entry,
    followed_by_month,
    lost_by_technique,
)
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

EVERYTHING = Scope(Role.STEERING, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL)
SITE_B = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))
SUMMER_2025, NO_CALENDAR = date(2026, 1, 31), None


@pytest.fixture
def read(small_registry):
    """Run a read of overall survival in hepatocellular carcinoma."""

    def of(what, scope=EVERYTHING, cutoff=SUMMER_2025):
        facts = SnapshotFacts(2, cutoff, "Made by hand", is_synthetic=True)
        with small_registry.connect() as connection:
            registry = Registry(
                connection, scope, view=View.SURVIVAL, filters=Filters("HCC"), facts=facts
            )
            return what(registry, endpoint_code="OS").frame

    return of


def test_entry_and_exit_stay_together(read):
    rows = read(counted_with_entry)

    late = rows[rows["entry"] > 0]
    assert late[["technique_code", "entry", "day", "code", "n"]].to_numpy().tolist() == [
        ["CTACE", 10.0, 200.0, 0, 1]
    ]
    assert rows["n"].sum() == 4


def test_strata_are_counted_apart(read):
    rows = read(partial(counted_with_entry, stratum="site_id"))

    assert rows.groupby("site_id")["n"].sum().to_dict() == {"A": 3, "B": 1}


def test_follow_up_of_a_month_is_summed_from_entry_to_exit(read):
    rows = read(followed_by_month)

    first = rows[rows["technique_code"] == "CTACE"].iloc[0]
    # One event on day 100; one from day 10 to day 200 without event.
    assert (first["n"], first["n_censored"], first["n_known"]) == (2, 1, 1)
    assert (first["half_days"], first["half_days_censored"]) == (200 + 380, 380)


def test_lost_is_who_was_not_seen_in_the_last_year_and_had_no_event(read):
    rows = read(lost_by_technique)

    # Seen last in September 2024, of March 2024 and April 2024: a year and more before.
    assert rows[["technique_code", "day", "n"]].to_numpy().tolist() == [
        ["CTACE", 200.0, 1],
        ["MWA", 150.0, 1],
    ]


def test_without_calendar_nobody_is_called_lost(read):
    assert read(lost_by_technique, cutoff=NO_CALENDAR).empty


@pytest.mark.parametrize("what", [counted_by_site, lost_by_technique])
def test_a_site_counts_its_own_patients_only(read, what):
    assert read(what, scope=SITE_B)["n"].sum() == 1
    assert read(what, scope=Scope(Role.SITE, 2, domain_reach=Reach.ALL)).empty
