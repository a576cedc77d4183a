"""E-values by hand."""

import numpy as np
import pytest

from analytics.comparison import e_value
from analytics.errors import BadInput


def test_a_risk_ratio_of_two_needs_a_confounder_of_two_plus_root_two():
    found = e_value(2, 1.5, 3, rare=False, measure="risk ratio")

    assert found.of_estimate == pytest.approx(2 + np.sqrt(2))
    assert found.of_limit == pytest.approx(1.5 + np.sqrt(0.75))


def test_a_protective_ratio_is_turned_round():
    harm, benefit = (
        e_value(*given, rare=True) for given in ((2, 1.25, 4), (1 / 2, 1 / 4, 1 / 1.25))
    )

    assert harm.of_estimate == pytest.approx(benefit.of_estimate)
    assert harm.of_limit == pytest.approx(benefit.of_limit)


def test_limits_that_hold_one_need_no_confounder():
    assert e_value(1.3, 0.9, 1.8, rare=True).of_limit == 1


def test_a_common_outcome_brings_hazard_and_odds_ratios_nearer_to_one():
    rare = e_value(0.5, 0.4, 0.7, rare=True)

    for measure in ("hazard ratio", "odds ratio"):
        assert e_value(0.5, 0.4, 0.7, rare=False, measure=measure).of_estimate < rare.of_estimate


@pytest.mark.parametrize(
    ("given", "measure"),
    [
        ((0, 0, 1), "hazard ratio"),
        ((2, 2.5, 3), "hazard ratio"),
        ((np.nan, 1, 2), "hazard ratio"),
        ((2, 1, np.inf), "hazard ratio"),
        ((2, 1, 3), "rate ratio"),
    ],
)
def test_what_is_no_ratio_with_limits_is_refused(given, measure):
    with pytest.raises(BadInput):
        e_value(*given, rare=True, measure=measure)
