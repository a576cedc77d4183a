"""Passwords, one-time codes and sessions: what opens, what does not, and for how long."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from queries.errors import QueryError
from queries.scope import Role
from queries.state import people, sessions
from queries.state.passwords import NotSignedIn, Wait, check_password, issue_code, set_password
from queries.state.people import Person, UnknownPerson
from queries.state.sessions import ABSOLUTE, IDLE
from queries.state.store import looking

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GOOD = "seven quiet herons eat glass"
LEAD = Person("p1", "Ada Lovelace", Role.DOMAIN_LEAD, frozenset({"HCC"}), frozenset(), True, False)


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'state.sqlite'}"


@pytest.fixture
def ada(url):
    people.add(url, LEAD, NOON)
    set_password(url, LEAD.name, code=issue_code(url, LEAD.name, NOON), password=GOOD, now=NOON)
    return LEAD.name


def test_a_password_set_by_code_opens_and_another_does_not(url, ada):
    assert check_password(url, ada, GOOD, NOON).role is Role.DOMAIN_LEAD
    with pytest.raises(NotSignedIn):
        check_password(url, ada, GOOD + "!", NOON)


def test_neither_password_nor_code_is_kept_in_the_clear(url, ada):
    code = issue_code(url, ada, NOON)
    with looking(url) as connection:
        kept = str(connection.execute(sa.select(people.person)).all())
    assert GOOD not in kept
    assert code not in kept
    assert kept.count("$argon2id$v=19$m=19456,t=2,p=1$") == 2


def test_a_code_opens_once_and_for_a_day(url):
    people.add(url, LEAD, NOON)
    code = issue_code(url, LEAD.name, NOON)
    late = NOON + timedelta(hours=24, seconds=1)
    with pytest.raises(NotSignedIn):
        set_password(url, LEAD.name, code=code, password=GOOD, now=late)
    set_password(url, LEAD.name, code=code, password=GOOD, now=NOON)
    with pytest.raises(NotSignedIn):
        set_password(url, LEAD.name, code=code, password=GOOD, now=NOON)


def test_an_empty_code_opens_nothing_where_none_was_issued(url, ada):
    with pytest.raises(NotSignedIn):
        set_password(url, ada, code="", password=GOOD, now=NOON)


def test_an_unknown_name_and_a_wrong_password_are_refused_in_the_same_words(url, ada):
    told = []
    for name in (ada, "Nobody At All"):
        with pytest.raises(NotSignedIn) as refusal:
            check_password(url, name, "wrong password here", NOON)
        told.append(str(refusal.value))
    assert told[0] == told[1]


@pytest.mark.parametrize(
    "weak",
    [
        "short",
        "x" * 129,
        "aaaaaaaaaaaaaaaa",
        "ada lovelace 1815",
        "my password is long",
        "IOCORE-2026-abcdef",
    ],
)
def test_a_password_that_is_guessed_first_is_refused_with_a_reason(url, weak):
    people.add(url, LEAD, NOON)
    code = issue_code(url, LEAD.name, NOON)
    with pytest.raises(QueryError, match="password"):
        set_password(url, LEAD.name, code=code, password=weak, now=NOON)


def test_five_failures_make_a_guesser_wait_longer_each_time_and_never_for_ever(url, ada):
    moment = NOON
    for _ in range(5):
        with pytest.raises(NotSignedIn):
            check_password(url, ada, "wrong password here", moment)
    with pytest.raises(Wait):
        check_password(url, ada, GOOD, moment + timedelta(seconds=1))
    assert check_password(url, ada, GOOD, moment + timedelta(seconds=3)).name == ada

    for _ in range(40):  # however often, the wait has an end
        try:
            check_password(url, ada, "wrong password here", moment)
        except NotSignedIn:
            continue
        except Wait:
            moment += timedelta(minutes=15, seconds=1)
    assert check_password(url, ada, GOOD, moment + timedelta(minutes=16)).name == ada


def test_a_session_ends_when_idle_and_at_last_whatever_is_done(url, ada):
    token = sessions.open_session(url, "p1", NOON)
    assert sessions.signed_in(url, token, NOON + IDLE - timedelta(seconds=1)).name == ada

    idle = sessions.open_session(url, "p1", NOON)
    assert sessions.signed_in(url, idle, NOON + IDLE) is None

    busy, moment = sessions.open_session(url, "p1", NOON), NOON
    while moment < NOON + ABSOLUTE - timedelta(minutes=20):
        moment += timedelta(minutes=20)
        assert sessions.signed_in(url, busy, moment) is not None or moment >= NOON + ABSOLUTE
    assert sessions.signed_in(url, busy, NOON + ABSOLUTE) is None


def test_a_token_is_kept_as_a_hash_and_no_other_text_opens(url, ada):
    token = sessions.open_session(url, "p1", NOON)
    with looking(url) as connection:
        kept = str(connection.execute(sa.select(sessions.session)).all())
    assert token not in kept
    for other in ("", "x", token[:-1], token + "a", "' OR 1=1 --"):
        assert sessions.signed_in(url, other, NOON) is None


def test_ending_all_sessions_signs_out_everywhere(url, ada):
    tokens = [sessions.open_session(url, "p1", NOON) for _ in range(3)]
    assert sessions.end_all_of(url, "p1", NOON) == 3
    assert not any(sessions.signed_in(url, token, NOON) for token in tokens)


def test_a_new_role_holds_from_the_next_click_and_a_disabled_person_has_none(url, ada):
    token = sessions.open_session(url, "p1", NOON)
    people.give_role(url, replace(LEAD, role=Role.STEERING, domains=frozenset()))
    assert sessions.signed_in(url, token, NOON).role is Role.STEERING

    people.change(url, ada, is_active=False)
    assert sessions.signed_in(url, token, NOON) is None
    with pytest.raises(NotSignedIn):
        check_password(url, ada, GOOD, NOON)


@pytest.mark.parametrize(
    ("changed", "why"),
    [
        ({"domains": frozenset()}, "without a disease domain"),
        ({"role": Role.SITE}, "without a site"),
        ({"role": Role.PUBLIC}, "is the public"),
        ({"name": " "}, "name is empty"),
        ({"name": "a\nb"}, "control characters"),
    ],
)
def test_a_role_without_its_reach_and_a_name_that_forges_are_refused(url, changed, why):
    with pytest.raises(QueryError, match=why):
        people.add(url, replace(LEAD, **changed), NOON)


def test_two_people_cannot_share_a_name_in_any_case(url, ada):
    with pytest.raises(QueryError, match="already"):
        people.add(url, replace(LEAD, person_id="p2", name=ada.upper()), NOON)
    with pytest.raises(UnknownPerson):
        people.named(url, "nobody")
