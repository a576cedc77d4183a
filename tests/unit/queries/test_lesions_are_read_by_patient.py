"""Lesion rows read back from a database: counted, by patient, and never outside the scope."""

from datetime import date

import pytest

from queries import schema
from queries.filters import Filters
from queries.policies import View
from queries.reads.followup import (
    clusters_by_technique,
    counted_by_cluster,
    counted_by_technique,
    left_out_by_reason,
)
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

FACTS = SnapshotFacts(2, date(2025, 3, 15), "Made by hand", is_synthetic=True)
PLACE = {
    "snapshot_id": 2,
    "endpoint_code": "LTP",
    "country_code": "USA",
    "region_code": "AM",
    "domain_code": "HCC",
    "entry_half_days": 0,
}
# diagnosis, lesion, site, technique, patient, exit (half days), code, left out
LESIONS = [
    ("D1", "L1", "A", "MWA", 1, 541, 1, None),
    ("D1", "L2", "A", "MWA", 1, 541, 1, None),
    ("D2", "L1", "A", "MWA", 2, 400, 0, None),
    ("D3", "L1", "A", "RFA", 3, 60, 2, None),
    ("D4", "L1", "B", "MWA", 4, None, None, "NOT_COMPLETE"),
    ("D4", "L2", "B", "MWA", 4, 100, 0, None),
]
NAMES = (
    *("diagnosis_id", "lesion_id", "site_id", "technique_code"),
    *("cluster_no", "exit_half_days", "code", "left_out"),
)


@pytest.fixture
def read(small_registry):
    """Run a read of lesions under a scope that reaches some sites."""
    with small_registry.begin() as connection:
        rows = [PLACE | dict(zip(NAMES, lesion, strict=True)) for lesion in LESIONS]
        connection.execute(schema.follow_up.insert(), rows)

    def of(what, *sites, domains=("HCC",)):
        scope = Scope(
            Role.SITE, 2, domains=frozenset(domains), sites=frozenset(sites or ("A", "B", "C"))
        )
        if not sites:
            scope = Scope(Role.DOMAIN_LEAD, 2, domains=frozenset(domains), site_reach=Reach.ALL)
        with small_registry.connect() as connection:
            registry = Registry(
                connection, scope, view=View.SURVIVAL, filters=Filters("HCC"), facts=FACTS
            )
            table = what(registry, "LTP")
            return sorted(table.frame[[*table.keys, "n"]].itertuples(index=False, name=None))

    return of


def test_lesions_are_counted_like_patients(read):
    assert read(counted_by_technique) == [
        ("MWA", 50.0, 0, 1),
        ("MWA", 200.0, 0, 1),
        ("MWA", 270.5, 1, 2),
        ("RFA", 30.0, 2, 1),
    ]


def test_lesions_out_of_the_risk_set_are_counted_by_reason(read):
    assert read(left_out_by_reason) == [("NOT_COMPLETE", 1)]


def test_lesions_are_counted_by_patient_for_clustered_intervals(read):
    assert read(counted_by_cluster) == [
        ("MWA", 1, 0.0, 270.5, 1, 2),
        ("MWA", 2, 0.0, 200.0, 0, 1),
        ("MWA", 4, 0.0, 50.0, 0, 1),
        ("RFA", 3, 0.0, 30.0, 2, 1),
    ]


def test_patients_whose_lesions_count_are_counted_once(read):
    assert read(clusters_by_technique) == [("MWA", 3), ("RFA", 1)]


@pytest.mark.parametrize("what", [counted_by_cluster, clusters_by_technique])
def test_no_lesion_is_read_outside_the_scope(read, what):
    assert len(read(what, "B")) == 1
    assert read(what, "C") == []
    assert read(what, domains=("CRLM",)) == []
