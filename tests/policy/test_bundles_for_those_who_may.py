"""Rows that leave as a bundle: for whom, cut to what, and never before the log says so."""

from datetime import UTC, date, datetime
from functools import partial

import pytest
import sqlalchemy as sa

from dashboard.answers import row_gate
from dashboard.answers.answer import Ask
from dashboard.answers.bundle import followed_rows, modelled_rows
from dashboard.answers.row_gate import Looking
from dashboard.settings import settings
from queries import policies
from queries.domains.places import REGIONS
from queries.errors import AccessDenied, DatabaseUnavailable, QueryError
from queries.filters import Filters
from queries.policies import Level, View, level
from queries.reads import bundle as reads
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts
from queries.state.audit import Entry, latest

LOOKING = Looking("Ada", datetime(2026, 3, 1, 12, tzinfo=UTC), "Review of late events")
FACTS = SnapshotFacts(2, date(2025, 3, 15), "Made by hand", is_synthetic=True)
LOGGED = Entry("", "Ada", "SITE", "rows read", "bundle", "{}", "done", seq=1)
TAKERS = {Role.SITE, Role.COORDINATING}
CENTRE = Scope(Role.COORDINATING, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL)
OWN = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))
READS = {
    "followed": partial(reads.followed, endpoint_code="OS"),
    "described": partial(reads.described, fields=("sex", "ecog"), endpoint_code="OS"),
    "by landmark": partial(reads.described, fields=("ecog",), endpoint_code="OS", by_landmark=True),
}


@pytest.fixture
def served(small_registry, monkeypatch, tmp_path):
    """The small registry as the one that is served, with a log of its own."""
    monkeypatch.setenv("IOCORE_HOME", str(tmp_path))
    address = small_registry.url.render_as_string(hide_password=False)
    monkeypatch.setenv("IOCORE_DATABASE_URL", address)
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()
    yield
    settings.cache_clear()


def rows(engine, read, scope, *, logged=LOGGED, **chosen):
    with engine.connect() as connection:
        asked = {"view": View.BUNDLE, "filters": Filters("HCC", **chosen), "facts": FACTS}
        return read(Registry(connection, scope, **asked, logged=logged))


def test_two_roles_take_rows_and_no_other():
    assert {role for role in Role if level(role, View.BUNDLE) is not Level.CLOSED} == TAKERS
    assert all(level(role, View.BUNDLE) is Level.DEIDENTIFIED for role in TAKERS)


@pytest.mark.parametrize("role", [role for role in Role if role not in TAKERS])
def test_no_other_role_gets_a_row(served, role):
    ask = Ask(Scope(role, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL), Filters("HCC"))

    for taken in (
        partial(followed_rows, ask, LOOKING, "OS", ()),
        partial(modelled_rows, ask, LOOKING, "OS", ("sex",)),
    ):
        with pytest.raises(AccessDenied, match="not open to your role"):
            taken()


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_rows_are_cut_to_the_own_site_and_to_what_is_chosen(small_registry, read):
    assert len(rows(small_registry, read, CENTRE)) == 4  # D1 to D4: D5 has no follow-up
    assert len(rows(small_registry, read, OWN)) == 1
    assert rows(small_registry, read, OWN, sites=("A",)).empty
    assert len(rows(small_registry, read, CENTRE, techniques=("MWA",))) == 2
    assert rows(small_registry, read, Scope(Role.SITE, 2, domain_reach=Reach.ALL)).empty


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_without_an_entry_in_the_log_no_row_is_read(small_registry, read):
    with pytest.raises(AccessDenied, match="audit log"):
        rows(small_registry, read, OWN, logged=None)


@pytest.mark.parametrize("read", READS.values(), ids=READS)
def test_no_column_tells_who_where_or_when(small_registry, read):
    frame = rows(small_registry, read, CENTRE)

    assert not {n for n in frame if n.endswith(("_id", "_date", "_month", "_text", "region_code"))}
    assert not set(frame.astype(str).to_numpy().ravel()) & {"A", "B", "D1", "AM", "EU", "USA"}


def test_places_are_numbers_and_years_count_from_the_first(small_registry):
    frame = rows(small_registry, READS["described"], CENTRE).sort_values("time")

    # D3 (site A, 2025), D1, D4 (site B, Europe), D2 by the day on which they leave.
    assert frame["site_no"].tolist() == [1, 1, 2, 1]
    assert [tuple(REGIONS)[int(n)] for n in frame["region_no"]] == ["AM", "AM", "EU", "AM"]
    assert frame["year_no"].tolist() == [1, 0, 0, 0]
    assert frame["entry"].tolist() == [0, 0, 0, 10]
    assert frame["time"].tolist() == [0.5, 100, 150, 200]


def test_more_rows_than_the_role_takes_are_refused_and_not_cut(small_registry, monkeypatch):
    monkeypatch.setitem(policies.MAX_TAKEN_ROWS, (Role.COORDINATING, View.BUNDLE), 3)

    with pytest.raises(QueryError, match="more than 3 rows"):
        rows(small_registry, READS["followed"], CENTRE)
    assert len(rows(small_registry, READS["followed"], OWN)) == 1


def test_who_takes_rows_of_every_site_states_a_purpose(served):
    nothing = Looking("Ada", LOOKING.moment, " ")

    with pytest.raises(AccessDenied, match="stated purpose"):
        followed_rows(Ask(CENTRE, Filters("HCC")), nothing, "OS", ())


def test_each_table_is_noted_with_who_what_and_why_before_it_is_read(served):
    seen = []

    def note_reads(_connection, _cursor, statement, *_):
        if "reachable_follow_up" in statement:
            seen.append(len(latest(settings().state_url, 5)))

    sa.event.listen(sa.Engine, "before_cursor_execute", note_reads)
    try:
        followed_rows(Ask(CENTRE, Filters("HCC")), LOOKING, "OS", ("MWA",))
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note_reads)
    entry = latest(settings().state_url, 1)[0]

    assert seen == [1]
    assert (entry.actor, entry.role, entry.object) == ("Ada", "COORDINATING", "bundle")
    assert "Review of late events" in entry.details


def test_while_the_log_cannot_be_written_nothing_is_read(served, monkeypatch):
    def fail(*_):
        raise DatabaseUnavailable("What you decided could not be saved.", "Try again.")

    def read(*_args, **_named):
        raise AssertionError("the registry was opened")

    monkeypatch.setattr(row_gate, "record", fail)
    monkeypatch.setattr(row_gate, "open_registry", read)
    with pytest.raises(DatabaseUnavailable):
        followed_rows(Ask(OWN, Filters("HCC")), LOOKING, "OS", ())
