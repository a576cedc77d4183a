"""A disease domain made by hand: people at six sites, with what a release tells of them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.edition import DomainFacts, arms_of, enrolled_by_group
from analytics.event_table import table_of_people, tables_by_group
from analytics.group_survival import survival_by_group
from analytics.inputs import check_people

SITES = np.array(list("ABCDEF"))


@dataclass(frozen=True)
class Cohort:
    """People in rows; `facts` counts them as a release asks."""

    people: pd.DataFrame

    def facts(self):
        people = self.people
        by = {"survival": None, "contributors": None, "followed": {}, **self._survival()}
        return DomainFacts(
            tables=(
                counted(people, "region", "technique"),
                counted(people, "region", "sex"),
            ),
            apart={"period": counted(people, "period"), "baseline.ecog": counted(people, "value")},
            sites=frozenset(people["site_id"]),
            countries=frozenset(people["region"]),
            **by,
        )

    def _survival(self):
        people, names = self.people, sorted(self.people["technique"].unique())
        follow_up = check_people(people["day"], people["code"])
        member = pd.Categorical(people["technique"], categories=names).codes.astype(np.int64)
        at = {"landmarks": [0.0], "ticks": [0.0]}
        tables = tables_by_group(follow_up, member, names)
        renamed = people.rename(columns={"technique": "group"})
        contributors = counted(renamed, "group", "code")
        return {
            "survival": survival_by_group(tables, table_of_people(follow_up), **at),
            "contributors": contributors,
            "followed": arms_of(
                counted(renamed, "group", "day", "code"), enrolled_by_group(contributors)
            ),
        }


def counted(people, *keys):
    counts = people.groupby([*keys, "site_id"]).size().rename("n").reset_index()
    return CountTable(counts, (*keys, "site_id"))


def _cohort(n, seed=1, **levels):
    random = np.random.default_rng(seed)
    place = np.arange(n)
    months = random.exponential(24, n)
    watched = random.uniform(6, 60, n)
    columns = {
        "site_id": SITES[place % 6],
        "region": np.array(["AM", "EU"])[place // 6 % 2],
        "technique": np.array(["MWA", "RFA", "TAE"])[place // 12 % 3],
        "sex": np.array(["Female", "Male"])[place // 36 % 2],
        "period": "2024 Q1",
        "value": np.where(place % 4 == 3, "Missing", "Entered"),
        "day": np.rint(np.minimum(months, watched) * 30.4375),
        "code": (months <= watched).astype(int),
    }
    return Cohort(pd.DataFrame({**columns, **levels}))


@pytest.fixture(scope="session")
def cohort():
    """A cohort of n people: `cohort(600)`; columns may be replaced by name."""
    return _cohort
