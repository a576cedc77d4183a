"""What row security costs: the survival question with and without it, with and without JIT.

Run: python tests/bench/bench_row_security.py URL [diagnoses]
(URL: of an empty PostgreSQL database, with the account of a superuser of a server for trials.)
"""

import statistics
import sys
import time
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from functools import partial
from typing import Any

import sqlalchemy as sa

from queries import schema
from queries.database_roles import DatabaseRole, set_up_roles
from queries.engine import reading, writing
from queries.filters import Filters
from queries.importers.bulk import put_rows
from queries.initialise import initialise
from queries.policies import View
from queries.reads.followup import counted_by_technique
from queries.registry import Registry
from queries.row_security import within
from queries.scope import Reach, Role, Scope
from queries.snapshots import SnapshotFacts

KEY = "a key for trials, of more than 32 characters"
TECHNIQUES = ("CTACE", "DEBTACE", "TARE_GLASS", "MWA", "RFA")
SITES, DOMAINS = 40, ("HCC", "CRLM")
FACTS = SnapshotFacts(1, date(2025, 6, 30), "bench", is_synthetic=True)
SCOPES = {
    "everything": Scope(Role.STEERING, 1, Reach.ALL, site_reach=Reach.ALL),
    "one domain": Scope(Role.DOMAIN_LEAD, 1, domains=frozenset({"HCC"}), site_reach=Reach.ALL),
    "one site": Scope(Role.SITE, 1, Reach.ALL, sites=frozenset({"S07"})),
}
ROUNDS = 25


def main() -> None:
    """Fill a registry, ask in turn with and without the wall, print medians."""
    url, n = sys.argv[1], int(sys.argv[2]) if len(sys.argv) > 2 else 100_000
    admin = writing(url)
    initialise(admin)
    _fill(admin, n)
    set_up_roles(admin, KEY)
    with admin.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE follow_up")
    as_app = sa.engine.make_url(url).set(username=str(DatabaseRole.APP))
    app, bare = reading(as_app.render_as_string(hide_password=False)), reading(url)
    print(f"{n:,} diagnoses, {SITES} sites, PostgreSQL, milliseconds, median (least) of {ROUNDS}")
    for name, scope in SCOPES.items():
        ways = {
            "without": partial(_question, bare, scope, "off"),
            "with": partial(_question, app, scope, "off"),
            "with and JIT": partial(_question, app, scope, "on"),
        }
        print(f"{name}: {_timed(ways)}")
    ways = {"without": partial(_plain, app), "with": partial(_opened, app, SCOPES["everything"])}
    print(f"opening a transaction: {_timed(ways)}")


def _question(engine: sa.Engine, scope: Scope, jit: str) -> None:
    # A superuser passes by row security: the same statement, without it.
    with within(engine, scope, view=View.SURVIVAL, key=KEY) as connection:
        connection.exec_driver_sql(f"SET LOCAL jit = {jit}")
        registry = Registry(
            connection, scope, view=View.SURVIVAL, filters=Filters("HCC"), facts=FACTS
        )
        counted_by_technique(registry, "OS")


def _opened(engine: sa.Engine, scope: Scope) -> None:
    with within(engine, scope, view=View.SURVIVAL, key=KEY):
        pass


def _plain(engine: sa.Engine) -> None:
    with engine.connect() as connection:
        connection.execute(sa.select(1))


def _timed(ways: dict[str, Callable[[], None]]) -> str:
    times: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(ROUNDS):  # in turn, so that a busy moment meets all of them
        for name, work in ways.items():
            started = time.perf_counter()
            work()
            times[name].append(1000 * (time.perf_counter() - started))
    return ", ".join(
        f"{name} {statistics.median(found):.1f} ({min(found):.1f})" for name, found in times.items()
    )


def _fill(engine: sa.Engine, n: int) -> None:
    snapshot = {
        **{
            "snapshot_id": 1,
            "data_cut_date": FACTS.cutoff,
            "created_at": datetime(2025, 7, 1, tzinfo=UTC),
        },
        **{"source_label": "bench", "schema_version": schema.SCHEMA_VERSION, "row_counts": {}},
        **{"importer_version": "", "checksum": "", "file_sha256": "", "mapping_sha256": ""},
        **{"is_current": True, "is_synthetic": True},
    }
    with engine.begin() as connection:
        connection.execute(schema.data_snapshot.insert(), [snapshot])
        put_rows(connection, schema.follow_up, _rows(n))


def _rows(n: int) -> Iterator[dict[str, Any]]:
    for number in range(n):
        yield {
            **{"snapshot_id": 1, "endpoint_code": "OS", "diagnosis_id": f"D{number}"},
            **{"lesion_id": "", "site_id": f"S{number % SITES:02}", "country_code": "DEU"},
            **{"region_code": "EU", "domain_code": DOMAINS[number // SITES % 2]},
            **{"technique_code": TECHNIQUES[number % 5], "index_month": 24_000 + number % 60},
            **{"entry_half_days": 0, "exit_half_days": number * 7919 % 3000, "code": number % 2},
        }


if __name__ == "__main__":
    main()
