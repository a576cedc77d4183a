"""Response and severe adverse events of a comparison: locked first, then as the tables say."""

from dataclasses import replace

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.answers import frozen_protocols
from dashboard.answers.answer import Ask
from dashboard.answers.comparison import comparison_design
from dashboard.answers.comparison_outcomes import comparison_outcomes
from dashboard.reports.blocks import as_markdown
from dashboard.reports.comparison_early import early_blocks
from dashboard.sentences.comparison_outcomes import early_counted, early_note, early_said
from dashboard.settings import settings
from dashboard.tables.comparison_outcomes import contrasts_table, counts_table
from dashboard.tables.comparison_result import signed
from queries import schema
from queries.domains.adjustment import REGION, YEAR, usual
from queries.engine import reading
from queries.errors import AccessDenied, QueryError
from queries.filters import Filters
from queries.protocol import Protocol
from queries.scope import Reach, Role, Scope
from tests.app.test_comparison_page import ADA, at_step, words

OFFICE = Scope(Role.COORDINATING, 1, domain_reach=Reach.ALL, site_reach=Reach.ALL)
QUESTION = Protocol(
    cohort=Filters("HCC"),
    comparison="TACE or radioembolisation",
    arms=("Conventional TACE", "Radioembolisation"),
    reference=("CTACE",),
    treated=("TARE_GLASS", "TARE_RESIN", "TARE_HO"),
    endpoint="OS",
    horizon_months=24,
    covariates=(*usual("HCC"), REGION, YEAR),
)


@pytest.fixture
def own_state(demo_home, at_home, tmp_path, monkeypatch):
    at_home(demo_home)
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()


def ask(scope=OFFICE):
    return Ask(scope, Filters("HCC"))


def frozen(protocol=QUESTION):
    return frozen_protocols.freeze(ask(), comparison_design(ask(), protocol), "A name", by=ADA)


def table(name):
    rows = schema.curated[name]
    with reading(settings().registry_url).connect() as connection:
        return pd.read_sql(sa.select(rows).where(rows.c.snapshot_id == 1), connection)


def counted_beside(day):
    """Count by arm, from the tables alone: treated in time, with a severe event by the day."""
    follow_up = schema.follow_up
    with reading(settings().registry_url).connect() as connection:
        asked = (follow_up.c.snapshot_id == 1) & (follow_up.c.endpoint_code == "OS")
        people = pd.read_sql(sa.select(follow_up).where(asked), connection)
    arm = people["technique_code"].map(
        {"CTACE": 0} | dict.fromkeys(("TARE_GLASS", "TARE_RESIN", "TARE_HO"), 1)
    )
    prompt = (people["domain_code"] == "HCC") & arm.notna() & (people["entry_half_days"] <= 0)
    people = people.assign(arm=arm)[prompt & people["left_out"].isna()]
    events = table("adverse_event")
    grade = pd.to_numeric(events["ctcae_grade"].str[:1])
    severe = events[(grade >= 3) & events["onset_day"].between(0, day)]["diagnosis_id"]
    had = people["diagnosis_id"].isin(severe)
    known = had | (people["exit_half_days"] >= 2 * day) | (people["code"] == 1)
    return [
        (int(known[people["arm"] == k].sum()), int(had[people["arm"] == k].sum())) for k in (0, 1)
    ]


def test_nothing_of_them_is_read_before_the_protocol_is_frozen(own_state):
    seen = []
    engine = reading(settings().registry_url)
    sa.event.listen(engine, "before_cursor_execute", lambda *a: seen.append(a[2].lower()))
    with pytest.raises(AccessDenied, match="not frozen"):
        comparison_outcomes(ask(), QUESTION)
    comparison_design(ask(), QUESTION)

    assert seen
    assert not [text for text in seen if "adverse_event" in text or "response_asses" in text]


