"""Rows of single patients: who reaches them, what they never hold, and that each look is noted."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from dashboard.answers.answer import Ask
from dashboard.answers.row_gate import Looking
from dashboard.answers.timeline import timeline
from dashboard.settings import settings
from dashboard.tables.timeline import timeline_rows
from dashboard.wording import Words
from queries.errors import AccessDenied, DatabaseUnavailable, EmptyCohort, QueryError
from queries.filters import Filters
from queries.policies import MATRIX, MAX_SHOWN_ROWS, Level, View, level
from queries.reads import timeline as reads
from queries.reads.timeline import Shown
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts
from queries.state.audit import Entry, latest

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
LOOKING = Looking("Ada", NOON, "Review of late events")
FACTS = SnapshotFacts(2, date(2025, 3, 15), "Made by hand", is_synthetic=True)
LOGGED = Entry("", "Ada", "SITE", "rows read", "timeline", "{}", "done", seq=1)
OF_ROWS = (View.TIMELINE, View.RESPONSE_ROWS, View.BUNDLE, View.OVERDUE, View.GAPS)
READS = (
    *(reads.patients, reads.procedures, reads.readings),
    *(reads.clinical_events, reads.adverse_events),
)
CENTRE = Scope(Role.COORDINATING, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL)
OWN = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))


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


def ask(scope, **chosen):
    return Ask(scope, Filters("HCC", **chosen))


def rows(engine, read, scope, *, logged=LOGGED, view=View.TIMELINE, **chosen):
    with engine.connect() as connection:
        asked = {"view": view, "filters": Filters("HCC", **chosen), "facts": FACTS}
        return read(Registry(connection, scope, **asked, logged=logged), Shown(40))


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.SITE, Role.COORDINATING)])
def test_no_other_role_reaches_a_row_of_any_view(role):
    assert {level(role, view) for view in OF_ROWS} == {Level.CLOSED}
    assert all(found < Level.DEIDENTIFIED for (held, _), found in MATRIX.items() if held is role)


@pytest.mark.parametrize("role", [r for r in Role if r not in (Role.SITE, Role.COORDINATING)])
def test_the_answer_refuses_every_other_role_and_notes_nothing(served, role):
    everything = Scope(role, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL)
    with pytest.raises(AccessDenied, match="not open to your role"):
        timeline(ask(everything), LOOKING, Shown())

    assert latest(settings().state_url, 1) == ()


@pytest.mark.parametrize("view", [view for view in View if view not in OF_ROWS])
def test_a_view_of_counts_gives_no_rows(small_registry, view):
    if level(Role.COORDINATING, view) < Level.AGGREGATE:
        return
    with pytest.raises(AccessDenied, match="Rows of single patients"):
        rows(small_registry, reads.patients, CENTRE, view=view)


@pytest.mark.parametrize("read", READS, ids=lambda read: read.__name__)
def test_rows_are_cut_to_the_own_site_and_to_what_is_chosen(small_registry, read):
    assert len(rows(small_registry, read, CENTRE)) == 5
    assert len(rows(small_registry, read, OWN)) == 2
    assert rows(small_registry, read, OWN, sites=("A",)).empty
    assert len(rows(small_registry, read, CENTRE, techniques=("MWA",))) == 3
    assert rows(small_registry, read, Scope(Role.SITE, 2, domain_reach=Reach.ALL)).empty


@pytest.mark.parametrize("read", READS, ids=lambda read: read.__name__)
def test_without_an_entry_in_the_log_no_row_is_read(small_registry, read):
    with pytest.raises(AccessDenied, match="audit log"):
        rows(small_registry, read, OWN, logged=None)


@pytest.mark.parametrize("read", READS, ids=lambda read: read.__name__)
def test_no_column_identifies_places_or_dates(small_registry, read):
    named = set(rows(small_registry, read, CENTRE).columns)

    assert not {name for name in named if name.endswith(("_id", "_date", "_month", "_code_site"))}
    assert not named & {"site_text", "country_code", "region_code"}


@pytest.mark.parametrize(
    "column",
    [
        lambda r: r.records.c.diagnosis_id,
        lambda r: r.records.c.diagnosis_id.label("number"),
        lambda r: sa.func.upper(r.records.c.diagnosis_id).label("number"),
        lambda r: r.records.c.site_id,
        lambda r: r.records.c.index_month,
        lambda r: r.records.c.country_code,
        lambda r: r.course("procedure").c.procedure_date,
    ],
)
def test_a_telling_column_is_refused_whatever_it_is_called(small_registry, column):
    def read(registry, _):
        return registry.rows(sa.select(column(registry)))

    with pytest.raises(AccessDenied, match="more of a patient"):
        rows(small_registry, read, CENTRE)


@pytest.mark.parametrize("limit", [4, MAX_SHOWN_ROWS])
def test_more_rows_than_the_limit_are_refused_and_not_cut(small_registry, limit):
    def read(registry, _):
        return registry.rows(sa.select(registry.records.c.patient_no), limit)

    if limit == MAX_SHOWN_ROWS:
        assert len(rows(small_registry, read, CENTRE)) == 5
    else:
        with pytest.raises(QueryError, match="more than 4 rows"):
            rows(small_registry, read, CENTRE)


def test_a_look_is_noted_with_who_what_and_why_before_it_is_shown(served):
    timeline(ask(CENTRE), LOOKING, Shown(5))
    entry = latest(settings().state_url, 1)[0]

    assert (entry.actor, entry.role, entry.object) == ("Ada", "COORDINATING", "timeline")
    assert "latest=5" in entry.details
    assert "Review of late events" in entry.details


def test_a_second_look_is_a_second_entry(served):
    for _ in range(2):
        timeline(ask(OWN), LOOKING, Shown())

    assert len(latest(settings().state_url, 5)) == 2


def test_while_the_log_cannot_be_written_nothing_is_read(served, monkeypatch):
    from dashboard.answers import row_gate

    def fail(*_):
        raise DatabaseUnavailable("What you decided could not be saved.", "Try again.")

    def read(*_args, **_named):
        raise AssertionError("the registry was opened")

    monkeypatch.setattr(row_gate, "record", fail)
    monkeypatch.setattr(row_gate, "open_registry", read)
    with pytest.raises(DatabaseUnavailable):
        timeline(ask(OWN), LOOKING, Shown())


@pytest.mark.parametrize("purpose", ["", "   "])
def test_who_sees_every_site_states_a_purpose(served, purpose):
    with pytest.raises(AccessDenied, match="stated purpose"):
        timeline(ask(CENTRE), Looking("Ada", NOON, purpose), Shown())


def test_a_site_sees_its_own_patient_by_number_and_no_other(served):
    # D4 and D5 are of site B and are patients 4 and 5; D1 is of site A.
    found = timeline(ask(OWN), LOOKING, Shown(patient_no=4)).value
    assert [lane.patient_no for lane in found.lanes] == [4]

    with pytest.raises(EmptyCohort, match="No patient number 1"):
        timeline(ask(OWN), LOOKING, Shown(patient_no=1))


def test_what_is_shown_and_taken_away_holds_no_identifier(served):
    found = timeline(ask(CENTRE), LOOKING, Shown(40))
    said = timeline_rows(found.value, Words()).to_csv() + repr(found.value)

    assert not {f"D{number}" for number in range(1, 7)} & set(said.replace(",", " ").split())
    assert "Hospital" not in said
    assert "2024" not in said
    assert found.provenance.digest == ""
