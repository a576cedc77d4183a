"""Shares that follow from released counts alone."""

from analytics.disclosure.rules import Rules
from analytics.disclosure.standing import region_standings, released_share

RULES = Rules()
HIDDEN = RULES.token


def test_a_share_is_that_of_the_released_counts():
    (america, europe) = region_standings({"AM": 60, "EU": 40}, 100, {"AM": 300, "EU": 700}, RULES)

    assert (america.share.percent, america.burden, america.ratio) == (60, 0.3, 2.0)
    assert (europe.share.percent, europe.ratio) == (40, 0.57)


def test_a_withheld_region_has_neither_share_nor_ratio():
    (one,) = region_standings({"AM": HIDDEN}, 100, {"AM": 300}, RULES)

    assert (one.share, one.ratio) == (HIDDEN, HIDDEN)


def test_without_new_cases_there_is_no_ratio():
    (one,) = region_standings({"AM": 60}, 100, None, RULES)

    assert (one.burden, one.ratio) == (None, None)


def test_a_share_of_few_people_is_withheld():
    assert released_share(15, 20, RULES) == HIDDEN
    assert released_share(15, HIDDEN, RULES) == HIDDEN
