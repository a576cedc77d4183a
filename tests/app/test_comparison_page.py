"""The comparison page: design without outcomes, a gate that holds, results as frozen."""

import dataclasses
import math
import re
import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from analytics.stacked_variance import Effect
from dashboard.answers import frozen_protocols, gate
from dashboard.answers.answer import Ask
from dashboard.answers.comparison import comparison_design, comparison_result
from dashboard.answers.comparison_robustness import robustness
from dashboard.answers.frozen_protocols import Author
from dashboard.reports.blocks import as_html, as_markdown
from dashboard.reports.comparison import report_blocks, report_title
from dashboard.settings import settings
from dashboard.tables.comparison_result import effect_text, signed
from queries.domains.adjustment import REGION, YEAR, usual
from queries.engine import reading
from queries.errors import AccessDenied, QueryError
from queries.filters import Filters
from queries.protocol import Protocol
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

OFFICE = Scope(Role.COORDINATING, 1, domain_reach=Reach.ALL, site_reach=Reach.ALL)
LEAD = Scope(Role.DOMAIN_LEAD, 1, domains=frozenset({"HCC"}), site_reach=Reach.ALL)
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
ADA = Author("Ada", datetime(2026, 3, 1, 12, tzinfo=UTC))
REASON = "Asked for by the committee before its meeting."


def words(app):
    shown = [*app.markdown, *app.caption, *app.warning, *app.title, *app.subheader]
    return "\n".join(str(element.value).replace("\\", "") for element in shown)


@pytest.fixture
def own_state(demo_home, at_home, tmp_path, monkeypatch):
    at_home(demo_home)
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()


@pytest.fixture
def open_page(own_state, open_as):
    def opened(role, **choice):
        return open_as(role, "pages/comparison.py", **choice)

    return opened


def ask(scope=OFFICE):
    return Ask(scope, Filters("HCC"))


def frozen(protocol=QUESTION, scope=OFFICE):
    designed = comparison_design(ask(scope), protocol)
    return frozen_protocols.freeze(ask(scope), designed, "A name", by=ADA)


def at_step(app, step):
    app.run()
    next(g for g in app.button_group if g.label == "Step").set_value(step).run()
    return app


def test_no_statement_of_the_design_reads_an_outcome_by_arm_or_by_patient(own_state):
    seen = []
    engine = reading(settings().registry_url)
    sa.event.listen(engine, "before_cursor_execute", lambda *a: seen.append(a[2].lower()))
    for chosen in (QUESTION, replace(QUESTION, missing="imputed"), replace(QUESTION, trim="crump")):
        comparison_design(ask(), chosen)

    about_outcome = [text for text in seen if "follow_up" in text]
    assert about_outcome
    for text in about_outcome:
        shown = text.split("from")[0]
        assert "technique_code" not in shown
        assert "diagnosis_id" not in shown
        assert "group by had_event, is_followed" in text.replace("\n", "") or "count(" in text


def test_nothing_kept_of_the_design_is_an_outcome_or_a_row_of_a_patient(own_state, monkeypatch):
    stored = []

    def kept(_key, work):
        stored.append(work())
        return stored[-1]

    monkeypatch.setattr(gate, "kept", kept)
    comparison_design(ask(), QUESTION)

    (design,) = (one for one in stored if not isinstance(one, SnapshotFacts))
    names, sizes = zip(*_parts(design), strict=True)
    assert max(sizes) < 300  # columns of the balance table, never patients
    assert not {"time", "code", "event", "events", "hazard_ratio", "curves"} & set(names)


def _parts(value, name=""):
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from _parts(getattr(value, field.name), field.name)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _parts(part, name)
    elif isinstance(value, Mapping):
        for key, part in value.items():
            yield from _parts(part, str(key))
    elif isinstance(value, np.ndarray | pd.DataFrame | pd.Series):
        yield name, int(np.size(value))
    else:
        yield name, 1


def test_outcomes_are_locked_until_the_protocol_is_frozen(own_state):
    comparison_design(ask(), QUESTION)

    with pytest.raises(AccessDenied, match="not frozen"):
        comparison_result(ask(), QUESTION)


def test_a_kept_result_does_not_open_a_locked_protocol(own_state, tmp_path, monkeypatch):
    frozen()
    comparison_result(ask(), QUESTION)
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'other.sqlite'}")
    settings.cache_clear()

    with pytest.raises(AccessDenied):
        comparison_result(ask(), QUESTION)


