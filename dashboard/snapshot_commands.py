"""`iocore snapshot`: list, compare, confirm, activate and delete what imports have stored."""

from datetime import UTC, datetime

import click
from rich.table import Table

from dashboard import auth
from dashboard.console import OUT, registry_engine
from dashboard.noting import noted_command
from queries import history
from queries.importers.confirmation import Confirmation
from queries.importers.confirmation import confirm as make_confirmed
from queries.importers.snapshot import activate as make_current


@click.group()
def snapshot() -> None:
    """List, compare, confirm, activate and delete stored snapshots."""


@snapshot.command(name="list")
def list_() -> None:
    """List the stored snapshots, the newest first."""
    with registry_engine() as engine:
        stored = history.stored_snapshots(engine)
    table = Table("snapshot", "source", "data cut-off", "made", "diagnoses", "is")
    for one in stored:
        said = [
            *(["current"] if one.is_current else []),
            *(["PENDING"] if one.is_pending else []),
            *(["confirmed"] if one.confirmed_by else []),
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
    for one in stored:
        _tell_guard(one)


@snapshot.command()
@click.argument("before", type=int)
@click.argument("after", type=int)
def compare(before: int, after: int) -> None:
    """Count what changed from snapshot BEFORE to snapshot AFTER, by table and key."""
    with registry_engine() as engine:
        found = history.differences(engine, before, after)
        stored = history.stored_snapshots(engine)
    table = Table("table", "rows before", "rows after", "added", "removed", "changed")
    for one in found:
        counts = (one.before, one.after, one.added, one.removed, one.changed)
        table.add_row(one.table, *(f"{count:,}" for count in counts))
    OUT.print(table)
    for snapshot_ in stored:
        if snapshot_.snapshot_id in (before, after):
            _tell_guard(snapshot_)


@snapshot.command()
@click.argument("number", type=int)
@click.option("--by", required=True, help="Name of the person of the coordinating centre.")
@click.option("--reason", required=True, help="Why the data are as meant; kept with the snapshot.")
def confirm(number: int, by: str, reason: str) -> None:
    """Confirm the pending snapshot NUMBER, and make it the current one.

    An import that loses more than it may stays pending: fewer than 95 % of the patients, a site
    or a disease domain missing, more than 2 % of the rows quarantined.
    """
    role = auth.office().scope.role
    noted = noted_command("snapshot confirm", str(number), by=by, reason=reason)
    with noted, registry_engine() as engine:
        make_confirmed(engine, number, Confirmation(role, by, reason), now=datetime.now(UTC))
    OUT.print(f"Snapshot {number} is confirmed by {by} and is now the current one.")


@snapshot.command()
@click.argument("number", type=int)
def activate(number: int) -> None:
    """Make snapshot NUMBER the current one: roll back, or forward again."""
    with noted_command("snapshot switch", str(number)), registry_engine() as engine:
        make_current(engine, number)
    OUT.print(f"Snapshot {number} is now the current one.")


@snapshot.command()
@click.argument("number", type=int)
def delete(number: int) -> None:
    """Delete snapshot NUMBER and all its rows; the current one cannot be deleted."""
    with noted_command("snapshot delete", str(number)), registry_engine() as engine:
        history.delete(engine, number)
    OUT.print(f"Snapshot {number} is deleted.")


def _tell_guard(one: history.StoredSnapshot) -> None:
    if one.held_for is None:
        return
    by = "PENDING" if one.is_pending else f"confirmed by {one.confirmed_by}"
    OUT.print(f"Snapshot {one.snapshot_id}, {by}: {one.held_for.replace(chr(10), ' ')}")
    if one.confirmed_reason:
        OUT.print(f"  Reason: {one.confirmed_reason}")
