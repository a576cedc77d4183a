"""Cumulative sums and observed over expected, by hand."""

import numpy as np
import pytest
from scipy.stats import chi2

from analytics.cusum import SIZES, cusum, cusum_limits, cusum_weights, limit_for
from analytics.errors import BadInput
from analytics.observed_expected import dispersion, tally


def test_an_event_adds_and_a_case_without_takes_away_as_steiner_writes_it():
    # p = 0.1, R = 2: 1 - p + R p = 1.1; log(2 / 1.1) and log(1 / 1.1).
    weights = cusum_weights(np.array([1.0, 0.0]), np.array([0.1, 0.1]), 2.0)

    assert weights == pytest.approx([0.5978370, -0.0953102], abs=1e-7)


def test_half_the_odds_turns_the_signs():
    # p = 0.2, R = 1/2: 1 - p + R p = 0.9; log(0.5 / 0.9) and log(1 / 0.9).
    weights = cusum_weights(np.array([1.0, 0.0]), np.array([0.2, 0.2]), 0.5)

    assert weights == pytest.approx([-0.5877867, 0.1053605], abs=1e-7)


def test_a_rare_event_weighs_more_than_an_expected_one():
    rare, expected = cusum_weights(np.ones(2), np.array([0.01, 0.6]), 2.0)

    assert rare > expected > 0


def test_the_chart_is_held_at_zero_from_below():
    # 0 - 1 -> 0; + 2 = 2; - 0.5 = 1.5; - 3 -> 0; + 1 = 1.
    path = cusum(np.array([-1.0, 2.0, -0.5, -3.0, 1.0]))

    assert path.tolist() == [0.0, 2.0, 1.5, 0.0, 1.0]


@pytest.mark.parametrize("risk", [0.0, 1.0])
def test_a_certain_risk_is_refused(risk):
    with pytest.raises(BadInput, match="outside 0 to 1"):
        cusum_weights(np.ones(1), np.array([risk]), 2.0)


def test_the_limit_of_a_run_that_only_climbs_is_its_length():
    limits = cusum_limits(np.ones(50))

    assert limits == tuple(float(size) for size in SIZES)


def test_one_run_in_forty_of_equal_cases_crosses_the_limit():
    drawn = np.random.default_rng(7)
    cases = cusum_weights((drawn.random(4_000) < 0.1).astype(float), np.full(4_000, 0.1), 2.0)
    limit = limit_for(100, cusum_limits(cases))
    fresh = cusum_weights(
        (drawn.random((4_000, 100)) < cases[cases > 0].size / 4_000).astype(float),
        np.full((4_000, 100), 0.1),
        2.0,
    )

    assert np.mean(cusum(fresh).max(axis=1) > limit) == pytest.approx(0.025, abs=0.01)


def test_between_two_lengths_the_limit_lies_between():
    limits = tuple(float(place) for place in range(len(SIZES)))

    assert limit_for(20, limits) == 0.0
    assert 0.0 < limit_for(25, limits) < 1.0


def test_observed_over_expected_has_exact_poisson_limits():
    # 8 observed, 5 expected. Garwood limits of 8: 3.4538 and 15.7632.
    found = tally(8, 5.0, cases=100, units=100)

    assert found.ratio == 1.6
    assert (found.lower, found.upper) == pytest.approx((0.690766, 3.152636), abs=1e-5)
    assert found.per_hundred == pytest.approx(3.0)


def test_no_event_has_an_upper_limit_and_none_below():
    # -log(0.025) = 3.688879 events.
    found = tally(0, 2.0, cases=30, units=30)

    assert (found.ratio, found.lower) == (0.0, 0.0)
    assert found.upper == pytest.approx(3.688879 / 2, abs=1e-6)


def test_a_dispersion_of_four_halves_what_the_counts_are_worth_twice():
    # Limits of 2 of 1.25, that is of 8 of 5 with a quarter of the information.
    found = tally(8, 5.0, cases=100, units=100, dispersion=4.0)

    assert found.ratio == 1.6
    assert found.upper == pytest.approx(chi2.isf(0.025, 6) / 2 / 1.25)


def test_nothing_expected_is_refused():
    with pytest.raises(BadInput, match="Nothing is expected"):
        tally(0, 0.0, cases=1, units=1)


def test_dispersion_is_the_square_over_the_variance_and_never_below_one():
    # (2^2 + (-1)^2) / (1 + 1) = 2.5
    assert dispersion([2.0, -1.0], [1.0, 1.0]) == 2.5
    assert dispersion([0.1, -0.1], [1.0, 1.0]) == 1.0
