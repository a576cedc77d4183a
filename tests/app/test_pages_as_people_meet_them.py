"""What stands on the pages: numbers with their sources, refusals in words, nothing more."""

import json

import pytest
import sqlalchemy as sa

from analytics.survival import kaplan_meier, quantile
from dashboard.wording import DAYS_PER_MONTH
from queries import schema
from queries.engine import writing


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.title, *app.subheader]
    return "\n".join(str(element.value) for element in shown)


def metric(app, label: str) -> str:
    return next(m.value for m in app.metric if label in m.label.replace("\\", ""))


def figures(app) -> list[dict]:
    return [json.loads(chart.proto.spec) for chart in app.get("plotly_chart")]


def test_the_median_on_screen_is_that_of_the_rows(open_as, demo_home):
    app = open_as("STEERING", "pages/survival.py").run()
    engine = writing(f"sqlite:///{demo_home / 'registry.sqlite'}")
    table = schema.follow_up.c
    statement = sa.select(
        table.entry_half_days / 2.0, table.exit_half_days / 2.0, table.code
    ).where(table.endpoint_code == "OS", table.domain_code == "HCC", table.left_out.is_(None))
    with engine.connect() as connection:
        entry, time, code = zip(*connection.execute(statement), strict=True)
    engine.dispose()

    median = quantile(kaplan_meier(time, [c == 1 for c in code], entry=entry)).estimate
    assert metric(app, "Median (months)") == f"{median / DAYS_PER_MONTH:.1f}"
    assert metric(app, "Diagnoses (n)") == f"{len(time):,}"


@pytest.mark.parametrize("page", ["survival", "accrual"])
def test_every_figure_has_caption_cut_off_alternative_text_and_stamp(open_as, page):
    app = open_as("COORDINATING", f"pages/{page}.py").run()

    shown = [c.value.replace("\\", "") for c in app.caption]
    captions = [text for text in shown if "data cut-off" in text]
    assert len(captions) >= len(app.get("plotly_chart"))
    assert all("30 Jun 2025" in c and "SYNTHETIC DATA" in c for c in captions)
    for chart in app.get("plotly_chart"):
        assert chart.proto.alt
        assert "SYNTHETIC" in chart.proto.spec


def test_accrual_of_all_regions_adds_up_and_a_site_sees_itself_only(open_as):
    everybody = open_as("STEERING", "pages/accrual.py").run()
    one = open_as("SITE", "pages/accrual.py", site="S03").run()

    assert metric(everybody, "Enrolled diagnoses") == "1,600"
    assert int(metric(one, "Enrolled diagnoses")) < 200
    assert "All sites of the registry together: 1,600" in words(one).replace("\\", "")
    assert "S04" not in json.dumps([f["data"] for f in figures(one)])


def test_a_site_without_patients_is_told_so_in_one_sentence(open_as, demo_home):
    engine = writing(f"sqlite:///{demo_home / 'registry.sqlite'}")
    site, month = schema.site.c.site_id, schema.accrual_month.c.site_id
    with engine.connect() as connection:
        empty = connection.scalar(sa.select(site).where(site.not_in(sa.select(month))))
    engine.dispose()

    for page in ("survival", "accrual"):
        app = open_as("SITE", f"pages/{page}.py", site=empty).run()
        assert not app.exception
        assert "Widen" in words(app)
        assert "Enrolment, target" not in words(app)
        # Its opening and its target are known, and shown.
        assert len(app.get("plotly_chart")) == (0 if page == "survival" else 3)


def test_the_names_of_sites_are_read_by_the_coordinating_centre_only(open_as):
    def offered(role):
        app = open_as(role).run()
        app.switch_page("../pages/accrual.py").run()
        return " ".join(next(m for m in app.multiselect if m.label == "Site").options)

    assert "Invented hospital" in offered("COORDINATING")
    assert "Invented hospital" not in offered("STEERING")


def test_a_filter_changes_the_numbers_and_its_caption(open_as):
    app = open_as("STEERING").run()
    app.switch_page("../pages/survival.py").run()
    before = metric(app, "Diagnoses (n)")
    next(m for m in app.multiselect if m.label.startswith("Technique")).set_value(["MWA"]).run()

    assert metric(app, "Diagnoses (n)") != before
    assert "Microwave ablation" in words(app)


def test_progression_free_survival_is_another_endpoint(open_as):
    app = open_as("DOMAIN_LEAD", "pages/survival.py", domain="HCC").run()
    before = metric(app, "Median (months)")
    app.button_group[0].set_value("PFS").run()

    assert not app.exception
    assert metric(app, "Median (months)") != before


def test_f05_a_registry_that_is_not_there_is_one_sentence(at_home, tmp_path, open_as):
    script = open_as("STEERING", "pages/survival.py")
    at_home(tmp_path)

    app = script.run()

    assert not app.exception
    assert "cannot be opened" in words(app)


def test_a_demo_serves_no_real_data(at_home, tmp_path, open_as, demo_home):
    script = open_as("STEERING", "pages/survival.py")
    (tmp_path / "registry.sqlite").write_bytes((demo_home / "registry.sqlite").read_bytes())
    engine = writing(f"sqlite:///{tmp_path / 'registry.sqlite'}")
    with engine.begin() as connection:
        connection.execute(schema.data_snapshot.update().values(is_synthetic=False))
    engine.dispose()
    at_home(tmp_path)

    app = script.run()

    assert "not synthetic" in words(app)
    assert not app.get("plotly_chart")
