"""Growth by closed quarters, joined until enough people are in each."""

from datetime import date

import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.periods import LATER, released_periods
from analytics.disclosure.rules import Rules
from analytics.errors import BadInput

JAN_2024 = 12 * 2024
RULES = Rules()


def enrolled(by_month, sites="ABC"):
    """A table of `by_month` people at each of some sites; months from January 2024."""
    rows = [(JAN_2024 + month, site, n) for month, n in by_month.items() for site in sites]
    return CountTable(pd.DataFrame(rows, columns=["month", "site_id", "n"]), ("month", "site_id"))


def periods_of(table, cutoff=date(2025, 12, 31), before=()):
    counted = released_periods(table, RULES, cutoff=cutoff, before=before).frame
    return {
        str(name): int(n) for name, n in counted.groupby("period", observed=True)["n"].sum().items()
    }


def test_a_quarter_of_enough_people_stands_alone():
    assert periods_of(enrolled({0: 2, 2: 2, 3: 5})) == {"2024 Q1": 12, "2024 Q2": 15}


def test_quarters_of_few_people_are_joined_with_the_next():
    assert periods_of(enrolled({0: 2, 3: 1, 6: 1})) == {"2024 Q1 to 2024 Q3": 12}


def test_people_of_two_sites_wait_for_a_third():
    few = pd.concat([enrolled({0: 20}, "AB").frame, enrolled({3: 5}, "C").frame])

    assert periods_of(CountTable(few, ("month", "site_id"))) == {"2024 Q1 to 2024 Q2": 45}


@pytest.mark.parametrize(
    ("cutoff", "first"),
    [(date(2024, 5, 29), LATER), (date(2024, 5, 30), "2024 Q1"), (None, LATER)],
    ids=["59 days", "60 days", "no calendar"],
)
def test_a_quarter_is_released_60_days_after_its_end(cutoff, first):
    assert periods_of(enrolled({0: 20}), cutoff) == {first: 60}


def test_people_without_a_month_are_kept_as_later_or_not_dated():
    frame = pd.concat(
        [enrolled({0: 20}).frame, pd.DataFrame({"month": [-1], "site_id": "A", "n": 4})]
    )

    assert periods_of(CountTable(frame, ("month", "site_id"))) == {"2024 Q1": 60, LATER: 4}


def test_periods_of_the_release_before_stay_as_they_were():
    table = enrolled({0: 20, 3: 20, 6: 20})

    kept = periods_of(table, before=("2024 Q1 to 2024 Q2", LATER))

    assert kept == {"2024 Q1 to 2024 Q2": 120, "2024 Q3": 60}


def test_people_without_sites_are_refused():
    table = CountTable(pd.DataFrame({"month": [JAN_2024], "n": [20]}), ("month",))

    with pytest.raises(BadInput, match="no key site_id"):
        released_periods(table, RULES, cutoff=None)
