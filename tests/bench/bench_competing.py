"""Ratios of the competing-risk estimators: ours against lifelines, and among each other.

Run: python tests/bench/bench_competing.py [patients]
"""

import statistics
import sys
import time
import tracemalloc
import warnings
from collections.abc import Callable

import numpy as np
from lifelines import AalenJohansenFitter

from analytics.competing import cumulative_incidence, fine_gray, gray_test

ROUNDS = 5
SITES, ARMS, LAST_DAY, LESIONS = 40, 5, 3650, 3


def main() -> None:
    """Time every estimator alternately on whole days, print medians as ratios."""
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    people = _People(patients)
    seconds = _medians(people.questions())
    unit = seconds["Aalen-Johansen"]
    print(f"{patients:,} patients on whole days, medians of {ROUNDS}")
    print(f"lifelines / Aalen-Johansen, both with SE: {seconds['lifelines'] / unit:.0f}")
    for name, its in seconds.items():
        print(f"{name}: {1000 * its:.1f} ms, {its / unit:.1f} times Aalen-Johansen")
    print(f"largest memory beyond the data: {people.peak():.0f} MB")


class _People:
    """Follow-up with two causes, late entry, sites, lesions of patients and six covariates."""

    def __init__(self, n: int) -> None:
        rng = np.random.default_rng(11)
        self.covariates = rng.normal(size=(n, 6))
        rate = np.exp(0.3 * self.covariates[:, 0]) / 900
        first = np.minimum(rng.exponential(1 / rate), rng.exponential(1500, n)).astype(int) + 1
        self.time = np.minimum(first, rng.integers(30, LAST_DAY, n)).astype(float)
        self.code = np.where(first <= self.time, rng.integers(1, 3, n), 0)
        self.entry = np.where(rng.random(n) < 0.35, np.floor(self.time * rng.random(n)), 0)
        self.weights = rng.uniform(0.5, 2, n)
        self.site, self.arm = rng.integers(0, SITES, n), rng.integers(0, ARMS, n)
        self.patient = np.arange(n) // LESIONS

    def questions(self) -> dict[str, Callable[[], object]]:
        """Return what is timed, by name."""
        follow_up = (self.time, self.code)
        model = (self.covariates, *follow_up)
        return {
            "Aalen-Johansen": lambda: cumulative_incidence(*follow_up),
            "late entry": lambda: cumulative_incidence(*follow_up, entry=self.entry),
            "weighted": lambda: cumulative_incidence(*follow_up, weights=self.weights),
            "by site": lambda: cumulative_incidence(*follow_up, cluster=self.site),
            "by patient": lambda: cumulative_incidence(*follow_up, cluster=self.patient),
            "Gray": lambda: gray_test(*follow_up, self.arm),
            "Gray within sites": lambda: gray_test(*follow_up, self.arm, strata=self.site),
            "Fine-Gray": lambda: fine_gray(*model),
            "Fine-Gray, late entry": lambda: fine_gray(*model, entry=self.entry),
            "Fine-Gray, censoring in SE": lambda: fine_gray(*model, sandwich="score-and-censoring"),
            "lifelines": self.lifelines,
        }

    def lifelines(self) -> object:
        """Fit one cause with lifelines, which shakes tied times and warns of it."""
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return AalenJohansenFitter(calculate_variance=True).fit(self.time, self.code, 1)

    def peak(self) -> float:
        """Return the largest memory that any question needs, in MB."""
        tracemalloc.start()
        for name, ask in self.questions().items():
            if name != "lifelines":
                ask()
        largest = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return largest / 1e6


def _medians(questions: dict[str, Callable[[], object]]) -> dict[str, float]:
    times: dict[str, list[float]] = {name: [] for name in questions}
    for _ in range(1 + ROUNDS):
        for name, ask in questions.items():
            started = time.perf_counter()
            ask()
            times[name].append(time.perf_counter() - started)
    return {name: statistics.median(its[1:]) for name, its in times.items()}


if __name__ == "__main__":
    main()