def test_another_setting_than_the_frozen_one_is_locked(own_state):
    frozen()

    with pytest.raises(AccessDenied):
        comparison_result(ask(), replace(QUESTION, estimand="ATE"))


def test_the_demo_shows_what_confounding_did(own_state):
    assert frozen().is_open
    found = comparison_result(ask(), QUESTION).value.compared
    crude, adjusted = found.crude.hazard_ratio, found.adjusted.hazard_ratio

    assert crude.estimate > 1
    assert adjusted.lower < 0.85 < adjusted.upper
    assert adjusted.estimate / crude.estimate < 0.80


def test_a_failed_design_opens_with_a_reason_that_stands_on_the_result(own_state):
    protocol = replace(QUESTION, estimand="ATE")
    kept = frozen(protocol)
    assert not kept.is_open
    with pytest.raises(AccessDenied):
        comparison_result(ask(), protocol)
    frozen_protocols.open_anyway(ask(), kept, REASON, by=ADA)

    assert comparison_result(ask(), protocol).value.reasons == (REASON,)


@pytest.mark.parametrize("role", [Role.SITE, Role.STEERING, Role.ADVISORY, Role.PUBLIC])
def test_who_may_not_decide_can_neither_design_nor_freeze(own_state, role):
    designed = comparison_design(ask(), QUESTION)
    other = Ask(replace(OFFICE, role=role), Filters("HCC"))

    with pytest.raises(AccessDenied):
        comparison_design(other, QUESTION)
    with pytest.raises(AccessDenied):
        frozen_protocols.freeze(other, designed, "A name", by=ADA)


def test_a_lead_decides_in_the_own_domain_only(own_state):
    other = replace(LEAD, domains=frozenset({"CRLM"}))
    designed = comparison_design(ask(LEAD), QUESTION)

    assert frozen_protocols.may_decide(LEAD, "HCC")
    with pytest.raises(AccessDenied):
        frozen_protocols.freeze(ask(other), designed, "A name", by=ADA)


def test_a_score_beside_its_parts_is_refused(own_state):
    both = replace(QUESTION, covariates=("bclc", "ecog"))

    with pytest.raises(QueryError, match="BCLC stage is worked out from ECOG"):
        comparison_design(ask(), both)


def test_robustness_goes_step_by_step_and_is_kept(own_state):
    frozen(scope=LEAD)
    steps = robustness(ask(LEAD), QUESTION)
    first, second = next(steps), next(steps)

    assert (first.share, first.found.value.specified) == (0, ())
    assert math.isfinite(second.found.value.specified[0].effect.estimate)


def test_every_part_of_the_page_stands_for_the_office(open_page):
    app = at_step(open_page("COORDINATING"), "Design")

    assert not app.exception
    assert "Could either technique have been chosen?" in words(app)
    assert len(app.get("plotly_chart")) == 3
    assert "No outcome was read by arm" in words(app)


def test_results_are_refused_in_words_before_they_are_open(open_page):
    app = at_step(open_page("DOMAIN_LEAD", domain="HCC"), "Results")

    assert "Outcomes are locked: this protocol is not frozen." in words(app)
    assert not app.get("plotly_chart")


def test_the_whole_trip_from_protocol_to_a_saved_result(open_page):
    app = open_page("COORDINATING")
    app.run()
    app.selectbox(key="question").set_value("TACE or radioembolisation").run()
    at_step(app, "Gate")
    next(b for b in app.button if b.label == "Freeze this protocol").click().run()
    assert "OPEN. Radioembolisation against TACE" in words(app)
    next(g for g in app.button_group if g.label == "Step").set_value("Results").run()
    assert "hazard ratio" in words(app)
    assert "This does not show what a randomised trial would" in words(app)
    next(b for b in app.button if b.key == "save").click().run()

    reader = open_page("STEERING").run()
    reader.selectbox(key="frozen").set_value(1).run()
    assert not reader.exception
    assert "Checklist (target trial, STROBE, RECORD-PE)" in words(reader)
    assert not reader.get("plotly_chart")


def test_the_committee_reads_and_cannot_ask(open_page):
    app = open_page("STEERING").run()

    assert not app.exception
    assert "No protocol is frozen yet." in words(app)
    assert not [g for g in app.button_group if g.label == "Step"]


