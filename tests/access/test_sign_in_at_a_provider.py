"""Signing in at a provider: the way there and back, and everything that must not open a session."""

import json
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from joserfc import jwt
from starlette.applications import Starlette

from dashboard import server
from dashboard.settings import settings
from dashboard.sign_in import oidc
from queries.errors import DatabaseUnavailable, QueryError
from queries.scope import Role
from queries.state import identities, people, sessions
from queries.state.audit import latest
from queries.state.identities import Account
from queries.state.people import Person
from queries.state.rates import Limit
from tests import mock_provider
from tests.mock_provider import CLIENT, KEY, OTHER_KEY, SECRET, MockProvider, running

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GRACE = Person("p1", "Grace", Role.STEERING, frozenset(), frozenset(), True, False)
ADDRESS = "grace@hospital.example"
VERIFIED = {"email": ADDRESS, "email_verified": True}


@pytest.fixture(scope="module")
def at_hospital():
    told = MockProvider(clock=lambda: NOON)
    with running(told.app()) as where:
        told.address = f"http://{where}"
        yield told


@pytest.fixture
def hospital(at_hospital):
    """The provider, honest again."""
    fresh = MockProvider(address=at_hospital.address, clock=lambda: NOON)
    at_hospital.__dict__.update(fresh.__dict__)
    oidc.forget()
    return at_hospital


@pytest.fixture(scope="module")
def served():
    app = Starlette(routes=server.routes(), middleware=server.middleware())
    with running(app) as where:
        yield f"http://{where}"


@pytest.fixture
def named(hospital, served, tmp_path, monkeypatch):
    """Name the provider in the settings, with what differs; return the database of decisions."""

    def name(**changed):
        told = {"key": "hospital", "label": "General Hospital", "issuer": hospital.address}
        told |= {"client_id": CLIENT, "client_secret": SECRET} | changed
        monkeypatch.setenv("IOCORE_PROVIDERS", json.dumps([told]))
        monkeypatch.setenv("IOCORE_HOME", str(tmp_path))
        monkeypatch.setenv("IOCORE_ENVIRONMENT", "production")
        monkeypatch.setenv("IOCORE_PUBLIC_ADDRESS", served)
        for place in ("doors", "noting", "sign_in.routes", "sign_in.doorway"):
            monkeypatch.setattr(f"dashboard.{place}.now", lambda: NOON)
        settings.cache_clear()
        return settings().state_url

    yield name
    settings.cache_clear()


@pytest.fixture
def url(named):
    """The database of decisions, where Grace is invited."""
    address = named()
    people.add(address, GRACE, NOON)
    issuer = settings().all_providers[0].issuer
    identities.invite(address, issuer, ADDRESS, person_id="p1", now=NOON)
    return address


class Browser:
    """A browser that shows each step."""

    def __init__(self, served):
        self.served, self.session = served, requests.Session()

    def get(self, address, **given):
        return self.session.get(address, allow_redirects=False, timeout=20, **given)

    def leave(self, onward="/survival?region=Europe"):
        """Go to the provider's page and return where it sends one back to."""
        answer = self.get(f"{self.served}/sign-in/with/hospital", params={"next": onward})
        return self.get(answer.headers["location"]).headers["location"]

    def sign_in(self, onward="/survival?region=Europe"):
        return self.get(self.leave(onward))

    @property
    def token(self):
        return self.session.cookies.get("iocore_session", "")


@pytest.fixture
def browser(served):
    return Browser(served)


def refused(answer, browser, sentence):
    """Say whether a sign-in ended with a sentence and no session."""
    assert sentence in answer.text.replace("&#39;", "'")
    return answer.status_code == 403 and not browser.token


def test_an_invited_person_signs_in_and_comes_back_to_the_deep_link(browser, hospital, url):
    hospital.claims = VERIFIED
    answer = browser.sign_in()

    assert (answer.status_code, answer.headers["location"]) == (303, "/survival?region=Europe")
    assert "HttpOnly" in answer.headers["set-cookie"]
    assert sessions.signed_in(url, browser.token, NOON).name == "Grace"
    assert [entry.action for entry in latest(url, 2)] == ["sign-in", "account bound"]


def test_the_provider_is_asked_with_state_nonce_and_a_challenge(browser, hospital, url):
    browser.leave()
    asked = hospital.asked[-1]

    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == f"{browser.served}/signed-in/hospital"
    assert min(len(asked[name]) for name in ("state", "nonce", "code_challenge")) == 43
    assert len({asked["state"], asked["nonce"], asked["code_challenge"]}) == 3


