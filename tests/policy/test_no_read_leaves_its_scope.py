"""Every read under every kind of scope: nothing from outside, and something from inside."""

from datetime import date
from functools import partial

import pytest

from queries.errors import AccessDenied
from queries.filters import Filters
from queries.policies import MATRIX, Level, View, level
from queries.reads import accrual, completeness, followup, people, quality, timeliness
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

FACTS = SnapshotFacts(2, date(2025, 3, 15), "Made by hand", is_synthetic=True)
READS = {
    "enrolled by region": partial(accrual.enrolled_by_month, place="region_code"),
    "enrolled by domain": partial(accrual.enrolled_by_month, place="domain_code"),
    "sites": accrual.sites_in_reach,
    "targets": accrual.targets_by_month,
    "follow-up": partial(followup.counted_by_technique, endpoint_code="OS"),
    "left out": partial(followup.left_out_by_reason, endpoint_code="OS"),
    "index months": followup.index_months,
    "techniques": followup.counted_techniques,
    "quality": quality.failed_by_site,
    "delays": timeliness.delays_by_site,
    "visits": timeliness.visits_by_status,
    "observation": timeliness.observation_by_site,
    "people": people.people_by_country,
    "completeness": completeness.entered_by_field,
}
COUNTED = ("quality", "delays", "visits", "observation", "people", "completeness")
EVERYTHING = Scope(Role.STEERING, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL)


def seen(engine, read, scope, **chosen):
    with engine.connect() as connection:
        filters = Filters(domain="HCC", **chosen)
        registry = Registry(connection, scope, view=View.ACCRUAL, filters=filters, facts=FACTS)
        return int(read(registry).frame["n"].sum())


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_a_read_counts_something_in_reach_and_nothing_outside(small_registry, read):
    lead = partial(Scope, Role.DOMAIN_LEAD, 2, site_reach=Reach.ALL)

    assert seen(small_registry, read, EVERYTHING) > 0
    assert seen(small_registry, read, lead(domains=frozenset({"HCC"}))) > 0
    assert seen(small_registry, read, lead(domains=frozenset({"LUNG"}))) == 0
    assert seen(small_registry, read, lead(domains=frozenset())) == 0
    assert seen(small_registry, read, Scope(Role.SITE, 2, domain_reach=Reach.ALL)) == 0
    assert (
        seen(small_registry, read, Scope(Role.STEERING, 99, Reach.ALL, site_reach=Reach.ALL)) == 0
    )


@pytest.mark.parametrize("word", ["", "*", "ALL", "all"])
def test_no_word_for_everything_reaches_anything(small_registry, word):
    scope = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({word}))

    assert seen(small_registry, READS["follow-up"], scope) == 0


def test_a_site_counts_its_own_patients_only(small_registry):
    own = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))

    assert seen(small_registry, READS["enrolled by region"], own) == 2
    assert seen(small_registry, READS["enrolled by region"], own, sites=("A",)) == 0
    assert seen(small_registry, READS["sites"], own) == 1
    assert seen(small_registry, READS["targets"], own) == 2000


@pytest.mark.parametrize("name", COUNTED)
def test_a_table_of_counts_is_cut_to_site_domain_and_snapshot(small_registry, name):
    own = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))

    assert seen(small_registry, READS[name], EVERYTHING) == 5
    assert seen(small_registry, READS[name], own) == 2
    assert seen(small_registry, READS[name], EVERYTHING, regions=("AM",)) == 3
    assert seen(small_registry, READS[name], own, sites=("A",)) == 0


