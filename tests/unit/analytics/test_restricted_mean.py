"""Restricted means of robust and clustered curves, worked out by hand."""

import numpy as np
import pytest

from analytics.product_limit import kaplan_meier
from analytics.restricted_mean import areas_to_horizon, restricted_mean


def test_areas_run_from_each_step_to_the_horizon():
    curve = kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0])

    np.testing.assert_allclose(areas_to_horizon(curve, 3.5), [43 / 16, 27 / 16, 15 / 16, 3 / 16, 0])


def test_few_clusters_widen_the_error_of_the_mean_and_its_limits():
    mean = restricted_mean(kaplan_meier([1, 2], [1, 0], cluster=["a", "b"]), 2)

    # The area after day 1 is 1/2; a takes (1 - 1/2) of it, b gives as much: variance
    # 2 (1/4)^2, times 2 / (2 - 1); Student's t with one degree of freedom.
    assert mean.estimate == 1.5
    assert mean.se == pytest.approx(0.5)
    assert mean.upper == pytest.approx(1.5 + 12.706204736432095 * 0.5)


def test_weights_carry_the_error_of_the_mean():
    time, event, entry = [2, 3, 4, 6], [1, 0, 1, 1], [0, 0, 1, 3]
    weights = np.array([0.5, 1.5, 1, 2])

    def mean(w):
        return restricted_mean(kaplan_meier(time, event, entry=entry, weights=w), 5)

    slopes = [
        (mean(weights + step).estimate - mean(weights - step).estimate) / 2e-6
        for step in 1e-6 * np.eye(4)
    ]
    assert mean(weights).se == pytest.approx(np.sum((weights * slopes) ** 2) ** 0.5, rel=1e-6)
