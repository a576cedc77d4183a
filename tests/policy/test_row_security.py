"""Row security as the second wall: each known way past it, tried."""

import os
import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from pathlib import Path
from random import Random

import pytest
import sqlalchemy as sa

from dashboard.guard import UnsafeSettings, require_row_security
from queries import schema
from queries.database_roles import DatabaseRole, set_up_roles
from queries.demo.load import load_demo
from queries.errors import DatabaseUnavailable
from queries.policies import View
from queries.row_checks import weaknesses
from queries.row_security import mark_of_transaction, sealed, within
from queries.row_wall import WALLED
from queries.scope import Reach, Role, Scope

pytestmark = pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)
EVERYTHING = Scope(Role.STEERING, 2, domain_reach=Reach.ALL, site_reach=Reach.ALL)
SITE_A = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"A"}))
SITE_B = Scope(Role.SITE, 2, domain_reach=Reach.ALL, sites=frozenset({"B"}))
LEAD = Scope(Role.DOMAIN_LEAD, 2, domains=frozenset({"CRLM"}), site_reach=Reach.ALL)
NOBODY = Scope(Role.SITE, 2)
# Rows of follow_up: 3 HCC and 1 CRLM of site A, 2 HCC of site B; snapshot 1 holds one more.
REACHED = [(EVERYTHING, 6), (SITE_A, 4), (SITE_B, 2), (LEAD, 1), (NOBODY, 0)]
HELD = sa.select(sa.func.count()).select_from(schema.follow_up)
WAYS_TO_ASK = {
    "plain": "SELECT count(*) FROM follow_up",
    "or true": "SELECT count(*) FROM follow_up WHERE site_id = 'A' OR true",
    "union": "SELECT count(*) FROM (SELECT 1 FROM follow_up UNION ALL SELECT 1 FROM follow_up) x",
    "lateral": "SELECT count(*) FROM follow_up f, LATERAL (SELECT * FROM index_record r) x",
    "copy": "SELECT count(*) FROM accrual_month JOIN patient USING (site_id)",
}


def held(engine) -> int:
    with engine.connect() as connection:
        return int(connection.scalar(HELD))


@pytest.mark.parametrize(("scope", "n"), REACHED, ids=["all", "A", "B", "lead", "nobody"])
def test_a_transaction_sees_the_rows_of_its_scope_whatever_it_asks_for(walled, scope, n):
    with walled.within(scope, View.SURVIVAL) as connection:
        assert connection.scalar(HELD) == n


@pytest.mark.parametrize("way", WAYS_TO_ASK.values(), ids=WAYS_TO_ASK)
def test_r10_without_a_token_no_way_of_asking_sees_a_row(walled, way):
    with walled.app.connect() as connection:
        assert connection.exec_driver_sql(way).scalar() == 0


def test_r10_without_a_token_no_table_of_places_shows_a_row(walled):
    with walled.app.connect() as connection:
        found = {
            name: connection.scalar(sa.select(sa.func.count()).select_from(sa.table(name)))
            for name in WALLED
        }
    assert found == dict.fromkeys(WALLED, 0)


def test_r10_a_person_is_of_no_domain_so_a_lead_reads_no_table_of_people(walled):
    with walled.admin.begin() as connection:
        row = dict.fromkeys(column.name for column in schema.curated["patient"].c)
        row |= {"snapshot_id": 2, "row_no": 1, "site_id": "A", "patient_id": "P1"}
        row |= {name: "NONE" for name in row if name.endswith("_precision")}
        connection.execute(schema.curated["patient"].insert(), [row])
    people = sa.select(sa.func.count()).select_from(schema.curated["patient"])

    seen = {}
    for name, scope in {"lead": LEAD, "A": SITE_A, "B": SITE_B}.items():
        with walled.within(scope, View.SURVIVAL) as connection:
            seen[name] = connection.scalar(people)
    assert seen == {"lead": 0, "A": 1, "B": 0}


# --- who passes by policies -------------------------------------------------------------------


def test_owner_bypass_the_wall_is_forced_and_the_owners_own_door_is_shut_to_the_app(walled):
    with walled.admin.begin() as connection:  # what a careless owner could leave behind
        connection.exec_driver_sql(
            "CREATE FUNCTION everything() RETURNS bigint LANGUAGE sql SECURITY DEFINER "
            "AS 'SELECT count(*) FROM follow_up'"
        )
        connection.exec_driver_sql("ALTER FUNCTION everything() OWNER TO io_owner")

    with walled.within(SITE_B, View.SURVIVAL) as connection:
        assert connection.exec_driver_sql("SELECT everything()").scalar() == 0
    assert held(walled.account(DatabaseRole.OWNER)) == 7