def test_every_read_is_asked_under_every_scope():
    modules = (accrual, completeness, followup, people, quality, timeliness)
    written = {
        name
        for module in modules
        for name, thing in vars(module).items()
        if getattr(thing, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    asked = {getattr(read, "func", read).__name__ for read in READS.values()}

    # Asked on their own: the total below, lesions in tests/unit/queries.
    assert written - asked == {"registry_total", "counted_by_cluster", "clusters_by_technique"}


def test_a_domain_lead_counts_the_own_domain_only(small_registry):
    read = READS["enrolled by domain"]
    lead = Scope(Role.DOMAIN_LEAD, 2, site_reach=Reach.ALL, domains=frozenset({"HCC"}))

    assert seen(small_registry, read, EVERYTHING) == 6
    assert seen(small_registry, read, lead) == 5


def test_the_registry_total_tells_a_site_one_number_without_places(small_registry):
    own = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))
    with small_registry.connect() as connection:
        filters = Filters(domain="HCC", regions=("EU",), sites=("B",))
        registry = Registry(connection, own, view=View.REGISTRY_TOTAL, filters=filters, facts=FACTS)

        assert accrual.registry_total(registry).frame["n"].tolist() == [5]
        assert set(registry.accrual_total.c.keys()) == {"month", "domain_code", "n"}


def test_the_registry_total_is_empty_outside_its_own_view(small_registry):
    with small_registry.connect() as connection:
        registry = Registry(
            connection, EVERYTHING, view=View.ACCRUAL, filters=Filters("HCC"), facts=FACTS
        )

        assert accrual.registry_total(registry).frame.empty


@pytest.mark.parametrize("role", list(Role))
@pytest.mark.parametrize("view", list(View))
def test_the_registry_opens_for_aggregate_levels_and_for_no_other(small_registry, role, view):
    scope = Scope(role, 2, Reach.ALL, site_reach=Reach.ALL)
    with small_registry.connect() as connection:
        make = partial(Registry, connection, scope, view=view, filters=Filters("HCC"), facts=FACTS)
        if level(role, view) >= Level.AGGREGATE:
            make()
        else:
            with pytest.raises(AccessDenied):
                make()


@pytest.mark.parametrize("role", [Role.PUBLIC, Role.ADVISORY])
def test_public_and_advisory_never_rise_above_released(role):
    assert {level(role, view) for view in View} <= {Level.CLOSED, Level.RELEASED}


def test_steering_reads_no_rows_and_admin_no_clinical_view():
    assert max(found for (role, _), found in MATRIX.items() if role is Role.STEERING) == (
        Level.AGGREGATE
    )
    assert level(Role.ADMIN, View.SURVIVAL) is Level.CLOSED
    assert level(Role.ADMIN, View.ACCRUAL) is Level.CLOSED


def test_a_missing_entry_of_the_matrix_is_closed():
    assert level(Role.SITE, "a view nobody wrote down") is Level.CLOSED


def test_only_the_coordinating_centre_reads_site_names(small_registry):
    coordinating = Scope(Role.COORDINATING, 2, Reach.ALL, site_reach=Reach.ALL)
    with small_registry.connect() as connection:
        read = [
            set(
                accrual.sites_in_reach(
                    Registry(
                        connection, scope, view=View.ACCRUAL, filters=Filters("HCC"), facts=FACTS
                    )
                ).frame["site_text"]
            )
            for scope in (EVERYTHING, coordinating)
        ]

    assert read[0] == {"Site A", "Site B", "Site C"}
    assert read[1] == {"Alpha Hospital", "Beta Hospital", "Gamma Hospital"}


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ({"regions": ("AM",)}, 3),
        ({"countries": ("DEU",)}, 1),
        ({"sites": ("A", "B")}, 4),
        ({"techniques": ("MWA",)}, 2),
        ({"first_year": 2025}, 1),
        ({"last_year": 2024}, 3),
        ({"regions": ("nowhere",)}, 0),
    ],
    ids=str,
)
def test_a_filter_narrows_the_follow_up(small_registry, chosen, expected):
    with small_registry.connect() as connection:
        registry = Registry(
            connection,
            EVERYTHING,
            view=View.SURVIVAL,
            filters=Filters("HCC", **chosen),
            facts=FACTS,
        )
        counts = followup.counted_by_technique(registry, "OS").frame

    assert counts.loc[counts["code"] >= 0, "n"].sum() == expected