def test_a_combination_is_warned_about_and_a_landmark_offered(open_page):
    app = open_page("COORDINATING")
    app.run()
    app.selectbox(key="question").set_value("Ablation alone or TACE + ablation").run()

    assert "immortal time" in words(app)
    assert "OS_LANDMARK_60" in app.selectbox(key="outcome").options or any(
        "from day 60" in option for option in app.selectbox(key="outcome").options
    )


def test_too_few_patients_are_words_and_the_page_stands(open_page):
    app = open_page("DOMAIN_LEAD", domain="ICC")
    app.run()
    app.selectbox(key="question").set_value("Radioembolisation or arterial infusion").run()

    assert not app.exception
    assert "30 are needed in each arm" in words(app)
    assert "The trial that is emulated" in words(app)


def test_a_failed_design_stays_locked_until_a_reason_is_written(open_page):
    app = open_page("DOMAIN_LEAD", domain="HCC")
    app.run()
    app.selectbox(key="question").set_value("TACE or radioembolisation").run()
    app.selectbox(key="estimand_weighting").set_value("ATT").run()
    at_step(app, "Gate")
    next(b for b in app.button if b.label == "Freeze this protocol").click().run()
    assert "LOCKED." in words(app)
    app.text_area[0].set_value("too short")
    next(b for b in app.button if b.label == "Open with this reason").click().run()
    assert "20 are needed" in words(app)
    app.text_area[0].set_value(REASON)
    next(b for b in app.button if b.label == "Open with this reason").click().run()

    next(g for g in app.button_group if g.label == "Step").set_value("Results").run()
    assert REASON in words(app)
    assert "OPENED ALTHOUGH THE DESIGN FAILED" in words(app)


def test_the_report_holds_every_part_and_the_numbers_of_the_page(own_state):
    frozen()
    result = comparison_result(ask(), QUESTION)
    blocks = report_blocks(comparison_design(ask(), QUESTION), result, None)
    text, html = (write(report_title(result), blocks) for write in (as_markdown, as_html))

    ratio = result.value.compared.adjusted.hazard_ratio.estimate
    for part in ("Protocol", "Design", "Gate", "Results", "Robustness", "Methods", "Checklist"):
        assert f"## {part}" in text
        assert f"<h2>{part}" in html
    assert f"hazard ratio {ratio:.2f}" in html
    assert "SYNTHETIC DATA" in html
    assert "<script" not in html


def test_what_is_not_known_is_never_written_as_a_number():
    nan = float("nan")
    effect = Effect("difference", "difference", nan, nan, nan, nan, nan, nan, 0.95)

    assert effect_text(effect) == "beyond follow-up"
    assert signed(0.0004) == "+0.0004"
    assert signed(-0.04) == "\u22120.04"


def test_an_open_result_offers_its_methods_and_for_a_purpose_its_bundle(open_page):
    app = open_page("COORDINATING")
    app.run()
    app.selectbox(key="question").set_value("TACE or radioembolisation").run()
    at_step(app, "Gate")
    next(b for b in app.button if b.label == "Freeze this protocol").click().run()
    next(g for g in app.button_group if g.label == "Step").set_value("Results").run()
    said = app.code[0].value
    told = re.search(r"\. TACE \(n (\d+), (\d+) events\) and Radioembolisation \(n", said)

    assert not app.exception
    assert tuple(map(int, told.groups())) == _followed(("CTACE", "DEBTACE"))
    assert "The propensity score was estimated by logistic regression from Sex" in said
    assert "carry that the scores are estimated" in said
    assert "Bundle, ZIP" not in [button.label for button in app.get("download_button")]
    app.text_input(key="bundle_purpose").set_value("A review").run()
    assert "Bundle, ZIP" in [button.label for button in app.get("download_button")]


def _followed(techniques):
    """Patients and events of techniques, counted beside the program."""
    marks = ", ".join("?" * len(techniques))
    asked = (
        "select count(*), sum(code = 1) from follow_up where endpoint_code = 'OS' "  # noqa: S608
        f"and domain_code = 'HCC' and left_out is null and technique_code in ({marks})"
    )
    registry = settings().registry_url.removeprefix("sqlite:///")
    with closing(sqlite3.connect(registry)) as opened:
        return opened.execute(asked, techniques).fetchone()
