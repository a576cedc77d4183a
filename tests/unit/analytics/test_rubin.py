"""Rubin's rules by hand (case C41: the pooled variance is the hand formula)."""

import numpy as np
import pytest
from scipy import stats

from analytics.errors import BadInput
from analytics.rubin import pooled_effect, rubin
from analytics.stacked_variance import dependence, difference, ratio

ALONE = dependence(None, None, 10)


def test_c41_the_pooled_variance_is_within_plus_between_and_a_share_more():
    found = rubin([1.0, 2.0, 3.0], [0.5, 1.0, 1.5])

    within, between = (0.25 + 1 + 2.25) / 3, 1
    assert found.estimate == 2
    assert (found.within, found.between) == (pytest.approx(within), pytest.approx(between))
    assert found.se**2 == pytest.approx(within + 4 / 3 * between)
    assert found.missing_share == pytest.approx(4 / 3 / (within + 4 / 3))
    assert found.df == pytest.approx(2 / found.missing_share**2)
    assert found.upper == pytest.approx(2 + stats.t.ppf(0.975, found.df) * found.se)


def test_few_degrees_of_freedom_of_the_complete_data_stay_few():
    found = rubin([1.0, 2.0, 3.0], [0.5, 1.0, 1.5], complete_df=20)

    share = found.missing_share
    observed = 21 / 23 * 20 * (1 - share)
    assert found.df == pytest.approx(1 / (share**2 / 2 + 1 / observed))


def test_tables_that_agree_give_what_each_gives():
    found = rubin([1.0, 1.0], [0.5, 0.5])

    assert (found.se, found.missing_share, found.df) == (0.5, 0, np.inf)
    assert rubin([1.0, 1.0], [0.5, 0.5], complete_df=9).df == pytest.approx(10 / 12 * 9)


def test_ratios_are_pooled_as_logarithms():
    found = pooled_effect([ratio("hr", np.log(x), 0.1, ALONE) for x in (0.5, 2.0)])

    assert found.estimate == pytest.approx(1)
    assert found.lower * found.upper == pytest.approx(1)
    assert found.p == pytest.approx(1)


def test_differences_are_pooled_as_they_are():
    found = pooled_effect([difference("rd", x, 0.1, ALONE) for x in (0.1, 0.3)])

    assert found.estimate == pytest.approx(0.2)
    assert found.p == pytest.approx(2 * stats.t.sf(0.2 / found.se, found.df))


def test_contrasts_of_two_kinds_are_not_pooled():
    with pytest.raises(BadInput, match="2 kinds"):
        pooled_effect([difference("rd", 0.1, 0.1, ALONE), ratio("hr", 0.1, 0.1, ALONE)])


@pytest.mark.parametrize(
    ("estimates", "errors"), [([1.0], [1.0]), ([1.0, 2.0], [1.0]), ([1.0, np.nan], [1.0, 1.0])]
)
def test_what_cannot_be_pooled_is_refused(estimates, errors):
    with pytest.raises(BadInput):
        rubin(estimates, errors)
