"""Accrual and forecast as a committee meets them: drilled, filtered, empty, without a calendar."""

import json
import shutil

import pytest
import sqlalchemy as sa

from queries import schema
from queries.engine import writing


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.title, *app.subheader]
    return "\n".join(str(element.value).replace("\\", "") for element in shown)


def metric(app, label: str) -> str:
    return next(m.value for m in app.metric if label in m.label.replace("\\", ""))


def press(app, text: str):
    next(b for b in app.button if b.label.replace("\\", "") == text).click()
    return app.run()


def alts(app) -> list[str]:
    return [chart.proto.alt for chart in app.get("plotly_chart")]


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


def test_the_path_leads_from_all_regions_to_one_site_and_back(open_as):
    app = open_as("STEERING").run()
    app.switch_page("../pages/accrual.py").run()

    everybody = int(metric(app, "Enrolled").replace(",", ""))
    press(app, "Europe")
    region = int(metric(app, "Enrolled"))
    press(app, "Germany")
    country = int(metric(app, "Enrolled"))
    press(app, "S14")
    site = int(metric(app, "Enrolled"))

    assert everybody > region > country > 0
    assert site > 0  # of all domains: the level below a site
    assert not [m for m in app.metric if "Sites at zero" in m.label]  # its domains are below
    press(app, "All regions")
    assert int(metric(app, "Enrolled").replace(",", "")) == everybody


def test_countries_of_several_regions_are_named_on_the_path_and_lead_nowhere(open_as):
    app = open_as("STEERING").run()
    app.switch_page("../pages/accrual.py").run()

    app.multiselect(key="country").set_value(["DEU", "USA"]).run()

    assert not app.exception
    assert [b.label for b in app.button if (b.key or "").startswith("up_")] == ["All regions"]
    assert "Europe, Americas" in [m.value for m in app.markdown]


@pytest.mark.parametrize(
    ("view", "title"),
    [
        ("By month", "Enrolment by month"),
        ("By quarter", "Enrolment by quarter"),
        ("Rolling rate", "Rolling rate, three whole months"),
    ],
)
def test_accrual_over_time_has_four_views_each_with_its_words(open_as, view, title):
    app = open_as("STEERING", "pages/accrual.py").run()
    before = alts(app)[0]
    next(g for g in app.button_group if g.label == "Show").set_value(view).run()

    assert not app.exception
    assert alts(app)[0] != before
    assert title in [shown.value.replace("\\", "") for shown in app.subheader]


def test_observed_over_expected_on_screen_is_that_of_the_tables(open_as, demo_home):
    app = open_as("STEERING", "pages/accrual.py").run()
    engine = writing(f"sqlite:///{demo_home / 'registry.sqlite'}")
    month, target = schema.accrual_month.c, schema.accrual_target.c
    with engine.connect() as connection:
        observed = connection.scalar(sa.select(sa.func.sum(month.n)))
        planned = sa.select(sa.func.sum(target.target_n)).where(target.month <= "2025-06-30")
        expected = connection.scalar(planned)
    engine.dispose()

    assert metric(app, "Observed / expected") == f"{observed / expected:.2f}"


def test_years_cut_enrolment_and_target_alike(open_as):
    app = open_as("STEERING").run()
    app.switch_page("../pages/accrual.py").run()
    for label in ("From year", "To year"):
        next(s for s in app.selectbox if s.label == label).set_value(2024).run()

    assert "Jan 2024" in app.get("plotly_chart")[0].proto.spec
    assert "Jan 2025" not in app.get("plotly_chart")[0].proto.spec
    assert 0.7 < float(metric(app, "Observed / expected")) < 1.2
    # Sites are judged and their openings listed whatever the years.
    assert "45 sites: 42 open, 3 planned" in words(app)


def test_planned_sites_are_on_the_map_and_not_among_those_at_zero(open_as):
    app = open_as("STEERING", "pages/accrual.py").run()
    next(g for g in app.button_group if "Break" in g.label).set_value("site").run()

    assert next(m.delta for m in app.metric if "Sites at zero" in m.label).replace("\\", "") == (
        "of 42"
    )
    assert any("Sites are to open in Poland" in a or "Thailand" in a for a in alts(app))


def test_a_link_holds_how_accrual_is_broken_down_and_shown(open_as):
    app = open_as("STEERING", "pages/accrual.py")
    app.query_params |= {"accrual_view": "By month", "breakdown_below_region": "Site"}
    app.run()

    assert [group.value for group in app.button_group] == ["site", "By month"]
    assert any("Sites at zero" in one.label for one in app.metric)


