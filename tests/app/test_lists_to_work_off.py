"""Overdue visits, records without a field, and years of diversity, against the tables beside."""

import pandas as pd
import pytest
import sqlalchemy as sa

from dashboard.settings import settings
from queries.policies import MATRIX, View
from queries.scope import Role
from queries.state.audit import latest

TIMELINESS, COMPLETENESS = "pages/timeliness.py", "pages/completeness.py"
SITE, CUTOFF = "S08", pd.Timestamp("2025-06-30")
ECOG = "ECOG performance status, baseline"


@pytest.fixture(autouse=True)
def own_log(tmp_path, monkeypatch):
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()


@pytest.fixture
def table(demo_home):
    """Read a table of the demo as it is stored, past the program."""
    engine = sa.create_engine(f"sqlite:///{demo_home / 'registry.sqlite'}")
    yield lambda name: pd.read_sql_table(name, engine)
    engine.dispose()


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.title, *app.subheader]
    return "\n".join(str(element.value).replace("\\", "") for element in shown)


def alts(app) -> str:
    return "\n".join(chart.proto.alt for chart in app.get("plotly_chart"))


def listed(app, column):
    found = [one.value for one in app.table if column in one.value.columns]
    return found[0] if found else None


def missed_by_hand(table):
    visit, vital = table("visit"), table("vital_status").set_index("patient_id")
    owner = table("diagnosis").set_index("diagnosis_id")["patient_id"]
    enrolled = table("patient").set_index("patient_id")["enrolment_date"]
    here = visit[(visit["site_id"] == SITE) & (visit["domain_code"] == "HCC")]
    who = here["diagnosis_id"].map(owner)
    end, start = here["window_end_date"], here["window_start_date"]
    last = who.map(
        vital["last_contact_date"].where(vital["vital_status"].isin(["LOST", "WITHDRAWN"]))
    )
    is_due = (end <= CUTOFF) & ~(who.map(vital["death_date"]) <= end) & ~(last < start)
    is_due &= ~(end < who.map(enrolled))
    return here.assign(patient_id=who)[is_due & here["actual_date"].isna()]


def test_a_site_reads_its_overdue_visits_the_longest_first(open_as, table):
    app = open_as("SITE", TIMELINESS, site=SITE).run()
    expected, shown = missed_by_hand(table), listed(app, "Days overdue")
    days = (CUTOFF - expected["window_end_date"]).dt.days

    assert not app.exception
    assert (
        f"{len(expected)} overdue visits of {expected['patient_id'].nunique()} patients"
        in words(app)
    )
    numbers = shown["Days overdue"].str.replace(",", "").astype(int).tolist()
    assert numbers == sorted(days, reverse=True)[:50]
    assert latest(settings().state_url, 1)[0].object == "overdue"


def test_the_overdue_are_those_that_the_figure_counts_as_missed(open_as, table):
    counts = table("visit_count")
    here = counts[(counts["site_id"] == SITE) & (counts["domain_code"] == "HCC")]
    missed = here.loc[here["status"] == "MISSED", "n"].sum()

    assert f"{missed} overdue visits" in words(open_as("SITE", TIMELINESS, site=SITE).run())


def test_the_coordinating_centre_chooses_a_site_in_the_address_and_says_what_for(open_as, table):
    name = table("site").set_index("site_id")["site_name"][SITE]
    app = open_as("COORDINATING", TIMELINESS)
    app.query_params["overdue_site"] = name
    app.run()
    assert "stated purpose only" in words(app)
    assert listed(app, "Days overdue") is None

    app.text_input(key="overdue_purpose").set_value("Calls of July").run()
    assert f"{len(missed_by_hand(table))} overdue visits" in words(app)


@pytest.mark.parametrize("script", [TIMELINESS, COMPLETENESS])
def test_nobody_is_read_before_something_is_chosen(open_as, script):
    app = open_as("COORDINATING", script).run()

    assert not app.exception
    assert latest(settings().state_url, 1) == ()


@pytest.mark.parametrize("script", [TIMELINESS, COMPLETENESS])
@pytest.mark.parametrize("role", ["STEERING", "DOMAIN_LEAD"])
def test_other_roles_read_who_may_list_and_no_row(open_as, role, script):
    app = open_as(role, script, **({"domain": "HCC"} if role == "DOMAIN_LEAD" else {})).run()

    assert not app.exception
    assert "listed for the site itself and for the coordinating centre" in words(app)
    assert listed(app, "Study number") is None


