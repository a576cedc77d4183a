"""What sites are held against: every site of the domain, nothing chosen, and no place in it."""

from dataclasses import asdict
from datetime import date

import pytest

from analytics.learning import standard_of
from analytics.risk_model import Factor
from queries.criteria import Criterion
from queries.filters import Filters
from queries.policies import Level, View, level
from queries.reads import learning as reads
from queries.reads.accrual import sites_in_reach
from queries.registry import Registry
from queries.schema import follow_up
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts
from tests.unit.analytics.test_learning import units

FACTS = SnapshotFacts(2, date(2025, 3, 15), "Made by hand", is_synthetic=True)
OWN = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))


def seen(engine, read, view, scope=OWN, **chosen):
    with engine.connect() as connection:
        filters = Filters(**({"domain": "HCC"} | chosen))
        return read(Registry(connection, scope, view=view, filters=filters, facts=FACTS), ())


@pytest.fixture
def with_lesions(small_registry):
    """The small registry with a treated lesion of each patient of HCC, treated in March 2023."""
    rows = [
        {
            **{"snapshot_id": 2, "endpoint_code": "LTP", "diagnosis_id": f"D{number}"},
            **{"lesion_id": f"D{number}-L1", "site_id": site, "country_code": "USA"},
            **{"region_code": "AM", "domain_code": "HCC", "technique_code": "MWA"},
            **{"exit_half_days": half_days, "code": code, "index_month": 12 * 2023 + 2},
        }
        for number, site, half_days, code in (
            (1, "A", 100, 1),  # progressed
            (2, "A", 800, 0),  # followed beyond
            (3, "A", 100, 0),  # lost, and treated too lately
            (4, "B", 100, 2),  # ended by a competing event
            (5, "B", 729, 0),  # lost a half day before
        )
    ]
    with small_registry.begin() as connection:
        connection.execute(follow_up.insert(), rows)
    return small_registry


def test_a_site_counts_itself_under_learning_and_all_under_the_pooled_risk(with_lesions):
    for read in (reads.complications_in_order, reads.local_progression_in_order):
        assert set(seen(with_lesions, read, View.LEARNING)["site_id"]) == {"B"}
        assert len(seen(with_lesions, read, View.LEARNING)) == 2
        assert len(seen(with_lesions, read, View.POOLED_RISK)) == 5


def test_nothing_that_is_chosen_cuts_the_pooled_risk(with_lesions):
    chosen = {
        **{"sites": ("B",), "techniques": ("MWA",), "first_year": 2025},
        **{"criteria": (Criterion("sex", codes=("F",)),)},
    }
    for read in (reads.complications_in_order, reads.local_progression_in_order):
        assert len(seen(with_lesions, read, View.POOLED_RISK, **chosen)) == 5


def test_the_pooled_risk_stays_in_the_domain_and_names_sites_in_reach_only(with_lesions):
    lead = Scope(Role.DOMAIN_LEAD, 2, domains=frozenset({"LUNG"}), site_reach=Reach.ALL)
    read = reads.complications_in_order

    assert seen(with_lesions, read, View.POOLED_RISK, lead).empty
    named = seen(with_lesions, lambda r, _: sites_in_reach(r).frame, View.POOLED_RISK)
    assert set(named["site_id"]) == {"B"}


def test_only_those_who_see_outcomes_see_the_pooled_risk():
    for view in (View.POOLED_RISK, View.LEARNING):
        opened = {role for role in Role if level(role, view) is Level.AGGREGATE}
        assert opened == {Role.SITE, Role.DOMAIN_LEAD, Role.STEERING, Role.COORDINATING}


def test_a_standard_holds_no_site_no_patient_and_no_row():
    drawn = units().assign(site_id=lambda f: "Hospital " + f["site_id"])
    standard = standard_of(drawn, [Factor("stage", "Stage", (("A", "early"), ("B", "late")))])

    assert "Hospital" not in str(asdict(standard))
    assert max(len(held) for held in asdict(standard).values() if isinstance(held, tuple)) <= 20


def test_a_complication_is_known_by_day_thirty_or_not_at_all(with_lesions):
    # D1 lived 100 days; D2 enrolled late; D3 died on day 0.5 and is treated in March 2025, the
    # month of the cut-off; D4 lived 150 days; of D5 nothing is known.
    found = seen(with_lesions, reads.complications_in_order, View.POOLED_RISK)

    assert found.sort_values("patient_no")["outcome"].fillna(-1).tolist() == [0, -1, -1, 0, -1]


def test_a_lesion_is_known_at_twelve_months_or_not_at_all(with_lesions):
    # D1 and D2 were treated 12 months before the month of the cut-off, which is not yet over.
    with with_lesions.connect() as connection:
        later = SnapshotFacts(2, date(2025, 6, 15), "Made by hand", is_synthetic=True)
        asked = {"view": View.POOLED_RISK, "filters": Filters("HCC"), "facts": later}
        found = reads.local_progression_in_order(Registry(connection, OWN, **asked), ())

    assert found.sort_values("patient_no")["outcome"].fillna(-1).tolist() == [1, 0, -1, 0, -1]
    lately = seen(with_lesions, reads.local_progression_in_order, View.POOLED_RISK)
    assert lately["outcome"].isna().all()
