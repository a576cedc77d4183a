"""The gate to pages: roles, and keys that differ wherever a result could."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dashboard import cache
from dashboard.answers import gate
from dashboard.answers.answer import Ask
from dashboard.answers.gate import answer
from dashboard.settings import settings
from queries.demo.load import load_demo
from queries.engine import reading, writing
from queries.errors import AccessDenied, DatabaseUnavailable
from queries.filters import Filters
from queries.initialise import initialise
from queries.policies import View
from queries.scope import Reach, Role, Scope
from queries.snapshots import snapshot_facts

calls: list[str] = []


@answer(View.SURVIVAL, methods="survival")
def question(registry, extra="") -> str:
    calls.append(extra)
    return f"{registry.domain} {extra}"


@pytest.fixture
def ask(tmp_path, monkeypatch):
    monkeypatch.setenv("IOCORE_HOME", str(tmp_path))
    settings.cache_clear()
    cache.forget_all()
    calls.clear()
    engine = writing(settings().registry_url)
    initialise(engine)
    snapshot = load_demo(engine, n_diagnoses=60, now=datetime(2026, 1, 1, tzinfo=UTC)).snapshot_id
    engine.dispose()
    scope = Scope(Role.STEERING, snapshot, domain_reach=Reach.ALL, site_reach=Reach.ALL)
    yield Ask(scope, Filters("HCC"))
    settings.cache_clear()
    reading.cache_clear()


def test_the_same_question_is_computed_once(ask):
    assert question(ask).value == question(ask).value
    assert len(calls) == 1


def test_what_a_snapshot_says_of_itself_is_read_once_for_all_questions(ask, monkeypatch):
    read = []
    monkeypatch.setattr(
        gate, "snapshot_facts", lambda engine, n: read.append(n) or snapshot_facts(engine, n)
    )

    shown = [question(ask, extra).provenance for extra in ("one", "two")]

    assert read == [ask.scope.snapshot_id]
    assert shown[0].cutoff == shown[1].cutoff is not None


def test_a_snapshot_that_is_not_there_is_refused_beside_one_that_is(ask):
    question(ask)

    with pytest.raises(DatabaseUnavailable, match="no longer in the registry"):
        question(replace(ask, scope=ask.scope.at(99)))


def test_whatever_can_change_a_result_is_in_its_key(ask):
    question(ask)
    for other in (
        replace(ask, filters=Filters("HCC", regions=("EU",))),
        replace(ask, filters=Filters("HCC", countries=("EU",))),
        replace(ask, filters=Filters("HCC", first_year=2022)),
        replace(ask, scope=replace(ask.scope, role=Role.COORDINATING)),
        replace(ask, scope=replace(ask.scope, site_reach=Reach.LISTED)),
        replace(ask, scope=replace(ask.scope, site_reach=Reach.LISTED, sites=frozenset({"S01"}))),
    ):
        question(other)
    question(ask, "other argument")
    question(ask, extra="other argument")

    assert len(calls) == 9


def test_a_closed_role_is_refused_before_the_cache_is_asked(ask):
    question(ask)
    for role in (Role.PUBLIC, Role.ADVISORY, Role.ADMIN):
        with pytest.raises(AccessDenied):
            question(replace(ask, scope=replace(ask.scope, role=role)))


def test_an_answer_says_where_it_is_from(ask):
    where_from = question(ask).provenance

    assert (where_from.source, where_from.is_synthetic) == ("Demo registry", True)
    assert where_from.cutoff.isoformat() == "2025-06-30"


def test_what_cannot_be_part_of_a_key_fails_instead_of_sharing_one(ask):
    with pytest.raises(TypeError, match="cannot be part of a key"):
        question(ask, object())
