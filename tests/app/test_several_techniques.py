"""Three or more techniques on the comparison page: design first, outcome once it is frozen."""

from dataclasses import replace
from datetime import UTC, datetime

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard import components
from dashboard.answers import frozen_protocols
from dashboard.answers.answer import Ask
from dashboard.answers.comparison import comparison_result
from dashboard.answers.comparison_controls import comparison_controls
from dashboard.answers.comparison_outcomes import comparison_outcomes
from dashboard.answers.frozen_protocols import Author
from dashboard.answers.several_arms import design_of_several, result_of_several
from dashboard.charts.several_result import arms_figure
from dashboard.sentences.several_result import several_result_note
from dashboard.settings import settings
from dashboard.tables.several_result import arm_curve_rows, pairs_effects_table
from queries import schema
from queries.domains.adjustment import REGION, YEAR, usual
from queries.engine import reading
from queries.errors import AccessDenied, QueryError
from queries.filters import Filters
from queries.protocol import Protocol
from queries.scope import Reach, Role, Scope

OFFICE = Scope(Role.COORDINATING, 1, domain_reach=Reach.ALL, site_reach=Reach.ALL)
QUESTION = Protocol(
    cohort=Filters("HCC"),
    comparison="TACE or radioembolisation",
    arms=("Conventional TACE", "Radioembolisation"),
    reference=("CTACE",),
    treated=("DEBTACE", "TARE_GLASS"),
    endpoint="OS",
    horizon_months=24,
    covariates=(*usual("HCC"), REGION, YEAR),
    several=True,
)
ADA = Author("Ada", datetime(2026, 3, 1, 12, tzinfo=UTC))
REASON = "Asked for by the committee before its meeting."


@pytest.fixture
def own_state(demo_home, at_home, tmp_path, monkeypatch):
    at_home(demo_home)
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()


def ask(scope=OFFICE):
    return Ask(scope, Filters("HCC"))


def opened(protocol=QUESTION):
    """Freeze a protocol, and open it with a reason where a pair failed."""
    kept = frozen_protocols.freeze(ask(), design_of_several(ask(), protocol), "Arms", by=ADA)
    if not kept.is_open:
        frozen_protocols.open_anyway(ask(), kept, REASON, by=ADA)
    return kept


def chooser(app):
    return next(m for m in app.multiselect if m.label.startswith("Three or more"))


def words(app):
    shown = [*app.markdown, *app.caption, *app.warning]
    return "\n".join(str(element.value).replace("\\", "") for element in shown)


def test_no_statement_of_the_design_reads_an_outcome(own_state):
    seen = []
    engine = reading(settings().registry_url)
    sa.event.listen(engine, "before_cursor_execute", lambda *a: seen.append(a[2].lower()))
    design_of_several(Ask(OFFICE, Filters("HCC")), replace(QUESTION, missing="complete"))

    assert seen
    assert not [text for text in seen if "follow_up" in text]


@pytest.mark.parametrize("role", [Role.SITE, Role.STEERING, Role.ADVISORY, Role.PUBLIC])
def test_who_may_not_decide_sees_no_design(own_state, role):
    with pytest.raises(AccessDenied):
        design_of_several(Ask(replace(OFFICE, role=role), Filters("HCC")), QUESTION)


def test_the_page_shows_every_pair_and_says_that_no_outcome_is_read(own_state, open_as):
    app = open_as("COORDINATING", "pages/comparison.py").run()
    next(g for g in app.button_group if g.label == "Step").set_value("Several techniques").run()

    assert not app.exception
    assert "of 3 pairs" in words(app)
    assert "no outcome is read until these arms are frozen" in words(app)
    assert "Outcomes are locked: this protocol is not frozen." in words(app)
    assert len(app.get("plotly_chart")) == 1
    chooser(app).set_value(chooser(app).value[:2]).run()
    assert "2 techniques are chosen; 3 or more are compared here." in words(app)
    chooser(app).set_value([]).run()
    assert not app.exception


def test_outcomes_of_arms_are_locked_until_all_of_them_are_frozen(own_state):
    with pytest.raises(AccessDenied, match="not frozen"):
        result_of_several(ask(), QUESTION)
    kept = frozen_protocols.freeze(ask(), design_of_several(ask(), QUESTION), "Arms", by=ADA)
    assert kept.is_open == design_of_several(ask(), QUESTION).value.gate.passes
    other = replace(QUESTION, treated=("DEBTACE", "TARE_RESIN"))
    with pytest.raises(AccessDenied, match="not frozen"):
        result_of_several(ask(), other)


