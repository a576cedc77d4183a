"""The waterfall: who reaches its rows, what they never hold, and that each look is noted."""

from datetime import UTC, date, datetime

import pytest

from dashboard.answers.answer import Ask
from dashboard.answers.row_gate import Looking, may_see_rows
from dashboard.answers.waterfall import best_change_by_patient
from dashboard.settings import settings
from dashboard.tables.waterfall import waterfall_rows
from dashboard.wording import Words
from queries.errors import AccessDenied
from queries.filters import Filters
from queries.policies import View
from queries.reads import waterfall as reads
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts
from queries.state.audit import Entry, latest

LOOKING = Looking("Ada", datetime(2026, 3, 1, 12, tzinfo=UTC), "Review of responders")
FACTS = SnapshotFacts(2, date(2025, 3, 15), "Made by hand", is_synthetic=True)
LOGGED = Entry("", "Ada", "SITE", "rows read", "response_rows", "{}", "done", seq=1)
MEASURED = {"criterion": "MRECIST", "reader": "UNSTATED"}
CENTRE = Scope(Role.COORDINATING, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL)
OWN = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))
READS = {
    "patients": reads.patients,
    "readings": lambda registry: reads.readings(registry, **MEASURED),
    "sums": lambda registry: reads.sums(registry, **MEASURED),
}
CLOSED = [role for role in Role if role not in (Role.SITE, Role.COORDINATING)]


@pytest.fixture
def served(small_registry, monkeypatch, tmp_path):
    """The small registry as the one that is served, with a log of its own."""
    monkeypatch.setenv("IOCORE_HOME", str(tmp_path))
    monkeypatch.setenv(
        "IOCORE_DATABASE_URL", small_registry.url.render_as_string(hide_password=False)
    )
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()
    yield
    settings.cache_clear()


def rows(engine, read, scope, *, logged=LOGGED, view=View.RESPONSE_ROWS, **chosen):
    with engine.connect() as connection:
        asked = {"view": view, "filters": Filters("HCC", **chosen), "facts": FACTS}
        return read(Registry(connection, scope, **asked, logged=logged))


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_rows_are_cut_to_the_own_site_and_to_what_is_chosen(small_registry, read):
    assert len(rows(small_registry, read, CENTRE)) == 5
    assert len(rows(small_registry, read, OWN)) == 2
    assert rows(small_registry, read, OWN, sites=("A",)).empty
    assert len(rows(small_registry, read, CENTRE, techniques=("MWA",))) == 3
    assert rows(small_registry, read, Scope(Role.SITE, 2, domain_reach=Reach.ALL)).empty


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_without_an_entry_in_the_log_or_rows_in_the_view_nothing_is_read(small_registry, read):
    with pytest.raises(AccessDenied, match="audit log"):
        rows(small_registry, read, OWN, logged=None)
    with pytest.raises(AccessDenied, match="Rows of single patients"):
        rows(small_registry, read, OWN, view=View.RESPONSE)


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_no_column_identifies_places_or_dates(small_registry, read):
    named = set(rows(small_registry, read, CENTRE).columns)

    assert not {name for name in named if name.endswith(("_id", "_date", "_month"))}
    assert not named & {"site_text", "country_code", "region_code"}


@pytest.mark.parametrize("role", CLOSED)
def test_every_other_role_is_refused_and_nothing_is_noted(served, role):
    ask = Ask(Scope(role, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL), Filters("HCC"))
    assert not may_see_rows(ask, View.RESPONSE_ROWS)

    with pytest.raises(AccessDenied, match="not open to your role"):
        best_change_by_patient(ask, LOOKING, **MEASURED)
    assert latest(settings().state_url, 1) == ()


def test_a_look_is_noted_with_who_what_and_why(served):
    best_change_by_patient(Ask(CENTRE, Filters("HCC")), LOOKING, **MEASURED)
    entry = latest(settings().state_url, 1)[0]

    assert (entry.actor, entry.role, entry.object) == ("Ada", "COORDINATING", "response_rows")
    assert "MRECIST" in entry.details
    assert "Review of responders" in entry.details


def test_what_is_shown_and_taken_away_holds_no_registry_key(served):
    found = best_change_by_patient(Ask(CENTRE, Filters("HCC")), LOOKING, **MEASURED)
    said = waterfall_rows(found.value, Words()).to_csv() + repr(found.value)

    assert len(found.value.bars) == 5  # 30 mm before, nothing that enhances after
    assert not {f"D{number}" for number in range(1, 7)} & set(said.replace(",", " ").split())
    assert "Hospital" not in said
    assert "2024" not in said
    assert found.provenance.digest == ""