def test_view_of_the_owner_without_security_invoker_shows_the_app_nothing(walled):
    with walled.account(DatabaseRole.OWNER).begin() as connection:
        connection.exec_driver_sql("CREATE VIEW leak AS SELECT * FROM follow_up")
        connection.exec_driver_sql("GRANT SELECT ON leak TO io_app")

    with walled.within(SITE_B, View.SURVIVAL) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM leak").scalar() == 0


def test_view_with_security_invoker_shows_the_scope_and_no_more(walled):
    with walled.account(DatabaseRole.OWNER).begin() as connection:
        connection.exec_driver_sql(
            "CREATE VIEW sound WITH (security_invoker = true) AS SELECT * FROM follow_up"
        )
        connection.exec_driver_sql("GRANT SELECT ON sound TO io_app")

    with walled.within(SITE_B, View.SURVIVAL) as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM sound").scalar() == 2


FLAWS = {
    "the view leak reads": "CREATE VIEW leak AS SELECT * FROM follow_up",
    "the materialised view kept": "CREATE MATERIALIZED VIEW kept AS SELECT * FROM follow_up",
    "the function f runs": (
        "CREATE FUNCTION f() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"
    ),
    "the function scope runs": (
        "CREATE FUNCTION scope() RETURNS integer LANGUAGE sql SECURITY DEFINER AS 'SELECT 1'"
    ),
    "the table follow_up has no": "ALTER TABLE follow_up NO FORCE ROW LEVEL SECURITY",
    "the table lesion has no": "ALTER TABLE lesion DISABLE ROW LEVEL SECURITY",
    "the policy mine of the table visit is not": "CREATE POLICY mine ON visit USING (true)",
    "the policy io_app_reads of the table site is missing": "DROP POLICY io_app_reads ON site",
    "may act as io_import": "GRANT io_import TO io_app",
}


@pytest.fixture
def put_back():
    undo = []
    yield undo.append
    for engine, statement in undo:
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)


@pytest.mark.parametrize(("flaw", "made"), FLAWS.items(), ids=FLAWS)
def test_r11_the_catalogue_check_names_what_would_let_rows_past(walled, put_back, flaw, made):
    put_back((walled.admin, "REVOKE io_import FROM io_app"))  # accounts belong to the server
    with walled.app.connect() as connection:
        assert weaknesses(connection) == ()
    with walled.admin.begin() as connection:
        connection.exec_driver_sql(made)

    with walled.app.connect() as connection:
        (found,) = weaknesses(connection)
    assert flaw in found


def test_r11_a_superuser_is_named_as_one_who_passes(walled):
    with walled.admin.connect() as connection:
        (found,) = weaknesses(connection)
    assert found == "the account iocore passes by row security"


def test_r11_production_is_refused_while_there_is_a_way_past_and_starts_without_one(walled):
    require_row_security(walled.app, walled.key)
    with walled.admin.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE follow_up NO FORCE ROW LEVEL SECURITY")

    with pytest.raises(UnsafeSettings, match="the table follow_up has no row security"):
        require_row_security(walled.app, walled.key)
    with pytest.raises(DatabaseUnavailable, match="needs a key"):
        require_row_security(walled.app, "")


def test_r11_a_policy_that_somebody_added_is_gone_after_the_next_set_up(walled):
    with walled.admin.begin() as connection:
        connection.exec_driver_sql("CREATE POLICY mine ON follow_up FOR SELECT USING (true)")
    set_up_roles(walled.admin, walled.key)

    assert held(walled.app) == 0


# --- the token --------------------------------------------------------------------------------


def said_everything() -> str:
    return '{"snapshot_id": 2, "domain_reach": "ALL", "site_reach": "ALL", "view": "survival"}'


def test_plain_setting_a_scope_that_a_statement_sets_by_itself_shows_nothing(walled):
    with walled.within(SITE_B, View.SURVIVAL) as connection:
        connection.exec_driver_sql(f"SET LOCAL row_wall.scope = '{said_everything()}'")
        assert connection.scalar(HELD) == 0
        connection.exec_driver_sql("SET LOCAL row_wall.seal = ''")
        assert connection.scalar(HELD) == 0


def test_plain_setting_a_seal_of_another_key_is_refused(walled):
    said = said_everything()
    with walled.app.connect() as connection:
        mark = connection.scalar(sa.select(mark_of_transaction()))
        forged = sealed("another key of more than 32 characters", mark, said)
        with pytest.raises(sa.exc.ProgrammingError, match="no seal of this registry"):
            connection.execute(sa.select(sa.func.row_wall.enter(said, forged)))