def test_a_site_sees_its_own_record_and_forecast_only(open_as):
    for page in ("accrual", "forecast"):
        app = open_as("SITE", f"pages/{page}.py", site="S03").run()

        specs = json.dumps([json.loads(c.proto.spec) for c in app.get("plotly_chart")])
        assert not app.exception
        assert not app.warning
        assert "S04" not in specs
        assert "S03" in specs + words(app) or page == "forecast"


def test_both_questions_of_the_forecast_are_answered_on_one_card(open_as):
    app = open_as("STEERING", "pages/forecast.py").run()
    app.number_input[0].set_value(1700).run()

    said = words(app)
    assert not app.exception
    assert "enrolled diagnoses are foreseen by 30 Jun 2026" in said
    assert "1,700 are foreseen in " in said
    assert "3 planned openings" in said
    assert "of 6 past forecasts held" in alts(app)[1]


@pytest.mark.parametrize(
    ("number", "said"), [(0, "The target is 0"), (1600, "Reached: 1600 are enrolled")]
)
def test_c63_a_number_of_zero_and_a_number_passed_say_so(open_as, number, said):
    app = open_as("STEERING", "pages/forecast.py").run()
    app.number_input[0].set_value(number).run()

    assert not app.exception
    assert said in words(app)


def test_c63_one_site_and_a_site_at_zero_say_so(open_as, demo_home):
    one = open_as("SITE", "pages/forecast.py", site="S03").run()
    assert "One site: nothing shows how sites differ" in words(one)
    everybody = open_as("STEERING", "pages/forecast.py").run()
    assert "2 of 42 sites have enrolled nobody so far" in words(everybody)

    engine = writing(f"sqlite:///{demo_home / 'registry.sqlite'}")
    site, month = schema.site.c, schema.accrual_month.c.site_id
    with engine.connect() as connection:
        statement = sa.select(site.site_id).where(
            site.site_id.not_in(sa.select(month)), site.status == "ACTIVE"
        )
        empty = connection.scalar(statement)
    engine.dispose()
    none = open_as("SITE", "pages/forecast.py", site=empty).run()
    assert not none.exception
    assert not none.get("plotly_chart")
    assert "no rate to go on" in words(none)


def _without_calendar(connection) -> None:
    table = schema.accrual_month
    columns = [c for c in table.c if c.name not in ("month", "n")]
    total = sa.select(*columns, sa.func.sum(table.c.n).label("n")).group_by(*columns)
    rows = [dict(row) | {"month": -1} for row in connection.execute(total).mappings()]
    connection.execute(table.delete())
    connection.execute(table.insert(), rows)
    connection.execute(schema.accrual_target.delete())
    connection.execute(schema.data_snapshot.update().values(data_cut_date=None))


@pytest.mark.parametrize("page", ["accrual", "forecast"])
def test_c63_without_calendar_dates_each_part_says_so(open_as, altered, page):
    script = open_as("STEERING", f"pages/{page}.py")
    altered(_without_calendar)

    app = script.run()

    assert not app.exception
    assert "supplies no calendar dates" in words(app)
    if page == "accrual":
        assert metric(app, "Enrolled diagnoses") == "1,600"
        assert metric(app, "Observed / expected") == "no target"
        assert metric(app, "Open sites") == "not supplied"
        assert "1,600 diagnoses are enrolled; no target was supplied" in words(app)


def _without_site_dates(connection) -> None:
    dates = ("agreement_signed_date", "ethics_approval_date", "activation_date", "status")
    connection.execute(schema.site.update().values(dict.fromkeys(dates)))


def test_without_dates_of_sites_the_first_enrolment_opens_them_and_is_told(open_as, altered):
    script = open_as("STEERING", "pages/accrual.py")
    altered(_without_site_dates)

    app = script.run()

    assert not app.exception
    assert metric(app, "Open sites") == "40"
    assert "No site in view has a date of agreement" in words(app)
    assert "40 open sites" in words(app)


def test_without_dates_of_sites_the_forecast_names_what_it_leaves_out(open_as, altered):
    script = open_as("STEERING", "pages/forecast.py")
    altered(_without_site_dates)

    app = script.run()

    assert not app.exception
    assert "Sites of unknown opening are left out (n = 5)" in words(app)
    assert "40 sites open so far, 0 planned openings" in words(app)
