"""Laws of curves, risk tables and means that hold for any follow-up."""

import numpy as np
import pandas as pd
from hypothesis import given
from hypothesis import strategies as st

from analytics.cells import CountTable
from analytics.cumulative_hazard import nelson_aalen
from analytics.event_table import pooled_table, tables_from_counts
from analytics.risk_tables import risk_table
from analytics.survival import (
    clustered_kaplan_meier,
    kaplan_meier,
    median_follow_up,
    quantile,
    restricted_mean,
    survival_at,
)

TIGHT = {"rtol": 1e-12, "atol": 1e-12}


@st.composite
def follow_up(draw, least=1):
    """Draw patients with half-day times, ties, delayed entry, sites and weights."""
    n = draw(st.integers(least, 40))
    half_days = st.lists(st.integers(1, 30), min_size=n, max_size=n)
    time = np.array(draw(half_days)) / 2
    late = np.array(draw(st.lists(st.integers(0, 20), min_size=n, max_size=n))) / 2
    rows = {
        "time": time,
        "event": np.array(draw(st.lists(st.booleans(), min_size=n, max_size=n))),
        "entry": np.where(late < time, late, 0.0),
        "site": np.array(draw(st.lists(st.sampled_from("abcd"), min_size=n, max_size=n))),
        "weight": np.array(draw(st.lists(st.integers(1, 40), min_size=n, max_size=n))) / 8,
    }
    return pd.DataFrame(rows)


def counted(rows, keys=()):
    late = rows[rows["entry"] > 0]
    parts = [
        rows.assign(day=rows["time"], code=rows["event"].astype(int)),
        late.assign(day=late["entry"], code=-1),
    ]
    by = [*keys, "day", "code"]
    frame = pd.concat(parts).groupby(by, as_index=False).size().rename(columns={"size": "n"})
    return CountTable(frame, tuple(by))


def same_curve(one, other, **tolerance):
    for name in ("time", "survival", "se", "lower", "upper", "at_risk", "events", "censored"):
        np.testing.assert_allclose(getattr(one, name), getattr(other, name), **tolerance)


@given(follow_up())
def test_a_curve_never_rises_and_stays_within_its_limits(rows):
    for interval in ("plain", "log", "log-log"):
        curve = kaplan_meier(rows["time"], rows["event"], entry=rows["entry"], interval=interval)

        assert (np.diff(curve.survival) <= 1e-12).all()
        assert ((curve.survival >= 0) & (curve.survival <= 1)).all()
        known = ~np.isnan(curve.lower)
        assert (curve.lower <= curve.survival + 1e-12)[known].all()
        assert (curve.survival <= curve.upper + 1e-12)[known].all()


