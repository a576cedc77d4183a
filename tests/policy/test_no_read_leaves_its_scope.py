"""Every read under every kind of scope: nothing from outside, and something from inside."""

from dataclasses import replace
from datetime import date
from functools import partial
from importlib import import_module
from pkgutil import iter_modules

import pandas as pd
import pytest
import sqlalchemy as sa

from queries import reads, schema
from queries.criteria import Criterion
from queries.domains.conditions import fields_for_conditions
from queries.errors import AccessDenied
from queries.filters import Filters
from queries.policies import MATRIX, Level, View, level
from queries.reads import (
    accrual,
    cohort,
    comparison,
    comparison_outcomes,
    completeness,
    followup,
    learning,
    openings,
    outcomes,
    people,
    planned,
    publishing,
    quality,
    readiness,
    records,
    reported,
    response,
    safety,
    screening,
    sites,
    sizes,
    timeliness,
)
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

FACTS = SnapshotFacts(2, date(2025, 3, 15), "Made by hand", is_synthetic=True)
SEX = fields_for_conditions("HCC")["sex"]
READS = {
    "enrolled by region": partial(accrual.enrolled_by_month, place="region_code"),
    "enrolled by domain": partial(accrual.enrolled_by_month, place="domain_code"),
    "sites": accrual.sites_in_reach,
    "targets": partial(accrual.targets_by_place, place="region_code"),
    "enrolled by domain and region": accrual.enrolled_by_domain_and_region,
    "targets by domain and region": accrual.targets_by_domain_and_region,
    "site dates": openings.site_dates,
    "enrolled ever": openings.enrolled_ever,
    "follow-up": partial(followup.counted_by_technique, endpoint_code="OS"),
    "left out": partial(followup.left_out_by_reason, endpoint_code="OS"),
    "follow-up with entry": partial(outcomes.counted_with_entry, endpoint_code="OS"),
    "follow-up within sites": partial(
        outcomes.counted_with_entry, endpoint_code="OS", stratum="site_id"
    ),
    "follow-up by site": partial(outcomes.counted_by_site, endpoint_code="OS"),
    "follow-up by month": partial(outcomes.followed_by_month, endpoint_code="OS"),
    "index months": followup.index_months,
    "techniques": followup.counted_techniques,
    "chosen and all": publishing.chosen_and_all,
    "treated by site": partial(publishing.treated_by_site, endpoint_code="OS"),
    "quality": quality.failed_by_site,
    "delays": timeliness.delays_by_site,
    "screening": screening.screened_by_site,
    "visits": timeliness.visits_by_status,
    "observation": timeliness.observation_by_site,
    "people": people.people_by_country,
    "people by year": partial(people.people_by_year, old=65),
    "completeness": completeness.entered_by_field,
    "sites with opening": sites.sites_with_opening,
    "targets by site": sites.targets_by_site,
    "described by value": partial(records.counted_by_value, field="sex"),
    "baseline of persons": partial(records.baseline_of, fields=("sex", "ecog")),
    "baseline and outcome of persons": partial(
        records.baseline_and_outcome, fields=("ecog",), endpoint_code="OS"
    ),
    "events of techniques together": partial(
        planned.pooled_events, endpoint_code="OS", techniques=("CTACE", "MWA")
    ),
    "steps of a cohort": cohort.left_out_by_step,
    "size of a cohort": cohort.cohort_size,
    "patients by diagnoses": cohort.patients_by_diagnoses,
    "values of a field": partial(cohort.counted_values, field=SEX),
    "levels by group": partial(
        cohort.levels_by_group, fields=(SEX,), groups=(("CTACE",), ("MWA",))
    ),
    "readings": response.readings,
    "assessed persons": partial(response.assessed, criterion="MRECIST"),
    "treated persons": response.treated,
    "controls of lesions": response.lesion_controls,
    "sums of persons": partial(sizes.target_sums, criterion="MRECIST", reader="UNSTATED"),
    "procedures of persons": safety.procedures,
    "adverse events of persons": safety.adverse_events,
    "early deaths": partial(safety.early_deaths, days=30),
    "complications of persons": partial(learning.complications_in_order, fields=("ecog",)),
    "answered scales": reported.answered_scales,
    "answers of persons": partial(reported.answers, instrument="QLQ_C30", scale="QL2"),
    "asked persons": reported.asked,
    "visits due of persons": reported.visits_due,
    "opioids of persons": reported.opioids_before,
    "pooled follow-up": partial(
        comparison.pooled_follow_up,
        techniques=("CTACE", "MWA"),
        endpoint_code="OS",
        horizon=100.0,
    ),
    "grouped at a landmark": partial(
        comparison.grouped_at_landmark, fields=("ecog",), endpoint_code="OS"
    ),
    "outcome after a landmark": partial(
        comparison.outcome_after_landmark, fields=("ecog",), endpoint_code="OS"
    ),
    "outcome by diagnosis": partial(
        comparison.outcome_by_diagnosis, fields=("ecog",), endpoint_code="OS"
    ),
    "described and followed": partial(comparison_outcomes.described_and_followed, fields=("ecog",)),
    "graded events of persons": comparison_outcomes.graded_events,
    "followed to landmarks": partial(
        readiness.followed_to, endpoint_code="OS", landmarks=(3, 12), ahead=6
    ),
}
COUNTED = ("quality", "delays", "screening", "visits", "observation", "people", "completeness")
COURSES = (
    "people by year",
    *("readings", "assessed persons", "treated persons", "controls of lesions"),
    "sums of persons",
    *("procedures of persons", "adverse events of persons", "early deaths", "answered scales"),
    *("graded events of persons", "described and followed"),
    *("answers of persons", "asked persons", "visits due of persons", "opioids of persons"),
)
EVERYTHING = Scope(Role.STEERING, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL)


