"""Leave-one-out: each row is the comparison without a place."""

import numpy as np
import pandas as pd
import pytest

from analytics.comparison import compare, influence
from analytics.errors import BadInput, TooFewEvents
from analytics.propensity import design


def without(registry, place):
    stay = (registry.places["site"] != place).to_numpy()
    follow_up = type(registry.follow_up)(
        *(getattr(registry.follow_up, name)[stay] for name in ("time", "code", "entry", "reason"))
    )
    base = design(registry.covariates[stay], registry.arm[stay])
    return compare(base, follow_up, horizon=600, landmarks=600)


def test_a_row_is_the_whole_analysis_without_that_site(registry, drawn):
    found = influence(drawn(), registry.follow_up, by="site", horizon=600)

    alone = without(registry, "S3")
    row = next(row for row in found.left_out if row.place == "S3")
    assert row.hazard_ratio == pytest.approx(alone.hazard_ratio.estimate)
    assert row.mean_upper == pytest.approx(alone.restricted_mean.difference.upper)
    assert row.n_left_out == (registry.places["site"] == "S3").sum()
    assert list(found.frame["place"]) == [f"S{k}" for k in range(1, 9)]


def test_the_place_that_moves_the_ratio_most_is_named(registry, drawn):
    found = influence(drawn(), registry.follow_up, by="site", horizon=600)

    moved = np.abs(np.log(found.frame["hazard_ratio"] / found.whole.hazard_ratio.estimate))
    assert found.most_influential == found.frame["place"][moved.argmax()]


def test_without_a_horizon_everybody_is_followed_long_enough(registry, drawn):
    found = influence(drawn(), registry.follow_up, by="region")

    assert [row.refusal for row in found.left_out] == ["", ""]
    for place in ("Europe", "Americas"):
        for arm in ("TARE", "CTACE"):
            rows = (registry.places["region"] != place) & (registry.arm == arm)
            assert (registry.follow_up.time[rows] >= found.horizon).sum() >= 10


def test_a_place_without_which_nothing_can_be_said_stays_with_the_reason(registry):
    big = np.where(np.arange(400) < 360, "big", "small")
    base = design(registry.covariates, registry.arm, places=pd.DataFrame({"site": big}))

    found = influence(base, registry.follow_up, by="site")

    row = found.left_out[0]
    assert row.place == "big"
    assert "30 are needed" in row.refusal
    assert np.isnan(row.hazard_ratio)
    assert found.most_influential == "small"


def test_trimmed_patients_and_matches_are_left_out_as_they_were(registry, drawn):
    base = drawn(method="matching", trim=0.2)

    found = influence(base, registry.follow_up, by="region", horizon=400)

    counted = sum(row.n_left_out for row in found.left_out)
    assert counted == 2 * base.pairs.n


def test_an_unused_level_of_places_gives_no_row(registry):
    site = pd.Categorical(
        registry.places["site"], categories=["S0", *sorted(set(registry.places["site"]))]
    )
    base = design(registry.covariates, registry.arm, places=pd.DataFrame({"site": site}))

    found = influence(base, registry.follow_up, by="site", horizon=600, cluster="site")

    assert len(found.left_out) == 8
    assert found.whole.depends.n_clusters == 8


def test_places_that_the_design_does_not_know_are_refused(registry):
    base = design(registry.covariates, registry.arm)

    with pytest.raises(BadInput, match="knows no site"):
        influence(base, registry.follow_up)


def test_one_place_only_has_nothing_to_leave_out(registry):
    one = pd.DataFrame({"site": ["S1"] * 400})
    base = design(registry.covariates, registry.arm, places=one)

    with pytest.raises(TooFewEvents, match="one place"):
        influence(base, registry.follow_up)


def test_if_every_place_is_needed_none_is_the_most_influential(registry):
    halves = pd.DataFrame({"site": registry.arm})  # each arm is one site
    base = design(registry.covariates, registry.arm, places=halves)

    found = influence(base, registry.follow_up, horizon=300)

    assert found.most_influential == ""
    assert all(row.refusal for row in found.left_out)
