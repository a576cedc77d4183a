"""A registry made by chance, whose true effects are known by integration, and its judge."""

import os
import sys
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from analytics.endpoints import TimeToEvent

RUNS = int(os.environ.get("IOCORE_SIMULATIONS", "400"))  # 2000 for the record
FULL = 2000  # runs for which the bounds are meant
DAY, HORIZON = 365.0, 730.0
HAZARD = 1 / 700  # per day, at covariates of 0 in the reference arm

_NODES, _MASS = np.polynomial.hermite_e.hermegauss(40)
_MASS = _MASS / _MASS.sum()


@dataclass(frozen=True, eq=False)
class Registry:
    """One simulated registry."""

    covariates: pd.DataFrame  # x1 continuous, x2 yes/no
    squared: pd.DataFrame  # the same with the square of x1
    arm: np.ndarray
    follow_up: TimeToEvent
    site: np.ndarray
    response: np.ndarray


@dataclass(frozen=True)
class Truth:
    """True values under one estimand; differences are treated - reference."""

    survival: float  # difference at day 365
    mean: float  # difference of restricted means to day 730, days
    treated_survival: float  # at day 365
    response: float  # risk difference


@dataclass(frozen=True)
class World:
    """How registries come about; days are whole, so that events tie with events and censoring."""

    log_hazard_ratio: float = -0.4
    n: int = 400
    n_sites: int = 0  # 0: patients are independent
    frailty: float = 0.0  # standard deviation of the sites' log hazards
    habit: float = 0.0  # standard deviation of the sites' log odds of the treated arm
    twist: float = 0.0  # of the square of x1: what a model with main effects misses

    day, horizon = DAY, HORIZON

    def score(self, x1, x2, habit=0.0):
        return expit(-0.2 + 0.7 * x1 - 0.6 * x2 + self.twist * (x1**2 - 1) + habit)

    def hazard(self, x1, x2, arm, frailty=0.0):
        risk = 0.6 * x1 + 0.5 * x2 + self.twist * (x1**2 - 1)
        return HAZARD * np.exp(risk + self.log_hazard_ratio * arm + frailty)

    def response(self, x1, x2, arm):
        return expit(-0.3 + 0.7 * x1 - 0.5 * x2 + self.twist * (x1**2 - 1) + 0.5 * arm)

    def draw(self, seed):
        rng, n = np.random.default_rng(seed), self.n
        site = rng.integers(0, self.n_sites, n) if self.n_sites else np.zeros(n, dtype=int)
        frailty, habit = (sd * rng.normal(size=60)[site] for sd in (self.frailty, self.habit))
        x1, x2 = rng.normal(size=n), (rng.random(n) < 0.4).astype(float)
        arm = (rng.random(n) < self.score(x1, x2, habit)).astype(int)
        event = np.ceil(rng.exponential(1 / self.hazard(x1, x2, arm, frailty)))
        censored = np.ceil(rng.uniform(200, 1600, n) * (1 - 0.2 * arm))
        time, code = np.minimum(event, censored), (event <= censored).astype(np.int64)
        follow_up = TimeToEvent(time, code, np.zeros(n), np.full(n, "", dtype=object))
        response = (rng.random(n) < self.response(x1, x2, arm)).astype(int)
        covariates = pd.DataFrame({"x1": x1, "x2": x2})
        squared = covariates.assign(square=x1**2)
        return Registry(covariates, squared, arm, follow_up, site, response)

    def truth(self, estimand):
        x1, x2, frailty, habit, mass = self._grid()
        score = self.score(x1, x2, habit)
        tilt = {"ATE": np.ones_like(score), "ATT": score, "ATO": score * (1 - score)}[estimand]
        share = tilt * mass / (tilt * mass).sum()
        hazards = [self.hazard(x1, x2, arm, frailty) for arm in (0, 1)]
        survival = [share @ np.exp(-hazard * DAY) for hazard in hazards]
        mean = [sum(share @ np.exp(-hazard * d) for d in range(int(HORIZON))) for hazard in hazards]
        response = [share @ self.response(x1, x2, arm) for arm in (0, 1)]
        return Truth(
            survival[1] - survival[0], mean[1] - mean[0], survival[1], response[1] - response[0]
        )

    def _grid(self):
        """Return covariates and site effects on a grid, with its probability masses."""
        axes = [(_NODES, _MASS), (np.array([0.0, 1.0]), np.array([0.6, 0.4]))]
        nobody = (np.zeros(1), np.ones(1))
        axes += [(sd * _NODES, _MASS) if sd else nobody for sd in (self.frailty, self.habit)]
        grid = np.meshgrid(*(nodes for nodes, _ in axes), indexing="ij")
        masses = np.meshgrid(*(mass for _, mass in axes), indexing="ij")
        return (*(axis.ravel() for axis in grid), np.prod(masses, axis=0).ravel())


@pytest.fixture(scope="session")
def world():
    """Return the maker of worlds."""
    return World


@pytest.fixture(scope="session")
def runs():
    """Return how many registries a simulation draws."""
    return RUNS


@pytest.fixture
def report(capsys):
    """Return a writer that shows a rate with its Monte Carlo error, and gives the rate back."""

    def write(what, hits):
        hits = np.asarray(hits, dtype=float)
        error = hits.std() / np.sqrt(hits.size)
        with capsys.disabled():
            sys.stdout.write(f"\n  {what}: {hits.mean():.4f} (Monte Carlo SE {error:.4f})")
        return hits.mean()

    return write


@pytest.fixture(scope="session")
def between():
    """Return a judge of a rate: bounds for 2,000 runs, wider by chance with fewer runs."""

    def judge(rate, lower, upper, expected):
        spread = np.sqrt(expected * (1 - expected))
        slack = max(0.0, 2 * spread * (RUNS**-0.5 - FULL**-0.5))
        return lower - slack <= rate <= upper + slack

    return judge
