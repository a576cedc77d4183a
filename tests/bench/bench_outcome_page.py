"""Parts of a filter change on the survival page: query, statistics, figure; against a plain scan.

Run: python tests/bench/bench_outcome_page.py [patients]
"""

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import sqlalchemy as sa
from bench_counted import FACTS, SCOPE, _fill

from analytics.event_table import tables_from_counts
from analytics.group_survival import survival_by_group
from dashboard.answers.survival import LANDMARKS, TICKS, survival_by_technique
from dashboard.answers.survival_comparison import survival_comparison
from dashboard.charts.survival import survival_figure
from dashboard.wording import Words
from queries.engine import writing
from queries.filters import Filters
from queries.initialise import initialise
from queries.policies import View
from queries.reads.followup import counted_by_technique
from queries.registry import Registry

WORDS = Words(outcome="Overall survival")


def main() -> None:
    """Fill a registry, time every part, print medians in milliseconds and against the scan."""
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        engine = writing(f"sqlite:///{Path(folder) / 'bench.sqlite'}")
        initialise(engine)
        _fill(engine, patients)
        with engine.connect() as connection:
            parts = _parts(connection)
            seconds = {name: _median(work) for name, work in parts.items()}
        engine.dispose()
    scan = seconds["plain scan of the same columns"]
    print(f"{patients:,} patients, SQLite, medians of 7")
    for name, took in seconds.items():
        print(f"{name:<44} {1000 * took:8.1f} ms {took / scan:7.1f} x scan")


def _parts(connection: sa.Connection) -> dict[str, Callable[[], object]]:
    counts = counted_by_technique(_registry(connection), "OS")
    result = survival_by_technique.__wrapped__(_registry(connection), "OS")
    compare = survival_comparison.__wrapped__
    return {
        "plain scan of the same columns": lambda: _scan(connection),
        "query: counted by technique, day and code": lambda: counted_by_technique(
            _registry(connection), "OS"
        ),
        "statistics: curves, medians, log-rank": lambda: survival_by_group(
            tables_from_counts(counts, "technique_code"),
            tables_from_counts(counts)[0],
            landmarks=LANDMARKS,
            ticks=TICKS,
        ),
        "figure, as it is sent": lambda: survival_figure(result, WORDS).to_json(),
        "answer: the above with maturity and gate": lambda: survival_by_technique.__wrapped__(
            _registry(connection), "OS"
        ),
        "opened: comparison": lambda: compare(_registry(connection), "OS"),
        "opened: comparison within sites": lambda: compare(
            _registry(connection), "OS", stratum="site_id"
        ),
    }


def _registry(connection: sa.Connection) -> Registry:
    return Registry(connection, SCOPE, view=View.SURVIVAL, filters=Filters("HCC"), facts=FACTS)


def _scan(connection: sa.Connection) -> object:
    row = _registry(connection).follow_up.c
    sums = [sa.func.sum(c) for c in (row.exit_half_days, row.entry_half_days, row.code)]
    return connection.execute(
        sa.select(*sums, sa.func.max(row.technique_code)).where(
            row.endpoint_code == "OS", row.left_out.is_(None)
        )
    ).all()


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(8):
        started = time.perf_counter()
        work()
        times.append(time.perf_counter() - started)
    return statistics.median(times[1:])


if __name__ == "__main__":
    main()
