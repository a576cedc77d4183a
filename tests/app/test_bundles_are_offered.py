"""A bundle on its page: noted at the click under the id it carries, refused in words."""

import json
from io import BytesIO
from types import SimpleNamespace
from zipfile import ZipFile

import pytest
import streamlit as st

from analytics.comparison_plan import Plan
from dashboard.bundles.comparison import why_no_bundle
from dashboard.settings import settings
from queries import policies
from queries.policies import View
from queries.scope import Role
from queries.state.audit import latest


@pytest.fixture
def survival(open_as, tmp_path, monkeypatch):
    """The survival page of the coordinating centre, with a log of its own."""
    app = open_as("COORDINATING", "pages/survival.py")
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()
    return app


def test_a_bundle_is_made_at_the_click_and_noted_under_the_id_it_carries(survival, monkeypatch):
    offered = {}
    monkeypatch.setattr(
        st, "download_button", lambda _, data, **given: offered.update({given["key"]: data})
    )
    survival.run()
    assert "file_survival-bundle" not in offered
    survival.text_input(key="bundle_purpose").set_value("A review of lost patients").run()
    assert not latest(settings().state_url, 5)
    with ZipFile(BytesIO(offered["file_survival-bundle"]())) as archive:
        carried = json.loads(archive.read("export.json"))
        settings_said = json.loads(archive.read("settings.json"))

    taken, exported = latest(settings().state_url, 2)
    assert (exported.action, exported.object) == ("export", "survival-bundle")
    assert carried["export_id"] in exported.details
    assert (taken.action, taken.object) == ("rows read, with their files", "bundle")
    assert "A review of lost patients" in taken.details
    assert settings_said["endpoint"]["code"] == "OS"
    assert settings_said["figure_id"] in " ".join(
        c.value.replace("\\", "") for c in survival.caption
    )


def test_more_rows_than_the_role_takes_are_refused_in_words(survival, monkeypatch):
    monkeypatch.setitem(policies.MAX_TAKEN_ROWS, (Role.COORDINATING, View.BUNDLE), 1_000)
    survival.run()
    said = " ".join(warning.value for warning in survival.warning)

    assert not survival.exception
    assert "your role takes at most 1,000" in said.replace("\\", "")
    assert "bundle_purpose" not in [field.key for field in survival.text_input]


@pytest.mark.parametrize(
    ("plan", "n_tables", "said"),
    [
        (Plan(("A", "B"), ()), 1, ""),
        (Plan(("A", "B"), ()), 5, "several imputed tables"),
        (Plan(("A", "B"), (), method="matching", estimand="ATT"), 1, "asks matching"),
        (Plan(("A", "B"), (), model="boosted"), 1, "drawn at random"),
        (Plan(("A", "B"), (), estimand="ATM"), 1, "not ATM"),
    ],
    ids=["weighting", "imputed", "matching", "boosted", "another estimand"],
)
def test_what_short_scripts_cannot_repeat_is_refused_with_its_reason(plan, n_tables, said):
    result = SimpleNamespace(compared=SimpleNamespace(plan=plan, n_tables=n_tables))

    assert said in why_no_bundle(result)
    assert bool(why_no_bundle(result)) == bool(said)
