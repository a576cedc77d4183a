"""The outcome pages as people meet them: parts, policies, lines, gate, lesions, links."""

import json
import sqlite3
from contextlib import closing

import pytest


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.subheader, *app.toggle]
    texts = [getattr(element, "label", "") or str(element.value) for element in shown]
    return "\n".join(texts).replace("\\", "")


def metric(app, label: str) -> str:
    return next(m.value for m in app.metric if label in m.label.replace("\\", ""))


def part(app, key: str, name: str):
    app.button_group(key=key).set_value(name).run()
    assert not app.exception
    return app


def traces(app, meta: str) -> list[dict]:
    return [
        trace
        for chart in app.get("plotly_chart")
        for trace in json.loads(chart.proto.spec)["data"]
        if trace.get("meta") == meta
    ]


@pytest.fixture
def survival(open_as):
    return open_as("STEERING", "pages/survival.py").run()


@pytest.fixture
def competing(open_as):
    return open_as("STEERING", "pages/competing.py").run()


def test_at_most_six_lines_are_drawn_and_the_others_named(survival):
    assert len(traces(survival, "curve")) == 6
    assert "Not drawn and in no test" in words(survival)


def test_the_reader_chooses_the_lines(survival):
    everybody = metric(survival, "Diagnoses (n)")
    survival.multiselect(key="survival_lines").set_value(["MWA", "RFA"]).run()

    assert len(traces(survival, "curve")) == 2
    assert metric(survival, "Diagnoses (n)") == everybody


def test_maturity_is_said_under_the_curves(survival):
    said = words(survival)

    assert "Maturity: median follow-up" in said
    assert "Clark's index" in said
    assert "if each had the event when last seen" in said


def test_another_policy_is_another_number_and_stands_in_the_caption(survival):
    before = metric(survival, "Events (n)")
    survival.selectbox(key="survival_policy").set_value(
        "Censored at transplantation or resection"
    ).run()

    assert metric(survival, "Events (n)") != before
    assert "Follow-up is censored at transplantation or resection." in words(survival)


def test_below_the_gate_is_said_and_left_out_at_one_click(survival):
    toggle = survival.toggle(key="survival_gate")
    leaving = int(toggle.label.split("(")[1].split(" of ")[0].replace(",", ""))
    everybody = int(metric(survival, "Diagnoses (n)").replace(",", ""))

    toggle.set_value(True).run()

    assert not survival.exception
    assert metric(survival, "Diagnoses (n)") == f"{everybody - leaving:,}"
    assert f"{leaving:,} of {everybody:,} diagnoses are left out" in words(survival)


def test_the_names_at_the_gate_follow_the_role(open_as):
    named = open_as("COORDINATING", "pages/survival.py").run()
    blinded = open_as("STEERING", "pages/survival.py").run()

    assert "Invented hospital" in words(named)
    assert "Invented hospital" not in words(blinded)


def test_the_comparison_is_made_where_it_is_opened_and_only_there(survival):
    assert not [e for e in survival.subheader if "Log-rank tests" in e.value]

    part(survival, "survival_part", "Comparison")

    said = words(survival)
    assert "Restricted mean of overall survival up to 24 months" in said
    assert "Curves cross" in said or "No two curves cross" in said
    assert "Holm's method" in said


def test_a_stratified_test_is_made_on_request(survival):
    part(survival, "survival_part", "Comparison")
    survival.selectbox(key="survival_strata").set_value("Site").run()

    assert not survival.exception
    assert "within 40 strata" in words(survival)


def test_a_horizon_beyond_follow_up_leaves_the_rest_standing(survival):
    part(survival, "survival_part", "Comparison")
    survival.selectbox(key="survival_horizon").set_value("60 months").run()

    assert not survival.exception
    assert "before the horizon" in survival.table[1].value.to_string()
    assert len(traces(survival, "curve")) == 6


def test_published_figures_are_off_until_switched_on(survival):
    assert not traces(survival, "published")

    survival.toggle(key="survival_published").set_value(True).run()

    assert traces(survival, "published")
    assert "Diamonds: published figures" in words(survival)


def test_follow_up_lists_every_site_and_technique(survival):
    part(survival, "survival_part", "Follow-up")

    shown = survival.table[-1].value
    assert set(shown["Of"]) == {"Technique", "Site"}
    assert "below" in shown["Gate"][0]


@pytest.mark.parametrize("view", ["The event", "Every first event", "Stacked"])
def test_first_events_are_drawn_in_three_ways(competing, view):
    competing.button_group(key="event_view").set_value(view).run()

    assert not competing.exception
    assert competing.get("plotly_chart")[0].proto.alt


def test_two_hazard_ratios_stand_side_by_side(competing):
    part(competing, "event_part", "Comparison")

    table = competing.table[-1].value
    assert any("Cause-specific" in column for column in table.columns)
    assert any("Subdistribution" in column for column in table.columns)
    assert "Gray's test of progression" in words(competing)


def test_the_wrong_curve_is_a_switch_and_named_wrong(competing):
    assert not traces(competing, "wrong")

    competing.toggle(key="event_wrong").set_value(True).run()

    assert all("wrong here" in trace["name"] for trace in traces(competing, "wrong"))
    assert traces(competing, "wrong")


def test_lesions_and_patients_are_both_counted_and_no_wrong_test_is_made(competing, demo_home):
    competing.selectbox(key="event_endpoint").set_value("LTP").run()
    part(competing, "event_part", "Comparison")

    said = words(competing)
    assert "clustered by patient" in said
    assert "Gray's test of" not in said
    asked = (
        "SELECT count(*), count(DISTINCT cluster_no) FROM follow_up WHERE domain_code = 'HCC' "
        "AND endpoint_code = 'LTP' AND left_out IS NULL"
    )
    with closing(sqlite3.connect(demo_home / "registry.sqlite")) as connection:
        lesions, patients = connection.execute(asked).fetchone()
    assert metric(competing, "Lesions (n)") == str(lesions)
    assert f"lesions of {patients} patients" in said


@pytest.mark.parametrize("domain", ["CRLM", "ICC", "NELM", "RCC", "LUNG_P", "LUNG_M", "BONE"])
@pytest.mark.parametrize("page", ["survival", "competing"])
def test_every_domain_opens(open_as, page, domain):
    app = open_as("DOMAIN_LEAD", f"pages/{page}.py", domain=domain).run()

    assert not app.exception
    assert app.get("plotly_chart")


def test_a_link_holds_what_was_chosen(open_as):
    app = open_as("STEERING", "pages/survival.py")
    app.query_params["survival_endpoint"] = "Progression-free survival"
    app.query_params["survival_part"] = "Comparison"

    app.run()

    assert "Progression-free survival by technique" in words(app)
    assert "Log-rank tests" in words(app)
    assert "between two assessments" in words(app)
