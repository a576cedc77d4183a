"""A bundle taken apart, and its scripts run as somebody outside would run them."""

import os
import subprocess
import sys
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pandas as pd

from dashboard.answers.row_gate import Looking
from dashboard.bundles.contents import Bundle
from dashboard.bundles.packing import Around, Export, packed
from dashboard.visitor import now

AROUND = Around(
    title="Overall survival: survival",
    data="Made by hand, snapshot 2",
    figure_id="AAAAA-BBBBB",
    standing="INTERNAL",
    methods="A paragraph.",
    settings={"snapshot": 2},
    unit="diagnosis",
)
EXPORT = Export("0f" * 16, "2026-03-01T12:00:00+00:00")


def looking() -> Looking:
    return Looking("Ada", now(), "Review of late events")


def unpacked(held: bytes | Bundle, folder: Path) -> Path:
    """Write the files of a bundle into a folder."""
    archive = packed(held, AROUND, EXPORT) if isinstance(held, Bundle) else held
    folder.mkdir(exist_ok=True)
    with ZipFile(BytesIO(archive)) as opened:
        opened.extractall(folder)
    return folder


def read(folder: Path, name: str) -> pd.DataFrame:
    return pd.read_csv(folder / f"{name}.csv", encoding="utf-8-sig", keep_default_na=False)


def run(program: str, script: Path) -> subprocess.CompletedProcess[str]:
    """Run a script from another folder than its own."""
    quiet = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [program, str(script)], capture_output=True, text=True, cwd="/", env=quiet, timeout=120
    )


def run_python(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, folder / "analysis.py")


def differing(done: subprocess.CompletedProcess[str]) -> list[str]:
    """Quantities that a script does not agree with, and whatever it complained of."""
    said = [line for line in done.stdout.splitlines() if line.startswith(("DIFFERS", "NOT FOUND"))]
    return said or ([] if done.returncode == 0 else [done.stdout[-500:] + done.stderr[-2000:]])
