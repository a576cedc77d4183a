"""Laws of rates, funnels and forecasts."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.accrual_rates import rate, rate_ratio
from analytics.forecast import forecast
from analytics.funnel import limits_around

EXPOSURE = st.floats(0.1, 1000)
SITES = st.lists(st.tuples(st.integers(0, 60), st.floats(1, 700)), min_size=2, max_size=8)


@given(st.integers(0, 1000), EXPOSURE)
def test_a_rate_lies_within_its_limits(count, exposure):
    found = rate(count, exposure)

    assert 0 <= found.lower <= found.estimate < found.upper


@given(st.integers(0, 1000), EXPOSURE, st.floats(0.01, 100))
def test_another_unit_of_time_only_changes_the_unit(count, exposure, factor):
    found, other = rate(count, exposure), rate(count, exposure * factor)

    np.testing.assert_allclose(
        [other.lower * factor, other.upper * factor], [found.lower, found.upper], rtol=1e-9
    )


@given(st.integers(1, 60), EXPOSURE, st.integers(1, 60), EXPOSURE)
def test_a_ratio_turns_round_with_its_groups(count, exposure, other, other_exposure):
    found = rate_ratio(count, exposure, other, other_exposure)
    turned = rate_ratio(other, other_exposure, count, exposure)

    assert found.lower <= found.estimate <= found.upper
    np.testing.assert_allclose(turned.estimate * found.estimate, 1)
    np.testing.assert_allclose(turned.lower * found.upper, 1)
    np.testing.assert_allclose(turned.p, found.p, rtol=1e-6)


@given(st.floats(0.01, 0.99), st.integers(1, 2000), st.floats(1, 3))
def test_funnel_limits_are_possible_in_order_and_widen_with_inflation(target, n, inflation):
    plain = limits_around(target, [n])
    wide = limits_around(target, [n], inflation=inflation)

    assert 0 <= plain.outer_lower <= plain.inner_lower <= plain.inner_upper
    assert plain.inner_upper <= plain.outer_upper <= 1
    assert wide.outer_lower <= plain.outer_lower
    assert plain.outer_upper <= wide.outer_upper


@settings(max_examples=25)
@given(SITES)
def test_a_forecast_only_rises_and_holds_its_median(sites):
    counts, exposure = zip(*sites, strict=True)
    if any(counts):
        found = forecast(counts, exposure, [30, 200], [0, 90, 180, 365], [sum(counts) + 5])

        assert (np.diff(found.median) >= 0).all()
        assert (found.lower <= found.median).all()
        assert (found.median <= found.upper).all()
        assert found.upper[0] == found.enrolled
        assert (np.diff(found.targets[0].probability) >= -1e-9).all()


@settings(max_examples=25)
@given(SITES, st.randoms(use_true_random=False))
def test_the_order_of_sites_does_not_matter(sites, random):
    shuffled = random.sample(sites, len(sites))
    if any(count for count, _ in sites):
        found, other = (
            forecast(*zip(*order, strict=True), [], [365]) for order in (sites, shuffled)
        )

        assert found.upper[0] == other.upper[0]
