"""Bundles of the demo registry: scripts in R and in Python find the numbers that the page shows."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache

import numpy as np
import pytest

from dashboard import take_away
from dashboard.answers import frozen_protocols
from dashboard.answers.answer import Ask
from dashboard.answers.comparison import comparison_design, comparison_result
from dashboard.answers.competing import incidence_by_technique
from dashboard.answers.frozen_protocols import Author
from dashboard.answers.regression import regression
from dashboard.answers.survival import survival_by_technique
from dashboard.components import words_of
from dashboard.sentences.manuscript import Told
from dashboard.settings import settings
from queries.domains.adjustment import REGION, YEAR, usual
from queries.errors import AccessDenied
from queries.filters import Filters
from queries.policies import Level, View, level
from queries.protocol import Protocol
from queries.scope import Reach, Role, Scope
from tests.bundled import differing, looking, read, run, run_python, unpacked

OFFICE = Ask(
    Scope(Role.COORDINATING, 1, domain_reach=Reach.ALL, site_reach=Reach.ALL), Filters("HCC")
)
COVARIATES = ("technique_code", "sex", "age_at_enrolment", "ecog", "max_diameter_mm")
QUESTION = Protocol(
    cohort=Filters("HCC"),
    comparison="TACE or radioembolisation",
    arms=("Conventional TACE", "Radioembolisation"),
    reference=("CTACE",),
    treated=("TARE_GLASS", "TARE_RESIN", "TARE_HO"),
    endpoint="TTP",
    horizon_months=24,
    covariates=(*usual("HCC"), REGION, YEAR),
)
REASON = "Asked for by the committee before its meeting."


@pytest.fixture
def at_demo(demo_home, at_home, tmp_path, monkeypatch):
    at_home(demo_home)
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()


def told(answer, endpoint):
    return Told(answer.provenance, endpoint, words_of(answer.provenance, endpoint))


def of_survival(endpoint="OS"):
    answer = survival_by_technique(OFFICE, endpoint)
    return take_away._survival(OFFICE, told(answer, endpoint), answer.value, looking())


def of_incidence(endpoint):
    answer = incidence_by_technique(OFFICE, endpoint)
    its = told(answer, endpoint)
    return take_away._competing(OFFICE, its, answer.value, looking(), lines=())


def of_regression(endpoint="OS", kind="cause-specific", sites="cluster"):
    answer = regression(OFFICE, endpoint, COVARIATES, kind=kind, missing="complete", sites=sites)
    return take_away._regression(OFFICE, told(answer, endpoint), answer.value, looking())


def of_comparison(protocol=QUESTION):
    by = Author("Ada", datetime(2026, 3, 1, 12, tzinfo=UTC))
    designed = comparison_design(OFFICE, protocol)
    frozen = frozen_protocols.freeze(OFFICE, designed, "A name", by=by)
    if not frozen.is_open:
        frozen_protocols.open_anyway(OFFICE, frozen, REASON, by=by)
    answer = comparison_result(OFFICE, protocol)
    its = told(answer, protocol.endpoint)
    return take_away._comparison(OFFICE, its, answer.value, looking())


BUNDLES = {
    "survival": of_survival,
    "competing events": lambda: of_incidence("TTP"),
    "lesions": lambda: of_incidence("LTP"),
    "cox": of_regression,
    "fine-gray": lambda: of_regression("TTP", "subdistribution"),
    "overlap, competing events": of_comparison,
}


@cache
def bundle_of(name):
    """A bundle is made once for all tests; every test stands at the same registry."""
    return BUNDLES[name]()


IN_PYTHON = ("survival", "lesions", "cox", "overlap, competing events")


@pytest.mark.parametrize("name", BUNDLES)
def test_r_finds_every_number_of_a_bundle(at_demo, rscript, tmp_path, name):
    folder = unpacked(bundle_of(name), tmp_path / "bundle")
    done = run(rscript, folder / "analysis.R")

    assert differing(done) == []
    assert f"{len(read(folder, 'expected'))} numbers agree, 0 differ" in done.stdout


@pytest.mark.parametrize("name", IN_PYTHON)
def test_python_finds_the_numbers_of_a_bundle(at_demo, tmp_path, name):
    folder = unpacked(bundle_of(name), tmp_path / "bundle")
    done = run_python(folder)
    checked = read(folder, "expected")["checked_by"].str.contains("Python").sum()

    assert differing(done) == []
    assert checked > 20
    assert f"{checked} of {checked} numbers agree" in done.stdout


def test_r_finds_the_effect_in_all_patients(at_demo, rscript, tmp_path):
    bundle = of_comparison(replace(QUESTION, endpoint="OS", estimand="ATE"))
    folder = unpacked(bundle, tmp_path / "bundle")

    assert differing(run(rscript, folder / "analysis.R")) == []


def test_python_finds_the_effect_in_the_treated(at_demo, tmp_path):
    bundle = of_comparison(replace(QUESTION, endpoint="OS", estimand="ATT"))

    assert differing(run_python(unpacked(bundle, tmp_path / "bundle"))) == []


def test_expected_numbers_are_those_that_the_page_shows(at_demo):
    expected = {one.quantity: one for one in bundle_of("survival").expected}
    curves = survival_by_technique(OFFICE, "OS").value
    resin = next(group for group in curves.groups if group.group == "TARE_RESIN")

    assert expected["All | n"].value == curves.overall.curve.n
    assert expected["TARE_RESIN | median (months)"].value == resin.median.estimate / 30.4375
    assert expected["TARE_RESIN | survival at 12 months"].value == resin.landmarks.survival[1]
    assert expected["log-rank | chi-squared"].value == curves.log_rank.statistic


def test_where_an_age_is_capped_the_page_s_own_number_stands_beside(at_demo):
    bundle = bundle_of("cox")
    expected = {one.quantity: one for one in bundle.expected}
    answer = regression(
        OFFICE, "OS", COVARIATES, kind="cause-specific", missing="complete", sites="cluster"
    )
    age = next(e for e in answer.value.effects if e.variable.name == "age_at_enrolment")

    assert bundle.settings["n_ages_told_as_89"] > 0
    assert expected["Age at enrolment | hazard ratio"].page == age.ratio
    assert expected["Age at enrolment | hazard ratio"].value == pytest.approx(age.ratio, rel=0.01)
    assert expected["model | n"].page == "the same"


def test_without_great_ages_the_numbers_are_those_of_the_page(at_demo, monkeypatch):
    monkeypatch.setattr("analytics.dealt_rows.OLDEST", 120)
    for bundle in (of_regression(), of_comparison()):
        others = {one.page for one in bundle.expected}

        assert bundle.settings["n_ages_told_as_89"] == 0
        assert others == {"the same", "not shown"}


def test_no_row_tells_a_place_a_date_or_an_age_above_89(at_demo):
    tables = [bundle_of(name).table for name in BUNDLES]
    ages = bundle_of("cox").table["Age at enrolment"] * 10  # per 10 years

    assert ages.max() == 89
    for table in tables:
        names = " ".join(table.columns)
        assert not [word for word in ("_id", "date", "month", "Europe", "Asia") if word in names]
        texts = table.select_dtypes("object")
        assert not texts.apply(lambda column: column.str.contains(r"^S\d\d$|Site|Europe")).any(
            axis=None
        ) or set(texts.columns) <= {"site", "group", "cluster"}
        assert table["row"].tolist() == list(range(1, len(table) + 1))


def test_years_count_from_the_first_of_the_table(at_demo):
    years = bundle_of("overlap, competing events").table["Year of index procedure"]

    assert years.max() < 40
    assert np.array_equal(years, years.round())


def test_a_locked_protocol_gives_no_rows(at_demo):
    from dashboard.answers.bundle import compared_rows

    with pytest.raises(AccessDenied, match="not frozen"):
        compared_rows(OFFICE, looking(), QUESTION)


@pytest.mark.parametrize(
    ("role", "page"),
    [
        *((role, "survival") for role in Role),
        (Role.SITE, "competing"),
        (Role.COORDINATING, "competing"),
        (Role.DOMAIN_LEAD, "regression"),
        (Role.COORDINATING, "regression"),
    ],
)
def test_only_who_may_take_rows_is_offered_a_bundle(open_as, role, page):
    site = {"site": "S02"} if role is Role.SITE else {}
    app = open_as(role.value, f"pages/{page}.py", **site).run()
    assert not app.exception
    assert not [button for button in app.get("download_button") if "ZIP" in button.label] or (
        role is Role.SITE
    )
    for purpose in app.text_input:
        purpose.set_value("A review").run()
    labels = [button.label for button in app.get("download_button")]
    is_offered = "Bundle, ZIP" in labels

    is_open = level(role, View(page)) >= Level.AGGREGATE
    assert is_offered == (is_open and level(role, View.BUNDLE) >= Level.DEIDENTIFIED)
