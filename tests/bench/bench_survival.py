"""Ratios of curves and rank tests: lifelines against ours, on the same whole days.

Run: python tests/bench/bench_survival.py [patients]
"""

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
from lifelines import KaplanMeierFitter
from lifelines.statistics import multivariate_logrank_test

from analytics.rank_tests import log_rank
from analytics.survival import kaplan_meier

RUNS = 5
TARGETS = {"Kaplan-Meier": 4.0, "log-rank, 3 groups": 6.0}


def main() -> None:
    """Check that both give one answer, time them alternately, write medians as ratios."""
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    days, event, group = _patients(patients)
    pairs: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "Kaplan-Meier": (
            lambda: KaplanMeierFitter().fit(days, event),
            lambda: kaplan_meier(days, event),
        ),
        "log-rank, 3 groups": (
            lambda: multivariate_logrank_test(days, group, event),
            lambda: log_rank(days, event, group),
        ),
    }
    _check_agreement(days, event, group)
    write = sys.stdout.write
    write(f"{patients:,} patients, {np.unique(days).size:,} distinct days, medians of {RUNS}\n")
    for name, (theirs, ours) in pairs.items():
        their_seconds, our_seconds = _medians(theirs, ours)
        write(
            f"{name}: lifelines / ours {their_seconds / our_seconds:.1f} "
            f"(target {TARGETS[name]:.0f}; ours {1000 * our_seconds:.1f} ms)\n"
        )
    plain = pairs["Kaplan-Meier"][1]
    for name, work in _robust(days, event).items():
        seconds, plain_seconds = _medians(work, plain)
        write(f"{name} curve / plain curve: {seconds / plain_seconds:.0f}\n")


def _patients(n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(7)
    group = rng.integers(0, 3, n)
    death = rng.exponential(900 + 150 * group).astype(int) + 1
    censoring = rng.integers(1, 3650, n)
    return np.minimum(death, censoring), (death <= censoring).astype(int), group


def _check_agreement(days: np.ndarray, event: np.ndarray, group: np.ndarray) -> None:
    curve, theirs = kaplan_meier(days, event), KaplanMeierFitter().fit(days, event)
    np.testing.assert_allclose(curve.time, theirs.survival_function_.index)
    np.testing.assert_allclose(curve.survival, theirs.survival_function_.iloc[:, 0], atol=1e-10)
    np.testing.assert_allclose(curve.lower[1:], theirs.confidence_interval_.iloc[1:, 0], atol=1e-8)
    statistic = multivariate_logrank_test(days, group, event).test_statistic
    np.testing.assert_allclose(log_rank(days, event, group).statistic, statistic, rtol=1e-8)


def _robust(days: np.ndarray, event: np.ndarray) -> dict[str, Callable[[], object]]:
    site = np.random.default_rng(8).integers(0, 40, days.size)
    return {
        "robust": lambda: kaplan_meier(days, event, robust=True),
        "clustered (40 sites)": lambda: kaplan_meier(days, event, cluster=site),
    }


def _medians(one: Callable[[], object], other: Callable[[], object]) -> tuple[float, float]:
    """Return the median seconds of two works done in turn; the first turn warms up."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for _ in range(RUNS + 1):
        for work, its in zip((one, other), seconds, strict=True):
            started = time.perf_counter()
            work()
            its.append(time.perf_counter() - started)
    return statistics.median(seconds[0][1:]), statistics.median(seconds[1][1:])


if __name__ == "__main__":
    main()
