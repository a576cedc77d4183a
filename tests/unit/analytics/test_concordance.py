"""Concordance by hand and by comparing every pair."""

import numpy as np
import pandas as pd
import pytest

from analytics.errors import TooFewEvents
from analytics.hazards import concordance, cox


def test_pairs_are_counted_by_hand():
    # Hazards follow x: 2 > 1 > 0. Events on days 1 (x = 1) and 2 (x = 2); one censored on day 2.
    fit = cox(pd.DataFrame({"x": [1, 2, 0, 1]}), [1, 2, 2, 3], [1, 1, 0, 0])
    assert fit.coef[0] > 0

    ours = concordance(fit)

    # Day 1 against x = 2 (wrong), 0 (right), 1 (level); day 2 against 0 and 1 (both right).
    assert (ours.concordant, ours.discordant, ours.tied_hazard, ours.tied_time) == (3, 1, 1, 0)
    assert ours.estimate == (3 + 0.5) / 5
    assert ours.lower < ours.estimate < ours.upper <= 1


def _by_every_pair(people, hazard):
    """Return concordant, discordant, tied in hazard and tied in time, over all pairs."""
    time, event, entry = people["time"], people["event"], people["entry"]
    weights, strata = people["weights"], people["strata"]
    after = (time > time[:, None]) | ((time == time[:, None]) & ~event)
    present = (entry < time[:, None]) & (strata == strata[:, None])
    product = weights * weights[:, None] * event[:, None] * present
    sign = np.sign(hazard[:, None] - hazard)
    counts = [(product * after * (sign == its)).sum() for its in (1, -1, 0)]
    together = event & (time == time[:, None])
    return [*counts, (product * together * (sign != 0)).sum() / 2]


@pytest.mark.parametrize("seed", range(4))
def test_counts_are_those_over_every_pair(seed):
    rng = np.random.default_rng(seed)
    n = 80
    time = rng.integers(1, 9, n).astype(float)
    people = {
        "time": time,
        "event": rng.random(n) < 0.6,
        "entry": np.floor(time * rng.random(n) * rng.integers(0, 2, n)),
        "weights": rng.integers(1, 4, n).astype(float),
        "strata": rng.integers(0, 3, n),
    }
    x = rng.integers(0, 6, n).astype(float)
    fit = cox(pd.DataFrame({"x": x}), **people)

    ours = concordance(fit)

    counts = [ours.concordant, ours.discordant, ours.tied_hazard, ours.tied_time]
    late = people["entry"] > 0
    people["entry"] = np.where(late, people["entry"], -1)
    np.testing.assert_array_equal(counts, _by_every_pair(people, fit.coef[0] * x))


def test_the_error_is_by_cluster_where_there_are_clusters():
    rng = np.random.default_rng(5)
    frame = pd.DataFrame({"x": np.repeat(rng.normal(size=50), 4)})
    time = rng.exponential(1 / np.exp(frame["x"]))

    rows, clusters = (
        concordance(cox(frame, time, np.ones(200), cluster=cluster, robust=True))
        for cluster in (None, np.repeat(np.arange(50), 4))
    )

    assert rows.estimate == clusters.estimate
    assert clusters.se > 1.1 * rows.se


def test_no_comparable_pair_is_refused():
    fit = cox(pd.DataFrame({"x": [1, 0, 1, 0]}), [1, 1, 2, 2], [1, 1, 1, 1], strata=list("aabb"))

    with pytest.raises(TooFewEvents, match="while somebody else was at risk"):
        concordance(fit)
