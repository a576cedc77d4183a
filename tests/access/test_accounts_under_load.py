"""Owner, dashboard and public account at once over few pooled connections: no row of another."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime
from random import Random

import pytest
import sqlalchemy as sa

from queries import schema
from queries.database_roles import DatabaseRole, set_up_roles
from queries.desk_rights import grant_releases
from queries.engine import reading, writing
from queries.policies import View
from queries.releases import writing as store
from queries.releases.model import Item
from queries.releases.reading import current_release
from queries.row_security import within
from queries.scope import Reach, Role, Scope

pytestmark = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
KEY = "a key for tests, of more than 32 characters"
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
THREADS, TRIPS = 24, 25
# Rows of follow_up: 3 HCC and 1 CRLM of site A, 2 HCC of site B; snapshot 1 holds one more.
REACHED = (
    (Scope(Role.STEERING, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL), 6),
    (Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"A"})), 4),
    (Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"})), 2),
    (Scope(Role.DOMAIN_LEAD, 2, domains=frozenset({"CRLM"}), site_reach=Reach.ALL), 1),
    (Scope(Role.SITE, 2), 0),
)
HELD = sa.select(sa.func.count()).select_from(schema.follow_up)
REFUSED = "42501"


def released(engine, base, key):
    facts = {"snapshot_id": 2, "source": "Made", "cutoff": date(2025, 3, 15), "is_synthetic": True}
    item = Item("HCC", "domain", {"key": key})
    draft = store.Draft(key, base, config={}, audit={}, items=(item,), **facts)
    number = store.store(engine, draft, by="Ada", now=NOON)
    store.approve(engine, number, by="Ben", now=NOON)
    return number


@pytest.fixture
def accounts(small_registry, database_url):
    """Engines and addresses by account, of a registry with row security and a public release."""
    set_up_roles(small_registry, KEY)
    grant_releases(small_registry)
    url = {
        role: sa.engine.make_url(database_url).set(username=str(role)).render_as_string()
        for role in (DatabaseRole.OWNER, DatabaseRole.APP, DatabaseRole.PUBLIC)
    }
    builder = writing(sa.engine.make_url(database_url).set(username="io_coordinating"))
    engines = {
        role: sa.create_engine(address, pool_size=3, max_overflow=0, pool_timeout=30)
        for role, address in url.items()
    }
    released(builder, None, "1")
    yield engines, url, builder
    for engine in (builder, *engines.values(), *map(reading, url.values())):
        engine.dispose()
    reading.cache_clear()


def as_owner(engines, _url, _random):
    with engines[DatabaseRole.OWNER].connect() as connection:
        return connection.scalar(HELD) == 7


def as_reader(engines, _url, random):
    scope, n = random.choice(REACHED)
    engine = engines[DatabaseRole.APP]
    with within(engine, scope, view=View.SURVIVAL, key=KEY) as connection:
        found = connection.scalar(HELD)
        if random.random() < 0.3:
            connection.commit()
            found = connection.scalar(HELD)
    return found == n


def without_a_scope(engines, _url, _random):
    with engines[DatabaseRole.APP].connect() as connection:
        return connection.scalar(HELD) == 0


def as_public(_engines, url, _random):
    found = current_release(url[DatabaseRole.PUBLIC])
    return found.item("HCC") == {"key": str(found.release_id)}


def public_at_patients(engines, _url, _random):
    try:
        with engines[DatabaseRole.PUBLIC].connect() as connection:
            connection.exec_driver_sql("SELECT count(*) FROM public.follow_up")
    except sa.exc.ProgrammingError as error:
        return error.orig.sqlstate == REFUSED
    return False


DEEDS = (as_owner, as_reader, as_reader, without_a_scope, as_public, as_public, public_at_patients)


def test_r12_owner_dashboard_and_public_at_once_never_see_a_row_of_another(accounts):
    engines, url, builder = accounts

    def trip(number):
        random = Random(number)  # noqa: S311  # a drawn order, no secret
        drawn = [random.choice(DEEDS) for _ in range(TRIPS)]
        return [deed.__name__ for deed in drawn if not deed(engines, url, random)]

    with ThreadPoolExecutor(THREADS) as pool:
        trips = [pool.submit(trip, number) for number in range(THREADS)]
        for base in range(1, 6):  # what is public changes while it is read
            released(builder, base, str(base + 1))
        wrong = [name for one in trips for name in one.result()]

    assert wrong == []
    assert current_release(url[DatabaseRole.PUBLIC]).release_id == 6
