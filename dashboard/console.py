"""What every command of the command line shares: where it writes, progress, the database."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskID,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
)
from sqlalchemy.engine import Engine

from dashboard.settings import settings
from queries.engine import writing
from queries.importers.snapshot import Advance

_FILE_WIDTH = 160  # characters: a file or pipe gets every word on its line
OUT = Console(
    highlight=False,
    markup=False,
    soft_wrap=True,
    width=None if sys.stdout.isatty() else _FILE_WIDTH,
)
ERROR = Console(stderr=True, highlight=False, markup=False, soft_wrap=True)


@contextmanager
def registry_engine() -> Iterator[Engine]:
    """Open the registry for set-up and imports, and dispose of the engine at the end."""
    engine = writing(settings().registry_url)
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def progress() -> Iterator[Advance]:
    """Show a bar for each stage, on a terminal only: a log file wants none."""
    with Progress(
        TextColumn("{task.description:<28}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeElapsedColumn(),
        console=ERROR,
        transient=True,
        disable=not ERROR.is_terminal,
    ) as bar:
        tasks: dict[str, TaskID] = {}

        def advance(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bar.add_task(stage, total=total)
            bar.update(tasks[stage], completed=done, total=total)

        yield advance
