"""A release every quarter for years, each against somebody who kept the one before (P2)."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure import rehearsal
from analytics.disclosure.attack import attack
from analytics.disclosure.rehearsal import violations
from analytics.disclosure.rules import Rules
from analytics.disclosure.tables import protect_tables

RULES = Rules()
KEYS = (("region", "technique"), ("region", "sex"), ("sex", "age"))
QUARTERS = 8


def enrolled(seed):
    """People with the quarter in which they come; few enough that much is withheld."""
    random = np.random.default_rng(seed)
    n = 320
    return pd.DataFrame(
        {
            "quarter": np.sort(random.integers(-6, QUARTERS, n)),
            "region": random.choice(["AM", "EU", "AP"], n),
            "technique": random.choice(["MWA", "RFA", "CRYO"], n, p=[0.5, 0.35, 0.15]),
            "sex": random.choice(["Female", "Male"], n, p=[0.3, 0.7]),
            "age": random.choice(["50", "60", "70", "80"], n, p=[0.2, 0.4, 0.3, 0.1]),
            "site_id": random.integers(0, 20, n),
        }
    )


def counted(people, keys):
    counts = people.groupby([*keys, "site_id"]).size().rename("n").reset_index()
    return CountTable(counts, (*keys, "site_id"))


@pytest.fixture
def supposed(monkeypatch):
    """What each attack supposes of growth; a wrong supposition would have to be dropped."""
    found = []

    def attacked(*editions, only_grows, **rest):
        found.append(only_grows)
        return attack(*editions, only_grows=only_grows, **rest)

    monkeypatch.setattr(rehearsal, "attack", attacked)
    return found


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_p2_no_release_of_a_long_chain_tells_of_few_people(seed, supposed):
    people, before = enrolled(seed), None
    for quarter in range(QUARTERS):
        known = people[people["quarter"] <= quarter]
        now = protect_tables(
            [counted(known, keys) for keys in KEYS],
            RULES,
            as_of=str(quarter),
            previous=None if before is None else before.ledger,
        )

        assert violations(now, RULES, previous=before) == ()
        before = now
    assert before.since[()] >= str(QUARTERS - 2)  # the total keeps up with the registry
    assert all(supposed)  # the strongest attack was possible every time
