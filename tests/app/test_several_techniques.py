"""Three or more techniques on the comparison page: a design, and no outcome."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from dashboard.answers.answer import Ask
from dashboard.answers.several_arms import design_of_several
from dashboard.settings import settings
from queries.domains.adjustment import REGION, YEAR, usual
from queries.engine import reading
from queries.errors import AccessDenied
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
)


@pytest.fixture
def own_state(demo_home, at_home, tmp_path, monkeypatch):
    at_home(demo_home)
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()


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
    assert "Design alone: no outcome is read." in words(app)
    assert len(app.get("plotly_chart")) == 1
    chooser = next(m for m in app.multiselect if m.label.startswith("Three or more"))
    chooser.set_value(chooser.value[:2]).run()
    assert "2 techniques are chosen; 3 or more are compared here." in words(app)
    chooser.set_value([]).run()
    assert not app.exception
