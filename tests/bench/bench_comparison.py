"""Costs of the adjusted comparison in CPU time: bootstrap, matching, robust against plain limits.

Run: python tests/bench/bench_comparison.py [patients]
"""

import statistics
import sys
import time
from collections.abc import Callable

import numpy as np
import pandas as pd

from analytics.adjusted_comparison import compare
from analytics.bootstrap import BootstrapOptions, bootstrap
from analytics.endpoints import TimeToEvent
from analytics.inputs import check_follow_up
from analytics.marginal_hazard import marginal_hazard
from analytics.matching import match_nearest
from analytics.propensity import PropensityDesign, design
from analytics.survival import kaplan_meier, restricted_mean, survival_at

HORIZON, LANDMARKS = 1095.0, [365.0, 730.0]
N_COVARIATES, N_SITES = 10, 40


def main() -> None:
    """Make a registry, time the parts alternately, print medians."""
    patients = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    drawn, follow_up = _registry(patients)
    logit = np.random.default_rng(2).normal(size=100_000)
    treated = (np.random.default_rng(3).random(100_000) < 0.4).astype(int)
    parts = {
        "bootstrap": lambda: _bootstrap(drawn, follow_up),
        "matching": lambda: match_nearest(logit + 0.5 * treated, treated),
        "plain": lambda: _plain(drawn, follow_up),
        "robust": lambda: _robust(drawn, follow_up, None),
        "robust by site": lambda: _robust(drawn, follow_up, "site"),
    }
    seconds = {name: _median(work) for name, work in parts.items()}
    print(f"{patients:,} patients, {N_COVARIATES} covariates, {N_SITES} sites, medians of 5")
    print(f"500 samples of sites, adjusted RMST, scores refitted: {seconds['bootstrap']:.2f} s")
    print(f"matching 100,000 patients: {seconds['matching']:.2f} s")
    print(f"robust / plain comparison: {seconds['robust'] / seconds['plain']:.1f}")
    print(f"robust by site / plain comparison: {seconds['robust by site'] / seconds['plain']:.1f}")


def _median(work: Callable[[], object]) -> float:
    times = []
    for _ in range(6):
        started = time.process_time()
        work()
        times.append(time.process_time() - started)
    return statistics.median(times[1:])


def _bootstrap(drawn: PropensityDesign, follow_up: TimeToEvent) -> object:
    options = BootstrapOptions(n_samples=500)
    return bootstrap(drawn, follow_up, horizon=HORIZON, cluster="site", options=options)


def _robust(drawn: PropensityDesign, follow_up: TimeToEvent, cluster: str | None) -> object:
    return compare(drawn, follow_up, horizon=HORIZON, landmarks=LANDMARKS, cluster=cluster)


def _plain(drawn: PropensityDesign, follow_up: TimeToEvent) -> object:
    """The same numbers with limits that take weights for people: curves, means, hazard ratio."""
    time_, event = follow_up.time, follow_up.code == 1
    found: list[object] = []
    for arm in (0, 1):
        rows = drawn.treated == arm
        curve = kaplan_meier(time_[rows], event[rows], weights=drawn.weights[rows])
        found += [curve, restricted_mean(curve, HORIZON), survival_at(curve, LANDMARKS)]
    people = check_follow_up(time_, event, weights=drawn.weights)
    for ties in ("efron", "breslow"):
        found.append(marginal_hazard(people, drawn.treated, ties=ties))
    return found


def _registry(n: int) -> tuple[PropensityDesign, TimeToEvent]:
    rng = np.random.default_rng(7)
    x = rng.normal(size=(n, N_COVARIATES))
    arm = (rng.random(n) < 1 / (1 + np.exp(-0.4 * x[:, :5].sum(axis=1)))).astype(int)
    event = np.ceil(rng.exponential(900 * np.exp(-0.3 * x[:, :3].sum(axis=1) + 0.2 * arm)))
    censored = np.ceil(rng.uniform(200, 3000, n))
    time_ = np.minimum(event, censored)
    code = (event <= censored).astype(np.int64)
    places = pd.DataFrame({"site": rng.integers(0, N_SITES, n)})
    follow_up = TimeToEvent(time_, code, np.zeros(n), np.full(n, "", dtype=object))
    return design(x, arm, places=places), follow_up


if __name__ == "__main__":
    main()
