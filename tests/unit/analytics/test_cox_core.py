"""The partial likelihood against its definition, written with loops over risk sets."""

import numpy as np
import pandas as pd
import pytest

from analytics.cox_core import moments, partial_likelihood
from analytics.cox_rows import cox_rows

COEF = np.array([0.4, -0.7])
KINDS = ["plain", "late", "strata", "late and strata"]


def _people(kind, seed, n=60):
    rng = np.random.default_rng(seed)
    people = {
        "covariates": pd.DataFrame({"a": rng.normal(size=n), "b": rng.random(n) < 0.3}),
        "time": rng.integers(1, 9, n).astype(float),
        "event": rng.random(n) < 0.6,
        "weights": rng.integers(1, 4, n).astype(float),
    }
    if "late" in kind:
        late = np.floor(people["time"] * rng.random(n))
        people["entry"] = np.where(rng.random(n) < 0.5, late, 0)
    if "strata" in kind:
        people["strata"] = rng.integers(0, 4, n)
    return people


def _steps(people, ties):
    """Yield, for each step of each event day, who is in its risk set, events and mean weight."""
    n = people["time"].size
    stratum, entry = people.get("strata", np.zeros(n)), people.get("entry", np.zeros(n))
    time, event, weights = people["time"], people["event"], people["weights"]
    for its, day in sorted({(s, t) for s, t, e in zip(stratum, time, event, strict=True) if e}):
        events = event & (time == day) & (stratum == its)
        present = (stratum == its) & (time >= day) & ((entry < day) | (entry == 0))
        for step in range(events.sum()):
            share = step / events.sum() if ties == "efron" else 0.0
            yield weights * present * (1 - share * events), events, weights[events].mean()


def _by_definition(people, ties, coef):
    x = people["covariates"].to_numpy(dtype=float)
    risk, weights = np.exp(x @ coef), people["weights"]
    value = (weights * people["event"]) @ (x @ coef)
    score = (weights * people["event"]) @ x
    information = np.zeros((2, 2))
    for membership, _, weight in _steps(people, ties):
        share = membership * risk / (membership @ risk)
        mean = share @ x
        value -= weight * np.log(membership @ risk)
        score -= weight * mean
        information += weight * (x.T @ (share[:, None] * x) - np.outer(mean, mean))
    return value, score, information


@pytest.mark.parametrize("ties", ["efron", "breslow"])
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("seed", range(5))
def test_value_score_and_information_are_those_of_the_definition(kind, ties, seed):
    people = _people(kind, seed)
    rows = cox_rows(**people, ties=ties)

    ours = partial_likelihood(rows, COEF * rows.scale)

    value, score, information = _by_definition(people, ties, COEF)
    assert ours.value == pytest.approx(value, rel=1e-12)
    np.testing.assert_allclose(ours.score * rows.scale, score, rtol=1e-10, atol=1e-10)
    unit = np.outer(rows.scale, rows.scale)
    np.testing.assert_allclose(ours.information * unit, information, rtol=1e-10, atol=1e-10)


@pytest.mark.parametrize("kind", KINDS[1:])
def test_exact_sums_are_the_quick_ones_where_these_keep_their_digits(kind):
    rows = cox_rows(**_people(kind, 1))
    values = np.random.default_rng(2).random(rows.n)
    by_day = rows.sets.on_event_days(rows.sets.step_weight)

    exact, quick = rows.sets.exact, rows.sets
    days = np.setdiff1d(np.arange(quick.day.size), quick.opening)

    np.testing.assert_allclose(exact.at_risk(values)[days], quick.at_risk(values)[days], rtol=1e-12)
    np.testing.assert_allclose(exact.while_at_risk(by_day), quick.while_at_risk(by_day), rtol=1e-12)


def test_sums_turn_exact_where_hazards_differ_by_many_orders_of_magnitude():
    # One person, of far higher hazard than all others, enters after the first two events.
    people = {
        "covariates": pd.DataFrame({"a": [0.0, 1, 2, 60], "b": [1.0, 0, 1, 0]}),
        "time": np.array([1.0, 2, 3, 4]),
        "event": np.ones(4, dtype=bool),
        "entry": np.array([0.0, 0, 0, 2.5]),
        "weights": np.ones(4),
    }
    rows = cox_rows(**people)
    coef = np.array([1.0, -0.5])

    ours = partial_likelihood(rows, coef * rows.scale)

    value, score, information = _by_definition(people, "efron", coef)
    assert moments(rows, coef * rows.scale).sets.is_exact
    assert ours.value == pytest.approx(value, rel=1e-12)
    np.testing.assert_allclose(ours.score * rows.scale, score, rtol=1e-9, atol=1e-9)
    unit = np.outer(rows.scale, rows.scale)
    np.testing.assert_allclose(ours.information * unit, information, rtol=1e-9, atol=1e-9)


def test_a_hundred_thousand_matched_pairs_keep_their_digits():
    rng = np.random.default_rng(1)
    n = 100_000
    x, time = rng.normal(size=2 * n) + 3, rng.exponential(size=2 * n)
    rows = cox_rows(pd.DataFrame({"x": x}), time, np.ones(2 * n), strata=np.repeat(np.arange(n), 2))

    ours = partial_likelihood(rows, 0.5 * rows.scale)

    first = np.where(time[::2] < time[1::2], x[::2] - x[1::2], x[1::2] - x[::2])
    share = 1 / (1 + np.exp(-0.5 * first))  # a pair is a logistic regression on its difference
    assert ours.value == pytest.approx(np.log(share).sum(), rel=1e-12)
    assert ours.score[0] * rows.scale[0] == pytest.approx((1 - share) @ first, rel=1e-9)


def test_overflow_in_a_step_too_far_gives_no_number_that_could_be_taken():
    rows = cox_rows(pd.DataFrame({"x": [1.0, 2, 3, 4]}), [1, 2, 3, 4], [1, 1, 1, 1])

    far = partial_likelihood(rows, np.array([-1e4]))

    assert not np.isfinite(far.information).all()
