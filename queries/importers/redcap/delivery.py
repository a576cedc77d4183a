"""The import of one REDCap export, from its files to the current snapshot."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from sqlalchemy.engine import Engine

from queries.errors import ImportRefused
from queries.importers.draft import Draft
from queries.importers.findings import Findings
from queries.importers.prepare import Prepared, prepare
from queries.importers.reading import draft_of
from queries.importers.redcap.dictionary import Dictionary, read_dictionary
from queries.importers.redcap.export import read_export
from queries.importers.redcap.flatten import flatten
from queries.importers.redcap.labels import refuse_labels
from queries.importers.redcap.notes import note_export
from queries.importers.redcap.plan import RedcapMap, check_plan, load_map
from queries.importers.redcap.project import own_map
from queries.importers.snapshot import Advance, Origin
from queries.importers.source import SourceTable, read_source
from queries.importers.table import Outcome, land, quiet


@dataclass(frozen=True)
class Delivery:
    """The files of an export, and what holds for this one beside its map."""

    data: Path
    dictionary: Path
    map: Path | None = None  # None: the registry's own project
    cutoff: date | None = None  # in place of the map's
    missing: tuple[str, ...] = ()  # missing-data codes for "not entered", beside the map's
    unknown: tuple[str, ...] = ()  # and for "asked, and not known"


def import_redcap(
    engine: Engine,
    delivery: Delivery,
    *,
    dry_run: bool,
    now: datetime,
    progress: Advance = quiet,
) -> Outcome:
    """Read a raw REDCap export into a new, current snapshot, through the door of every table.

    Parameters
    ----------
    engine : Engine
        Of a registry at the head of its schema; not touched in a dry run.
    delivery : Delivery
        The export, its dictionary and its map.
    dry_run : bool
        Check and report only.
    now : datetime
        When the snapshot is made, with its time zone.
    progress : callable
        Told the stage, and how much of it is done.

    Raises
    ------
    ImportRefused
        If the export, the dictionary or the map cannot become a snapshot.
    DatabaseUnavailable
        If the registry cannot be written; the current snapshot stays.
    """
    prepared, origin = read_delivery(delivery, progress)
    return land(engine, prepared, origin, dry_run=dry_run, now=now, progress=progress)


def read_delivery(delivery: Delivery, progress: Advance = quiet) -> tuple[Prepared, Origin]:
    """Return the checked rows of an export, and where they come from.

    Raises
    ------
    ImportRefused
        If a file cannot be read, it is a label export, or the map asks for what the project does
        not have or must not give away.
    """
    progress("Reading", 0, 3)
    dictionary = read_dictionary(delivery.dictionary)
    plan = _plan(delivery, dictionary)
    source = _read(delivery.data, plan)
    progress("Reading", 1, 3)
    findings = Findings()
    draft = _draft(source, dictionary, plan, findings)
    progress("Reading", 2, 3)
    prepared = prepare(draft, findings)
    progress("Reading", 3, 3)
    recipe = hashlib.sha256(f"{dictionary.sha256} {plan.model_dump_json()}".encode()).hexdigest()
    return prepared, Origin(plan.source.label, source.sha256, recipe, is_synthetic=False)


def _plan(delivery: Delivery, dictionary: Dictionary) -> RedcapMap:
    plan = load_map(delivery.map) if delivery.map else own_map(dictionary)
    options = plan.source.model_copy(
        update={
            "cutoff": delivery.cutoff or plan.source.cutoff,
            "missing": (*plan.source.missing, *delivery.missing),
            "unknown": (*plan.source.unknown, *delivery.unknown),
        }
    )
    return plan.model_copy(update={"source": options})


def _draft(
    source: SourceTable, dictionary: Dictionary, plan: RedcapMap, findings: Findings
) -> Draft:
    refuse_labels(source, dictionary)
    check_plan(plan, source, dictionary)
    export = read_export(source, dictionary, plan)
    flat = flatten(export, plan)
    note_export(export, plan, flat, findings)
    return draft_of(flat.source, flat.mapping, findings)


def _read(path: Path, plan: RedcapMap) -> SourceTable:
    try:
        with path.open("rb") as file:
            start = file.read(200)
    except OSError:
        start = b""  # told by the reader
    if b"<?xml" in start:
        raise ImportRefused(
            f"{path.name} is a whole project as XML, not an export of data.",
            "Export the data as CSV (raw data), and the data dictionary as CSV.",
        )
    return read_source(path, encoding=plan.source.encoding, delimiter=plan.source.delimiter)
