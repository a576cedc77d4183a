"""Lists to be worked off: who reaches them, which rows they hold, and that each look is noted."""

from datetime import UTC, date, datetime

import pytest
import sqlalchemy as sa

from dashboard.answers.answer import Ask
from dashboard.answers.row_gate import Looking
from dashboard.answers.row_lists import gaps, overdue_visits
from dashboard.settings import settings
from queries import schema
from queries.domains.catalogue import fields_of
from queries.errors import AccessDenied, EmptyCohort
from queries.filters import Filters
from queries.policies import View
from queries.reads.gaps import records_lacking
from queries.reads.overdue import overdue_visits as read_overdue
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts
from queries.state.audit import Entry, latest

CUTOFF = date(2025, 3, 15)
FACTS = SnapshotFacts(2, CUTOFF, "Made by hand", is_synthetic=True)
LOGGED = Entry("", "Ada", "SITE", "rows read", "overdue", "{}", "done", seq=1)
LOOKING = Looking("Ada", datetime(2026, 3, 1, 12, tzinfo=UTC), "Calls of March")
CENTRE = Scope(Role.COORDINATING, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL)
OWN = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))
ECOG = next(field for field in fields_of("baseline", "HCC") if field.name == "ecog")
CAUSE = next(field for field in fields_of("vital_status", "HCC") if field.name == "death_cause")
ON_FILE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
LISTS = pytest.mark.parametrize("what", ["overdue", "gaps"])
SITES = {"D1": "A", "D2": "A", "D3": "A", "D4": "B", "D5": "B", "D6": "A"}  # D6: another domain


def row_of(table, **values):
    row = dict.fromkeys(column.name for column in schema.curated[table].c)
    row |= {name: "NONE" for name in row if name.endswith("_precision")}
    return row | {"snapshot_id": 2} | values


@pytest.fixture
def filled(small_registry):
    """The small registry with the forms of its six diagnoses; nobody came to the visit."""
    with small_registry.begin() as connection:
        for number, (code, site) in enumerate(SITES.items(), start=1):
            place = {"row_no": number, "patient_id": f"P{number}", "site_id": site}
            ids = {"diagnosis_id": code, "domain_code": "CRLM" if code == "D6" else "HCC"}
            entered = {"date_entered": date(2024, 4, number)}
            enrolled = {"enrolment_date": date(2024, 3, 1), "enrolment_precision": "DAY"}
            forms = {
                "patient": place | enrolled,
                "vital_status": place | {"vital_status": "ALIVE"},
                "diagnosis": place | ids,
                "baseline": {"row_no": number, "site_id": site} | ids | entered,
            }
            for table, values in forms.items():
                connection.execute(schema.curated[table].insert(), row_of(table, **values))
        old = {"snapshot_id": 1, "row_no": 1, "patient_id": "OLD", "site_id": "A"}
        old |= {"diagnosis_id": "D1", "domain_code": "HCC"}  # of a snapshot that nobody looks at
        connection.execute(schema.curated["diagnosis"].insert(), row_of("diagnosis", **old))
        window = {"window_start_date": date(2024, 4, 3), "actual_precision": "NONE"}
        connection.execute(schema.curated["visit"].update().values(window))
    return small_registry


def change(engine, table, *, of, **values):
    curated = schema.curated[table]
    key = curated.c.diagnosis_id if "diagnosis_id" in curated.c else curated.c.patient_id
    who = of if "diagnosis_id" in curated.c else of.replace("D", "P")
    with engine.begin() as connection:
        connection.execute(curated.update().where(key == who).values(values))


def registry_of(connection, scope, view, logged=LOGGED, **chosen):
    asked = {"view": view, "filters": Filters("HCC", **chosen), "facts": FACTS, "logged": logged}
    return Registry(connection, scope, **asked)


def overdue(engine, scope=CENTRE, **asked):
    with engine.connect() as connection:
        found = read_overdue(registry_of(connection, scope, View.OVERDUE, **asked), CUTOFF)
    return found["patient_id"].tolist()


def lacking(engine, scope=CENTRE, table="baseline", field=ECOG, **asked):
    with engine.connect() as connection:
        found = records_lacking(registry_of(connection, scope, View.GAPS, **asked), table, field)
    return dict(zip(found["patient_id"], found["state"], strict=True))


@pytest.mark.parametrize("listed", [overdue, lacking])
def test_a_list_is_cut_to_the_own_site_and_to_what_is_chosen(filled, listed):
    assert len(listed(filled)) == 5
    assert sorted(listed(filled, OWN)) == ["P4", "P5"]
    assert not listed(filled, OWN, sites=("A",))
    assert not listed(filled, Scope(Role.SITE, 2, domain_reach=Reach.ALL))
    assert sorted(listed(filled, sites=("B",))) == ["P4", "P5"]


@ON_FILE
@pytest.mark.parametrize("listed", [overdue, lacking])
def test_without_an_entry_in_the_log_no_list_is_read(filled, listed):
    with pytest.raises(AccessDenied, match="audit log"):
        listed(filled, OWN, logged=None)


