"""The demo registry loaded through the door of every import, in parts where it is large."""

from datetime import datetime

from sqlalchemy.engine import Engine

from queries.demo.generate import PART, SEED, demo_draft, demo_parts
from queries.demo.network import CUTOFF
from queries.errors import ImportRefused
from queries.history import stored_snapshots
from queries.importers.findings import Findings
from queries.importers.prepare import prepare
from queries.importers.report import ImportReport
from queries.importers.snapshot import (
    Advance,
    Origin,
    Stream,
    activate,
    build,
    build_in_parts,
    loaded_before,
)
from queries.importers.table import Outcome

GENERATOR_VERSION = "4"  # a change in what is invented needs a new one
DEMO_DIAGNOSES = 4_000


def _quiet(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


def load_demo(
    engine: Engine,
    *,
    n_diagnoses: int = DEMO_DIAGNOSES,
    seed: int | None = None,
    now: datetime,
    progress: Advance = _quiet,
) -> Outcome:
    """Invent a registry and make it the current, synthetic snapshot.

    Parameters
    ----------
    engine : Engine
        Of a registry at the head of its schema.
    n_diagnoses : int
        How many diagnoses to invent.
    seed : int, optional
        The same seed and number give the same registry; the demo's own if left out.
    now : datetime
        When the snapshot is made.
    progress : callable
        Told the stage, and how much of it is done.

    Raises
    ------
    ImportRefused
        If real data are served.
    DatabaseUnavailable
        If the registry cannot be written; the current snapshot stays.
    """
    _require_no_real_data(engine)
    used = SEED if seed is None else seed
    recipe = f"demo-{GENERATOR_VERSION}-{n_diagnoses}-{used}"
    origin = Origin("Demo registry", recipe, recipe, is_synthetic=True)
    before = loaded_before(engine, origin)
    if before is not None:
        activate(engine, before)
        note = f"The demo registry is there already as snapshot {before}."
        return Outcome(ImportReport((), (), {}), before, note)
    if n_diagnoses <= PART:
        prepared = prepare(demo_draft(n_diagnoses, used), Findings())
        snapshot_id = build(engine, prepared, origin, now=now, progress=progress)
        report = prepared.report
    else:
        parts = (prepare(draft, Findings()) for draft in demo_parts(n_diagnoses, used))
        stream = Stream(parts, CUTOFF, n_diagnoses)
        snapshot_id, report = build_in_parts(engine, stream, origin, now=now, progress=progress)
    activate(engine, snapshot_id)
    note = f"Synthetic demo registry of {n_diagnoses:,} diagnoses: snapshot {snapshot_id}."
    return Outcome(report, snapshot_id, note)


def _require_no_real_data(engine: Engine) -> None:
    for one in stored_snapshots(engine):
        if one.is_current and not one.is_synthetic:
            raise ImportRefused(
                f"Snapshot {one.snapshot_id} of this registry is current and holds real data.",
                "Make the demo in a folder of its own: set IOCORE_HOME.",
            )
