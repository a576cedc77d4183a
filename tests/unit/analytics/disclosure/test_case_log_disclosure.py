"""Reports of users of other software on small numbers, each turned into a check.

C51 needs a registry of a real size: tests/privacy/test_what_protection_leaves.py.
"""

import io
import json

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure import estimates
from analytics.disclosure.curves import grouped_survival
from analytics.disclosure.payload import payload, public_numbers
from analytics.disclosure.protect import protect
from analytics.disclosure.rules import Rules, Withheld, shown_count, without_sites
from analytics.proportions import proportion
from analytics.survival import kaplan_meier

RULES = without_sites(Rules())


def table(levels, counts):
    return CountTable(pd.DataFrame({"level": levels, "n": counts}), ("level",))


def test_c44_one_hidden_cell_is_not_left_alone_beside_its_total():
    protected = protect(table(["x", "y", "z"], [7, 40, 60]), RULES)

    assert protected.cell() == 105
    assert sum(isinstance(value, Withheld) for value in protected.frame["n"]) == 2


def test_c44_withheld_is_not_zero_in_any_form():
    protected = protect(table(["w", "x", "y", "z"], [0, 7, 40, 60]), RULES)
    value = protected.cell(level="x")
    file = pd.read_csv(io.StringIO(protected.frame.to_csv(index=False)), dtype=str)
    stored = json.loads(json.dumps(payload(protected)))["frame"]

    assert str(value) == file.set_index("level").loc["x", "n"] == "\u203911"
    assert value != 0
    assert protected.cell(level="w") == 0
    assert {row["level"]: row["n"] for row in stored}["x"]["status"] == "withheld"


@pytest.mark.parametrize("people", range(201))
def test_c45_the_true_count_decides_and_is_rounded_afterwards(people):
    shown = shown_count(people, RULES)

    if 0 < people < 11:
        assert isinstance(shown, Withheld)  # 8, 9 and 10 would round to 10
    else:
        assert shown == 0 if people == 0 else shown >= 11
        assert abs(shown - people) <= 4
        assert shown % 5 == 0


@pytest.mark.parametrize("people", [5, 9, 10, 100, 138, 1_000])
def test_c46_counts_are_compared_as_numbers(people):
    shown = shown_count(people, without_sites(Rules(k=5)))

    assert not isinstance(shown, Withheld)


def test_c46_a_percentage_is_withheld_with_its_count_and_each_part_by_itself():
    share = protect(proportion(9, 200), RULES)

    assert share.n == 200
    for value in (share.successes, share.percent, share.lower, share.upper):
        assert isinstance(value, Withheld)


def test_c47_neither_the_3_missing_nor_the_177_known_can_be_subtracted():
    protected = protect(table(["known", "missing"], [177, 3]), RULES)

    assert public_numbers(protected) == {180.0}


def test_c48_a_single_hidden_value_is_not_told_by_a_mean():
    assert isinstance(estimates.released_quantile(71.0, 0.5, 1, RULES, step=1), Withheld)


def test_c48_least_and_greatest_values_have_no_released_form():
    assert not [name for name in dir(estimates) if "min" in name.lower() and "released" in name]
    for q in (0.0, 1.0):
        assert isinstance(estimates.released_quantile(71.0, q, 5_000, RULES, step=1), Withheld)


def released_curve():
    time = np.concatenate([np.linspace(10, 900, 60), np.full(40, 1200.0)])
    return grouped_survival(kaplan_meier(np.floor(time), np.arange(100) < 60), RULES)


def test_c49_no_number_is_negative_and_no_step_tells_of_few_events():
    curve = released_curve()
    lost = -np.diff(curve.percent)

    assert min(public_numbers(curve)) >= 0
    assert (lost >= 11).all()  # of 100 people, all watched to the end
    assert set(payload(curve)) >= {"at_risk", "percent"}


def test_c50_points_lie_on_a_coarse_grid_and_nobody_is_ticked():
    curve = released_curve()
    plain = payload(curve)

    assert not np.mod(curve.month, 3).any()
    assert all(number == int(number) for number in public_numbers(curve) - {0.95})
    assert not [name for name in plain if "censor" in name or "time" in name]
    assert all(isinstance(n, Withheld) or n % 5 == 0 for n in curve.at_risk)
