"""Laws of weighted curves, hazard ratios, E-values and pooled estimates."""

import numpy as np
import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from analytics.curve_variance import curve_variance
from analytics.e_value import e_value
from analytics.errors import TooFewEvents
from analytics.inputs import check_follow_up
from analytics.marginal_hazard import marginal_hazard
from analytics.rubin import rubin
from analytics.stacked_variance import dependence
from analytics.weighted_curves import (
    area,
    area_slopes,
    arms_follow_up,
    incidence_path,
    slopes_at,
    survival_path,
)
from analytics.weights import known_weights

N = 20
days = arrays(np.int64, N, elements=st.integers(1, 9))
codes = arrays(np.int64, N, elements=st.integers(0, 2))
weights = arrays(float, N, elements=st.floats(0.1, 5))
GRID = np.arange(10.0)


def one_arm(time, code, w):
    people = check_follow_up(time, code, weights=w)
    return arms_follow_up(people, np.zeros(N, dtype=int), ("A",))[0]


@given(days, codes, weights)
def test_curves_are_probabilities_that_add_up_to_one(time, code, w):
    arm = one_arm(time, code, w)
    causes = range(1, arm.by_code.shape[0])

    free, risks = survival_path(arm).value, [incidence_path(arm, k).value for k in causes]

    np.testing.assert_allclose(free + sum(risks), 1, atol=1e-9)
    assert (np.diff(free) <= 1e-12).all()
    assert all((np.diff(risk) >= -1e-12).all() for risk in risks)


@given(days, codes, weights)
def test_making_all_weights_larger_moves_nothing(time, code, w):
    arm = one_arm(time, code, w)

    for path in (survival_path(arm), incidence_path(arm, 1)):
        np.testing.assert_allclose(w @ slopes_at(arm, path, GRID), 0, atol=1e-9)
        assert abs(w @ area_slopes(arm, path, 8.0)) < 1e-8


@given(days, codes, weights, st.floats(0.1, 10))
def test_the_unit_of_the_weights_does_not_matter(time, code, w, scale):
    alone = dependence(None, None, N)

    spread = []
    for given_weights in (w, scale * w):
        arm = one_arm(time, code, given_weights)
        path, known = survival_path(arm), known_weights(given_weights)
        spread.append(np.append(path.value, curve_variance(arm, path, known, alone)))

    np.testing.assert_allclose(spread[0], spread[1], atol=1e-7)


@given(days, codes, weights)
def test_each_patient_as_a_cluster_is_nobody_in_a_cluster(time, code, w):
    arm = one_arm(time, code, w)
    path, known = incidence_path(arm, 1), known_weights(w)
    own = dependence(np.arange(N), None, N)

    clustered = curve_variance(arm, path, known, own) / own.factor

    alone = curve_variance(arm, path, known, dependence(None, None, N))
    np.testing.assert_allclose(clustered, alone, atol=1e-9)


@given(days, codes, weights)
def test_the_area_grows_by_the_height_of_the_curve(time, code, w):
    arm = one_arm(time, code, w)
    path = survival_path(arm)

    step = area(arm, path, 4.0) - area(arm, path, 3.5)

    assert step == pytest.approx(0.5 * path.value[np.searchsorted(arm.time, 3.5, "right") - 1])


@given(days, codes, weights, arrays(np.int64, N, elements=st.integers(0, 1)))
def test_turning_the_arms_round_turns_the_ratio_round(time, code, w, treated):
    people = check_follow_up(time, code, weights=w)
    try:
        first, second = (marginal_hazard(people, arm) for arm in (treated, 1 - treated))
    except TooFewEvents:
        assume(False)  # one arm has no event: there is no ratio either way round
        return

    assert first.log_hazard_ratio == pytest.approx(-second.log_hazard_ratio, abs=1e-7)
    np.testing.assert_allclose(first.slopes, -second.slopes, rtol=1e-5, atol=1e-7)


@given(st.floats(1.01, 20), st.floats(0.1, 0.99), st.floats(1.01, 5))
def test_an_e_value_exceeds_its_ratio_and_that_of_its_limit(estimate, below, above):
    found = e_value(estimate, estimate * below, estimate * above, rare=True)

    assert found.of_estimate > estimate
    assert 1 <= found.of_limit <= found.of_estimate


@given(st.lists(st.floats(-5, 5), min_size=2, max_size=20), st.floats(0.1, 3))
def test_a_pooled_error_is_never_below_that_within(estimates, se):
    found = rubin(estimates, [se] * len(estimates))

    assert found.se >= se - 1e-12
    assert min(estimates) - 1e-9 <= found.estimate <= max(estimates) + 1e-9
    assert found.df >= len(estimates) - 1 - 1e-9
