"""Intervals and tests of the adjusted comparison over many registries (cases C39 and C40)."""

import numpy as np
import pytest

from analytics.comparison import compare
from analytics.errors import BadInput
from analytics.event_table import table_of_people
from analytics.inputs import check_follow_up
from analytics.propensity import design
from analytics.rank_tests import log_rank

pytestmark = pytest.mark.slow

SITES = {"n_sites": 24, "frailty": 0.3, "habit": 0.5}


def compared(place, seed, estimand, *, clustered=False):
    registry = place.draw(seed)
    drawn = design(registry.covariates, registry.arm, estimand=estimand)
    return compare(
        drawn,
        registry.follow_up,
        horizon=place.horizon,
        landmarks=place.day,
        cluster=registry.site if clustered else None,
    )


def covers(effect, value):
    return effect.lower <= value <= effect.upper


def coverage(place, runs, estimand, seed, *, clustered=False):
    """Return whether each run's intervals hold the truth: difference, mean, treated curve."""
    truth = place.truth(estimand)
    found = []
    for run in range(runs):
        result = compared(place, [seed, run], estimand, clustered=clustered)
        landmark = result.landmarks[0]
        found.append(
            (
                covers(landmark.event_free_difference, truth.survival),
                covers(result.restricted_mean.difference, truth.mean),
                covers(landmark.event_free[1], truth.treated_survival),
            )
        )
    return np.array(found)


WHAT = ("survival difference", "restricted mean difference", "curve of the treated")


@pytest.mark.parametrize("estimand", ["ATO", "ATE", "ATT"])
def test_c40_intervals_hold_the_truth_as_often_as_they_say(estimand, world, runs, report, between):
    found = coverage(world(), runs, estimand, seed=1)

    rates = [report(f"{estimand} {what}", hits) for what, hits in zip(WHAT, found.T, strict=True)]
    assert all(between(rate, 0.93, 0.97, 0.95) for rate in rates)


@pytest.mark.parametrize("estimand", ["ATO", "ATE"])
def test_intervals_by_site_hold_the_truth_as_often_as_they_say(
    estimand, world, runs, report, between
):
    found = coverage(world(**SITES), runs, estimand, seed=3, clustered=True)

    rates = [
        report(f"{estimand} by site, {what}", hits)
        for what, hits in zip(WHAT, found.T, strict=True)
    ]
    assert all(between(rate, 0.93, 0.97, 0.95) for rate in rates)


@pytest.mark.parametrize("estimand", ["ATO", "ATE", "ATT"])
def test_c39_weighted_tests_reject_as_often_as_they_say(estimand, world, runs, report, between):
    place = world(log_hazard_ratio=0.0)

    results = [compared(place, [2, run], estimand) for run in range(runs)]

    rates = [
        report(f"{estimand} score test", [r.test.p < 0.05 for r in results]),
        report(f"{estimand} hazard ratio", [r.hazard_ratio.p < 0.05 for r in results]),
    ]
    assert all(between(rate, 0.035, 0.065, 0.05) for rate in rates)


def test_c39_weighted_tests_by_site_reject_as_often_as_they_say(world, runs, report, between):
    place = world(log_hazard_ratio=0.0, **SITES)

    results = [compared(place, [4, run], "ATO", clustered=True) for run in range(runs)]

    rates = [
        report("ATO by site, score test", [r.test.p < 0.05 for r in results]),
        report("ATO by site, hazard ratio", [r.hazard_ratio.p < 0.05 for r in results]),
    ]
    assert all(between(rate, 0.035, 0.065, 0.05) for rate in rates)


def test_c39_raw_weights_never_reach_a_case_weight_test(world):
    registry = world().draw(5)
    drawn = design(registry.covariates, registry.arm, estimand="ATE")
    tables = [
        table_of_people(
            check_follow_up(
                registry.follow_up.time[rows],
                registry.follow_up.code[rows],
                weights=drawn.weights[rows],
            ),
            name,
        )
        for name, rows in (("0", registry.arm == 0), ("1", registry.arm == 1))
    ]

    with pytest.raises(BadInput, match="weighted counts has no valid p-value"):
        log_rank(tables)
