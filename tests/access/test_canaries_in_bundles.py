"""No bundle holds a planted name, label, key or text, whoever takes it, and whatever it repeats."""

import json
from functools import partial
from io import BytesIO
from zipfile import ZipFile

import pytest

from dashboard import take_away
from dashboard.answers.answer import Ask
from dashboard.answers.competing import incidence_by_technique
from dashboard.answers.regression import regression
from dashboard.answers.survival import survival_by_technique
from dashboard.bundles import offer as offered
from dashboard.components import words_of
from dashboard.settings import settings
from queries.engine import reading
from queries.filters import Filters
from queries.scope import Reach, Role, Scope
from tests.bundled import looking

OFFICE = Scope(Role.COORDINATING, 1, domain_reach=Reach.ALL, site_reach=Reach.ALL)
OWN = Scope(Role.SITE, 1, domain_reach=Reach.ALL, sites=frozenset({"S02"}))
COVARIATES = ("technique_code", "sex", "age_at_enrolment")


@pytest.fixture
def at_planted(planted, monkeypatch, tmp_path):
    monkeypatch.setenv("IOCORE_HOME", str(planted.home))
    monkeypatch.setenv("IOCORE_STATE_DATABASE_URL", f"sqlite:///{tmp_path / 'state.sqlite'}")
    settings.cache_clear()
    yield
    settings.cache_clear()
    reading.cache_clear()


def survival(ask):
    answer = survival_by_technique(ask, "OS")
    return answer, "OS", take_away._survival


def lesions(ask):
    answer = incidence_by_technique(ask, "LTP")
    return answer, "LTP", partial(take_away._competing, lines=())


def model(ask):
    chosen = {"kind": "cause-specific", "missing": "complete", "sites": "cluster"}
    return regression(ask, "OS", COVARIATES, **chosen), "OS", take_away._regression


TAKEN = [(OFFICE, survival), (OFFICE, lesions), (OFFICE, model), (OWN, survival), (OWN, lesions)]


@pytest.mark.parametrize(
    ("scope", "made"), TAKEN, ids=[f"{s.role.value} {m.__name__}" for s, m in TAKEN]
)
def test_no_bundle_holds_a_canary(at_planted, find_canaries, scope, made):
    ask = Ask(scope, Filters("HCC", sites=tuple(scope.sites)))
    answer, endpoint, make = made(ask)
    its = take_away.Told(answer.provenance, endpoint, words_of(answer.provenance, endpoint))
    bundle = make(ask, its, answer.value, looking())
    given = offered.Offer("survival", its, "A paragraph.", len(bundle.table))
    held = offered._zip(given, lambda: bundle, "0f" * 16)

    assert ZipFile(BytesIO(held)).read("table.csv").count(b"\r\n") > 2
    assert find_canaries(held) == set()
    cohort = json.loads(ZipFile(BytesIO(held)).read("settings.json"))["cohort"]
    assert "sites" not in cohort
    assert cohort["n_sites_chosen"] == len(scope.sites)


def test_the_search_looks_into_a_zip(find_canaries):
    held = BytesIO()
    with ZipFile(held, "w", compression=8) as archive:
        archive.writestr("a.csv", "XPATIENTXD0000001\n" * 50)

    assert find_canaries(held.getvalue()) == {"XPATIENTX"}
