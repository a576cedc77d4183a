"""A small registry with two confounded arms, for tests of adjusted comparisons."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from analytics.endpoints import TimeToEvent
from analytics.propensity import design

N = 400


def follow_up_of(time, code, entry=None):
    n = len(time)
    late = np.zeros(n) if entry is None else np.asarray(entry, float)
    reason = np.full(n, "", dtype=object)
    return TimeToEvent(np.asarray(time, float), np.asarray(code), late, reason)


@pytest.fixture(scope="session")
def follow_up_from():
    """Return a maker of follow-up that is counted for everybody."""
    return follow_up_of


@pytest.fixture(scope="session")
def registry():
    """Return 400 patients of 8 sites in 2 regions; competing events and late entry apart."""
    rng = np.random.default_rng(21)
    age, stage = rng.normal(size=N), rng.choice(["A", "B", "C"], N)
    arm = np.where(rng.random(N) < 1 / (1 + np.exp(-0.6 * age)), "TARE", "CTACE")
    rate = np.exp(0.5 * age - 0.4 * (arm == "TARE")) / 500
    event, other = np.ceil(rng.exponential(1 / rate)), np.ceil(rng.exponential(900, N))
    last = np.ceil(rng.uniform(100, 1500, N))
    time, competing = np.minimum(event, last), np.minimum(np.minimum(event, last), other)
    site = rng.integers(1, 9, N)
    return SimpleNamespace(
        covariates=pd.DataFrame({"age": age, "stage": stage}),
        arm=arm,
        places=pd.DataFrame(
            {"site": [f"S{k}" for k in site], "region": np.where(site < 5, "Europe", "Americas")}
        ),
        follow_up=follow_up_of(time, (event <= last).astype(int)),
        competing=follow_up_of(
            competing,
            np.where(event <= np.minimum(last, other), 1, np.where(other <= last, 2, 0)),
            np.where(rng.random(N) < 0.3, np.minimum(60, competing - 1), 0),
        ),
        response=(rng.random(N) < 1 / (1 + np.exp(-0.5 * age - 0.5 * (arm == "TARE")))).astype(int),
    )


@pytest.fixture(scope="session")
def drawn(registry):
    """Return a maker of designs of that registry."""

    def draw(**options):
        return design(registry.covariates, registry.arm, places=registry.places, **options)

    return draw
