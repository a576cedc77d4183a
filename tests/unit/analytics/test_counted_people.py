"""People laid out from counts give what the people themselves give."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.counted_people import counted_people
from analytics.errors import BadInput
from analytics.hazards import cox
from analytics.rank_tests import log_rank
from analytics.survival import kaplan_meier

rng = np.random.default_rng(5)
PEOPLE = pd.DataFrame(
    {
        "technique_code": rng.choice(["A", "B", "C"], 300),
        "region_code": rng.choice(["EU", "AM"], 300),
        "entry": rng.choice([0.0, 0.0, 3.0, 10.0], 300),
        "code": rng.integers(0, 3, 300),
    }
)
PEOPLE["day"] = PEOPLE["entry"] + rng.integers(1, 40, 300)
KEYS = ("technique_code", "region_code", "entry", "day", "code")
COUNTS = CountTable(PEOPLE.groupby(list(KEYS)).size().rename("n").reset_index(), KEYS)


@pytest.fixture
def people():
    return counted_people(COUNTS, stratum="region_code")


def test_a_curve_of_counts_is_that_of_the_people(people):
    rows = PEOPLE[PEOPLE["technique_code"] == "B"]

    ours = kaplan_meier(people.table("B"))

    theirs = kaplan_meier(rows["day"], rows["code"] == 1, entry=rows["entry"])
    np.testing.assert_allclose(ours.survival, theirs.survival, atol=1e-12)
    np.testing.assert_array_equal(ours.at_risk, theirs.at_risk)


def test_a_stratified_test_of_counts_is_that_of_the_people(people):
    ours = log_rank(
        people.time, people.code == 1, people.group, entry=people.entry, strata=people.stratum
    )

    theirs = log_rank(
        PEOPLE["day"],
        PEOPLE["code"] == 1,
        PEOPLE["technique_code"],
        entry=PEOPLE["entry"],
        strata=PEOPLE["region_code"],
    )
    assert ours.statistic == pytest.approx(theirs.statistic, rel=1e-12)
    assert ours.n_strata == theirs.n_strata == 2


def test_a_model_of_counts_is_that_of_the_people(people):
    ours, theirs = (
        cox(pd.DataFrame({"x": group == "B"}, dtype=float), time, code == 1, entry=entry)
        for group, time, code, entry in (
            (people.group, people.time, people.code, people.entry),
            (PEOPLE["technique_code"], PEOPLE["day"], PEOPLE["code"], PEOPLE["entry"]),
        )
    )

    np.testing.assert_allclose(ours.coef, theirs.coef, rtol=1e-10)
    np.testing.assert_allclose(ours.se, theirs.se, rtol=1e-10)


def test_those_from_the_start_have_no_late_entry(people):
    assert people.from_the_start().n == (PEOPLE["entry"] == 0).sum()


def test_nobody_is_refused():
    with pytest.raises(BadInput) as refused:
        counted_people(CountTable(COUNTS.frame.iloc[:0], KEYS))

    assert refused.value.remedy
