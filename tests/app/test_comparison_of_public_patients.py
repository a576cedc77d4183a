"""The comparison page on a public table: one site, no calendar, a stage that one arm never met."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from dashboard import session
from queries.engine import writing
from queries.importers.table import import_table
from queries.initialise import initialise

ROOT = Path(__file__).resolve().parents[2]
FILE = "hcc-tace-seg/HCC-TACE-Seg_clinical_data-V2.xlsx"


@pytest.fixture
def at_tace(shared, tmp_path, at_home):
    mapping = ROOT / "tests/import/mappings/hcc-tace-seg.toml"
    engine = writing(f"sqlite:///{tmp_path / 'registry.sqlite'}")
    initialise(engine)
    now = datetime(2026, 1, 1, tzinfo=UTC)
    import_table(engine, shared / "data" / FILE, mapping, dry_run=False, now=now)
    engine.dispose()
    at_home(tmp_path, "local")


def words(app):
    shown = [*app.markdown, *app.caption, *app.warning, *app.subheader]
    return "\n".join(str(element.value).replace("\\", "") for element in shown)


def test_the_page_names_what_one_technique_never_met_before_any_outcome(at_tace, monkeypatch):
    monkeypatch.setattr(session, "demo_choice", lambda: session.DemoChoice("COORDINATING"))
    app = AppTest.from_file(str(ROOT / "pages/comparison.py"), default_timeout=60).run()
    app.multiselect(key="adjust_HCC").set_value(["age_at_enrolment", "bclc"]).run()
    next(g for g in app.button_group if g.label == "Step").set_value("Gate").run()

    assert not app.exception
    assert "BCLC stage “D”: 3 patients, nobody of them in Drug-eluting bead TACE" in words(app)
    assert "hazard ratio 0" not in words(app)
    next(g for g in app.button_group if g.label == "Step").set_value("Results").run()
    assert "Outcomes are locked" in words(app)
