"""Learning, drift and single patients as people meet them."""

import shutil

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.answers import row_gate
from dashboard.settings import settings
from queries import schema
from queries.engine import writing
from queries.errors import DatabaseUnavailable
from queries.state.audit import latest

LEARNING, TIMELINE = "pages/learning.py", "pages/timeline.py"


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.title, *app.subheader]
    return "\n".join(str(element.value).replace("\\", "") for element in shown)


def alts(app) -> str:
    return "\n".join(chart.proto.alt for chart in app.get("plotly_chart"))


@pytest.fixture(autouse=True)
def own_log(tmp_path, monkeypatch):
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()


@pytest.fixture
def altered(demo_home, tmp_path, at_home):
    """Point the app to a copy of the demo that `change(connection)` has altered."""

    def point(change) -> None:
        shutil.copy(demo_home / "registry.sqlite", tmp_path / "registry.sqlite")
        engine = writing(f"sqlite:///{tmp_path / 'registry.sqlite'}")
        with engine.begin() as connection:
            change(connection)
        engine.dispose()
        at_home(tmp_path)

    return point


def with_purpose(app):
    app.text_input(key="timeline_purpose").set_value("Review of late events")
    return app.run()


def test_learning_shows_a_site_all_sites_volume_and_years(open_as):
    app = open_as("STEERING", LEARNING).run()

    assert not app.exception
    assert len(app.get("plotly_chart")) == 6
    assert "observed over expected" in words(app)
    assert "would by chance alone" in words(app)
    assert "Risk-adjusted CUSUM of" in alts(app)


def test_a_site_sees_itself_beside_the_line_of_all_sites_and_no_other_site(open_as):
    app = open_as("SITE", LEARNING, site="S08").run()

    assert not app.exception
    assert not [box for box in app.selectbox if box.key == "learning_site"]
    assert "Mean of all sites after" in alts(app)
    said = words(app) + alts(app)
    assert "S08" in said
    assert not [code for code in ("S01", "S07", "S10", "S12") if code in said]
    assert "one site is in your view" in words(app)


@pytest.fixture(scope="module")
def second_generation(demo_home):
    """Patients of the demo by whether a complication is known, counted beside the program."""
    engine = writing(f"sqlite:///{demo_home / 'registry.sqlite'}")
    read = {}
    with engine.connect() as connection:
        for name in ("procedure", "adverse_event", "follow_up", "index_record"):
            table = schema.metadata.tables[name]
            asked = sa.select(table).where(table.c.domain_code == "HCC")
            read[name] = pd.read_sql(asked, connection).set_index("diagnosis_id")
    engine.dispose()
    made, lived = read["procedure"], read["follow_up"]
    lived = lived[lived["endpoint_code"] == "OS"]
    harm = read["adverse_event"]
    is_severe = harm["ctcae_grade"].isin(["3", "4", "5"]) & harm["onset_day"].between(0, 30)
    is_related = harm["relatedness"].isin(["POSSIBLE", "PROBABLE", "DEFINITE"])
    harmed = lived.index.isin(harm.index[is_severe & is_related])
    died = (lived["code"] == 1) & (lived["exit_half_days"] <= 60)
    late = (lived["entry_half_days"] > 0) | (lived["left_out"] == "ENTRY_AFTER_EXIT")
    known = (harmed | died | (lived["exit_half_days"] >= 60)) & ~late
    known &= lived["index_month"] < 12 * 2025 + 5 - 1  # a month before that of the cut-off
    newer = made[(made["procedure_day"] == 0) & (made["device_generation"] == "MW_GEN2")].index
    counted = known[known].index.intersection(newer)
    return len(counted), int((harmed | died)[lived.index.isin(counted)].sum())


def test_devices_are_those_of_the_index_procedures(open_as, second_generation):
    app = open_as("STEERING", LEARNING, domain="HCC").run()
    patients, events = second_generation

    said = alts(app).split("by device (95 % CI): ")[1]
    own = next(part for part in said.split("; ") if part.startswith("Microwave, second"))
    assert f", {events} observed, " in own
    assert own.endswith(f"among {patients} patients")
    assert "Glass microspheres" in said
    assert "none listed for the technique" in words(app)


def test_devices_may_be_told_apart_by_volume_and_a_link_holds_it(open_as):
    app = open_as("STEERING", LEARNING, domain="HCC")
    app.query_params["learning_devices"] = "true"
    app.run()

    assert not app.exception
    assert "Microwave, second generation, " in alts(app)
    assert "cases a year" in alts(app).split("by device")[1]


def test_a_source_without_devices_says_so_and_the_rest_stands(open_as, altered):
    script = open_as("STEERING", LEARNING)
    table = schema.curated["procedure"]
    altered(lambda c: c.execute(table.update().values(device_generation=None)))
    app = script.run()

    assert not app.exception
    assert "No index procedure here has a device entered" in words(app)
    assert len(app.get("plotly_chart")) == 5


def test_only_the_coordinating_centre_reads_names_of_sites(open_as):
    said = [alts(open_as(role, LEARNING).run()) for role in ("STEERING", "COORDINATING")]

    assert "S08" in said[0]
    assert said[0] != said[1]


def test_few_cases_are_told_in_words_and_not_drawn(open_as):
    app = open_as("SITE", LEARNING, site="S03").run()

    assert not app.exception
    assert "too few" in words(app)
    assert not [m for m in app.metric if m.value in {"0", "nan"} and "expected" in m.label]


def test_without_adverse_events_local_progression_is_offered(open_as, altered):
    script = open_as("STEERING", LEARNING)
    altered(lambda c: c.execute(schema.curated["adverse_event"].delete()))
    app = script.run()

    assert not app.exception
    assert "Adverse events are not supplied by this source" in words(app)
    assert "Choose local progression" in words(app)


def test_a_site_sees_its_last_patients_and_the_look_is_noted(open_as):
    app = open_as("SITE", TIMELINE, site="S08").run()

    assert not app.exception
    assert len(app.get("plotly_chart")) == 1
    entry = latest(settings().state_url, 1)[0]
    assert (entry.action, entry.role) == ("rows read, with their files", "SITE")


def test_the_coordinating_centre_says_what_for_before_it_sees_anybody(open_as):
    app = open_as("COORDINATING", TIMELINE).run()
    assert "stated purpose only" in words(app)
    assert not app.get("plotly_chart")

    assert len(with_purpose(app).get("plotly_chart")) == 1


def test_another_site_cannot_be_opened_by_number(open_as, demo_home):
    app = open_as("SITE", TIMELINE, site="S08").run()
    app.number_input(key="timeline_patient").set_value(999_999).run()

    assert not app.exception
    assert "No patient number 999999" in words(app)


def test_without_a_log_no_patient_is_shown_and_the_page_stands(open_as, monkeypatch):
    def fail(*_):
        raise DatabaseUnavailable("What you decided could not be saved.", "Try again.")

    monkeypatch.setattr(row_gate, "record", fail)
    app = open_as("SITE", TIMELINE, site="S08").run()

    assert not app.exception
    assert "could not be saved" in words(app)
    assert not app.get("plotly_chart")


def test_no_figure_of_patients_can_be_cited(open_as):
    app = open_as("SITE", TIMELINE, site="S08").run()

    assert "Figure id" not in words(app)
