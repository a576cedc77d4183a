"""The import of a table, or of a folder of them, from file to current snapshot."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.engine import Engine

from queries.importers.files import fingerprint, read_files
from queries.importers.findings import Findings
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
    note: str  # in one sentence


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
    """Make checked rows the current snapshot, unless the same import made one before."""
    report = prepared.report
    if dry_run:
        return Outcome(report, None, "Dry run: nothing was written.")
    before = loaded_before(engine, origin)
    if before is not None:
        activate(engine, before)
        return Outcome(report, before, f"Already loaded as snapshot {before}; nothing was written.")
    snapshot_id = build(engine, prepared, origin, now=now, progress=progress)
    activate(engine, snapshot_id)
    return Outcome(report, snapshot_id, f"Snapshot {snapshot_id} is now the current one.")
