"""nelson_aalen, worked out by hand."""

import numpy as np
import pytest

from analytics.cumulative_hazard import nelson_aalen
from analytics.survival import kaplan_meier


def test_the_hazard_adds_up_events_over_people_at_risk():
    ours = nelson_aalen(kaplan_meier([1, 2, 2, 4], [1, 1, 0, 1]))

    np.testing.assert_allclose(ours.hazard, [0, 1 / 4, 1 / 4 + 1 / 3, 1 / 4 + 1 / 3 + 1])
    np.testing.assert_allclose(ours.se**2, [0, 1 / 16, 1 / 16 + 1 / 9, 1 / 16 + 1 / 9 + 1])


def test_limits_are_one_factor_away_and_absent_while_the_hazard_is_0():
    ours = nelson_aalen(kaplan_meier([1, 2], [1, 0]))

    width = 1.959963984540054 * 0.5 / 0.5
    assert ours.lower[1] == pytest.approx(0.5 * np.exp(-width))
    assert ours.upper[1] == pytest.approx(0.5 * np.exp(width))
    assert np.isnan([ours.lower[0], ours.upper[0]]).all()


@pytest.mark.parametrize(("few_clusters", "factor"), [("normal", 1), ("t", 2)])
def test_clusters_of_the_curve_are_those_of_the_hazard(few_clusters, factor):
    curve = kaplan_meier(
        [1, 2, 3, 4], [1, 0, 1, 0], cluster=list("aabb"), few_clusters=few_clusters
    )

    # Day 1: the event adds 1/4 - 1/16, everybody else takes off 1/16; 2 / (2 - 1) with "t".
    variance = factor * 2 * (3 / 16 - 1 / 16) ** 2
    assert nelson_aalen(curve).se[1] == pytest.approx(variance**0.5)


def test_a_gap_without_anybody_adds_nothing():
    ours = nelson_aalen(kaplan_meier([2, 9], [0, 1], entry=[0, 5]))

    np.testing.assert_allclose(ours.hazard, [0, 0, 1])