def test_a_session_of_a_provider_ends_when_idle_and_at_the_latest(browser, hospital, url):
    hospital.claims = VERIFIED
    browser.sign_in()

    assert sessions.signed_in(url, browser.token, NOON + timedelta(minutes=31)) is None
    assert sessions.signed_in(url, browser.token, NOON + timedelta(hours=12)) is None


def test_after_the_first_time_the_account_counts_and_never_the_address(browser, hospital, url):
    hospital.claims = VERIFIED
    browser.sign_in()
    hospital.claims = {"email": "new.name@hospital.example", "email_verified": False}
    assert browser.sign_in().status_code == 303
    browser.session.cookies.clear()
    hospital.claims = VERIFIED | {"sub": "subject-2"}

    assert refused(browser.sign_in(), browser, "nobody has given this account any right")


def test_a07_the_same_address_at_another_issuer_is_somebody_else(url):
    assert identities.invited(url, "https://other.example", ADDRESS, NOON) is None
    identities.bind(url, Account("https://one.example", "s"), "p1", NOON)
    assert identities.holder(url, Account("https://other.example", "s")) is None


def test_an_invitation_is_for_one_account_and_runs_out(url):
    issuer = settings().all_providers[0].issuer
    month = timedelta(days=30)
    assert identities.invited(url, issuer, ADDRESS, NOON + month - timedelta(seconds=1))
    assert identities.invited(url, issuer, ADDRESS, NOON + month) is None
    identities.bind(url, Account(issuer, "one"), "p1", NOON, email=ADDRESS)
    with pytest.raises(QueryError, match="used already"):
        identities.bind(url, Account(issuer, "two"), "p1", NOON, email=ADDRESS)


def test_an_invitation_ends_when_the_account_is_given_by_its_subject(url):
    issuer = settings().all_providers[0].issuer
    identities.bind(url, Account(issuer, "one"), "p1", NOON)
    assert identities.invited(url, issuer, ADDRESS, NOON) is None


@pytest.mark.parametrize("verified", [False, None, "true", 1])
def test_a07_an_address_that_is_not_verified_lets_nobody_in(browser, hospital, url, verified):
    hospital.claims = VERIFIED | {"email_verified": verified}
    assert refused(browser.sign_in(), browser, "nobody has given this account any right")


def test_a06_a_stranger_is_told_so_and_noted(browser, hospital, url):
    hospital.claims = {"email": "eve@hospital.example", "email_verified": True}
    assert refused(browser.sign_in(), browser, "Ask the registry office to enter you")
    entry = latest(url, 1)[0]
    assert (entry.outcome, entry.object) == ("refused: Stranger", "hospital")
    assert entry.actor == "subject-1"  # what `iocore users link` needs
    assert "eve@" not in str(entry)


def test_a06_a_closed_account_stays_closed(browser, hospital, url):
    hospital.claims = VERIFIED
    people.change(url, "Grace", is_active=False)
    assert refused(browser.sign_in(), browser, "Your account here is closed.")


def signed_by(key, header=None):
    return lambda claims: jwt.encode({"alg": "RS256", "kid": "first"} | (header or {}), claims, key)


LATE, EARLY = int((NOON - timedelta(minutes=10)).timestamp()), int(NOON.timestamp()) + 600
CHEATS = {
    "issuer": ({"iss": "https://evil.example"}, None, "was not made by General Hospital"),
    "audience": ({"aud": "another"}, None, "was made for another program"),
    "audiences": ({"aud": [CLIENT, "another"]}, None, "was made for another program"),
    "audience of us": ({"aud": "b", "azp": CLIENT}, None, "was made for another program"),
    "party": ({"aud": [CLIENT, "b"], "azp": "b"}, None, "was made for another program"),
    "nonce": ({"nonce": "old"}, None, "belongs to another sign-in"),
    "no nonce": ({"nonce": None}, None, "belongs to another sign-in"),
    "expired": ({"exp": LATE}, None, "has run out"),
    "never expires": ({"exp": None}, None, "lacks what is needed"),
    "future": ({"iat": EARLY}, None, "has run out, or the clocks"),
    "not yet": ({"nbf": EARLY}, None, "has run out, or the clocks"),
    "no subject": ({"sub": None}, None, "lacks what is needed"),
    "empty subject": ({"sub": " "}, None, "lacks what is needed"),
    "access token": ({"at_hash": "x"}, None, "lacks what is needed"),
    "alg none": ({}, mock_provider.unsigned, "not signed in a way accepted"),
    "shared secret": ({}, mock_provider.signed_with_public_key, "not signed in a way accepted"),
    "unknown key": ({}, signed_by(KEY, {"kid": "second"}), "a key it does not publish"),
    "other key": ({}, signed_by(OTHER_KEY), "The signature of the proof"),
    "no proof": ({}, lambda claims: "x.y", "lacks what is needed"),
}