def seen(engine, read, scope, **chosen):
    with engine.connect() as connection:
        filters = Filters(domain="HCC", **chosen)
        registry = Registry(connection, scope, view=View.ACCRUAL, filters=filters, facts=FACTS)
        found = read(registry)
        return len(found) if isinstance(found, pd.DataFrame) else int(found.frame["n"].sum())


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


@pytest.mark.parametrize("name", COURSES)
def test_what_followed_is_cut_by_site_place_year_technique_and_criterion(small_registry, name):
    own = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))
    read = READS[name]

    assert seen(small_registry, read, EVERYTHING) == 5
    assert seen(small_registry, read, own) == 2
    assert seen(small_registry, read, own, sites=("A",)) == 0
    assert seen(small_registry, read, EVERYTHING, regions=("AM",)) == 3
    assert seen(small_registry, read, EVERYTHING, first_year=2025) == 1
    assert seen(small_registry, read, EVERYTHING, techniques=("MWA",)) == 3
    women = (Criterion("sex", codes=("F",)),)
    assert seen(small_registry, read, EVERYTHING, criteria=women) == 3


def test_what_a_source_supplies_is_said_for_the_domains_in_reach_only(small_registry):
    def supplies(scope, domain="HCC"):
        with small_registry.connect() as connection:
            asked = {"view": View.SAFETY, "filters": Filters(domain=domain), "facts": FACTS}
            return Registry(connection, scope, **asked).supplies("adverse_event")

    lead = partial(Scope, Role.DOMAIN_LEAD, 2, site_reach=Reach.ALL)
    assert supplies(lead(domains=frozenset({"HCC"})))
    assert not supplies(lead(domains=frozenset({"CRLM"})))
    assert not supplies(EVERYTHING, domain="BONE")


def test_every_read_is_asked_under_every_scope():
    modules = [
        import_module(f"queries.reads.{module.name}") for module in iter_modules(reads.__path__)
    ]
    written = {
        name
        for module in modules
        for name, thing in vars(module).items()
        if getattr(thing, "__module__", "") == module.__name__ and not name.startswith("_")
    }
    asked = {getattr(read, "func", read).__name__ for read in READS.values()}

    # Asked on their own: the total below, lesions and the lost in tests/unit/queries.
    lesions = {"counted_by_cluster", "clusters_by_technique", "local_progression_in_order"}
    # Rows that are shown have a test file of their own.
    shown = {"patients", "procedures", "readings", "clinical_events", "adverse_events", "sums"}
    shown |= {"followed", "described", "overdue_visits", "records_lacking"}
    assert written - asked - shown - {"Shown"} == {"registry_total", "lost_by_technique"} | lesions


