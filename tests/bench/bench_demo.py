"""The demo registry made and loaded, as a ratio to inserting its finished rows plainly.

Run: .venv/bin/python tests/bench/bench_demo.py [patients ...]

Plain is one `executemany` a table with the same rows, ready made, into the same tables with the
same indexes, in one transaction: nothing is invented, checked, derived or counted. What the whole
way takes beyond it is split by step. Each number runs in a process of its own, for its memory.
Seconds are those of the processor: what else the machine does meanwhile does not count.
"""

import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path

from queries import schema
from queries.demo.generate import SEED, demo_parts
from queries.demo.network import CUTOFF
from queries.engine import writing
from queries.importers import parts
from queries.importers.findings import Findings
from queries.importers.prepare import prepare
from queries.importers.snapshot import Origin, Stream, build_in_parts
from queries.initialise import initialise

ROWS = 100_000  # read ahead of each timed insert
DERIVED = ("follow_up_columns", "dated_facts")
COUNTED = (
    *("completeness_columns", "enrolment_rows", "quality_rows", "delay_rows"),
    *("visit_rows", "people_rows", "observation_rows"),
)
NOW = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    """Measure each number of patients in a process of its own."""
    numbers = [int(text) for text in sys.argv[1:] if text != "--here"] or [20_000, 100_000]
    if "--here" in sys.argv:
        _measure(numbers[0])
        return
    for number in numbers:
        subprocess.run([sys.executable, __file__, "--here", str(number)], check=True)


def _measure(n: int) -> None:
    start = _peak()
    alone = _seconds(lambda: sum(1 for _ in demo_parts(n, SEED)))
    steps: Counter[str] = Counter()
    with tempfile.TemporaryDirectory() as name:
        first, second = Path(name) / "demo.sqlite", Path(name) / "plain.sqlite"
        whole = _seconds(lambda: _load(first, n, steps))
        peak = _peak()
        plain = _plain(first, second)
        size = first.stat().st_size
    print(f"{n:,} patients, SQLite, {size / n / 1000:.1f} kB a patient")
    print(f"  invented alone: {n / alone:,.0f} patients a second")
    print(f"  invented, checked, derived, counted, written: {n / whole:,.0f} patients a second")
    print(f"  plain executemany of the same rows: {n / plain:,.0f} patients a second")
    print(f"  whole / plain: {whole / plain:.2f}")
    print("  share of the whole: " + ", ".join(f"{k} {v / whole:.0%}" for k, v in steps.items()))
    print(f"  peak memory {peak:.0f} MB, of these {start:.0f} MB before anything was made")


def _load(path: Path, n: int, steps: Counter[str]) -> None:
    engine = writing(f"sqlite:///{path}")
    initialise(engine)
    for names, step in ((DERIVED, "derived"), (COUNTED, "counted")):
        for name in names:
            setattr(parts, name, _told(getattr(parts, name), step, steps))
    drafts = _each(demo_parts(n, SEED), "invented", steps)
    checked = (prepare(draft, Findings()) for draft in drafts)
    stream = Stream(_each(checked, "checked", steps), CUTOFF, n)
    origin = Origin("Bench", "file", "map", is_synthetic=True)
    build_in_parts(engine, stream, origin, now=NOW, progress=lambda *_: None)
    steps["checked"] -= steps["invented"]  # asked for within
    engine.dispose()


def _told(function: Callable[..., object], step: str, steps: Counter[str]) -> Callable[..., object]:
    def told(*given: object) -> object:
        started = time.process_time()
        made = function(*given)
        steps[step] += time.process_time() - started
        return _each(made, step, steps) if isinstance(made, Iterator) else made

    return told


def _each(made: Iterator[object], step: str, steps: Counter[str]) -> Iterator[object]:
    while True:
        started = time.process_time()
        one = next(made, None)
        steps[step] += time.process_time() - started
        if one is None:
            return
        yield one


def _plain(source: Path, target: Path) -> float:
    engine = writing(f"sqlite:///{target}")
    initialise(engine)
    engine.dispose()
    read = sqlite3.connect(source)
    write = sqlite3.connect(target, isolation_level=None)
    write.execute("PRAGMA foreign_keys=ON")
    write.execute("BEGIN IMMEDIATE")
    seconds = 0.0
    for table in schema.metadata.sorted_tables:
        if "snapshot_id" not in table.c:
            continue
        marks = ",".join("?" * len(table.c))
        insert = f"INSERT INTO {table.name} VALUES ({marks})"  # noqa: S608  # our own names
        rows = read.execute(f"SELECT * FROM {table.name}")  # noqa: S608
        while chunk := list(islice(rows, ROWS)):
            seconds += _seconds(lambda put=insert, chunk=chunk: write.executemany(put, chunk))
    seconds += _seconds(lambda: write.execute("COMMIT"))
    read.close()
    write.close()
    return seconds


def _seconds(work: Callable[[], object]) -> float:
    started = time.process_time()
    work()
    return time.process_time() - started


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
