"""What the second wall needs before any database is asked, and what it does without one."""

import hashlib
import hmac

import pytest
import sqlalchemy as sa

from dashboard.guard import require_row_security
from queries.database_roles import set_up_roles
from queries.errors import DatabaseUnavailable
from queries.policies import View
from queries.row_security import is_walled, months_of_every_site, sealed, within
from queries.row_wall import WALLED, policies, require_key
from queries.schema import accrual_month
from queries.scope import Role, Scope


def test_on_sqlite_the_wall_does_nothing_and_asks_for_no_key(tmp_path):
    engine = sa.create_engine(f"sqlite:///{tmp_path / 'registry.sqlite'}")
    with within(engine, Scope(Role.SITE, 1), view=View.ACCRUAL, key="") as connection:
        assert not is_walled(connection)
        assert months_of_every_site(connection) is accrual_month
    require_row_security(engine, "")
    engine.dispose()


@pytest.mark.parametrize("key", ["", "x" * 31])
def test_a_key_that_is_missing_or_short_is_refused_with_what_to_set(key):
    with pytest.raises(DatabaseUnavailable, match="at least 32 characters") as refusal:
        require_key(key)
    assert "IOCORE_ROW_KEY" in refusal.value.remedy


@pytest.mark.parametrize(
    "database_url", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True
)
def test_accounts_are_not_set_up_without_a_key(empty_registry):
    with pytest.raises(DatabaseUnavailable, match="needs a key"):
        set_up_roles(empty_registry, "")


def test_a_seal_is_the_hmac_of_mark_and_scope():
    expected = hmac.digest(b"key", b"42 1.5 {}", hashlib.sha256).hex()

    assert sealed("key", "42 1.5", "{}") == expected


def test_every_table_with_a_site_is_walled_and_its_reader_is_bound_by_snapshot_and_site():
    assert {"follow_up", "index_record", "accrual_month", "patient", "site"} <= set(WALLED)
    for table in WALLED:
        rule = policies(table)["io_app_reads"]
        assert rule.startswith("FOR SELECT TO io_app USING (snapshot_id = ")
        assert "site_id = ANY" in rule
