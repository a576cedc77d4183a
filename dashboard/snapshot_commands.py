"""`iocore snapshot`: list, compare, activate and delete what imports have stored."""

import click
from rich.table import Table

from dashboard.console import OUT, registry_engine
from queries import history
from queries.importers.snapshot import activate as make_current


@click.group()
def snapshot() -> None:
    """List, compare, activate and delete stored snapshots."""


@snapshot.command(name="list")
def list_() -> None:
    """List the stored snapshots, the newest first."""
    with registry_engine() as engine:
        stored = history.stored_snapshots(engine)
    table = Table("snapshot", "source", "data cut-off", "made", "diagnoses", "is")
    for one in stored:
        said = [
            *(["current"] if one.is_current else []),
            *(["SYNTHETIC"] if one.is_synthetic else []),
        ]
        table.add_row(
            str(one.snapshot_id),
            one.source,
            str(one.cutoff or "not supplied"),
            f"{one.created_at:%Y-%m-%d %H:%M}",
            f"{one.row_counts.get('diagnosis', 0):,}",
            ", ".join(said),
        )
    if stored:
        OUT.print(table)
    else:
        OUT.print("No snapshot is stored; import a table or run `iocore demo`.")


@snapshot.command()
@click.argument("before", type=int)
@click.argument("after", type=int)
def compare(before: int, after: int) -> None:
    """Count what changed from snapshot BEFORE to snapshot AFTER, by table and key."""
    with registry_engine() as engine:
        found = history.differences(engine, before, after)
    table = Table("table", "rows before", "rows after", "added", "removed", "changed")
    for one in found:
        counts = (one.before, one.after, one.added, one.removed, one.changed)
        table.add_row(one.table, *(f"{count:,}" for count in counts))
    OUT.print(table)


@snapshot.command()
@click.argument("number", type=int)
def activate(number: int) -> None:
    """Make snapshot NUMBER the current one: roll back, or forward again."""
    with registry_engine() as engine:
        make_current(engine, number)
    OUT.print(f"Snapshot {number} is now the current one.")


@snapshot.command()
@click.argument("number", type=int)
def delete(number: int) -> None:
    """Delete snapshot NUMBER and all its rows; the current one cannot be deleted."""
    with registry_engine() as engine:
        history.delete(engine, number)
    OUT.print(f"Snapshot {number} is deleted.")