def test_a_criterion_cuts_records_and_what_followed_alike(small_registry):
    women = (Criterion("sex", codes=("F",)),)

    assert seen(small_registry, READS["baseline of persons"], EVERYTHING, criteria=women) == 3
    assert seen(small_registry, READS["follow-up"], EVERYTHING, criteria=women) == 2


def test_a_missing_value_meets_a_criterion_only_where_it_is_kept(small_registry):
    aged = Criterion("age_at_enrolment", low=60)
    kept = replace(aged, keeps_missing=True)

    assert seen(small_registry, READS["baseline of persons"], EVERYTHING, criteria=(aged,)) == 4
    assert seen(small_registry, READS["baseline of persons"], EVERYTHING, criteria=(kept,)) == 5


def test_a_filter_on_years_cuts_enrolment_and_leaves_openings_and_rates_whole(small_registry):
    chosen = {"first_year": 2025, "last_year": 2025}

    assert seen(small_registry, READS["enrolled by region"], EVERYTHING, **chosen) == 1
    assert seen(small_registry, READS["enrolled ever"], EVERYTHING, **chosen) == 5
    # A month that is not known lies in no year.
    assert seen(small_registry, READS["enrolled by region"], EVERYTHING, last_year=2030) == 4


def test_a_target_of_a_region_counts_where_its_sites_have_none(small_registry):
    row = dict.fromkeys(column.name for column in schema.accrual_target.c)
    row |= {"snapshot_id": 2, "domain_code": "HCC", "region_code": "EU", "target_n": 7.0}
    with small_registry.begin() as connection:
        for number, month in ((1, date(2024, 3, 1)), (2, date(2024, 5, 1))):
            connection.execute(
                schema.accrual_target.insert().values(row | {"row_no": number, "month": month})
            )
    own = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))

    # Site B has a target in March and none in May.
    assert seen(small_registry, READS["targets"], EVERYTHING) == 4500 + 7000
    assert seen(small_registry, READS["targets"], EVERYTHING, countries=("DEU",)) == 2000
    assert seen(small_registry, READS["targets"], own) == 2000


def test_a_scope_moved_to_another_snapshot_reaches_the_same_places_there_and_no_others(
    small_registry,
):
    own = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"A"}))
    other = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))
    lead = Scope(Role.DOMAIN_LEAD, 2, domains=frozenset({"CRLM"}), site_reach=Reach.ALL)

    assert seen(small_registry, READS["quality"], own) == 3
    assert seen(small_registry, READS["quality"], own.at(1)) == 50
    assert seen(small_registry, READS["quality"], other.at(1)) == 0
    assert seen(small_registry, READS["quality"], lead.at(1)) == 0
    assert own.at(1).key() != own.key()
    assert own.at(1).at(2) == own


def test_those_on_their_way_to_a_landmark_were_seen_lately_and_are_alive(small_registry):
    # Cut-off March 2025. D2 left alive at day 200 of March 2024, D4 at day 150 of April 2024;
    # D1 died on day 100, and D3 on the day itself.
    with small_registry.connect() as connection:
        registry = Registry(
            connection, EVERYTHING, view=View.SURVIVAL, filters=Filters("HCC"), facts=FACTS
        )
        found = readiness.followed_to(registry, "OS", (3, 12), ahead=9).frame
        states = found.groupby(["landmark", "state"])["n"].sum().to_dict()

    assert states == {
        (3, "AT_RISK"): 3,  # D1, D2 and D4, who left after day 91
        (3, "OTHER"): 1,
        (12, "NEAR"): 2,  # D2 and D4: beyond day 91, seen after March 2024
        (12, "OTHER"): 2,
    }


def test_targets_of_sites_are_those_of_the_chosen_domain(small_registry):
    with small_registry.connect() as connection:
        found = [
            sites.targets_by_site(
                Registry(
                    connection, EVERYTHING, view=View.ACCRUAL, filters=Filters(code), facts=FACTS
                )
            ).frame["n"]
            for code in ("HCC", "CRLM")
        ]

    assert found[0].sum() == 4.5 * sites.IN_MILLIONTHS
    assert found[1].empty


