"""The demo registry loaded through the door of every import."""

from datetime import datetime

from sqlalchemy.engine import Engine

from queries.demo.generate import SEED, demo_draft
from queries.errors import ImportRefused
from queries.history import stored_snapshots
from queries.importers.findings import Findings
from queries.importers.prepare import prepare
from queries.importers.snapshot import Advance, Origin, activate, build, loaded_before
from queries.importers.table import Outcome

GENERATOR_VERSION = "2"  # a change in what is invented needs a new one
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
    progress("Inventing patients", 0, 2)
    draft = demo_draft(n_diagnoses, used)
    progress("Inventing patients", 1, 2)
    prepared = prepare(draft, Findings())
    progress("Inventing patients", 2, 2)
    recipe = f"demo-{GENERATOR_VERSION}-{n_diagnoses}-{used}"
    origin = Origin("Demo registry", recipe, recipe, is_synthetic=True)
    before = loaded_before(engine, origin)
    if before is not None:
        activate(engine, before)
        note = f"The demo registry is there already as snapshot {before}."
        return Outcome(prepared.report, before, note)
    snapshot_id = build(engine, prepared, origin, now=now, progress=progress)
    activate(engine, snapshot_id)
    note = f"Synthetic demo registry of {n_diagnoses:,} diagnoses: snapshot {snapshot_id}."
    return Outcome(prepared.report, snapshot_id, note)


def _require_no_real_data(engine: Engine) -> None:
    for one in stored_snapshots(engine):
        if one.is_current and not one.is_synthetic:
            raise ImportRefused(
                f"Snapshot {one.snapshot_id} of this registry is current and holds real data.",
                "Make the demo in a folder of its own: set IOCORE_HOME.",
            )
