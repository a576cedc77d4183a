"""The methods paragraph of a page says who was analysed and how, within the reader's reach."""

import re
import sqlite3
from contextlib import closing

import pytest


@pytest.fixture
def counted(demo_home):
    """Counts of the demo registry made beside the program: `counted(endpoint, site)`."""

    def count(endpoint, site=None):
        where = "endpoint_code = ? and domain_code = 'HCC' and left_out is null"
        given = [endpoint]
        if site:
            where, given = where + " and site_id = ?", [endpoint, site]
        asked = f"select count(*), sum(code = 1) from follow_up where {where}"  # noqa: S608
        with closing(sqlite3.connect(demo_home / "registry.sqlite")) as registry:
            return registry.execute(asked, given).fetchone()

    return count


def paragraph(app):
    assert not app.exception
    (code,) = app.code
    return code.value


def test_survival_is_told_with_numbers_origin_policy_and_versions(open_as, counted):
    said = paragraph(open_as("STEERING", "pages/survival.py").run())
    n, events = counted("OS")

    assert f"{n:,} diagnoses with {events:,} events were analysed; left out: " in said
    assert "SYNTHETIC DATA" in said
    assert "Time ran from the index procedure" in said
    assert "Transplantation and resection are ignored." in said
    assert "Kaplan and Meier, with pointwise 95 % confidence intervals on the log(-log)" in said
    assert re.search(r"Maturity: median follow-up \d", said)
    assert "data cut-off 30 Jun 2025" in said
    assert re.search(r"io-core-dashboard \d+\.\d+\.\d+ \(Python 3\.\d+\.\d+, numpy", said)


def test_another_policy_is_another_paragraph(open_as, counted):
    app = open_as("STEERING", "pages/survival.py").run()
    app.selectbox(key="survival_policy").set_value("Censored at transplantation or resection")
    said = paragraph(app.run())

    assert "Follow-up is censored at transplantation or resection." in said
    assert f"with {counted('OS_CENSOR_TX')[1]:,} events were analysed" in said


def test_a_site_reads_of_its_own_patients_only(open_as, counted):
    said = paragraph(open_as("SITE", "pages/survival.py", site="S02").run())
    n, events = counted("OS", "S02")

    assert "IO-CORE registry, 1 site only" in said
    assert f"{n} diagnoses with {events} events were analysed" in said
    assert "S02" not in said


def test_competing_events_are_told_with_each_first_event(open_as, counted):
    said = paragraph(open_as("DOMAIN_LEAD", "pages/competing.py", domain="HCC").run())
    n, events = counted("TTP")

    assert f"{n:,} diagnoses were analysed" in said
    assert f"first events: progression {events:,}; death without it " in said
    assert "Aalen and Johansen" in said


def test_a_regression_is_told_with_those_left_out_for_want_of_a_value(open_as, counted):
    said = paragraph(open_as("STEERING", "pages/regression.py").run())
    kept = int(re.search(r"([\d,]+) diagnoses with [\d,]+ events at", said)[1].replace(",", ""))
    lost = int(re.search(r"([\d,]+) diagnoses with a missing", said)[1].replace(",", ""))

    assert kept + lost == counted("OS")[0]
    assert "clustered by site" in said


def test_a_paragraph_can_be_taken_away_as_text(open_as):
    app = open_as("STEERING", "pages/survival.py").run()

    assert "Methods, TXT" in [button.label for button in app.get("download_button")]
