"""Many who read at once, a question that is too large, clocks of other places (F11, F12, F14)."""

import time
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from dashboard.answers.answer import Ask
from dashboard.answers.gate import open_registry
from dashboard.settings import settings
from queries import registry as gate
from queries import schema
from queries.demo.generate import demo_draft
from queries.engine import reading
from queries.errors import QueryError
from queries.filters import Filters
from queries.importers.findings import Findings
from queries.importers.prepare import prepare
from queries.importers.snapshot import Origin
from queries.importers.table import land, quiet
from queries.policies import View
from queries.scope import Reach, Role, Scope
from queries.snapshots import snapshot_facts

EVERYTHING = Scope(Role.STEERING, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL)
# Rows of liver cancer: 3 of site A, 2 of site B; of CRLM 1 of site A.
SEEN = {
    EVERYTHING: {"A", "B"},
    Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"A"})): {"A"},
    Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"})): {"B"},
    Scope(Role.DOMAIN_LEAD, 2, domains=frozenset({"CRLM"}), site_reach=Reach.ALL): set(),
    Scope(Role.SITE, 2): set(),
}


@pytest.fixture
def served(small_registry, monkeypatch):
    url = small_registry.url.render_as_string(hide_password=False)
    monkeypatch.setenv("IOCORE_DATABASE_URL", url)
    settings.cache_clear()
    yield url
    reading(url).dispose()
    reading.cache_clear()
    settings.cache_clear()


def sites_seen(scope: Scope) -> set[str]:
    ask = Ask(scope, Filters("HCC"))
    facts = snapshot_facts(reading(settings().registry_url), scope.snapshot_id)
    with open_registry(ask, View.SURVIVAL, facts, "sites seen") as opened:
        frame = opened.facts(sa.select(opened.follow_up.c.site_id))
        time.sleep(0.02)  # holds its connection while others wait
        return set(frame["site_id"])


def test_f11_fifty_sessions_at_once_wait_for_a_connection_and_see_their_own_rows(served):
    scopes = list(SEEN) * 10
    with ThreadPoolExecutor(50) as pool:
        found = list(pool.map(sites_seen, scopes))

    assert found == [SEEN[scope] for scope in scopes]
    assert reading(served).pool.size() < 50


@pytest.mark.parametrize(
    ("limit", "ask"),
    [
        ("MAX_FACT_ROWS", lambda r: r.facts(sa.select(r.follow_up.c.site_id))),
        (
            "MAX_COUNT_ROWS",
            lambda r: r.counts(
                sa.select(r.follow_up.c.diagnosis_id, sa.func.count().label("n")).group_by(
                    r.follow_up.c.diagnosis_id
                ),
                by=("diagnosis_id",),
            ),
        ),
    ],
)
def test_f14_a_question_beyond_its_limit_is_a_sentence_and_no_part_of_the_rows(
    served, monkeypatch, limit, ask
):
    monkeypatch.setattr(gate, limit, 4)  # liver cancer has 5
    facts = snapshot_facts(reading(served), 2)
    asked = Ask(EVERYTHING, Filters("HCC"))
    with (
        open_registry(asked, View.SURVIVAL, facts, "too much") as opened,
        pytest.raises(QueryError, match="more than 4") as refused,
    ):
        ask(opened)

    assert refused.value.remedy == "Narrow the filters."


def told_by(engine: sa.Engine, snapshot_id: int) -> str:
    """Every row of a snapshot but those that say which file it came from."""
    found = []
    with engine.connect() as connection:
        for table in schema.metadata.sorted_tables:
            if "snapshot_id" in table.c and table.name not in ("data_snapshot", "import_batch"):
                columns = [column for column in table.c if column.name != "snapshot_id"]
                own = sa.select(*columns).where(table.c.snapshot_id == snapshot_id)
                found.append((table.name, sorted(map(repr, connection.execute(own)))))
    return str(found)


@pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
def test_f12_the_same_rows_become_the_same_snapshot_whatever_the_time_zone(
    empty_registry, monkeypatch
):
    told = {}
    for zone in ("Asia/Kolkata", "America/St_Johns"):  # half-hours ahead of UTC and behind it
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        origin = Origin("Invented", zone, "map", is_synthetic=True)
        landed = land(
            empty_registry,
            prepare(demo_draft(20, 1), Findings()),
            origin,
            dry_run=False,
            now=datetime(2026, 1, 1, tzinfo=UTC),
            progress=quiet,
        )
        told[landed.snapshot_id] = told_by(empty_registry, landed.snapshot_id)
    monkeypatch.undo()
    time.tzset()

    assert len(told) == 2
    assert len(set(told.values())) == 1