@pytest.mark.parametrize("cheat", CHEATS)
def test_a_proof_that_does_not_hold_opens_nothing_and_says_why(
    browser, hospital, url, cheat, caplog
):
    changed, hospital.sign, sentence = CHEATS[cheat]
    hospital.claims = VERIFIED | changed

    assert refused(browser.sign_in(), browser, sentence)
    noted = str(latest(url, 1)[0])
    assert "refused: " in noted
    told = noted + caplog.text
    assert "refused: " in caplog.text
    assert not any(secret in told for secret in ("eyJ", SECRET, ADDRESS))  # tokens begin so
    assert identities.linked(url) == {"p1": "invited"}


@pytest.mark.parametrize(("seconds", "status"), [(-59, 303), (-61, 403), (59, 303), (61, 403)])
def test_clocks_may_differ_by_a_minute_and_no_more(browser, hospital, url, seconds, status):
    moment = int(NOON.timestamp()) + seconds
    name = "exp" if seconds < 0 else "iat"
    hospital.claims = VERIFIED | {name: moment}
    assert browser.sign_in().status_code == status


def test_a_state_comes_back_once(browser, hospital, url):
    hospital.claims = VERIFIED
    way_back = browser.leave()
    assert browser.get(way_back).status_code == 303
    browser.session.cookies.pop("iocore_session")
    assert refused(browser.get(way_back), browser, "was used already")


def test_a_state_comes_back_to_the_browser_that_left(browser, hospital, url, served):
    hospital.claims = VERIFIED
    other = Browser(served)
    other.get(f"{served}/sign-in")
    assert refused(other.get(browser.leave()), other, "began in another browser")


def test_a_state_that_nobody_gave_out_or_that_ran_out_opens_nothing(
    browser, hospital, url, monkeypatch
):
    hospital.claims = VERIFIED
    way_back = browser.leave()
    made_up = way_back.replace("state=", "state=x")
    assert refused(browser.get(made_up), browser, "was used already, has run out, or began")
    later = NOON + timedelta(minutes=10)
    monkeypatch.setattr("dashboard.sign_in.routes.now", lambda: later)
    assert refused(browser.get(way_back), browser, "was used already, has run out, or began")


def test_a_wrong_or_used_code_opens_nothing(browser, hospital, url):
    hospital.claims = VERIFIED
    way_back = browser.leave()
    hospital.codes.clear()
    assert refused(browser.get(way_back), browser, "does not accept this sign-in any more")


def test_a_code_without_the_verifier_of_its_own_sign_in_opens_nothing(browser, hospital, url):
    hospital.claims = VERIFIED
    first, second = browser.leave(), browser.leave()
    code = parse_qs(urlsplit(first).query)["code"][0]
    own = parse_qs(urlsplit(second).query)["code"][0]
    swapped = second.replace(requests.utils.quote(own), requests.utils.quote(code))
    assert code in requests.utils.unquote(swapped)
    assert refused(browser.get(swapped), browser, "does not accept this sign-in any more")


def test_who_says_no_at_the_provider_is_told_without_repeating_what_came(browser, hospital, url):
    way_back = browser.leave().split("code=")
    state = parse_qs(urlsplit(f"http://x?code={way_back[1]}").query)["state"][0]
    sent = {"error": "access_denied", "error_description": "Call 555 now", "state": state}
    sent["iss"] = hospital.address
    answer = browser.get(f"{browser.served}/signed-in/hospital", params=sent)
    assert refused(answer, browser, "it was broken off there")
    assert "555" not in answer.text


def test_an_answer_in_the_name_of_another_provider_is_refused(browser, hospital, url):
    hospital.claims = VERIFIED
    way_back = browser.leave().split("&iss=")[0]
    assert refused(browser.get(way_back), browser, "was not made by General Hospital")
    mixed = browser.leave().split("&iss=")[0] + "&iss=https%3A%2F%2Fevil.example"
    assert refused(browser.get(mixed), browser, "was not made by General Hospital")


