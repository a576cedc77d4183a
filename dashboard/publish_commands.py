"""`iocore publish`: build, approve, withdraw and list releases for the public side."""

import time
from datetime import UTC, datetime
from pathlib import Path

import click
from rich.table import Table

from dashboard import publishing
from dashboard.answers.published import published
from dashboard.console import ERROR, OUT, progress
from dashboard.noting import noted_command
from dashboard.released.folder import write_folder
from dashboard.released.site import site as static_site
from dashboard.settings import settings
from queries.engine import reading
from queries.errors import ReleaseRefused, ReleaseUnsafe
from queries.releases.reading import stored_releases
from queries.snapshots import current_snapshot

BUILDER, APPROVER = "Demo coordinator", "Demo committee member"

_by = click.option(
    "--by",
    required=True,
    help="Name of the person. There are no accounts yet: the name is taken on trust.",
)


@click.group()
def publish() -> None:
    """Build, approve, withdraw and list releases, which public pages read.

    A release is built by one person and approved by another. Names are taken on trust until
    there are accounts.
    """


@publish.command()
@_by
def build(by: str) -> None:
    """Protect the current snapshot's results, attack them, and store them to be approved.

    Exit code 2 where the attack can work out a number of few people; what is public stays.
    """
    started = time.perf_counter()
    with noted_command("release build", "current snapshot", by=by):
        built = _built(by)
    OUT.print(
        f"Release {built.release_id} waits for approval: {built.numbers:,} numbers in tables, "
        f"{built.hidden / built.numbers:.0%} withheld, attacked without a finding, "
        f"{time.perf_counter() - started:.0f} s."
    )
    OUT.print(f"Another person approves it: iocore publish approve {built.release_id} --by NAME")


def _built(by: str) -> publishing.Built:
    with progress() as advance:
        built = publishing.build(by=by, now=datetime.now(UTC), advance=advance)
    if built.release_id is None:
        for line in built.findings:
            ERROR.print(line)
        raise ReleaseUnsafe(
            f"{len(built.findings)} numbers could be worked out too closely; nothing is stored.",
            "What is public stays as it is. Report the list to the registry office.",
        )
    return built


@publish.command()
@click.argument("number", type=int)
@_by
def approve(number: int, by: str) -> None:
    """Make release NUMBER public; not by the person who built it."""
    with noted_command("release approve", str(number), by=by):
        publishing.approve(number, by=by, now=datetime.now(UTC))
    OUT.print(f"Release {number} is public now.")


@publish.command()
@click.argument("number", type=int)
@_by
def withdraw(number: int, by: str) -> None:
    """Withdraw release NUMBER; if it is public, the one before it becomes public again."""
    with noted_command("release withdraw", str(number), by=by):
        now_public = publishing.withdraw(number, by=by, now=datetime.now(UTC))
    said = "no release is" if now_public is None else f"release {now_public} is"
    OUT.print(f"Release {number} is withdrawn; {said} public now.")


@publish.command(name="list")
def list_() -> None:
    """List the stored releases, the newest first."""
    stored = stored_releases(settings().release_url)
    table = Table("release", "snapshot", "data cut-off", "built", "by", "approved", "by", "is")
    for one in stored:
        approved = "" if one.approved_at is None else f"{one.approved_at:%Y-%m-%d %H:%M}"
        table.add_row(
            str(one.release_id),
            str(one.snapshot_id),
            str(one.cutoff or "not supplied"),
            f"{one.built_at:%Y-%m-%d %H:%M}",
            one.built_by,
            approved,
            one.approved_by or "",
            one.status.lower() + (", SYNTHETIC" if one.is_synthetic else ""),
        )
    if stored:
        OUT.print(table)
    else:
        OUT.print("No release is stored; build one with `iocore publish build --by NAME`.")


@publish.command()
@click.argument("folder", type=click.Path(path_type=Path))
def site(folder: Path) -> None:
    """Write the current release as web pages into FOLDER, in every language.

    The pages need no program: a web server, or a browser with the folder alone, shows them. FOLDER
    is new, empty, or holds an earlier site, which is replaced as a whole.
    """
    told = published()
    if told is None:
        raise ReleaseRefused(
            "No release is public, so there is nothing to write.",
            "Build one (iocore publish build) and have another person approve it.",
        )
    files = static_site(told)
    release = told.release
    about = {
        "release": release.release_id,
        "sha256": release.sha256,
        "synthetic": release.is_synthetic,
    }
    write_folder(folder, files, about)
    pages = sum(name.endswith(".html") for name in files)
    largest = max(len(text.encode()) for name, text in files.items() if name.endswith(".html"))
    OUT.print(
        f"Release {release.release_id}{', SYNTHETIC' if release.is_synthetic else ''}: {pages} "
        f"pages in {folder}, the largest {largest / 1000:.0f} kB. Open {folder / 'index.html'}."
    )


def publish_demo(now: datetime) -> None:
    """Build and approve a release of the demo registry, unless there is one already.

    Another invented registry is no continuation of the first: to compare the two would tell
    nothing and take long. `iocore publish build` does it where somebody asks.
    """
    snapshot = current_snapshot(reading(settings().registry_url))
    if stored_releases(settings().release_url) or not snapshot.is_synthetic:
        return
    with progress() as advance:
        built = publishing.build(by=BUILDER, now=now, advance=advance)
    if built.release_id is not None:
        publishing.approve(built.release_id, by=APPROVER, now=now)
        OUT.print(f"Synthetic release {built.release_id} is public: built and approved as a demo.")