@pytest.mark.parametrize(
    ("script", "view"), [(TIMELINESS, View.OVERDUE), (COMPLETENESS, View.GAPS)]
)
def test_a_missing_entry_of_the_matrix_closes_a_list(open_as, monkeypatch, script, view):
    monkeypatch.delitem(MATRIX, (Role.SITE, view))
    app = open_as("SITE", script, site=SITE)
    app.query_params["gap_field"] = ECOG
    app.run()

    assert not app.exception
    assert listed(app, "Study number") is None


def test_a_link_with_a_field_lists_the_records_without_it(open_as, table):
    base, owner = table("baseline"), table("diagnosis").set_index("diagnosis_id")
    here = owner[(owner["site_id"] == SITE) & (owner["domain_code"] == "HCC")]
    values = base.set_index("diagnosis_id")["ecog"].reindex(here.index)
    expected = here.loc[values.isna() | (values == "UNK"), "patient_id"]
    app = open_as("SITE", COMPLETENESS, site=SITE)
    app.query_params["gap_field"] = ECOG
    app.run()

    assert not app.exception
    shown = listed(app, "Expected since")
    assert sorted(shown["Study number"]) == sorted(expected)
    assert set(shown["Record"]) == {"Baseline"}
    assert latest(settings().state_url, 1)[0].object == "gaps"


def test_the_comparison_and_the_site_of_a_link_are_chosen(open_as):
    cost, learning = open_as("STEERING", COMPLETENESS), open_as("STEERING", "pages/learning.py")
    cost.query_params["comparison_of_HCC"] = "Glass or resin radioembolisation"
    learning.query_params["learning_site"] = "S14"

    assert cost.run().selectbox(key="comparison_of_HCC").value == "Glass or resin radioembolisation"
    assert "Risk-adjusted CUSUM of S14" in alts(learning.run())


def test_shares_of_a_year_are_those_of_the_tables(open_as, table):
    record = table("index_record")
    here = record[(record["domain_code"] == "HCC") & (record["index_month"] // 12 == 2023)]
    women, known = (here["sex"] == "F").sum(), here["sex"].isin(["F", "M", "X"]).sum()
    old, aged = (here["age_at_enrolment"] >= 65).sum(), here["age_at_enrolment"].notna().sum()
    app = open_as("STEERING", "pages/representation.py").run()
    shown = next(one.value for one in app.table if "Women, % (95 % CI)" in one.value.columns)
    row = shown[shown["Year"] == "2023"].iloc[0]

    assert row["Diagnoses (n)"] == str(len(here))
    assert row["Women, % (95 % CI)"].startswith(f"{100 * women / known:.1f} (")
    assert row["65 or older, % (95 % CI)"].startswith(f"{100 * old / aged:.1f} (")
    assert shown.loc[shown["Year"] == "2019", "Women, % (95 % CI)"].tolist() == ["too few (n 1)"]
    assert "2025, up to the cut-off" in shown["Year"].tolist()


def test_the_steps_from_screened_to_treated_are_those_of_the_logs(open_as, table):
    log, steps = table("screening"), ["screened", "eligible", "consented", "treated"]
    screened, *_, treated = log.loc[log["domain_code"] == "HCC", steps].sum()
    app = open_as("STEERING", "pages/accrual.py").run()
    said = next(alt for alt in alts(app).splitlines() if "people screened" in alt)
    shown = next(one.value for one in app.table if "Log" in one.value.columns).set_index("Site")

    assert said.startswith(f"Of {screened:,} people screened")
    assert f"treated {treated:,} ({100 * treated / screened:.1f} %" in said
    assert shown.loc["S01", "Log"] == "not supplied"
    assert shown.loc[SITE, "Log"] == "counted"


def test_a_site_reads_its_own_log_and_no_other(open_as):
    app = open_as("SITE", "pages/accrual.py", site=SITE).run()
    shown = next(one.value for one in app.table if "Log" in one.value.columns)

    assert shown["Site"].tolist() == ["All sites with a log", SITE]


def test_a_site_without_a_log_is_told_so_quietly(open_as):
    app = open_as("SITE", "pages/accrual.py", site="S01").run()

    assert "From screened to treated: not supplied by the sites in view" in words(app)
    assert "can be mapped to “screening”" in words(app)
    assert not app.warning


def test_a_filter_on_years_keeps_the_months_of_those_years(open_as, table):
    log = table("screening")
    of_year = (log["domain_code"] == "HCC") & (log["month"].dt.year == 2023)
    app = open_as("STEERING")
    app.query_params.update({"from": "2023", "to": "2023"})
    app.run()
    app.switch_page("../pages/accrual.py").run()

    assert f"Of {log.loc[of_year, 'screened'].sum():,} people screened" in alts(app)
