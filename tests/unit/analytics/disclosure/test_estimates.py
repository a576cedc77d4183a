"""Released quantiles and p-values."""

import pytest

from analytics.disclosure.estimates import (
    ReleasedP,
    groups_or_overall,
    released_p,
    released_quantile,
    significant,
)
from analytics.disclosure.rules import Rules, Withheld
from analytics.errors import BadInput

RULES = Rules()
HIDDEN = RULES.token


@pytest.mark.parametrize(("n", "shown"), [(19, HIDDEN), (20, 63.0)])
def test_d05_a_median_age_needs_20_people_and_is_shown_in_years(n, shown):
    assert released_quantile(63.4, 0.5, n, RULES, step=1) == shown


@pytest.mark.parametrize(
    ("q", "n", "is_shown"),
    [(0.25, 43, False), (0.25, 44, True), (0.05, 100, False), (0.9, 110, True)],
)
def test_other_quantiles_need_11_people_beyond_them(q, n, is_shown):
    shown = released_quantile(50.0, q, n, RULES, step=1)

    assert isinstance(shown, Withheld) is not is_shown


def test_a_step_of_nothing_is_refused():
    with pytest.raises(BadInput, match="step is 0"):
        released_quantile(1.0, 0.5, 50, RULES, step=0)


def test_the_overall_estimate_is_not_shown_beside_all_groups_but_one():
    assert groups_or_overall({"A": 61.0, "B": HIDDEN}, 62.0, RULES)[1] == HIDDEN
    assert groups_or_overall({"A": 61.0, "B": 64.0}, 62.0, RULES)[1] == 62.0


@pytest.mark.parametrize(
    ("value", "towards", "shown"),
    [(0.0123456, 0, 0.012), (1234.0, 0, 1200.0), (1.25, -1, 1.2), (1.21, 1, 1.3), (0.0, 0, 0.0)],
)
def test_two_significant_digits(value, towards, shown):
    assert significant(value, towards=towards) == shown


@pytest.mark.parametrize(
    ("p", "shown"),
    [
        (0.04567, ReleasedP(0.046, is_below=False)),
        (0.0009, ReleasedP(0.001, is_below=True)),
        (0.0, ReleasedP(0.001, is_below=True)),
        (1.0, ReleasedP(1.0, is_below=False)),
    ],
)
def test_a_p_value_has_two_digits_and_a_floor(p, shown):
    assert released_p(p) == shown


def test_what_is_no_probability_is_refused():
    with pytest.raises(BadInput, match=r"p is 1\.2"):
        released_p(1.2)
