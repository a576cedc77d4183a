"""Thresholds, rounding and the mark of what is withheld."""

import numpy as np
import pytest

from analytics.disclosure.rules import (
    Rules,
    Withheld,
    internal_export,
    meant_by,
    outward,
    refuse_small_remainder,
    refuse_unsafe,
    rounded,
    shown_count,
)
from analytics.errors import BadInput


def test_the_mark_is_no_number_and_says_what_it_means():
    mark = Rules().token

    assert str(mark) == "\u203911"
    assert mark.text == "fewer than 11 or withheld"
    assert mark == Withheld(11)
    with pytest.raises(TypeError):
        float(mark)


@pytest.mark.parametrize(
    ("people", "shown"),
    [(0, 0), (11, 15), (12, 15), (17, 15), (18, 20), (22, 20), (23, 25), (146, 145), (336, 335)],
)
def test_counts_are_rounded_to_5_and_never_read_below_11(people, shown):
    assert shown_count(people, Rules()) == shown


def test_halves_go_to_the_even_multiple():
    rules = Rules(round_base=10, release_min_change=20)

    np.testing.assert_array_equal(rounded(np.array([25, 35, 45]), rules), [20, 40, 40])


@pytest.mark.parametrize("base", [1, 2, 3, 5, 10, 20])
@pytest.mark.parametrize("k", [5, 11])
def test_what_a_shown_count_may_mean_is_all_that_rounds_to_it(base, k):
    rules = Rules(k=k, round_base=base, release_min_change=40)
    people = np.array([0, *range(k, 200)])
    shown = rounded(people, rules)

    lowest, highest = meant_by(shown, rules)

    for number in np.unique(shown[people < 170]):
        mine = people[shown == number]
        at = np.flatnonzero(shown == number)[0]
        assert (lowest[at], highest[at]) == (mine.min(), mine.max())


@pytest.mark.parametrize(
    ("settings", "reason"),
    [
        ({"k": 1}, "k is 1"),
        ({"round_base": 0}, "base of rounding 0"),
        ({"k": 20}, "min_width \\(10\\), release_min_change \\(11\\), km_min_events \\(11\\)"),
        ({"release_min_change": 10}, "release_min_change \\(10\\) is too low"),
        ({"km_step_events": 5}, "km_step_events \\(5\\) is too low"),
    ],
)
def test_thresholds_that_undo_one_another_are_refused(settings, reason):
    with pytest.raises(BadInput, match=reason):
        Rules(**settings)


@pytest.mark.parametrize("settings", [{"k": 4}, {"round_base": 1}])
def test_real_patients_need_at_least_5_and_2(settings):
    with pytest.raises(BadInput, match="In production"):
        refuse_unsafe(Rules(**settings))
    refuse_unsafe(Rules())


def test_internal_exports_have_a_lower_threshold():
    rules = internal_export(Rules())

    assert isinstance(shown_count(4, rules), Withheld)
    assert shown_count(6, rules) == 5


def test_limits_are_rounded_outwards_and_whole_percents_stay():
    down, up = outward(np.array([0.123, 0.29]), np.array([0.456, 0.58]))

    np.testing.assert_array_equal(down, [12, 29])
    np.testing.assert_array_equal(up, [46, 58])


@pytest.mark.parametrize("group", [6, 194])
def test_d21_a_filtered_group_whose_rest_is_small_is_not_exported(group):
    with pytest.raises(BadInput, match="6 people"):
        refuse_small_remainder(group, 200, Rules())


@pytest.mark.parametrize("group", [0, 100, 200])
def test_a_filtered_group_is_exported_if_it_and_the_rest_are_large_or_nobody(group):
    refuse_small_remainder(group, 200, Rules())
