"""Fisher's tea-tasting experiment, and tables that cannot be compared."""

import numpy as np
import pytest

from analytics.errors import BadInput, TooFewEvents
from analytics.two_by_two import fisher


def test_the_tea_taster_is_right_by_chance_in_34_of_70_experiments():
    test = fisher([3, 1], [4, 4])

    assert test.p == pytest.approx(34 / 70)
    assert test.lower < 1 < test.upper


def test_c25_an_empty_cell_gives_zero_with_a_finite_upper_limit():
    test = fisher([0, 8], [7, 17])

    assert (test.odds_ratio, test.lower) == (0, 0)
    assert np.isfinite(test.upper)


@pytest.mark.parametrize(
    ("successes", "n"), [([0, 0], [3, 3]), ([3, 3], [3, 3]), ([1, 1, 1], [3, 3, 3])]
)
def test_groups_that_cannot_be_compared_are_refused(successes, n):
    with pytest.raises(TooFewEvents):
        fisher(successes, n)


def test_impossible_counts_are_refused():
    with pytest.raises(BadInput):
        fisher([4, 1], [3, 3])
