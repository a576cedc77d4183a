"""Laws of rank tests that hold for any groups."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analytics.cells import CountTable
from analytics.errors import NoOverlap, TooFewEvents
from analytics.event_table import tables_from_counts
from analytics.rank_tests import log_rank
from analytics.trend import trend_test


@st.composite
def groups(draw):
    """Draw patients of three groups with ties, delayed entry and strata."""
    n = draw(st.integers(6, 40))
    time = np.array(draw(st.lists(st.integers(1, 30), min_size=n, max_size=n))) / 2
    late = np.array(draw(st.lists(st.integers(0, 20), min_size=n, max_size=n))) / 2
    further = draw(st.lists(st.sampled_from("abc"), min_size=n - 3, max_size=n - 3))
    rows = {
        "time": time,
        "event": np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n))),
        "entry": np.where(late < time, late, 0.0),
        "group": ["a", "b", "c", *further],
        "stratum": draw(st.lists(st.sampled_from([1, 2]), min_size=n, max_size=n)),
    }
    return pd.DataFrame(rows)


def compared(rows, **options):
    try:
        return log_rank(rows["time"], rows["event"], rows["group"], **options)
    except (NoOverlap, TooFewEvents):
        return assume(False)  # nothing to be compared in this draw


def same_test(one, other, relative=1e-9):
    assert one.df == other.df
    assert one.statistic == pytest.approx(other.statistic, rel=relative, abs=relative)
    np.testing.assert_allclose(one.observed, other.observed, rtol=relative)
    np.testing.assert_allclose(one.expected, other.expected, rtol=relative, atol=relative)


@given(groups())
def test_observed_and_expected_events_agree_in_total_and_the_variance_adds_up_to_nothing(rows):
    test = compared(rows, entry=rows["entry"], strata=rows["stratum"])

    assert test.observed.sum() == pytest.approx(test.expected.sum())
    np.testing.assert_allclose(test.variance.sum(axis=0), 0, atol=1e-10)
    assert test.statistic >= 0
    assert test.df <= 2


@given(groups(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)

    same_test(compared(rows), compared(rows.iloc[order]))


@given(groups())
def test_the_names_of_groups_change_nothing(rows):
    renamed = rows.assign(group=rows["group"].map({"a": "z", "b": "y", "c": "x"}))

    assert compared(rows).statistic == pytest.approx(compared(renamed).statistic, abs=1e-9)


@given(groups())
def test_entry_on_day_0_and_one_stratum_change_nothing(rows):
    nothing = np.zeros(len(rows))

    same_test(compared(rows), compared(rows, entry=nothing, strata=nothing))


@given(groups(), st.sampled_from([0, 0.5, 1]))
def test_counts_give_the_test_that_people_give(rows, rho):
    late = rows[rows["entry"] > 0]
    parts = [
        rows.assign(day=rows["time"], code=rows["event"].astype(int)),
        late.assign(day=late["entry"], code=-1),
    ]
    by = ["group", "day", "code"]
    frame = pd.concat(parts).groupby(by, as_index=False).size().rename(columns={"size": "n"})
    people = compared(rows, entry=rows["entry"], rho=rho)

    counted = log_rank(tables_from_counts(CountTable(frame, tuple(by)), "group"), rho=rho)

    same_test(counted, people, 1e-12)


@given(groups())
def test_identical_groups_do_not_differ(rows):
    twins = pd.concat([rows.assign(group="one"), rows.assign(group="other")])

    assert compared(twins).statistic == pytest.approx(0, abs=1e-12)


@given(groups())
def test_only_the_order_of_times_matters(rows):
    stretched = rows.assign(time=rows["time"] ** 2)

    same_test(compared(rows), compared(stretched))


@given(groups())
def test_a_trend_takes_at_most_what_all_differences_take(rows):
    test = compared(rows)
    try:
        trend = trend_test(rows["time"], rows["event"], rows["group"])
    except NoOverlap:
        return

    assert trend.statistic <= test.statistic + 1e-9
