"""Ratios of the committee's pages: what each asks of the database against one plain scan.

Run: python tests/bench/bench_committee.py [patients]
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import sqlalchemy as sa

from dashboard.answers.answerable import _answerable_by as answerable
from dashboard.answers.missing_cost import _missing_cost as missing_cost
from queries import schema
from queries.demo.load import load_demo
from queries.domains.catalogue import DOMAINS
from queries.domains.planned import entered_covariates, outcome_pool, planned_covariates
from queries.engine import writing
from queries.filters import Filters
from queries.initialise import initialise
from queries.policies import View
from queries.reads import (
    accrual,
    completeness,
    openings,
    people,
    planned,
    quality,
    readiness,
    records,
    timeliness,
)
from queries.registry import Registry
from queries.scope import Reach, Role, Scope
from queries.snapshots import current_snapshot

TARGET = 3.0
_SMALL = 10_000  # rows below which opening a registry takes longer than any scan
_SEED = 2_000  # diagnoses of the demo that are copied until there are enough
_COPIED = (schema.index_record, schema.follow_up)


def main() -> None:
    """Fill a registry, time each page's reads and a scan of the same columns, print the ratios."""
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        engine = writing(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        initialise(engine)
        load_demo(engine, n_diagnoses=_SEED, now=datetime(2026, 1, 1, tzinfo=UTC))
        _grow(engine, patients)
        facts = current_snapshot(engine)
        scope = Scope(Role.STEERING, facts.snapshot_id, Reach.ALL, site_reach=Reach.ALL)
        with engine.connect() as connection:
            open_as = partial(
                Registry, connection, scope, view=View.ACCRUAL, filters=Filters("HCC"), facts=facts
            )
            _print(connection, open_as, patients)
        engine.dispose()


def _print(connection: sa.Connection, open_as: Callable[[], Registry], patients: int) -> None:
    print(f"{patients:,} patients, SQLite, CPU, medians of 5; target at most {TARGET:g} x a scan")
    print("page            rows read   scan ms   reads ms   ratio")
    for page, (reads, scanned) in _pages(open_as()).items():
        scan = _median(lambda scanned=scanned: [_scan(connection, *each) for each in scanned])
        took = _median(lambda reads=reads: [read(open_as()) for read in reads])
        rows = sum(_rows(connection, table) for table, _ in scanned)
        ratio = took / scan
        mark = "" if ratio <= TARGET else "  above the target"
        if rows < _SMALL:
            mark = "  small: fixed cost of a question, no ratio to judge"
        print(f"{page:15} {rows:>9,} {1000 * scan:>9.1f} {1000 * took:>10.1f} {ratio:>7.1f}{mark}")
    for name, question in (("missing cost", missing_cost), ("answerable", answerable)):
        whole = _median(lambda ask=question.__wrapped__: ask(open_as()), runs=1)
        print(f"{name}: whole answer with its score models {whole:.2f} s")


def _pages(registry: Registry) -> dict[str, tuple[list[Callable[..., object]], list[object]]]:
    r, domain = registry, DOMAINS["HCC"]
    described = tuple(
        dict.fromkeys(
            field.name for field in (*entered_covariates("HCC"), *planned_covariates("HCC"))
        )
    )
    endpoint = domain.endpoints[0].code
    followed = ("technique_code", "exit_half_days", "entry_half_days", "code", "endpoint_code")
    pool = outcome_pool(domain.comparisons[0], "HCC")
    persons = partial(records.baseline_of, fields=described)
    months = ("region_code", "month", "n", "domain_code")
    return {
        "accrual": (
            [
                partial(accrual.enrolled_by_month, place="region_code"),
                partial(accrual.targets_by_place, place="region_code"),
            ],
            [(r.accrual, months), (r.targets, ("region_code", "month", "target_n"))],
        ),
        "forecast": (
            [openings.enrolled_ever, openings.site_dates],
            [(r.accrual_ever, ("site_id", *months)), (r.sites, ("site_id", "status"))],
        ),
        "completeness": (
            [completeness.entered_by_field],
            [(r.completeness, ("n_entered", "n_applicable", "n_unknown", "site_text"))],
        ),
        "missing cost": ([persons], [(r.records, ("technique_code", "site_id", *described))]),
        "quality": (
            [quality.failed_by_site],
            [(r.quality, ("check_code", "site_id", "site_text", "n", "n_failed"))],
        ),
        "timeliness": (
            [timeliness.delays_by_site, timeliness.visits_by_status],
            [(r.delays, ("form", "site_id", "delay_days", "n")), (r.visits, ("status", "n"))],
        ),
        "representation": (
            [people.people_by_country],
            [(r.people, ("region_code", "country_code", "site_id", "sex", "age_decade", "n"))],
        ),
        "landmarks": (
            [
                partial(
                    readiness.followed_to,
                    endpoint_code=endpoint,
                    landmarks=(12, 24, 36, 48, 60),
                    ahead=6,
                )
            ],
            [(r.follow_up, (*followed, "index_month"))],
        ),
        "answerable": (
            [
                persons,
                partial(planned.pooled_events, endpoint_code=endpoint, techniques=pool),
            ],
            [
                (r.records, ("technique_code", "site_id", "index_month", *described)),
                (r.follow_up, followed),
            ],
        ),
    }


def _scan(connection: sa.Connection, table: sa.FromClause, columns: Sequence[str]) -> object:
    return connection.execute(sa.select(*(sa.func.max(table.c[name]) for name in columns))).all()


def _rows(connection: sa.Connection, table: sa.FromClause) -> int:
    return int(connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0)


def _median(work: Callable[[], object], runs: int = 5) -> float:
    times = []
    for _ in range(runs + 1):
        started = time.process_time()  # what else the machine does meanwhile does not count
        work()
        times.append(time.process_time() - started)
    return statistics.median(times[1:])


def _grow(engine: sa.Engine, patients: int) -> None:
    """Copy the diagnoses of one domain under new identifiers until there are enough."""
    with engine.begin() as connection:
        for table in _COPIED:
            of_domain = table.c.domain_code == "HCC"
            if table is schema.follow_up:
                of_domain &= table.c.endpoint_code == DOMAINS["HCC"].endpoints[0].code
            rows = [
                dict(row)
                for row in connection.execute(sa.select(table).where(of_domain)).mappings()
            ]
            for copy in range(1, -(-patients // len(rows))):
                connection.execute(
                    table.insert(),
                    [row | {"diagnosis_id": f"{row['diagnosis_id']}-{copy}"} for row in rows],
                )
    with engine.connect() as connection:
        connection.exec_driver_sql("ANALYZE")


if __name__ == "__main__":
    main()