def test_a_provider_that_is_down_is_a_sentence_and_the_page_stands(browser, hospital, url):
    hospital.is_down = True
    answer = browser.get(f"{browser.served}/sign-in/with/hospital")
    assert refused(answer, browser, "General Hospital does not answer.")
    hospital.is_down = False
    assert browser.get(f"{browser.served}/sign-in/with/hospital").status_code == 303


def test_a_provider_that_is_not_there_is_a_sentence(browser, hospital, named):
    named(issuer="http://127.0.0.1:9")
    answer = browser.get(f"{browser.served}/sign-in/with/hospital")
    assert refused(answer, browser, "General Hospital does not answer.")


@pytest.mark.parametrize(
    "told",
    [
        {"issuer": "https://evil.example"},
        {"token_endpoint": "http://evil.example/token"},
        {"jwks_uri": "ftp://evil.example"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
)
def test_a_provider_that_describes_itself_as_another_is_not_followed(browser, hospital, url, told):
    hospital.described = told
    answer = browser.get(f"{browser.served}/sign-in/with/hospital")
    assert refused(answer, browser, "does not fit the settings")


def test_a_wrong_client_secret_is_the_operators_to_mend(browser, hospital, url, named):
    named(**{"client_secret": "another secret of theirs"})
    answer = browser.sign_in()
    assert refused(answer, browser, "does not accept this dashboard's own registration")
    assert "another secret" not in answer.text + repr(settings())


def test_new_keys_of_a_provider_are_fetched_when_a_proof_names_one(browser, hospital, url):
    hospital.claims = VERIFIED
    way_back = browser.leave()
    newer = mock_provider._key("second")
    hospital.published, hospital.sign = newer, signed_by(newer, {"kid": "second"})
    oidc._kept[hospital.address] = type(oidc._kept[hospital.address])(
        oidc._kept[hospital.address].metadata,
        oidc._kept[hospital.address].keys,
        NOON - timedelta(minutes=2),
    )
    assert browser.get(way_back).status_code == 303


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil", "x"])
def test_no_sign_in_leads_to_another_host(browser, hospital, url, onward):
    hospital.claims = VERIFIED
    assert browser.sign_in(onward).headers["location"] == "/"


def test_nobody_signs_in_while_the_log_cannot_be_written(browser, hospital, url, monkeypatch):
    def fail(*_):
        raise DatabaseUnavailable("What you decided could not be saved.", "Try again.")

    hospital.claims = VERIFIED
    browser.sign_in()
    browser.session.cookies.pop("iocore_session")
    monkeypatch.setattr("dashboard.sign_in.routes.record", fail)
    assert refused(browser.sign_in(), browser, "could not be saved")


def test_an_earlier_session_of_the_browser_ends_with_a_new_one(browser, hospital, url):
    hospital.claims = VERIFIED
    browser.sign_in()
    before = browser.token
    browser.sign_in()
    assert browser.token != before
    assert sessions.signed_in(url, before, NOON) is None


def test_a08_with_a_provider_there_are_no_passwords(browser, hospital, url):
    shown = browser.get(f"{browser.served}/sign-in").text
    assert "Sign in with General Hospital" in shown
    assert 'name="password"' not in shown
    assert browser.get(f"{browser.served}/first-password").headers["location"] == "/"
    sent = {"name": "Grace", "password": "x"}
    post = browser.session.post(f"{browser.served}/sign-in", data=sent, allow_redirects=False)
    assert post.headers["location"] == "/"


def test_a08_a_person_of_a_provider_has_no_way_round_it(browser, hospital, url, monkeypatch):
    from queries.state.passwords import issue_code, set_password

    good = "seven quiet herons eat glass"
    set_password(url, "Grace", code=issue_code(url, "Grace", NOON), password=good, now=NOON)
    monkeypatch.setenv("IOCORE_LOCAL_ACCOUNTS", "true")
    settings.cache_clear()
    shown = browser.get(f"{browser.served}/sign-in").text
    tie = shown.split('name="form" value="')[1].split('"')[0]
    sent = {"name": "Grace", "password": good, "form": tie, "next": "/"}
    post = browser.session.post(f"{browser.served}/sign-in", data=sent, allow_redirects=False)

    assert "General Hospital" in shown
    assert refused(post, browser, "Name and password do not go together.")


GROUPS = {
    "groups_claim": "groups",
    "groups": {
        "/io/steering": {"role": "STEERING"},
        "/io/hcc": {"role": "DOMAIN_LEAD", "domains": ["HCC"]},
        "/io/crlm": {"role": "DOMAIN_LEAD", "domains": ["CRLM"]},
    },
}


def test_groups_give_the_role_at_every_sign_in(browser, hospital, named):
    url = named(**GROUPS)
    hospital.claims = {"name": "Grace Hopper", "groups": ["/io/hcc", "/io/crlm", "/other"]}
    browser.sign_in()
    lead = sessions.signed_in(url, browser.token, NOON)
    hospital.claims["groups"] = ["/io/steering"]
    browser.sign_in()
    member = sessions.signed_in(url, browser.token, NOON)

    assert (lead.role, lead.domains) == (Role.DOMAIN_LEAD, frozenset({"HCC", "CRLM"}))
    assert (member.role, member.domains) == (Role.STEERING, frozenset())
    assert lead.person_id == member.person_id


@pytest.mark.parametrize("groups", [[], ["/other"], None, {"/io/hcc": 1}, [["/io/hcc"]]])
def test_no_group_of_ours_gives_no_right(browser, hospital, named, groups):
    named(**GROUPS)
    hospital.claims = {"groups": groups}
    assert refused(browser.sign_in(), browser, "nobody has given this account any right")


def test_groups_with_two_roles_give_none(browser, hospital, named):
    named(**GROUPS)
    hospital.claims = {"groups": ["/io/hcc", "/io/steering"]}
    assert refused(browser.sign_in(), browser, "give you several roles")


def test_who_leaves_the_group_loses_every_session(browser, hospital, named, served):
    url = named(**GROUPS)
    hospital.claims = {"groups": ["/io/hcc"]}
    browser.sign_in()
    hospital.claims = {"groups": []}
    other = Browser(served)

    assert refused(other.sign_in(), other, "nobody has given this account any right")
    assert sessions.signed_in(url, browser.token, NOON) is None


def test_a_name_told_by_a_provider_takes_nobodys_place(browser, hospital, named):
    url = named(**GROUPS)
    people.add(url, GRACE, NOON)
    hospital.claims = {"name": "Grace", "groups": ["/io/hcc"]}
    browser.sign_in()
    assert sessions.signed_in(url, browser.token, NOON).person_id != "p1"
    assert people.named(url, "Grace").role is Role.STEERING


def test_the_kind_of_sign_in_that_is_asked_for_must_be_vouched_for(browser, hospital, url, named):
    named(acr="https://refeds.org/profile/mfa")
    hospital.claims = VERIFIED
    assert refused(browser.sign_in(), browser, "did not vouch for the stronger sign-in")
    hospital.claims = VERIFIED | {"acr": "https://refeds.org/profile/mfa"}
    assert browser.sign_in().status_code == 303
    assert hospital.asked[-1]["acr_values"] == "https://refeds.org/profile/mfa"


def test_signing_out_ends_the_session_and_goes_on_to_the_provider(browser, hospital, url):
    hospital.claims = VERIFIED
    browser.sign_in()
    token = browser.token
    answer = browser.session.post(f"{browser.served}/sign-out", allow_redirects=False)

    assert sessions.signed_in(url, token, NOON) is None
    assert not browser.token
    assert f"{hospital.address}/end?client_id={CLIENT}" in answer.text
    assert "id_token" not in answer.text


def test_signing_out_stays_here_where_the_provider_offers_no_way(browser, hospital, url):
    hospital.claims, hospital.described = VERIFIED, {"end_session_endpoint": ""}
    browser.sign_in()
    answer = browser.session.post(f"{browser.served}/sign-out", allow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/")


def test_too_many_ways_back_are_refused_and_noted_once(browser, hospital, url, monkeypatch):
    few = Limit("provider back", 3, timedelta(minutes=5))
    monkeypatch.setattr("dashboard.sign_in.doorway.COMING_BACK", few)
    answers = [browser.get(f"{browser.served}/signed-in/hospital?state=x") for _ in range(6)]

    said = ["There were too many attempts" in answer.text for answer in answers]
    assert said == [False, False, False, True, True, True]
    noted = [entry.outcome for entry in latest(url, 100)]
    assert noted.count("refused: TooOften") == 1
