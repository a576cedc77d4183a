"""Released shares of people."""

import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.disclosure.rules import NOT_COUNTED, Rules, Withheld, without_sites
from analytics.disclosure.shares import percent_of, released_proportion
from analytics.errors import BadInput
from analytics.proportions import proportion

RULES = without_sites(Rules())


def released(successes, n, rules=RULES, people=None):
    return released_proportion(proportion(successes, n), rules, people)


def test_d04_a_share_is_whole_percent_of_rounded_counts():
    share = released(12, 200)

    assert (share.successes, share.n, share.percent) == (15, 200, 8)


def test_d04_a_share_of_few_is_withheld_on_both_sides():
    few, rest = released(9, 200), released(191, 200)

    for share in (few, rest):
        assert isinstance(share.successes, Withheld)
        assert isinstance(share.percent, Withheld)
        assert isinstance(share.lower, Withheld)
        assert share.n == 200


@pytest.mark.parametrize("successes", [0, 14])
def test_d14_all_or_none_of_14_is_withheld(successes):
    assert isinstance(released(successes, 14).successes, Withheld)


@pytest.mark.parametrize(("successes", "percent"), [(0, 0), (60, 100)])
def test_d14_all_or_none_of_60_is_shown(successes, percent):
    share = released(successes, 60)

    assert (share.successes, share.percent) == (successes, percent)


def test_all_of_58_are_as_many_as_there_are():
    share = released(58, 58)

    assert (share.successes, share.n, share.percent, share.upper) == (60, 60, 100, 100)


def test_fewer_than_11_people_have_no_share():
    share = released(4, 9)

    assert isinstance(share.n, Withheld)
    assert isinstance(share.successes, Withheld)


@pytest.mark.parametrize(("successes", "n"), [(11, 22), (12, 200), (58, 120), (35, 60), (188, 200)])
def test_released_limits_hold_the_exact_ones(successes, n):
    exact, share = proportion(successes, n), released(successes, n)

    assert share.lower <= 100 * exact.lower
    assert share.upper >= 100 * exact.upper


def test_limits_of_a_part_cover_whatever_rounds_to_the_released_counts():
    # 11 to 17 of 18 to 22: Wilson limits of 11 of 22 from 30.7 %, of 17 of 18 to 99.0 %.
    share = percent_of(15, 20, RULES)

    assert (share.percent, share.lower, share.upper) == (75, 30, 100)


def by_site(*rows):
    return CountTable(pd.DataFrame(rows, columns=["site_id", "code", "n"]), ("site_id", "code"))


def test_shares_of_one_site_are_withheld():
    spread = by_site(*[(site, code, 30) for site in ("S1", "S2", "S3") for code in (0, 1)])
    lone = by_site(("S1", 1, 90), *[(site, 0, 30) for site in ("S1", "S2", "S3")])

    assert released(90, 180, Rules(), spread).percent == 50
    assert isinstance(released(90, 180, Rules(), lone).percent, Withheld)
    assert released(90, 180, Rules(), lone).n == 180


def test_a_few_without_an_answer_hide_the_denominator():
    people = by_site(("S1", 1, 60), ("S1", 0, 117), ("S1", NOT_COUNTED, 3))

    share = released(60, 177, RULES, people)

    assert isinstance(share.n, Withheld)
    assert isinstance(share.percent, Withheld)


def test_other_people_behind_a_share_are_refused():
    with pytest.raises(BadInput, match="counts 60 people and its contributors are 50"):
        released(20, 60, RULES, by_site(("S1", 1, 20), ("S1", 0, 30)))


def test_sites_must_be_known():
    with pytest.raises(BadInput, match="not known which sites"):
        released(20, 60, Rules())


def test_contributors_are_counted_by_outcome():
    people = CountTable(pd.DataFrame({"site_id": ["S1"], "n": [60]}), ("site_id",))

    with pytest.raises(BadInput, match="no key code"):
        released(20, 60, Rules(), people)
