"""One reach in two snapshots at once: behind the wall each needs a transaction of its own."""

from datetime import date

import pytest
import sqlalchemy as sa

from queries.filters import Filters
from queries.policies import View
from queries.reads.followup import counted_by_technique
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

THEN, NOW = (SnapshotFacts(n, date(2025, 3, 15), "Made by hand", True) for n in (1, 2))
# Liver cancer: snapshot 2 has 3 of site A and 2 of site B, snapshot 1 has 1 of site A.
REACHES = [
    (Scope(Role.COORDINATING, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL), 1, 5),
    (Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"A"})), 1, 3),
    (Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"})), 0, 2),
    (Scope(Role.DOMAIN_LEAD, 2, domains=frozenset({"CRLM"}), site_reach=Reach.ALL), 0, 0),
    (Scope(Role.SITE, 2), 0, 0),
]
on_postgres = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


def people(registry) -> int:
    table = registry.follow_up
    return len(registry.facts(sa.select(table.c.diagnosis_id)))


def opened(connection, scope) -> Registry:
    return Registry(connection, scope, view=View.SURVIVAL, filters=Filters("HCC"), facts=NOW)


@on_postgres
@pytest.mark.parametrize(("scope", "then", "now"), REACHES)
def test_behind_the_wall_each_snapshot_shows_the_rows_in_reach(walled, scope, then, now):
    with walled.within(scope, View.SURVIVAL) as connection:
        registry = opened(connection, scope)
        with registry.at(THEN) as earlier:
            assert (people(earlier), people(registry)) == (then, now)
        assert people(registry) == now


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize(("scope", "then", "now"), REACHES)
def test_without_a_wall_it_is_the_same(small_registry, scope, then, now):
    with small_registry.connect() as connection:
        registry = opened(connection, scope)
        with registry.at(THEN) as earlier:
            assert (people(earlier), people(registry)) == (then, now)


@on_postgres
def test_a_transaction_that_is_sealed_to_one_snapshot_never_shows_another(walled):
    scope = REACHES[0][0]
    with walled.within(scope, View.SURVIVAL) as connection:
        earlier = Registry(
            connection, scope.at(1), view=View.SURVIVAL, filters=Filters("HCC"), facts=THEN
        )
        assert people(earlier) == 0
        assert counted_by_technique(earlier, "OS").frame.empty


@on_postgres
def test_the_second_transaction_ends_with_its_block_and_leaves_no_scope_behind(walled):
    scope = REACHES[0][0]
    with walled.within(scope, View.SURVIVAL) as connection:
        registry = opened(connection, scope)
        with registry.at(THEN) as earlier:
            assert people(earlier) == 1
            assert walled.app.pool.checkedout() == 2
        assert walled.app.pool.checkedout() == 1
    with walled.app.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM follow_up").scalar() == 0