def test_without_a_calendar_nobody_is_on_the_way(small_registry):
    facts = SnapshotFacts(2, None, "Made by hand", is_synthetic=True)
    with small_registry.connect() as connection:
        registry = Registry(
            connection, EVERYTHING, view=View.SURVIVAL, filters=Filters("HCC"), facts=facts
        )
        found = readiness.followed_to(registry, "OS", (12,), ahead=9).frame

    assert set(found["state"]) == {"OTHER"}


@pytest.mark.parametrize("role", [Role.DOMAIN_LEAD, Role.STEERING, Role.PUBLIC, Role.ADVISORY])
def test_a_site_letter_is_for_the_site_and_the_coordinating_centre(role):
    assert level(role, View.SITE_LETTER) is Level.CLOSED
    assert level(Role.SITE, View.SITE_LETTER) is Level.AGGREGATE
    assert level(Role.COORDINATING, View.SITE_LETTER) is Level.AGGREGATE


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


SCOPES = {
    "all": EVERYTHING,
    "another snapshot": replace(EVERYTHING, snapshot_id=1),
    "site": Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"})),
    "lead": Scope(Role.DOMAIN_LEAD, 2, domains=frozenset({"HCC"}), site_reach=Reach.ALL),
    "other lead": Scope(Role.DOMAIN_LEAD, 2, domains=frozenset({"LUNG"}), site_reach=Reach.ALL),
    "nobody": Scope(Role.SITE, 2, domain_reach=Reach.ALL),
}
behind_the_wall = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)


def seen_behind(walled, scope):
    """What every read counts for a scope as the dashboard's account, or what it says instead."""
    with walled.within(scope, View.ACCRUAL) as connection:
        registry = Registry(
            connection, scope, view=View.ACCRUAL, filters=Filters("HCC"), facts=FACTS
        )
        return {name: size_of(read(registry)) for name, read in READS.items()}


def size_of(found):
    return len(found) if isinstance(found, pd.DataFrame) else int(found.frame["n"].sum())


@behind_the_wall
@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
def test_behind_row_security_every_read_counts_what_it_counts_without(walled, scope):
    without = {name: seen(walled.admin, read, scope) for name, read in READS.items()}

    assert seen_behind(walled, scope) == without


@behind_the_wall
@pytest.mark.parametrize("scope", SCOPES.values(), ids=SCOPES)
def test_a_read_whose_row_rule_is_taken_away_still_stays_in_its_scope(walled, scope, monkeypatch):
    with_rule = {name: seen(walled.admin, read, scope) for name, read in READS.items()}
    monkeypatch.setattr("queries.registry.row_rule", lambda *_: sa.true())
    monkeypatch.setattr("queries.registry.total_rule", lambda *_: sa.true())
    unbound = {name: seen(walled.admin, read, scope) for name, read in READS.items()}

    found = seen_behind(walled, scope)

    # Sites are of no domain: with nothing else to bind them, a lead reads every site's place.
    of_sites = {"sites", "site dates", "sites with opening"} if "lead" in scope.role.lower() else {}
    assert {n: found[n] for n in found if n not in of_sites} == {
        n: with_rule[n] for n in with_rule if n not in of_sites
    }
    assert scope == EVERYTHING or sum(unbound.values()) > sum(with_rule.values())


@behind_the_wall
def test_behind_row_security_a_site_reads_the_total_and_what_the_source_supplies(
    walled, small_registry
):
    nobody = Scope(Role.SITE, 2, domain_reach=Reach.ALL)
    asked = {"view": View.REGISTRY_TOTAL, "filters": Filters("HCC"), "facts": FACTS}
    with walled.within(nobody, View.REGISTRY_TOTAL) as connection:
        behind = Registry(connection, nobody, **asked)
        total, supplies = accrual.registry_total(behind), behind.supplies("adverse_event")
    with small_registry.connect() as connection:
        expected = accrual.registry_total(Registry(connection, nobody, **asked))

    assert total.frame.equals(expected.frame)
    assert supplies