@given(follow_up(), st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(rows, random):
    order = list(range(len(rows)))
    random.shuffle(order)
    shuffled = rows.iloc[order]

    one, other = (
        kaplan_meier(each["time"], each["event"], entry=each["entry"], weights=each["weight"])
        for each in (rows, shuffled)
    )

    same_curve(one, other, rtol=1e-9, atol=1e-9)


@given(follow_up())
def test_entry_on_day_0_is_no_entry_and_weight_1_is_no_weight(rows):
    plain = kaplan_meier(rows["time"], rows["event"])

    zero, one = np.zeros(len(rows)), np.ones(len(rows))
    same_curve(kaplan_meier(rows["time"], rows["event"], entry=zero), plain, rtol=0)
    same_curve(kaplan_meier(rows["time"], rows["event"], weights=one), plain, rtol=0)


@given(follow_up())
def test_a_doubled_row_is_a_row_of_weight_2(rows):
    twice = pd.concat([rows, rows])
    doubled = kaplan_meier(twice["time"], twice["event"], entry=twice["entry"])

    weights = np.full(len(rows), 2)
    weighted = kaplan_meier(rows["time"], rows["event"], entry=rows["entry"], weights=weights)

    same_curve(weighted, doubled, **TIGHT)


@given(follow_up())
def test_counts_give_the_curve_and_all_its_numbers_that_people_give(rows):
    people = kaplan_meier(rows["time"], rows["event"], entry=rows["entry"])
    (table,) = tables_from_counts(counted(rows))

    ours = kaplan_meier(table)

    same_curve(ours, people, **TIGHT)
    hazard, theirs = nelson_aalen(ours), nelson_aalen(people)
    np.testing.assert_allclose(hazard.hazard, theirs.hazard, **TIGHT)
    np.testing.assert_allclose(hazard.se, theirs.se, **TIGHT)
    np.testing.assert_equal(quantile(ours).estimate, quantile(people).estimate)
    follow_up_of_people = median_follow_up(rows["time"], rows["event"], entry=rows["entry"])
    np.testing.assert_equal(median_follow_up(table).estimate, follow_up_of_people.estimate)


@given(follow_up(), st.lists(st.integers(0, 40), min_size=1))
def test_counts_give_the_risk_table_that_people_give(rows, half_days):
    asked = np.array(half_days) / 2
    (table,) = tables_from_counts(counted(rows))

    ours, theirs = (
        risk_table(table, at=asked),
        risk_table(rows["time"], rows["event"], asked, entry=rows["entry"]),
    )

    for name in ("at_risk", "entered", "events", "censored"):
        np.testing.assert_array_equal(getattr(ours, name), getattr(theirs, name))


@given(follow_up(), st.lists(st.integers(0, 40), min_size=1))
def test_a_risk_table_counts_each_person_by_definition(rows, half_days):
    asked = np.array(half_days) / 2
    table = risk_table(
        rows["time"], rows["event"], asked, entry=rows["entry"], weights=rows["weight"]
    )

    time, late = rows["time"].to_numpy(), rows["entry"].to_numpy()
    entered = (late == 0) | (late < asked[:, None])
    at_risk = entered & (asked[:, None] <= time)
    np.testing.assert_array_equal(table.at_risk, at_risk.sum(axis=1))
    np.testing.assert_allclose(table.weighted.at_risk, at_risk @ rows["weight"], **TIGHT)


@given(follow_up(least=4))
def test_counts_by_cluster_give_the_clustered_curve_that_people_give(rows):
    rows = rows.assign(site=["a", "b", *rows["site"][2:]])
    people = kaplan_meier(rows["time"], rows["event"], entry=rows["entry"], cluster=rows["site"])

    ours = clustered_kaplan_meier(tables_from_counts(counted(rows, ["site"]), "site"))

    same_curve(ours, people, rtol=1e-10, atol=1e-12)
    assert ours.uncertainty.df == people.uncertainty.df


@given(follow_up(least=2))
def test_clusters_of_one_person_are_people(rows):
    given = {"entry": rows["entry"], "weights": rows["weight"]}
    each = np.arange(len(rows))

    clustered = kaplan_meier(
        rows["time"], rows["event"], **given, cluster=each, few_clusters="normal"
    )

    robust = kaplan_meier(rows["time"], rows["event"], **given, robust=True)
    same_curve(clustered, robust, rtol=1e-10, atol=1e-12)


@given(follow_up())
def test_without_late_entry_or_weights_robust_is_greenwood(rows):
    robust = kaplan_meier(rows["time"], rows["event"], robust=True)

    same_curve(robust, kaplan_meier(rows["time"], rows["event"]), rtol=1e-9, atol=1e-9)


@given(follow_up(), st.integers(2, 9))
def test_the_size_of_weights_does_not_matter_to_robust_limits(rows, times):
    one, other = (
        kaplan_meier(rows["time"], rows["event"], weights=rows["weight"] * factor, robust=True)
        for factor in (1, times)
    )

    np.testing.assert_allclose(one.survival, other.survival, **TIGHT)
    np.testing.assert_allclose(one.se, other.se, rtol=1e-9, atol=1e-9)


@given(follow_up())
def test_identical_groups_put_together_keep_the_curve(rows):
    (table,) = tables_from_counts(counted(rows))

    pooled = kaplan_meier(pooled_table([table, table]))

    one = kaplan_meier(table)
    np.testing.assert_allclose(pooled.survival, one.survival, **TIGHT)
    np.testing.assert_array_equal(pooled.at_risk, 2 * one.at_risk)
    np.testing.assert_allclose(pooled.se, one.se / 2**0.5, **TIGHT)


@given(follow_up(), st.integers(1, 60))
def test_a_restricted_mean_lies_between_survival_times_horizon_and_the_horizon(rows, half_days):
    curve = kaplan_meier(rows["time"], rows["event"])
    horizon = min(half_days / 2, curve.time[-1])

    mean = restricted_mean(curve, horizon)

    survival = survival_at(curve, horizon).survival[0]
    assert survival * horizon - 1e-9 <= mean.estimate <= horizon + 1e-9
    assert mean.lower <= mean.estimate <= mean.upper


@given(follow_up())
def test_survival_is_at_most_exp_of_minus_the_cumulative_hazard(rows):
    curve = kaplan_meier(rows["time"], rows["event"], entry=rows["entry"])

    assert (curve.survival <= np.exp(-nelson_aalen(curve).hazard) + 1e-12).all()


@given(follow_up(), st.floats(0.01, 0.99))
def test_a_quantile_is_where_survival_reaches_its_level(rows, share):
    curve = kaplan_meier(rows["time"], rows["event"])

    day = quantile(curve, share).estimate

    if np.isnan(day):
        assert curve.survival[-1] > 1 - share
    else:
        assert survival_at(curve, day).survival[0] <= 1 - share + 1e-7
