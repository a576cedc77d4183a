"""Answerable comparisons, the cost of gaps and headlines over snapshots, as people meet them."""

import re
from datetime import UTC, datetime

import numpy as np
import pandas as pd
import pytest
import sqlalchemy as sa

from queries.demo.load import load_demo
from queries.domains.catalogue import DOMAINS
from queries.engine import writing
from queries.initialise import initialise

HCC_ENTERED = (  # what a site enters of the covariates of its planned comparisons
    *("sex", "age_at_enrolment", "intent", "treatment_naive", "prior_ablation", "prior_embo"),
    *("concurrent_systemic", "ecog", "n_tumours", "max_diameter_mm", "extrahepatic_disease"),
    *("bilobar", "albumin_g_l", "bilirubin_umol_l", "ascites", "cirrhosis", "etiology"),
    *("afp_ng_ml", "pvi"),
)


def words(app) -> str:
    shown = [*app.markdown, *app.caption, *app.warning, *app.title, *app.subheader]
    return "\n".join(str(element.value) for element in shown).replace("\\", "")


def tables(app) -> str:
    return "\n".join(table.value.to_string() for table in app.table)


@pytest.fixture(scope="session")
def two_snapshots(tmp_path_factory):
    """Folder of a demo registry with two snapshots, of 200 and 300 diagnoses."""
    home = tmp_path_factory.mktemp("two")
    engine = writing(f"sqlite:///{home / 'registry.sqlite'}")
    initialise(engine)
    for n, month in ((200, 1), (300, 4)):
        load_demo(engine, n_diagnoses=n, now=datetime(2026, month, 5, tzinfo=UTC))
    engine.dispose()
    return home


def test_the_committee_reads_what_can_be_answered_and_by_when(open_as):
    app = open_as("STEERING", "pages/answerable.py").run()

    assert not app.exception
    assert re.search(r"Answerable now: |No planned comparison can be answered yet", words(app))
    assert re.search(r"Next: .+ foreseen in", words(app))
    assert "never by arm" in words(app)
    assert "Landmarks about to be readable" in words(app)
    assert "not within ten years" in tables(app)


def table_with(app, column: str) -> pd.DataFrame:
    return next(table.value for table in app.table if column in table.value).set_index("Comparison")


def both(cells: "pd.Series[str]") -> pd.DataFrame:
    return cells.str.replace(",", "").str.split(" and ", expand=True).astype(int)


def test_arms_and_events_needed_are_those_counted_and_worked_out_beside_the_program(open_as, gaps):
    app = open_as("STEERING", "pages/answerable.py").run()
    basis, found = table_with(app, "Patients (n)"), table_with(app, "Events needed (n)")
    patients, effective = both(basis["Patients (n)"]), both(basis["Effective sample size"])
    treated = gaps.index.value_counts()
    for one in DOMAINS["HCC"].comparisons:
        arms = [sum(treated.get(code, 0) for code in codes) for codes in (one.first, one.second)]
        assert patients.loc[one.name].tolist() == arms
    # Schoenfeld 1983: (1.95996 + 0.84162)^2 / (p (1 - p) log(0.75)^2), of which weights use part.
    share = effective[0] / effective.sum(axis=1)
    events = 2.80158**2 / (share * (1 - share) * np.log(0.75) ** 2)
    events *= patients.sum(axis=1) / effective.sum(axis=1)
    told = found["Events needed (n)"].str.replace(",", "").astype(float)
    assert told[events.index].to_numpy() == pytest.approx(events.to_numpy(), rel=0.02)


def test_the_start_page_says_the_same_and_links_to_it(open_as):
    said = words(open_as("STEERING", "pages/answerable.py").run())
    start = open_as("STEERING", "pages/start.py").run()

    assert re.search(r"Next: .+ foreseen in \w+ \d+", said)[0] in words(start)
    links = "\n".join(element.proto.body for element in start.get("html"))
    assert 'href="/answerable"' in links


@pytest.mark.parametrize("domain", list(DOMAINS))
@pytest.mark.parametrize("page", ["answerable", "completeness"])
def test_every_domain_has_both_pages_without_a_fault(open_as, domain, page):
    app = open_as("DOMAIN_LEAD", f"pages/{page}.py", domain=domain).run()

    assert not app.exception
    assert "went wrong" not in words(app)


def test_a_domain_without_planned_comparisons_says_so(open_as):
    app = open_as("DOMAIN_LEAD", "pages/answerable.py", domain="OTHER").run()

    assert "No comparison of techniques is planned in this disease domain." in words(app)


@pytest.fixture
def gaps(demo_home):
    """Which entered covariates each patient of a planned HCC comparison lacks."""
    demo_engine = sa.create_engine(f"sqlite:///{demo_home / 'registry.sqlite'}")
    records = sa.Table("index_record", sa.MetaData(), autoload_with=demo_engine)
    hcc = [code for one in DOMAINS["HCC"].comparisons for code in (*one.first, *one.second)]
    asked = sa.select(records.c.technique_code, *(records.c[name] for name in HCC_ENTERED)).where(
        records.c.domain_code == "HCC", records.c.technique_code.in_(hcc)
    )
    with demo_engine.connect() as connection:
        rows = pd.DataFrame(connection.execute(asked).mappings())
    demo_engine.dispose()
    return rows.set_index("technique_code").isna()


def test_the_cost_of_gaps_is_told_in_words_first(open_as, gaps):
    app = open_as("STEERING", "pages/completeness.py").run()
    lacking, alone = gaps.any(axis=1).sum(), gaps[gaps.sum(axis=1) == 1].sum().max()

    assert f"{lacking} of {len(gaps):,} patients in planned comparisons" in words(app)
    told = re.search(r"Entering “.+” would give (\d+) more complete patients", words(app))
    assert 0 < int(told[1]) <= alone  # of one comparison; of all of them together `alone`


def test_another_comparison_can_be_chosen(open_as, gaps):
    app = open_as("STEERING", "pages/completeness.py").run()
    app.selectbox(key="comparison_of_HCC").set_value("Glass or resin radioembolisation").run()
    theirs = gaps[gaps.index.isin(["TARE_GLASS", "TARE_RESIN"])]
    arms, complete = theirs.index.value_counts(), int((~theirs.any(axis=1)).sum())

    said = re.search(r"Glass or resin radioembolisation: [^\n]*", words(app))[0]
    assert f"{arms['TARE_GLASS']} patients with Radioembolisation, glass" in said
    assert f"{complete} of both have every covariate entered" in said
    assert not app.exception


def test_one_site_reads_its_own_gaps_and_no_other_site(open_as):
    app = open_as("SITE", "pages/completeness.py", site="S05").run()

    assert not app.exception
    assert "complete patient" in words(app)
    assert "S03" not in tables(app)


@pytest.mark.parametrize("page", ["completeness", "quality"])
def test_one_snapshot_has_no_trend_and_says_so(open_as, page):
    app = open_as("STEERING", f"pages/{page}.py").run()

    assert "One snapshot of this source is stored, so there is no trend yet." in words(app)


@pytest.mark.parametrize(
    ("page", "what"), [("completeness", "Core fields entered"), ("quality", "Checks that pass")]
)
def test_two_snapshots_are_a_line_with_both(open_as, at_home, two_snapshots, page, what):
    script = open_as("STEERING", f"pages/{page}.py")
    at_home(two_snapshots)

    app = script.run()

    assert not app.exception
    assert f"{what}, over snapshots" in words(app)
    assert "in snapshot 2 (30 Jun 2025)" in words(app)
    assert "in snapshot 1 (30 Jun 2025)" in words(app)
