"""The import of a table, or of a folder of them, from file to current snapshot."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import Engine

from queries.importers.files import fingerprint, read_files
from queries.importers.findings import Findings
from queries.importers.guard import Held, earlier_guard, pending_guard
from queries.importers.mapping import load_mapping
from queries.importers.prepare import Prepared, prepare
from queries.importers.reading import draft_of, together
from queries.importers.report import ImportReport
from queries.importers.snapshot import Advance, Origin, activate, build, loaded_before


@dataclass(frozen=True)
class Outcome:
    """What became of an import."""

    report: ImportReport
    snapshot_id: int | None  # None: nothing was written
    note: str  # what has become of it
    remedy: str = ""  # what to do where the snapshot is not served; empty: it is, or a dry run


def quiet(_stage: str, _done: int, _total: int) -> None:
    """Show no progress."""


def import_table(  # all but the three that name the work are keyword-only
    engine: Engine,
    file: Path,
    mapping: Path,
    *,
    dry_run: bool,
    now: datetime,
    progress: Advance = quiet,
) -> Outcome:
    """Read a table, or several of one folder, through a mapping into a new, current snapshot.

    Parameters
    ----------
    engine : Engine
        Of a registry at the head of its schema; not touched in a dry run.
    file, mapping : Path
        The table or its folder, and the TOML file that says which column becomes what.
    dry_run : bool
        Check and report only.
    now : datetime
        When the snapshot is made, with its time zone.
    progress : callable
        Told the stage, and how much of it is done.

    Raises
    ------
    ImportRefused
        If the file or the mapping cannot become a snapshot.
    DatabaseUnavailable
        If the registry cannot be written; the current snapshot stays.
    """
    plan, mapping_sha256 = load_mapping(mapping)
    progress("Reading", 0, 3)
    findings = Findings()
    parts = read_files(file, plan, findings)
    progress("Reading", 1, 3)
    draft = together(draft_of(part.source, part.plan, findings) for part in parts)
    progress("Reading", 2, 3)
    prepared = prepare(draft, findings)
    progress("Reading", 3, 3)
    origin = Origin(plan.source.label, fingerprint(parts), mapping_sha256, is_synthetic=False)
    return land(engine, prepared, origin, dry_run=dry_run, now=now, progress=progress)


def land(
    engine: Engine,
    prepared: Prepared,
    origin: Origin,
    *,
    dry_run: bool,
    now: datetime,
    progress: Advance,
) -> Outcome:
    """Make checked rows the current snapshot, unless the shrink guard holds them.

    The same import again writes nothing; its snapshot is current again, under the same guard.
    """
    report = prepared.report
    if dry_run:
        return Outcome(report, None, "Dry run: nothing was written.")
    before = loaded_before(engine, origin)
    if before is not None:
        return _again(engine, report, before, is_guarded=not origin.is_synthetic)
    snapshot_id = build(engine, prepared, origin, now=now, progress=progress)
    guard = pending_guard(engine, snapshot_id)
    if guard.limits:
        return _pending(report, snapshot_id, guard, f"Snapshot {snapshot_id} is stored and")
    activate(engine, snapshot_id)
    return Outcome(report, snapshot_id, f"Snapshot {snapshot_id} is now the current one.")


def _again(engine: Engine, report: ImportReport, before: int, *, is_guarded: bool) -> Outcome:
    loaded = f"Already loaded as snapshot {before}; nothing was written."
    guard = pending_guard(engine, before)
    if guard.limits:
        return _pending(report, before, guard, f"{loaded} It is")
    guard = earlier_guard(engine, before) if is_guarded else Held()
    if guard.limits:
        lines = (f"{loaded} It is not made current again:", *guard.limits, _served(guard))
        remedy = f"If going back to it is meant: iocore snapshot activate {before}."
        return Outcome(report, before, "\n".join(lines), remedy)
    activate(engine, before)
    return Outcome(report, before, f"{loaded} It is the current one.")


def _pending(report: ImportReport, snapshot_id: int, guard: Held, start: str) -> Outcome:
    lines = (f"{start} pending: nobody is shown it.", *guard.limits, _served(guard))
    remedy = (
        "If the data are as meant, somebody of the coordinating centre confirms it: "
        f'iocore snapshot confirm {snapshot_id} --by "NAME" --reason "WHY". '
        f"If not, correct the file and import it again; iocore snapshot compare {guard.against} "
        f"{snapshot_id} counts what changed."
    )
    return Outcome(report, snapshot_id, "\n".join(lines), remedy)


def _served(guard: Held) -> str:
    return f"Snapshot {guard.served} stays the current one."