def test_a_visit_that_is_not_due_is_not_overdue(filled):
    came = {"actual_date": date(2024, 4, 20), "actual_precision": "DAY"}
    left = {"vital_status": "LOST", "last_contact_date": date(2024, 4, 2)}
    change(filled, "visit", of="D1", **came)
    change(filled, "visit", of="D2", window_end_date=date(2025, 3, 16))
    change(filled, "patient", of="D3", enrolment_date=date(2024, 5, 2))
    died = {"death_date": date(2024, 5, 1), "death_precision": "DAY"}
    change(filled, "vital_status", of="D4", **died)
    change(filled, "vital_status", of="D5", **left, last_contact_precision="DAY")

    assert overdue(filled) == []


def test_a_visit_that_was_due_is_overdue_however_it_ended(filled):
    day_not_entered = {"actual_date": date(2024, 4, 1), "actual_precision": "MONTH"}
    died_later = {"death_date": date(2024, 5, 2), "death_precision": "DAY"}
    change(filled, "visit", of="D1", **day_not_entered)
    change(filled, "visit", of="D2", window_end_date=CUTOFF)
    change(filled, "patient", of="D3", enrolment_date=date(2024, 5, 1))
    change(filled, "vital_status", of="D4", **died_later)
    change(filled, "vital_status", of="D5", vital_status="LOST")  # nobody knows since when

    assert sorted(overdue(filled)) == ["P1", "P2", "P3", "P4", "P5"]


def test_a_record_with_the_field_is_not_listed_and_an_unknown_one_is_told_apart(filled):
    change(filled, "baseline", of="D1", ecog="0")
    change(filled, "baseline", of="D2", ecog="UNK")

    assert lacking(filled) == {"P2": "UNK", "P3": "NULL", "P4": "NULL", "P5": "NULL"}


def test_a_form_that_was_never_sent_lacks_all_its_fields(filled):
    with filled.begin() as connection:
        table = schema.curated["baseline"]
        connection.execute(table.delete().where(table.c.diagnosis_id == "D3"))

    assert lacking(filled)["P3"] == "NULL"


def test_a_field_that_does_not_apply_is_not_missing(filled):
    change(filled, "vital_status", of="D3", vital_status="DEAD")

    assert lacking(filled, table="vital_status", field=CAUSE) == {"P3": "NULL"}


@ON_FILE
@pytest.mark.parametrize("name", ["diagnosis_id", "site_id", "visit_id"])
def test_no_identifier_but_the_study_number_is_shown_even_at_the_highest_level(filled, name):
    with filled.connect() as connection:
        registry = registry_of(connection, CENTRE, View.OVERDUE)
        with pytest.raises(AccessDenied, match="more of a patient"):
            registry.rows(sa.select(registry.course("visit").c[name].label("number")))


@ON_FILE
def test_a_view_without_dates_shows_no_study_number_either(filled):
    with filled.connect() as connection:
        registry = registry_of(connection, CENTRE, View.TIMELINE)
        with pytest.raises(AccessDenied, match="more of a patient"):
            registry.rows(sa.select(registry.form("patient").c.patient_id.label("number")))


@pytest.fixture
def served(filled, monkeypatch, tmp_path):
    """The filled registry as the one that is served, with a log of its own."""
    url = filled.url.render_as_string(hide_password=False)
    monkeypatch.setenv("IOCORE_HOME", str(tmp_path))
    monkeypatch.setenv("IOCORE_DATABASE_URL", url)
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()
    yield
    settings.cache_clear()


def asked(scope, looking=LOOKING):
    ask = Ask(scope, Filters("HCC"))
    return {
        "overdue": lambda: overdue_visits(ask, looking),
        "gaps": lambda: gaps(ask, looking, "baseline", "ecog"),
    }


@ON_FILE
@LISTS
def test_no_other_role_is_given_a_list_and_nothing_is_noted(served, what):
    for role in set(Role) - {Role.SITE, Role.COORDINATING}:
        everything = Scope(role, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL)
        with pytest.raises(AccessDenied, match="not open to your role"):
            asked(everything)[what]()

    assert latest(settings().state_url, 1) == ()


@ON_FILE
@LISTS
def test_a_list_is_noted_with_who_asked_and_what_for(served, what):
    asked(CENTRE)[what]()
    entry = latest(settings().state_url, 1)[0]

    assert (entry.actor, entry.role, entry.object) == ("Ada", "COORDINATING", what)
    assert "Calls of March" in entry.details


@ON_FILE
@LISTS
def test_who_sees_every_site_says_what_the_list_is_for(served, what):
    with pytest.raises(AccessDenied, match="stated purpose"):
        asked(CENTRE, Looking("Ada", LOOKING.moment, " "))[what]()


@ON_FILE
def test_nothing_overdue_is_said_in_words(served, filled):
    with filled.begin() as connection:
        connection.execute(schema.curated["visit"].delete())

    with pytest.raises(EmptyCohort, match="No visit of Site B is overdue"):
        asked(OWN)["overdue"]()
