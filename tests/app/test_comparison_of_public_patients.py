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


def as_read(app):
    """Return what stands on the page, from its head on."""
    kinds = ("markdown", "caption", "warning", "metric")
    shown = [node for node in app.main if getattr(node, "type", "") in kinds]
    return "\n".join(str(node.value).replace("\\", "") for node in shown)


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


def test_opened_with_a_reason_the_failure_stands_before_the_number(at_tace, monkeypatch):
    monkeypatch.setattr(session, "demo_choice", lambda: session.DemoChoice("COORDINATING"))
    app = AppTest.from_file(str(ROOT / "pages/comparison.py"), default_timeout=60).run()
    app.multiselect(key="adjust_HCC").set_value(["age_at_enrolment", "bclc"]).run()
    app.selectbox(key="estimand_weighting").set_value("ATE").run()
    app.selectbox(key="weights").set_value("stabilised").run()
    app.selectbox(key="rare").set_value("0").run()
    next(g for g in app.button_group if g.label == "Step").set_value("Gate").run()
    next(b for b in app.button if b.label == "Freeze this protocol").click().run()
    assert "LOCKED." in words(app)
    reason = "The committee asks for the number beside its failure."
    app.text_area[0].set_value(reason)
    next(b for b in app.button if b.label == "Open with this reason").click().run()
    next(g for g in app.button_group if g.label == "Step").set_value("Results").run()

    assert not app.exception
    shown = words(app)
    # R 4.2.2 on the registry's own columns: glm(t ~ age + bclc), weights mean(t) / e and
    # (1 - mean(t)) / (1 - e), coxph(robust = TRUE): 0.6620525, smallest score 5e-8.
    assert "hazard ratio 0.66" in shown
    assert "nobody of them in Drug-eluting bead TACE" in shown
    read = as_read(app)
    assert read.index("nobody of them in") < read.index("hazard ratio 0.66")
    assert f"OPENED ALTHOUGH THE DESIGN FAILED. Reason: {reason}" in shown
    assert "stabilised weights" in shown
