"""Enrolment by calendar year, by hand."""

from datetime import date

import pytest

from analytics.accrual_years import by_year

JUNE_2021 = 12 * 2021 + 5


def test_months_and_bare_years_are_added_up_and_an_empty_year_stays():
    found = by_year([JUNE_2021, JUNE_2021 + 1, -2021, -2023, -1], [2, 3, 4, 5, 6], cutoff=None)

    assert found.years.tolist() == [2021, 2022, 2023]
    assert found.counts.tolist() == [9, 0, 5]
    assert found.year_only.tolist() == [4, 0, 5]
    assert (found.unknown, found.total) == (6, 20)


@pytest.mark.parametrize(
    ("cutoff", "is_partial"), [(date(2021, 6, 30), True), (date(2021, 12, 31), False)]
)
def test_a_year_that_is_cut_off_is_not_over(cutoff, is_partial):
    assert by_year([JUNE_2021], [1], cutoff=cutoff).partial_last is is_partial


def test_where_no_year_is_known_there_is_none():
    found = by_year([-1], [7], cutoff=None)

    assert (found.years.size, found.total) == (0, 7)