def test_a_pair_that_fails_locks_all_arms_and_its_name_is_kept(own_state):
    protocol = replace(QUESTION, estimand="ATE")
    designed = design_of_several(ask(), protocol)
    assert not designed.value.gate.passes
    kept = frozen_protocols.freeze(ask(), designed, "Arms", by=ADA)
    assert "against" in kept.failed_checks
    with pytest.raises(AccessDenied, match="did not pass"):
        result_of_several(ask(), protocol)

    frozen_protocols.open_anyway(ask(), kept, REASON, by=ADA)
    assert REASON in several_result_note(result_of_several(ask(), protocol).value, None)


def test_frozen_arms_do_not_open_the_two_arm_page(own_state):
    opened()

    for read in (comparison_result, comparison_outcomes, comparison_controls):
        with pytest.raises(QueryError, match="each an arm of its own"):
            read(ask(), QUESTION)
        with pytest.raises(AccessDenied):
            read(ask(), replace(QUESTION, several=False))


def test_people_and_events_of_every_arm_are_those_of_the_table(own_state):
    opened()
    found = result_of_several(ask(), QUESTION).value.compared
    follow_up = schema.follow_up
    with reading(settings().registry_url).connect() as connection:
        own = (follow_up.c.snapshot_id == 1) & (follow_up.c.domain_code == "HCC")
        own &= (follow_up.c.endpoint_code == "OS") & follow_up.c.left_out.is_(None)
        rows = pd.read_sql(sa.select(follow_up).where(own), connection)

    of = [rows[rows["technique_code"] == code] for code in QUESTION.techniques]
    assert found.n.tolist() == [len(arm) for arm in of]
    assert found.n_events.tolist() == [int((arm["code"] == 1).sum()) for arm in of]


def test_every_pair_has_its_effects_and_p_over_all_pairs(own_state):
    opened()
    result = result_of_several(ask(), QUESTION).value
    pairs = result.compared.pairs

    assert len(pairs) == 3
    for pair in pairs:
        assert pair.hazard_p >= pair.hazard_ratio.p
        assert pair.hazard_all.lower < pair.hazard_ratio.lower
        assert pair.hazard_all.confidence == pytest.approx(1 - 0.05 / 3)
        low, high = pair.restricted_mean_drawn
        assert low < pair.restricted_mean.estimate < high
    first, second, third = (pair.risk[-1].estimate for pair in pairs)
    assert second == pytest.approx(first + third)
    assert len(pairs_effects_table(result, None)) == 3 * (3 + len(pairs[0].risk))


def test_the_page_freezes_the_arms_and_shows_their_result(own_state, open_as):
    app = open_as("COORDINATING", "pages/comparison.py").run()
    next(g for g in app.button_group if g.label == "Step").set_value("Several techniques").run()
    next(b for b in app.button if b.label == "Freeze these arms").click().run()
    if "LOCKED." in words(app):
        app.text_area[0].set_value(REASON)
        next(b for b in app.button if b.label == "Open with this reason").click().run()

    assert not app.exception
    assert "Adjusted hazard ratios:" in words(app)
    assert len(app.get("plotly_chart")) == 2


def test_the_figure_is_the_file_and_two_techniques_of_a_family_differ_by_their_dash(own_state):
    opened()
    result = result_of_several(ask(), QUESTION)
    shown = components.words_of(result.provenance, "OS")
    figure, rows = arms_figure(result.value, shown), arm_curve_rows(result.value, shown)

    lines = {trace.name: trace for trace in figure.data if trace.meta == "adjusted"}
    assert len(lines) == 3
    for arm, group in rows.groupby("arm"):
        drawn = lines[f"{arm}, adjusted"]
        assert list(drawn.y) == pytest.approx(group["probability"].tolist(), rel=1e-6)
        assert list(drawn.x) == pytest.approx((group["day"] / 30.4375).tolist(), rel=1e-6)
    strokes = {(trace.line.color, trace.line.dash) for trace in lines.values()}
    assert len(strokes) == 3
    of_family = [lines[f"{arm}, adjusted"].line.dash for arm in _TACE]
    assert of_family[0] != of_family[1]


_TACE = ("Conventional TACE", "Drug-eluting bead TACE")
