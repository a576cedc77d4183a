"""Ratios of Cox regression with ten covariates: ours against lifelines and R.

Run: python tests/bench/bench_cox.py [patients ...] [--large]

Without patients: 100,000 and 1,000,000. lifelines takes minutes at 1,000,000 and is left out
there unless `--large` asks for it. R runs where Rscript and its survival package are installed.
"""

import csv
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
from lifelines import CoxPHFitter

from analytics.hazards import concordance, cox, proportionality

SLOW = 200_000  # patients from which lifelines is left out
TARGETS = {"lifelines": 4.0, "R": 1.0}  # smallest ratio to ours
ROBUST = 3.0  # largest ratio of robust to plain
R_PROGRAM = """
suppressMessages(library(survival)); d <- read.csv(commandArgs(TRUE)[1])
f <- as.formula(paste("Surv(time, event) ~", paste0("x", 0:9, collapse = " + ")))
s <- replicate(3, system.time(coxph(f, d))[["elapsed"]]); cat(median(s))
"""


def main() -> None:
    """Time the parts alternately in one process, print medians as ratios."""
    large = "--large" in sys.argv
    sizes = [int(word) for word in sys.argv[1:] if word != "--large"] or [100_000, 1_000_000]
    for patients in sizes:
        for axis in ("whole days", "all times distinct"):
            _report(_people(patients, axis), axis, with_lifelines=large or patients < SLOW)


def _report(people: pd.DataFrame, axis: str, *, with_lifelines: bool) -> None:
    covariates = people.filter(like="x")
    given = (covariates, people["time"], people["event"])
    site = np.arange(len(people)) % 50
    late = np.where(np.arange(len(people)) % 3, 0.0, people["time"] * 0.4)
    parts: dict[str, Callable[[], object]] = {
        "plain": lambda: cox(*given),
        "robust": lambda: cox(*given, robust=True),
        "clustered": lambda: cox(*given, cluster=site),
        "50 strata": lambda: cox(*given, strata=site),
        "late entry": lambda: cox(*given, entry=late),
    }
    if with_lifelines:
        parts["lifelines"] = lambda: CoxPHFitter().fit(people, "time", "event")
    seconds = _medians(parts)
    fit = cox(*given)
    read = _medians({"concordance": lambda: concordance(fit), "PH": lambda: proportionality(fit)})
    plain = seconds["plain"]
    _say(f"{len(people):,} patients, {axis}: {fit.n_events:,} events, medians of 3")
    for name in ("robust", "clustered", "50 strata", "late entry"):
        wanted = f" (target <= {ROBUST:g})" if name in {"robust", "clustered"} else ""
        _say(f"  {name} / plain: {seconds[name] / plain:.1f}{wanted}")
    for name, took in read.items():
        _say(f"  {name} / plain: {took / plain:.1f}")
    for name, took in {"lifelines": seconds.get("lifelines"), "R": _r_seconds(people)}.items():
        if took is not None:
            _say(f"  {name} / plain: {took / plain:.1f} (target >= {TARGETS[name]:g})")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")


def _medians(parts: dict[str, Callable[[], object]]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in parts}
    for turn in range(4):
        for name, work in parts.items():
            started = time.perf_counter()
            work()
            if turn:
                times[name].append(time.perf_counter() - started)
    return {name: statistics.median(took) for name, took in times.items()}


def _r_seconds(people: pd.DataFrame) -> float | None:
    program = shutil.which("Rscript")
    if program is None:
        _say("  R not installed")
        return None
    with tempfile.TemporaryDirectory() as folder:
        script, table = Path(folder) / "cox.R", Path(folder) / "people.csv"
        script.write_text(R_PROGRAM)
        people.to_csv(table, index=False, quoting=csv.QUOTE_MINIMAL)
        command = [program, str(script), str(table)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        _say("  R has no survival package")
        return None
    return float(done.stdout)


def _people(patients: int, axis: str) -> pd.DataFrame:
    rng = np.random.default_rng(7)
    x = rng.normal(size=(patients, 10))
    x[:, 0], x[:, 1] = rng.random(patients) < 0.4, rng.random(patients) < 0.1
    event = rng.exponential(900 / np.exp(x @ np.linspace(-0.5, 0.5, 10)))
    censoring = rng.uniform(0, 3650, patients)
    days = np.minimum(event, censoring)
    columns = {f"x{column}": x[:, column] for column in range(10)}
    days = np.floor(days) + 1 if axis == "whole days" else days
    return pd.DataFrame({**columns, "time": days, "event": (event <= censoring).astype(int)})


if __name__ == "__main__":
    main()