def test_a_seal_is_of_one_transaction_and_one_backend(walled):
    said = said_everything()
    setting = sa.select(
        sa.func.set_config("row_wall.scope", said, False),
        sa.func.set_config("row_wall.seal", sa.bindparam("seal"), False),
    )
    with walled.app.connect() as connection, walled.app.connect() as another:
        mark = connection.scalar(sa.select(mark_of_transaction()))
        seal = {"seal": sealed(walled.key, mark, said)}
        connection.execute(setting, seal)
        assert connection.scalar(HELD) == 6
        another.execute(setting, seal)
        assert another.scalar(HELD) == 0
        connection.commit()  # the settings stay with the session, and say nothing any more
        assert connection.scalar(HELD) == 0


def test_the_key_and_the_functions_of_the_wall_are_out_of_the_apps_reach(walled):
    for statement in (
        "SELECT * FROM row_wall.secret",
        "SET ROLE io_wall",
        "CREATE FUNCTION row_wall.mine() RETURNS integer LANGUAGE sql AS 'SELECT 1'",
        "ALTER TABLE follow_up DISABLE ROW LEVEL SECURITY",
        "DROP POLICY io_app_reads ON follow_up",
    ):
        with walled.app.connect() as connection:
            connection.exec_driver_sql("SET TRANSACTION READ WRITE")
            with pytest.raises(sa.exc.DBAPIError) as refusal:
                connection.exec_driver_sql(statement)
        assert refusal.value.orig.sqlstate == "42501", statement


def test_another_key_is_told_in_words_and_opens_nothing(walled):
    another = "another key of more than 32 characters"
    with (
        pytest.raises(DatabaseUnavailable, match="does not accept the key"),
        within(walled.app, SITE_A, view=View.SURVIVAL, key=another),
    ):
        pass


def test_a_missing_key_is_told_in_words_and_opens_nothing(walled):
    with (
        pytest.raises(DatabaseUnavailable, match="needs a key"),
        within(walled.app, SITE_A, view=View.SURVIVAL, key=""),
    ):
        pass


# --- pool, transactions, plans ----------------------------------------------------------------


def test_pool_the_next_user_of_a_connection_inherits_no_scope(walled):
    engine = walled.account(DatabaseRole.APP, pool_size=1, max_overflow=0)
    with walled.within(EVERYTHING, View.SURVIVAL, engine) as connection:
        pid = connection.scalar(sa.select(sa.func.pg_backend_pid()))
        assert connection.scalar(HELD) == 6
        connection.commit()  # what a transaction sets for good stays after this only
    with engine.connect() as connection:
        assert connection.scalar(sa.select(sa.func.pg_backend_pid())) == pid
        assert connection.scalar(HELD) == 0


def test_a_commit_in_the_middle_keeps_the_scope_and_widens_nothing(walled):
    with walled.within(SITE_A, View.SURVIVAL) as connection:
        assert connection.scalar(HELD) == 4
        connection.commit()
        assert connection.scalar(HELD) == 4
        connection.rollback()
        assert connection.scalar(HELD) == 4


def test_autocommit_ends_the_scope_at_once_and_shows_nothing(walled):
    engine = walled.account(DatabaseRole.APP, isolation_level="AUTOCOMMIT")
    with (
        pytest.raises(DatabaseUnavailable, match="does not accept"),
        walled.within(EVERYTHING, View.SURVIVAL, engine),
    ):
        pass
    assert held(engine) == 0


def test_plans_that_the_driver_prepared_keep_to_the_scope_of_each_transaction(walled):
    engine = walled.account(DatabaseRole.APP, pool_size=1, max_overflow=0)
    prepared = sa.table("pg_prepared_statements", sa.column("statement"))
    seen, known = [], []
    for scope, _n in REACHED:
        with walled.within(scope, View.SURVIVAL, engine) as connection:
            for _ in range(12):  # the driver prepares after 5, the server's plan is generic later
                seen.append(connection.scalar(HELD))
                connection.commit()
            known += connection.scalars(sa.select(prepared.c.statement)).all()

    assert sum("count" in statement and "follow_up" in statement for statement in known) == 5
    assert seen == [n for _scope, n in REACHED for _ in range(12)]


