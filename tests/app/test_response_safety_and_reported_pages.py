"""Response, safety and patient-reported outcomes as people meet them, and where there is none."""

import shutil

import pytest
import sqlalchemy as sa

from queries import schema
from queries.engine import writing


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.title, *app.subheader]
    return "\n".join(str(element.value).replace("\\", "") for element in shown)


def metric(app, label: str):
    return next(m for m in app.metric if label in m.label.replace("\\", ""))


def choose(app, label: str, value: str):
    next(g for g in app.button_group if g.label == label).set_value(value)
    return app.run()


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


def without(table: str):
    def change(connection) -> None:
        connection.execute(schema.curated[table].delete())

    return change


def test_response_states_both_denominators_and_the_immortal_time(open_as):
    app = open_as("STEERING", "pages/response.py").run()

    said = words(app)
    assert not app.exception
    assert len(app.get("plotly_chart")) == 5
    assert "1,600 treated patients" in said
    assert "evaluable" in said
    assert "immortal time" in said
    assert metric(app, "Evaluable").delta.replace("\\", "").endswith("% of evaluable")


def test_another_reader_is_another_response(open_as):
    app = open_as("STEERING", "pages/response.py").run()
    own = metric(app, "Objective response").value
    choose(app, "Read by", "CENTRAL")

    assert not app.exception
    assert metric(app, "Objective response").value != own


def test_one_reader_says_that_agreement_cannot_be_told(open_as, altered):
    script = open_as("STEERING", "pages/response.py")
    table = schema.curated["response_assessment"]
    altered(lambda c: c.execute(table.delete().where(table.c.reader == "CENTRAL")))

    app = script.run()

    assert "One reader only" in words(app)
    assert len(app.get("plotly_chart")) == 4


def test_safety_answers_the_board_first(open_as):
    app = open_as("STEERING", "pages/safety.py").run()

    labels = [m.label.replace("\\", "") for m in app.metric]
    assert labels == [
        *("Major events (%)", "Serious, related (%)", "Dead by 30 days (%)", "Dead by 90 days (%)")
    ]
    assert "Sites report adverse events unevenly" in words(app)
    assert "patient-months watched" in words(app)


def test_no_adverse_event_in_a_place_is_zero_with_an_upper_bound(open_as, altered):
    script = open_as("SITE", "pages/safety.py", site="S03")
    table = schema.curated["adverse_event"]
    altered(lambda c: c.execute(table.delete().where(table.c.site_id == "S03")))

    app = script.run()

    assert not app.exception
    assert metric(app, "Major").value == "none"
    assert "with 95 % confidence" in words(app)
    assert "not supplied" not in words(app)


def test_a_source_without_adverse_events_says_so_and_counts_deaths(open_as, altered):
    script = open_as("STEERING", "pages/safety.py")
    altered(without("adverse_event"))

    app = script.run()

    assert not app.exception
    assert metric(app, "Major").value == "not supplied"
    assert "Adverse events are not supplied by this source" in words(app)
    assert len(app.get("plotly_chart")) == 1


def test_a_scale_that_nobody_grades_is_not_supplied(open_as, altered):
    script = open_as("STEERING", "pages/safety.py")
    table = schema.curated["adverse_event"]
    altered(lambda c: c.execute(table.update().values(sir_class=None)))

    app = script.run()

    assert "SIR 2017: not supplied" in app.get("plotly_chart")[-1].proto.alt


def test_early_deaths_on_screen_are_those_of_the_tables(open_as, demo_home):
    app = open_as("STEERING", "pages/safety.py").run()
    row = schema.follow_up.c
    counted = (row.domain_code == "HCC", row.endpoint_code == "OS", row.left_out.is_(None))
    early = (row.entry_half_days == 0, row.code == 1, row.exit_half_days <= 60)
    engine = writing(f"sqlite:///{demo_home / 'registry.sqlite'}")
    with engine.connect() as connection:
        died = connection.scalar(sa.select(sa.func.count()).where(*counted, *early))
    engine.dispose()

    assert f"by 30 days {died} of " in words(app)


def test_pain_is_judged_with_its_opioids(open_as):
    app = open_as("DOMAIN_LEAD", "pages/reported.py", domain="BONE").run()

    assert not app.exception
    assert "Response of pain with its opioids" in words(app)
    assert "doi:10.1016/j.ijrobp.2011.02.008" in words(app)
    assert len(app.get("plotly_chart")) == 5


def test_other_scales_have_no_response_of_pain_and_name_what_matters(open_as):
    app = open_as("STEERING", "pages/reported.py").run()

    assert not app.exception
    assert "Response of pain" not in words(app)
    assert "Smallest important change 10 points (Osoba et al. 1998" in words(app)
    assert len(app.get("plotly_chart")) == 4


@pytest.mark.parametrize(
    ("page", "table", "said"),
    [
        ("response", "response_assessment", "Response is not supplied by this source"),
        ("reported", "pro_score", "This source has no questionnaire for Hepatocellular"),
    ],
)
def test_a_domain_without_any_says_so_in_one_sentence(open_as, altered, page, table, said):
    script = open_as("STEERING", f"pages/{page}.py")
    altered(without(table))

    app = script.run()

    assert not app.exception
    assert said in words(app)


def test_without_opioid_doses_nobody_is_called_a_responder(open_as, altered):
    script = open_as("DOMAIN_LEAD", "pages/reported.py", domain="BONE")
    altered(lambda c: c.execute(schema.curated["visit"].update().values(opioid_ome_mg=None)))

    app = script.run()

    assert not app.exception
    pain = next(c for c in app.get("plotly_chart") if "response of pain" in c.proto.alt)
    assert "none in" in pain.proto.alt
    assert "Opioid dose not entered" in pain.proto.spec


@pytest.mark.parametrize("page", ["response", "safety", "reported"])
def test_one_technique_and_a_site_at_zero_are_told(open_as, page, demo_home):
    app = open_as("SITE", f"pages/{page}.py", site="no such site").run()

    assert not app.exception
    assert app.warning
    assert not app.get("plotly_chart")
