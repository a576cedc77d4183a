"""A saved result held to the same protocol on a later snapshot."""

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.answers.answer import Ask
from dashboard.answers.comparison import CODE_VERSION
from dashboard.answers.comparison_moves import saved_elsewhere, what_moved
from dashboard.sentences.comparison_moves import moved_said
from dashboard.settings import settings
from dashboard.tables.comparison_moves import saved_table
from queries import schema
from queries.demo.load import load_demo
from queries.engine import writing
from queries.errors import AccessDenied, DatabaseUnavailable
from queries.filters import Filters
from queries.initialise import initialise
from queries.protocol import Protocol
from queries.scope import Reach, Role, Scope
from queries.state import protocols as state
from queries.state.protocols import Draft
from queries.state.saved_numbers import Numbers

OFFICE = Scope(Role.COORDINATING, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL)
QUESTION = Protocol(
    cohort=Filters("HCC"),
    comparison="Conventional or bead TACE",
    arms=("Conventional TACE", "Bead TACE"),
    reference=("CTACE",),
    treated=("DEBTACE",),
    endpoint="OS",
    horizon_months=24,
    covariates=("ecog", "sex"),
)
NUMBERS = Numbers((40, 50), (20, 30), 1.3, 0.8, 0.6, 1.1)


@pytest.fixture
def two(tmp_path, at_home, monkeypatch):
    """A registry of 300 and of 400 diagnoses; nothing is frozen."""
    engine = writing(f"sqlite:///{tmp_path / 'registry.sqlite'}")
    initialise(engine)
    for n, day in ((300, 1), (400, 2)):
        load_demo(engine, n_diagnoses=n, now=datetime(2026, 1, day, tzinfo=UTC))
    at_home(tmp_path)
    yield engine
    engine.dispose()


def frozen(snapshot_id, protocol=QUESTION, passed=True):
    draft = Draft(protocol, "A name", snapshot_id, CODE_VERSION, passed, "")
    return state.freeze(settings().state_url, draft, by="Ada")


def ask(scope=OFFICE):
    return Ask(scope, Filters("HCC"))


def counted(engine, snapshot_id):
    table = schema.follow_up.c
    statement = sa.select(table.diagnosis_id, table.technique_code).where(
        table.snapshot_id == snapshot_id,
        table.domain_code == "HCC",
        table.endpoint_code == "OS",
        table.left_out.is_(None),
        table.technique_code.in_(QUESTION.techniques),
    )
    with engine.connect() as connection:
        return pd.read_sql(statement, connection).set_index("diagnosis_id")


def test_those_added_and_gone_are_those_of_the_tables(two):
    then, _ = frozen(1), frozen(2)
    found = what_moved(ask(), QUESTION, then).value
    before, now = counted(two, 1).index, counted(two, 2).index

    assert (found.n_then, found.n_now) == (len(before), len(now))
    assert found.added == len(now.difference(before)) > 0
    assert found.gone == len(before.difference(now))
    assert found.n_now == found.n_then + found.added - found.gone


def test_outcomes_are_compared_only_where_both_are_open(two):
    failed = frozen(1, passed=False)
    with pytest.raises(AccessDenied):
        what_moved(ask(), QUESTION, failed)
    other = frozen(1, replace(QUESTION, estimand="ATE"))
    with pytest.raises(AccessDenied):  # not frozen in the present snapshot
        what_moved(ask(), QUESTION, other)
    frozen(2)

    with pytest.raises(AccessDenied, match="another protocol"):
        what_moved(ask(), QUESTION, other)


def test_a_snapshot_that_is_gone_is_said_in_words(two):
    then, _ = frozen(9), frozen(2)

    with pytest.raises(DatabaseUnavailable, match="Snapshot 9 is no longer"):
        what_moved(ask(), QUESTION, then)


def test_saved_results_stand_side_by_side_for_whoever_may_read_them(two):
    later = replace(NUMBERS, n=(45, 52), events=(22, 30), ratio=0.7)
    for snapshot_id, numbers in ((1, NUMBERS), (2, later)):
        kept = frozen(snapshot_id)
        state.save(settings().state_url, kept, headline="x", report="y", numbers=numbers, by="Ada")
    frozen(2, replace(QUESTION, estimand="ATE"))  # saved by nobody, and another question

    saved = saved_elsewhere(ask(replace(OFFICE, role=Role.STEERING)), QUESTION)
    said = moved_said(saved[0], saved[-1].numbers)
    assert [one.frozen.snapshot_id for one in saved] == [1, 2]
    assert "7 more patients, 2 more events" in said
    assert "then 0.80 (0.60 to 1.10), now 0.70 (0.60 to 1.10)" in said
    assert "within the limits of then" in said
    assert list(saved_table(saved, (3, later))["Snapshot"])[-1] == "3, now"


def test_another_source_is_no_earlier_state_of_this_one(two):
    kept = frozen(1)
    state.save(settings().state_url, kept, headline="x", report="y", numbers=NUMBERS, by="Ada")
    assert saved_elsewhere(ask(), QUESTION)
    table = schema.data_snapshot
    with two.begin() as connection:
        connection.execute(
            sa.update(table).where(table.c.snapshot_id == 1).values(source_label="Elsewhere")
        )

    assert not saved_elsewhere(ask(), QUESTION)


def test_what_is_not_estimable_is_never_a_number(two):
    nan = float("nan")
    kept = frozen(1)
    none = replace(NUMBERS, ratio=nan, lower=nan, upper=nan, crude_ratio=nan)
    state.save(settings().state_url, kept, headline="x", report="y", numbers=none, by="Ada")
    (saved,) = saved_elsewhere(ask(), QUESTION)

    assert "cannot be held against each other" in moved_said(saved, NUMBERS)
    assert "nan" not in saved_table((saved,), None).to_string().lower()


def test_a_site_reads_no_saved_numbers(two):
    with pytest.raises(AccessDenied):
        saved_elsewhere(ask(replace(OFFICE, role=Role.SITE)), QUESTION)
