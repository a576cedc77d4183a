"""Negative controls on the comparison page: locked first, honest where a domain has none."""

from dataclasses import replace

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.answers import comparison_controls as asked
from dashboard.answers.comparison_controls import comparison_controls
from dashboard.sentences.comparison_controls import control_said, controls_said, none_listed
from dashboard.settings import settings
from dashboard.tables.comparison_controls import controls_table
from queries import schema
from queries.domains.adjustment import usual
from queries.domains.catalogue import DOMAINS
from queries.domains.covariates import record_fields
from queries.engine import reading
from queries.errors import AccessDenied
from tests.app.test_comparison_page import QUESTION, ask, frozen


@pytest.fixture
def own_state(demo_home, at_home, tmp_path, monkeypatch):
    at_home(demo_home)
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()


@pytest.mark.parametrize("domain", DOMAINS.values(), ids=DOMAINS)
def test_a_control_of_a_domain_is_collected_there_and_not_adjusted_for(domain):
    known = {field.name for field in record_fields()} | {field.name for field in domain.fields}
    for one in domain.negative_controls:
        assert bool(one.field) != bool(one.endpoint)
        assert one.reason
        assert one.limit
        if one.field:
            assert one.field in known
            assert one.field not in usual(domain.code)
        else:
            assert one.endpoint in {rule.code for rule in domain.endpoints}


def test_a_control_is_locked_until_the_protocol_is_frozen(own_state):
    with pytest.raises(AccessDenied, match="not frozen"):
        comparison_controls(ask(), QUESTION)


def test_people_and_deaths_of_controls_are_those_of_the_tables(own_state):
    frozen()
    death, kidneys, *_ = comparison_controls(ask(), QUESTION).value.found
    arms = (QUESTION.reference, QUESTION.treated)
    with reading(settings().registry_url).connect() as connection:
        record, follow = schema.index_record, schema.follow_up
        own = (record.c.snapshot_id == 1) & (record.c.domain_code == "HCC")
        rows = pd.read_sql(sa.select(record).where(own), connection)
        own = (follow.c.snapshot_id == 1) & (follow.c.domain_code == "HCC")
        css = own & (follow.c.endpoint_code == "CSS") & follow.c.left_out.is_(None)
        ends = pd.read_sql(sa.select(follow).where(css), connection)

    of = [rows[rows["technique_code"].isin(arm)] for arm in arms]
    assert kidneys.found.n == tuple(int(arm["creatinine_umol_l"].notna().sum()) for arm in of)
    of = [ends[ends["technique_code"].isin(arm)] for arm in arms]
    assert death.found.n_events == tuple(int((arm["code"] == 2).sum()) for arm in of)


def test_each_control_says_what_a_difference_would_mean(own_state):
    frozen()
    found = comparison_controls(ask(), QUESTION).value

    for one in found.found:
        said = control_said(one)
        assert one.control.reason in said
        assert one.control.limit in said
        if not one.found.refusal:
            assert ("may carry the same bias" in said) == one.found.is_off
    shown = controls_table(found, None)
    assert "Not estimable. It is entered for nobody." in set(shown["Adjusted (95 % CI)"])


def test_what_the_protocol_adjusts_for_or_measures_is_no_control(own_state):
    specific = replace(QUESTION, endpoint="CSS")
    frozen(specific)

    left_out = dict(comparison_controls(ask(), specific).value.left_out)
    assert "it competes with the outcome" in left_out["Death from another or unknown cause"]


def test_a_domain_without_any_says_so(own_state, monkeypatch):
    bare = replace(DOMAINS["HCC"], negative_controls=())
    monkeypatch.setattr(asked, "DOMAINS", DOMAINS | {"HCC": bare})
    frozen()
    found = comparison_controls(ask(), QUESTION).value

    assert "No field collected in Hepatocellular carcinoma honestly serves" in none_listed(found)
    assert controls_said(found, None) == none_listed(found)
