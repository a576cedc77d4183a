"""Planning sees no outcome of an arm: not in the statements, not in the result."""

from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard import cache
from dashboard.answers.answer import Ask
from dashboard.answers.answerable import answerable_by
from dashboard.answers.missing_cost import missing_cost
from dashboard.settings import settings
from dashboard.tables.answerable import answerable_rows
from dashboard.wording import Words
from queries import schema
from queries.demo.load import load_demo
from queries.engine import reading, writing
from queries.filters import Filters
from queries.initialise import initialise
from queries.scope import Reach, Role, Scope

SCOPE = Scope(Role.STEERING, 1, Reach.ALL, site_reach=Reach.ALL)
ASK = Ask(SCOPE, Filters("HCC"))
EMBOLISATION = ("CTACE", "DEBTACE", "TAE", "TARE_GLASS", "TARE_HO", "TARE_RESIN")
ABLATION = ("MWA", "RFA", "TACE_ABL")
OUTCOME = ("entry_half_days", "exit_half_days", "code", "left_out")


@pytest.fixture(scope="module")
def planned_home(tmp_path_factory):
    home = tmp_path_factory.mktemp("planned")
    engine = writing(f"sqlite:///{home / 'registry.sqlite'}")
    initialise(engine)
    load_demo(engine, n_diagnoses=600, now=datetime(2026, 1, 1, tzinfo=UTC))
    engine.dispose()
    return home


@pytest.fixture
def registry(planned_home, monkeypatch):
    monkeypatch.setenv("IOCORE_HOME", str(planned_home))
    settings.cache_clear()
    cache.forget_all()
    engine = writing(f"sqlite:///{planned_home / 'registry.sqlite'}")
    yield engine
    engine.dispose()
    settings.cache_clear()
    reading.cache_clear()


@contextmanager
def statements():
    seen = []

    def note(_connection, _cursor, text, parameters, *_rest):
        seen.append((text, parameters))

    sa.event.listen(sa.Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(sa.Engine, "before_cursor_execute", note)


def shown(ask=ASK) -> pd.DataFrame:
    cache.forget_all()
    return answerable_rows(answerable_by(ask).value, Words())


def outcomes(engine) -> pd.DataFrame:
    table = schema.follow_up
    with engine.connect() as connection:
        rows = connection.execute(
            sa.select(table).where(table.c.domain_code == "HCC", table.c.endpoint_code == "OS")
        )
        return pd.DataFrame(rows.mappings())


@contextmanager
def outcomes_written(engine, frame):
    """Write other outcomes of the same diagnoses, and put the first ones back."""
    before = outcomes(engine)
    try:
        _write(engine, frame)
        yield
    finally:
        _write(engine, before)


def _write(engine, frame):
    table = schema.follow_up
    rows = frame.astype(object).where(frame.notna(), None)
    rows = rows[["diagnosis_id", *OUTCOME]].rename(columns={"diagnosis_id": "who"})
    statement = table.update().where(
        table.c.diagnosis_id == sa.bindparam("who"), table.c.endpoint_code == "OS"
    )
    values = {name: sa.bindparam(f"new_{name}") for name in OUTCOME}
    rows = rows.rename(columns={name: f"new_{name}" for name in OUTCOME})
    with engine.begin() as connection:
        connection.execute(statement.values(**values), rows.to_dict("records"))


def test_outcomes_are_read_as_one_sum_over_a_whole_pool(registry):
    with statements() as seen:
        shown()

    read = [(text, given) for text, given in seen if "follow_up" in text]
    assert read
    for text, given in read:
        assert "technique_code" not in text.split("FROM")[0]  # of the outermost select
        assert "GROUP BY" not in text
        asked = {value for value in given if value in (*EMBOLISATION, *ABLATION)}
        assert tuple(sorted(asked)) in (EMBOLISATION, ABLATION)


def test_outcomes_dealt_anew_among_the_techniques_of_a_pool_change_nothing(registry):
    before, rng = shown(), np.random.default_rng(1)
    frame = outcomes(registry)
    pool = frame["technique_code"].isin(EMBOLISATION)
    dealt = frame.copy()
    order = rng.permutation(np.flatnonzero(pool))
    dealt.loc[pool, list(OUTCOME)] = frame.loc[order, list(OUTCOME)].to_numpy()

    with outcomes_written(registry, dealt):
        after = shown()

    assert not dealt[["technique_code", "code"]].equals(frame[["technique_code", "code"]])
    pd.testing.assert_frame_equal(after, before)


def test_other_outcomes_of_the_pool_do_change_the_plan(registry):
    before = shown()
    frame = outcomes(registry)

    with outcomes_written(registry, frame.assign(code=1)):
        after = shown()

    assert not after["events_both_arms"].equals(before["events_both_arms"])


@pytest.mark.parametrize("technique", ["CTACE", "TARE_GLASS"])
def test_a_filter_on_one_technique_singles_out_no_arm(registry, technique):
    filters = replace(ASK.filters, techniques=(technique,), first_year=2020, last_year=2021)

    pd.testing.assert_frame_equal(shown(replace(ASK, filters=filters)), shown())


def test_no_outcome_is_read_for_a_comparison_that_does_not_stand(registry):
    few = replace(ASK, filters=replace(ASK.filters, sites=("S03",)))

    with statements() as seen:
        found = shown(few)

    assert set(found["events_both_arms"]) == {"not read"}
    assert not [text for text, _ in seen if "follow_up" in text]


def test_what_gaps_cost_is_counted_without_any_outcome(registry):
    with statements() as seen:
        cost = missing_cost(ASK).value

    assert cost.lost > 0
    assert not [text for text, _ in seen if "follow_up" in text]
