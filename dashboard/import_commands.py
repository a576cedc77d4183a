"""`iocore import`: files into new snapshots, through one door."""

from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import TypedDict, Unpack

import click
from sqlalchemy.engine import Engine

from dashboard.console import OUT, progress, registry_engine
from dashboard.noting import noted_command
from dashboard.settings import Environment, settings
from queries.errors import ImportRefused, SnapshotPending
from queries.importers.redcap.blueprint import write_blueprint
from queries.importers.redcap.delivery import Delivery, import_redcap
from queries.importers.snapshot import Advance
from queries.importers.suggest import suggest_mapping
from queries.importers.table import Outcome, import_table
from queries.initialise import initialise


@click.group(name="import")
def import_() -> None:
    """Read a file into a new snapshot."""


@import_.command(name="table")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--mapping",
    required=True,
    type=click.Path(path_type=Path),
    help="TOML file that says which column becomes what (docs/mapping.md).",
)
@click.option("--dry-run", is_flag=True, help="Check and report; write nothing to the registry.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    help="Write the report here as JSON; its findings also beside it as CSV.",
)
def table(file: Path, mapping: Path, dry_run: bool, report: Path | None) -> None:  # noqa: FBT001  # click passes a flag
    """Import FILE, a table or a folder of several, through a mapping."""
    with _import_door(file, dry_run=dry_run) as (engine, advance):
        outcome = import_table(
            engine, file, mapping, dry_run=dry_run, now=datetime.now(UTC), progress=advance
        )
    _tell(outcome, report)


def _write_blueprint(context: click.Context, _option: click.Parameter, path: Path | None) -> None:
    if path is not None and not context.resilient_parsing:
        write_blueprint(path)
        OUT.print(f"The dictionary of a project that needs no map: {path.name}")
        context.exit()


class _Export(TypedDict):
    dictionary: Path
    map: Path | None
    cutoff: datetime | None
    missing: tuple[str, ...]
    unknown: tuple[str, ...]
    dry_run: bool
    report: Path | None


@import_.command(name="redcap")
@click.argument("data", type=click.Path(path_type=Path))
@click.option(
    "--dictionary",
    required=True,
    type=click.Path(path_type=Path),
    help="Data dictionary of the project, as CSV.",
)
@click.option(
    "--map",
    type=click.Path(path_type=Path),
    help="TOML file that says which form makes what (docs/redcap.md); "
    "left out: the registry's own project.",
)
@click.option(
    "--cutoff",
    type=click.DateTime(["%Y-%m-%d"]),
    help="Last day of the data, in place of the map's.",
)
@click.option("--missing", multiple=True, help="Missing-data code that means “not entered”.")
@click.option("--unknown", multiple=True, help="Missing-data code that means “not known”.")
@click.option("--dry-run", is_flag=True, help="Check and report; write nothing to the registry.")
@click.option(
    "--report",
    type=click.Path(path_type=Path),
    help="Write the report here as JSON; its findings also beside it as CSV.",
)
@click.option(
    "--write-dictionary",
    type=click.Path(path_type=Path),
    is_eager=True,
    expose_value=False,
    callback=_write_blueprint,
    help="Write the dictionary of the registry's own project, to build it in REDCap, and stop.",
)
def redcap(data: Path, **given: Unpack[_Export]) -> None:
    """Import a raw REDCap export DATA (CSV) with its data dictionary."""
    cutoff = given["cutoff"]
    delivery = Delivery(
        data,
        given["dictionary"],
        given["map"],
        cutoff=cutoff.date() if cutoff else None,
        missing=given["missing"],
        unknown=given["unknown"],
    )
    with _import_door(data, dry_run=given["dry_run"]) as (engine, advance):
        outcome = import_redcap(
            engine,
            delivery,
            dry_run=given["dry_run"],
            now=datetime.now(UTC),
            progress=advance,
        )
    _tell(outcome, given["report"])


@click.group()
def mapping() -> None:
    """Help with the mapping of a table (docs/mapping.md)."""


@mapping.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--sheet", default="", help="Sheet of a workbook, or resource type of a bundle.")
def suggest(file: Path, sheet: str) -> None:
    """Draft a mapping from the columns of FILE; nothing is imported."""
    OUT.out(suggest_mapping(file, sheet=sheet), end="")


@contextmanager
def _import_door(source: Path, *, dry_run: bool) -> Iterator[tuple[Engine, Advance]]:
    if settings().environment is Environment.DEMO:
        raise ImportRefused(
            "The demo registry takes generated data only.",
            "Set IOCORE_ENVIRONMENT=local and IOCORE_HOME to a folder of its own, then import.",
        )
    # A dry run changes nothing, so there is nothing to note.
    noted = nullcontext() if dry_run else noted_command("import", source.name)
    with noted, registry_engine() as engine, progress() as advance:
        if not dry_run:
            initialise(engine)
        yield engine, advance


def _tell(outcome: Outcome, report: Path | None) -> None:
    OUT.print(outcome.report.text())
    if report is not None:
        outcome.report.write(report)
    if outcome.remedy:
        raise SnapshotPending(outcome.note, outcome.remedy)
    OUT.print(outcome.note)
