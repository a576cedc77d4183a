"""Laws of cumulative incidence that hold for any follow-up."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analytics.cells import CountTable
from analytics.competing import cause_risk_table, cumulative_incidence, incidence_at
from analytics.event_table import tables_from_counts

CURVES = ("incidence", "se", "lower", "upper")


@st.composite
def people(draw, late=False, weighted=False):
    """Up to 40 people with heavy ties between three causes; day 0 may hold events."""
    n = draw(st.integers(1, 40))
    column = lambda values: np.array(draw(st.lists(values, min_size=n, max_size=n)))  # noqa: E731
    found = {"time": column(st.integers(0, 12)), "code": column(st.integers(0, 3))}
    if late:
        found["entry"] = np.minimum(column(st.integers(0, 11)), found["time"] - 1).clip(min=0)
    if weighted:
        found["weights"] = column(st.one_of(st.just(0.0), st.floats(0.05, 20)))
        found["weights"][0] = 1
    return found


anybody = st.one_of(people(), people(late=True), people(weighted=True), people(True, True))


def assert_same(one, other, causes=None, atol=1e-12):
    """Compare all curves; `causes` maps codes of the first to codes of the second."""
    np.testing.assert_allclose(one.event_free, other.event_free, atol=atol)
    for cause in one.causes:
        for name in CURVES:
            ours, theirs = (
                getattr(one[cause], name),
                getattr(other[(causes or {}).get(cause, cause)], name),
            )
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=atol)


@given(anybody)
def test_states_add_up_to_one_and_no_incidence_ever_falls(who):
    curve = cumulative_incidence(**who)

    states = [curve.event_free, *(curve[cause].incidence for cause in curve.causes)]
    np.testing.assert_allclose(np.sum(states, axis=0), 1, atol=1e-12)
    assert (np.min(states, axis=0) >= 0).all()
    assert all((np.diff(curve[cause].incidence) >= -1e-12).all() for cause in curve.causes)


@given(anybody)
def test_nothing_has_happened_before_the_first_event_of_a_cause(who):
    curve = cumulative_incidence(**who)

    for cause in curve.causes:
        first = min(who["time"][who["code"] == cause], default=0)
        if first > 0:
            at = incidence_at(curve, [0, first / 2], cause=cause)
            assert (at.incidence == 0).all()
            assert (at.se == 0).all()


@given(anybody, st.sampled_from(["plain", "log", "log-log"]))
def test_limits_hold_the_estimate_and_stay_between_zero_and_one(who, interval):
    curve = cumulative_incidence(**who, interval=interval)

    for its in curve.by_cause.values():
        known = ~np.isnan(its.lower)
        assert (its.lower >= 0)[known].all()
        assert (its.lower <= its.incidence + 1e-12)[known].all()
        assert (its.upper >= its.incidence - 1e-12)[known].all()
        assert (its.upper <= 1)[known].all()


@given(anybody, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(who, random):
    order = list(range(who["time"].size))
    random.shuffle(order)

    moved = {name: values[order] for name, values in who.items()}

    assert_same(cumulative_incidence(**who), cumulative_incidence(**moved), atol=1e-8)


@given(anybody, st.permutations([1, 2, 3]))
def test_the_order_of_cause_codes_changes_nothing(who, order):
    codes = dict(zip((1, 2, 3), order, strict=True))
    who["time"], who["code"] = (
        np.append(values, last)
        for values, last in ((who["time"], [13, 13, 13]), (who["code"], [1, 2, 3]))
    )
    who |= {
        name: np.append(who[name], [v] * 3)
        for name, v in (("entry", 0), ("weights", 1))
        if name in who
    }

    swapped = who | {"code": np.array([0, *order])[who["code"]]}

    assert_same(cumulative_incidence(**who), cumulative_incidence(**swapped), codes, atol=1e-8)


@given(people())
def test_people_and_their_counts_give_the_same(who):
    frame = pd.DataFrame({"day": who["time"], "code": who["code"]})
    counts = frame.groupby(["day", "code"]).size().rename("n").reset_index()
    table = tables_from_counts(CountTable(counts, ("day", "code")))[0]

    assert_same(cumulative_incidence(**who), cumulative_incidence(table))


@given(people(late=True))
def test_counts_with_late_entry_give_the_same_incidence(who):
    leaving = pd.DataFrame({"day": who["time"], "code": who["code"]})
    late = pd.DataFrame({"day": who["entry"][who["entry"] > 0], "code": -1})
    counts = pd.concat([leaving, late]).groupby(["day", "code"]).size().rename("n").reset_index()

    people, counted = (
        cumulative_incidence(**who),
        cumulative_incidence(tables_from_counts(CountTable(counts, ("day", "code")))[0]),
    )

    for cause in people.causes:
        np.testing.assert_allclose(people[cause].incidence, counted[cause].incidence, atol=1e-12)


@given(people())
def test_entry_at_zero_is_no_late_entry(who):
    entered = cumulative_incidence(**who, entry=np.zeros(who["time"].size))

    assert_same(cumulative_incidence(**who), entered, atol=0)
    assert entered.variance == "counted"


@given(st.one_of(people(), people(late=True)))
def test_weight_two_is_everybody_twice_in_clusters_of_two(who):
    n = who["time"].size
    twice = {name: np.tile(values, 2) for name, values in who.items()}

    weighted = cumulative_incidence(**who, weights=np.full(n, 2))

    np.testing.assert_array_equal(weighted.at_risk, cumulative_incidence(**twice).at_risk)
    if n > 1:
        doubled = cumulative_incidence(
            **twice, cluster=np.tile(np.arange(n), 2), few_clusters="normal"
        )
        assert_same(weighted, doubled, atol=1e-8)


@given(people(late=True, weighted=True))
def test_people_of_weight_zero_are_not_there(who):
    counted = {name: values[who["weights"] > 0] for name, values in who.items()}

    one, other = (cumulative_incidence(**each) for each in (who, counted))

    for cause in other.causes:
        for name in CURVES:
            ours, theirs = getattr(one[cause], name), getattr(other[cause], name)
            np.testing.assert_allclose(ours, theirs, rtol=1e-9, atol=1e-8)


@given(anybody)
def test_a_common_factor_of_weights_changes_nothing(who):
    weights = who.pop("weights", np.ones(who["time"].size))

    one, other = (cumulative_incidence(**who, weights=weights * f) for f in (1, 3.7))

    assert_same(one, other, atol=1e-8)


@given(anybody)
def test_clusters_of_one_are_people(who):
    n = who["time"].size
    if np.count_nonzero(who.get("weights", np.ones(n))) > 1:
        clustered = cumulative_incidence(**who, cluster=np.arange(n)[::-1], few_clusters="normal")
        assert_same(cumulative_incidence(**who), clustered, atol=1e-8)


@given(people(late=True, weighted=True), st.integers(2, 5), st.sampled_from([1, 2]))
def test_the_robust_error_is_what_more_weight_on_each_cluster_does(who, n_sites, cause):
    site = np.arange(who["time"].size) % n_sites
    if np.unique(site[who["weights"] > 0]).size < 2:
        return

    def incidence(weights):
        curve = cumulative_incidence(**(who | {"weights": weights}))
        return curve[cause].incidence[-1] if cause in curve.causes else 0.0

    step = 1e-5
    moves = [
        incidence(who["weights"] * (1 + step * (site == each)))
        - incidence(who["weights"] * (1 - step * (site == each)))
        for each in range(n_sites)
    ]
    curve = cumulative_incidence(**who, cluster=site, few_clusters="normal")
    if cause in curve.causes:
        want = np.sqrt(np.sum(np.square(moves))) / (2 * step)
        assert curve[cause].se[-1] == pytest.approx(want, rel=1e-5, abs=1e-7)


@given(anybody)
def test_the_risk_table_counts_everybody_once(who):
    days = np.arange(15)
    table = cause_risk_table(**who, at=days)

    left = np.sum(list(table.events.values()), axis=0) + table.censored
    np.testing.assert_allclose(table.at_risk[1:] + left[:-1], table.entered[1:], atol=1e-9)
    total = who.get("weights", np.ones(who["time"].size)).sum()
    np.testing.assert_allclose(left[-1], total)


@pytest.mark.parametrize("late", [False, True])
def test_limits_hold_the_truth_ninety_five_times_in_a_hundred(late):
    rng = np.random.default_rng(6)
    truth, held = 0.5 * (1 - np.exp(-1.0)), 0
    for _ in range(1000):
        first, ends = rng.exponential(300, (2, 200)) * 2, rng.uniform(100, 900, 200)
        entry = rng.choice([0, 60], 200) * late
        time, code = np.minimum(first.min(axis=0), ends), 1 + first.argmin(axis=0)
        seen = time > entry
        code = np.where(first.min(axis=0) <= ends, code, 0)[seen]
        at = incidence_at(cumulative_incidence(time[seen], code, entry=entry[seen]), 300)
        held += bool(at.lower[0] < truth < at.upper[0])

    assert 0.93 < held / 1000 < 0.97


def test_with_few_sites_only_clusters_with_a_t_reference_hold_the_truth_often_enough():
    rng = np.random.default_rng(7)
    site, held = np.repeat(np.arange(8), 25), np.zeros(3)
    draws = rng.exponential(np.exp(0.7 * rng.normal(size=(100_000, 1))), (100_000, 2))
    truth = ((draws[:, 0] < draws[:, 1]) & (draws[:, 0] < 0.7)).mean()
    options = [{}, {"cluster": site, "few_clusters": "normal"}, {"cluster": site}]
    for _ in range(400):
        first = rng.exponential(np.exp(0.7 * rng.normal(size=8))[site], (2, 200))
        time, code = np.minimum(first.min(axis=0), 2), 1 + first.argmin(axis=0)
        code[time == 2] = 0
        curves = [cumulative_incidence(time, code, **option) for option in options]
        at = [incidence_at(curve, 0.7) for curve in curves]
        held += [a.lower[0] < truth < a.upper[0] for a in at]

    independent, normal, few = held / 400
    assert independent < 0.9
    assert independent < normal < few
    assert 0.92 < few < 0.98