def test_prepared_generic_plans_serve_each_scope_its_own_rows(walled):
    engine = walled.account(DatabaseRole.APP, pool_size=1, max_overflow=0)
    with engine.connect() as connection:
        connection.exec_driver_sql("SET plan_cache_mode = force_generic_plan")
        connection.exec_driver_sql("PREPARE held AS SELECT count(*) FROM follow_up")
        connection.commit()
    seen = []
    for scope, _n in REACHED:
        with walled.within(scope, View.SURVIVAL, engine) as connection:
            seen.append(connection.exec_driver_sql("EXECUTE held").scalar())

    assert seen == [n for _scope, n in REACHED]


def test_r12_twenty_threads_over_five_connections_see_no_foreign_row(walled):
    engine = walled.account(DatabaseRole.APP, pool_size=5, max_overflow=0)
    places = sa.select(schema.follow_up.c.site_id, schema.follow_up.c.domain_code)

    def trip(number):
        random, wrong = Random(number), 0  # noqa: S311  # a drawn order, no secret
        for _ in range(60):
            scope, n = random.choice([*REACHED, (None, 0)])
            if scope is None:
                wrong += held(engine) != 0
                continue
            with walled.within(scope, View.SURVIVAL, engine) as connection:
                rows = connection.execute(places).all()
                if random.random() < 0.2:
                    connection.commit()
                    wrong += connection.scalar(HELD) != n
            wrong += len(rows) != n
            if scope.site_reach is Reach.LISTED:
                wrong += any(site not in scope.sites for site, _domain in rows)
        return wrong

    with ThreadPoolExecutor(20) as pool:
        assert sum(pool.map(trip, range(20))) == 0


def test_a_connection_that_the_server_ended_comes_back_with_its_scope(walled):
    assert walled.app.pool._pre_ping
    with walled.within(SITE_A, View.SURVIVAL) as connection:
        connection.scalar(HELD)
    activity = sa.table("pg_stat_activity", sa.column("pid"), sa.column("usename"))
    ended = sa.select(sa.func.pg_terminate_backend(activity.c.pid))
    with walled.admin.connect() as connection:
        assert any(connection.scalars(ended.where(activity.c.usename == "io_app")))

    with walled.within(SITE_A, View.SURVIVAL) as connection:
        assert connection.scalar(HELD) == 4


# --- the two questions that go across sites -----------------------------------------------------


def test_the_registry_total_is_for_its_view_and_holds_no_place(walled):
    total = sa.select(sa.column("n")).select_from(sa.func.row_wall.registry_total())
    found = {}
    for view in (View.REGISTRY_TOTAL, View.ACCRUAL):
        with walled.within(SITE_B, view) as connection:
            found[view] = sum(connection.scalars(total))
    with walled.app.connect() as connection:
        assert connection.scalars(total).all() == []

    assert found == {View.REGISTRY_TOTAL: 6, View.ACCRUAL: 0}


@pytest.mark.parametrize("table", ["patient", "data_snapshot", "row_wall.secret", 'x"; SELECT 1'])
def test_the_wall_says_of_no_other_table_whether_it_has_rows(walled, table):
    with (
        walled.within(EVERYTHING, View.ACCRUAL) as connection,
        pytest.raises(sa.exc.ProgrammingError),
    ):
        connection.execute(sa.select(sa.func.row_wall.supplies(table, "HCC")))


# --- the other accounts -------------------------------------------------------------------------


def test_an_import_adds_its_rows_behind_the_wall_and_reads_every_row(walled):
    importer = walled.account(DatabaseRole.IMPORT)
    with walled.admin.begin() as connection:  # the two by hand took no number
        connection.exec_driver_sql("ALTER SEQUENCE data_snapshot_snapshot_id_seq RESTART WITH 3")
    n = load_demo(importer, n_diagnoses=50, now=NOW).snapshot_id

    at = sa.select(sa.func.count()).select_from(schema.index_record)
    at = at.where(schema.index_record.c.snapshot_id == n)
    with importer.connect() as ours, walled.admin.connect() as whole:
        assert ours.scalar(at) == whole.scalar(at) > 0
    with importer.connect() as connection, pytest.raises(sa.exc.ProgrammingError):
        connection.exec_driver_sql("DELETE FROM index_record")


def test_a_dump_of_the_owner_is_whole_or_refused_and_never_in_part(walled, tmp_path):
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/pg_dump"))
    url = walled.url.set(username="io_owner", drivername="postgresql")

    def dumped(*more):
        order = [programs[-1], url.render_as_string(), "--data-only", "--table=follow_up", *more]
        return subprocess.run(order, capture_output=True, text=True, env=dict(os.environ))

    assert dumped().returncode != 0
    assert dumped("--enable-row-security").stdout.count("\tOS\t") == 7