def test_a_failed_design_keeps_them_locked_until_a_reason_is_written(own_state):
    protocol = replace(QUESTION, estimand="ATE")
    kept = frozen(protocol)
    with pytest.raises(AccessDenied, match="did not pass"):
        comparison_outcomes(ask(), protocol)

    reason = "Asked for by the committee before its meeting."
    frozen_protocols.open_anyway(ask(), kept, reason, by=ADA)
    found = comparison_outcomes(ask(), protocol).value
    assert f"OPENED ALTHOUGH THE DESIGN FAILED. Reason: {reason}" in early_note(found, None)


@pytest.mark.parametrize(("place", "day"), [(2, 30), (3, 90)])
def test_severe_events_are_those_of_the_tables(own_state, place, day):
    frozen()
    found = comparison_outcomes(ask(), QUESTION).value.found[place]

    assert found.name == f"Grade 3 or worse within {day} days"
    assert [(share.n, share.successes) for share in found.shares] == counted_beside(day)


def test_who_was_not_assessed_is_counted_and_stands_in_the_note(own_state):
    frozen()
    early = comparison_outcomes(ask(), QUESTION).value
    assessed, everybody = early.found[:2]

    for side in (0, 1):
        unknown = sum(n[side] for _, n in assessed.unknown)
        assert unknown > 0
        assert assessed.shares[side].n + unknown == everybody.shares[side].n
        assert assessed.shares[side].successes == everybody.shares[side].successes
    assert "alive or lost without one" in early_note(early, None)
    assert "response at best: mRECIST, site" in early_counted(early, None)
    assert "immortal time" in early_note(early, None)
    low, high = assessed.bounds
    assert low < assessed.contrasts[1].difference.estimate < high


def test_an_outcome_that_nobody_of_an_arm_had_is_said_in_words(own_state):
    protocol = replace(QUESTION, treated=("TARE_RESIN",), arms=("Conventional TACE", "Resin"))
    kept = frozen(protocol)
    if not kept.is_open:
        frozen_protocols.open_anyway(ask(), kept, "Rare events are looked for here.", by=ADA)
    early = comparison_outcomes(ask(), protocol).value
    rare = early.found[2]
    assert rare.contrasts == ()

    shown = contrasts_table(early, None)
    row = shown[shown["Outcome"] == rare.name].iloc[0]
    assert row["Difference in points (95 % CI)"].startswith("Not estimable. ")
    assert "the difference is not estimable" in early_said(early, None)
    assert not shown.isin(["0.0", "nan", "-1"]).to_numpy().any()
    assert counts_table(early, None).shape[0] == 2 * len(early.found)


def test_a_clock_that_starts_later_refuses_what_counts_from_the_procedure(own_state):
    later = replace(QUESTION, endpoint="OS_LANDMARK_60")
    kept = frozen(later)
    if not kept.is_open:
        frozen_protocols.open_anyway(ask(), kept, "The landmark is asked for here.", by=ADA)

    with pytest.raises(QueryError, match="not compared from day 60"):
        comparison_outcomes(ask(), later)


def test_the_results_step_shows_both_and_says_who_is_not_known(own_state, open_as):
    app = open_as("COORDINATING", "pages/comparison.py").run()
    app.selectbox(key="question").set_value("TACE or radioembolisation").run()
    at_step(app, "Gate")
    next(b for b in app.button if b.label == "Freeze this protocol").click().run()
    next(g for g in app.button_group if g.label == "Step").set_value("Results").run()

    assert not app.exception
    assert "Objective response, of those assessed" in words(app)
    assert "Grade 3 or worse within 90 days" in words(app)
    assert "Who had them, and of whom it is not known" in words(app)


def test_the_report_holds_early_outcomes_and_negative_controls(own_state):
    frozen()
    early = comparison_outcomes(ask(), QUESTION).value
    text = as_markdown("Report", early_blocks(ask(), QUESTION))

    assert "## Response and severe adverse events" in text
    assert "## Negative controls" in text
    difference = 100 * early.found[0].contrasts[1].difference.estimate
    assert f"difference {signed(difference)} points" in text.replace("\\", "")


def test_a_part_of_the_report_that_is_refused_stands_there_as_its_reason(own_state):
    text = as_markdown("Report", early_blocks(ask(), QUESTION)).replace("\\", "")

    assert text.count("Outcomes are locked: this protocol is not frozen.") == 2
