"""Robust variances against their definition, written out person by person."""

import numpy as np
import pytest

from analytics.product_limit import kaplan_meier, log_survival_increments
from analytics.robust_survival import few_cluster_correction, running_variance, unit_influence

TIME = np.array([2, 3, 3, 4, 5, 5, 6, 8.0])
EVENT = np.array([1, 0, 1, 1, 0, 1, 0, 1])
ENTRY = np.array([0, 1, 2, 0, 3, 0, 4, 5.0])
WEIGHTS = np.array([0.5, 1.5, 1, 2, 0.7, 1, 1, 0.3])
CLUSTER = np.array(list("abacbcaa"))


def influence_by_definition(curve, *, entry):
    """Return psi of person and step: gains at the own event, drains over the time at risk."""
    steps = log_survival_increments(curve)
    day = steps.day[None, :]
    at_risk = (entry[:, None] < day) & (day <= TIME[:, None])
    own_event = (EVENT[:, None] == 1) & (day == TIME[:, None])
    return np.cumsum(own_event * steps.gain - at_risk * steps.drain, axis=1)


@pytest.mark.parametrize("late", [False, True], ids=["from the start", "late"])
def test_people_vary_one_by_one(late):
    entry = ENTRY if late else np.zeros(8)
    curve = kaplan_meier(TIME, EVENT, entry=entry, weights=WEIGHTS)

    psi = influence_by_definition(curve, entry=entry)

    variance = ((WEIGHTS[:, None] * psi) ** 2).sum(axis=0)
    known = curve.survival > 0
    np.testing.assert_allclose(curve.se[known] ** 2, (curve.survival**2 * variance)[known])


@pytest.mark.parametrize("late", [False, True], ids=["from the start", "late"])
def test_clusters_vary_as_wholes(late):
    entry = ENTRY if late else np.zeros(8)
    curve = kaplan_meier(
        TIME, EVENT, entry=entry, weights=WEIGHTS, cluster=CLUSTER, few_clusters="normal"
    )

    psi = WEIGHTS[:, None] * influence_by_definition(curve, entry=entry)

    variance = sum((psi[name == CLUSTER].sum(axis=0)) ** 2 for name in "abc")
    known = curve.survival > 0
    np.testing.assert_allclose(curve.se[known] ** 2, (curve.survival**2 * variance)[known])


def test_influence_is_the_change_of_log_survival_per_weight():
    def log_survival(weights):
        return np.log(kaplan_meier(TIME, EVENT, entry=ENTRY, weights=weights).survival[4])

    curve = kaplan_meier(TIME, EVENT, entry=ENTRY, weights=WEIGHTS)
    by_unit = unit_influence(
        curve.uncertainty.moves, log_survival_increments(curve), (curve.time <= 5).astype(float)
    )

    for person in range(8):
        step = 1e-6 * np.eye(8)[person]
        slope = (log_survival(WEIGHTS + step) - log_survival(WEIGHTS - step)) / 2e-6
        assert by_unit[person] == pytest.approx(-WEIGHTS[person] * slope, abs=1e-8)


def test_the_influence_of_all_people_adds_up_to_nothing():
    curve = kaplan_meier(TIME, EVENT, entry=ENTRY, weights=WEIGHTS)

    by_unit = unit_influence(
        curve.uncertainty.moves, log_survival_increments(curve), np.ones(curve.time.size)
    )

    assert by_unit.sum() == pytest.approx(0, abs=1e-14)


def test_without_late_entry_or_weights_robust_is_greenwood():
    robust = kaplan_meier(TIME, EVENT, robust=True)

    np.testing.assert_allclose(robust.se, kaplan_meier(TIME, EVENT).se, rtol=1e-13)


def test_the_running_variance_starts_at_0_and_is_never_negative():
    curve = kaplan_meier(TIME, EVENT, cluster=CLUSTER)

    variance = running_variance(curve.uncertainty.moves, log_survival_increments(curve))

    assert variance[0] == 0
    assert (variance >= 0).all()


@pytest.mark.parametrize(
    ("n_clusters", "choice", "expected"),
    [(5, "t", (1.25, 4)), (5, "normal", (1, np.inf)), (40, "t", (1, np.inf))],
)
def test_the_correction_is_for_few_clusters_and_can_be_left_out(n_clusters, choice, expected):
    assert few_cluster_correction(n_clusters, choice) == expected
