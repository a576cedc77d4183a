"""Decisions on a protocol: each is noted with who, what and why, or is not done."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from dashboard.answers import frozen_protocols
from dashboard.answers.answer import Ask
from dashboard.answers.comparison import comparison_design
from dashboard.answers.frozen_protocols import Author
from dashboard.auth import Viewer
from dashboard.controls.comparison import author
from dashboard.page import Page
from dashboard.settings import settings
from queries.domains.adjustment import REGION, YEAR, usual
from queries.errors import DatabaseUnavailable
from queries.filters import Filters
from queries.protocol import Protocol
from queries.scope import Reach, Role, Scope
from queries.state import audit
from queries.state.saved_numbers import Numbers

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
ADA = Author("Ada", datetime(2026, 3, 1, 12, tzinfo=UTC))
NUMBERS = Numbers((40, 50), (20, 30), 1.3, 0.8, 0.6, 1.1)
REASON = "Asked for by the committee before its meeting."


@pytest.fixture
def own_state(demo_home, at_home, tmp_path, monkeypatch):
    at_home(demo_home)
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()


def ask():
    return Ask(OFFICE, Filters("HCC"))


def frozen(protocol=QUESTION):
    designed = comparison_design(ask(), protocol)
    return frozen_protocols.freeze(ask(), designed, "A name", by=ADA)


def test_freezing_opening_and_saving_are_noted_with_who_what_and_why(own_state):
    kept = frozen(replace(QUESTION, estimand="ATE"))
    frozen(replace(QUESTION, estimand="ATE"))  # is frozen already: nothing is done or noted
    frozen_protocols.open_anyway(ask(), kept, REASON, by=ADA)
    opened = frozen_protocols.state_of(ask(), kept.protocol)
    frozen_protocols.save(ask(), opened, headline="said", report="told", numbers=NUMBERS, by=ADA)

    noted = audit.latest(settings().state_url, 9)[::-1]
    deeds = ["protocol frozen", "failed design opened", "result saved"]
    assert [entry.action for entry in noted] == deeds
    assert {(entry.actor, entry.role) for entry in noted} == {("Ada", "COORDINATING")}
    assert all(kept.fingerprint in entry.details for entry in noted)
    assert "failed: " in noted[0].details
    assert REASON in noted[1].details
    assert kept.frozen_by == "Ada"


def test_what_cannot_be_noted_is_not_done(own_state, monkeypatch):
    kept = frozen(replace(QUESTION, estimand="ATE"))
    passed = frozen()

    def lost(*_):
        raise DatabaseUnavailable("The log is lost.", "Wait.")

    monkeypatch.setattr(frozen_protocols, "record", lost)
    for deed in (
        lambda: frozen(replace(QUESTION, horizon_months=12)),
        lambda: frozen_protocols.open_anyway(ask(), kept, REASON, by=ADA),
        lambda: frozen_protocols.save(
            ask(), passed, headline="said", report="told", numbers=NUMBERS, by=ADA
        ),
    ):
        with pytest.raises(DatabaseUnavailable):
            deed()
    assert len(frozen_protocols.every_frozen(ask())) == 2
    assert not any(one.reasons or one.headline for one in frozen_protocols.every_frozen(ask()))


def test_the_author_is_the_person_where_somebody_is_signed_in_else_the_role():
    signed = Page(ask(), Viewer(OFFICE, None, "Coordinating centre: Ada", "Ada"))
    unsigned = Page(ask(), Viewer(OFFICE, None, "Coordinating centre"))

    assert [author(page).name for page in (signed, unsigned)] == ["Ada", "Coordinating centre"]
