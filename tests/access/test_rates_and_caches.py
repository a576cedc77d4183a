"""How often one may knock, and what no browser or proxy may keep."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import pytest
import requests
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from dashboard import passports, server, session
from dashboard.settings import settings
from queries.state.rates import Limit, TooOften, count, require
from tests.mock_provider import running

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
THREE = Limit("door", 3, timedelta(minutes=5))


@pytest.fixture
def url(tmp_path):
    return f"sqlite:///{tmp_path / 'state.sqlite'}"


def knock(url, times, client="1.2.3.4", moment=NOON):
    for _ in range(times):
        count(url, THREE, client, moment)


def test_who_comes_more_often_than_the_limit_waits_for_the_next_window(url):
    knock(url, 3)
    with pytest.raises(TooOften, match="Wait 5 minutes"):
        knock(url, 1)
    knock(url, 3, moment=NOON + timedelta(minutes=5))


def test_one_client_does_not_shut_another_out(url):
    knock(url, 3)
    knock(url, 3, client="1.2.3.5")


def test_asking_counts_nothing(url):
    knock(url, 2)
    for _ in range(9):
        require(url, THREE, "1.2.3.4", NOON)
    knock(url, 1)
    with pytest.raises(TooOften):
        require(url, THREE, "1.2.3.4", NOON)


def test_many_who_knock_at_once_are_all_counted(url):
    limit = Limit("door", 1000, timedelta(minutes=5))
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda _: count(url, limit, "c", NOON), range(40)))
    with pytest.raises(TooOften):
        require(url, Limit("door", 40, timedelta(minutes=5)), "c", NOON)
    require(url, Limit("door", 41, timedelta(minutes=5)), "c", NOON)


def test_ids_of_figures_cannot_be_guessed_at_length(tmp_path, monkeypatch):
    monkeypatch.setenv("IOCORE_HOME", str(tmp_path))
    monkeypatch.setenv("IOCORE_ENVIRONMENT", "production")
    monkeypatch.setattr(passports, "GUESSES", THREE)
    monkeypatch.setattr(passports, "now", lambda: NOON)
    monkeypatch.setattr(session, "client_address", lambda: "1.2.3.4")
    settings.cache_clear()
    for _ in range(3):
        assert passports.cited_figures("AAAAA-AAAAA") == ()
    with pytest.raises(TooOften):
        passports.cited_figures("AAAAA-AAAAB")
    settings.cache_clear()


async def _told(_request):
    return PlainTextResponse("x", headers={"cache-control": "public, max-age=3600"})


def kept_how(path):
    app = Starlette(routes=[Route(path, _told)], middleware=server.middleware())
    with running(app) as where:
        return requests.get(f"http://{where}{path}", timeout=20).headers["cache-control"]


@pytest.mark.parametrize("path", ["/", "/media/a.csv", "/survival", "/sign-in", "/_stcore/health"])
def test_nothing_that_may_hold_a_number_or_a_name_is_kept(path):
    assert kept_how(path) == "no-store"


def test_the_program_itself_may_be_kept():
    assert kept_how("/static/a.js") == "public, max-age=3600"


def test_what_the_server_does_at_its_start_passes_through():
    started = []

    @asynccontextmanager
    async def lifespan(_app):
        started.append("here")
        yield

    app = Starlette(middleware=server.middleware(), lifespan=lifespan)
    with running(app, lifespan="on"):
        assert started == ["here"]
