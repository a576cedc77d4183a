"""Accrual: totals and running counts."""

from dataclasses import replace

import numpy as np

from analytics.accrual import Accrual, rolling_rate
from analytics.quarters import by_quarter


def accrual(counts, undated):
    return Accrual(
        level="region",
        groups=("AM", "EU"),
        months=np.arange(24240, 24240 + np.shape(counts)[1]),
        counts=np.array(counts),
        undated=np.array(undated),
        target=None,
        partial_last=False,
    )


def test_the_total_counts_dated_and_undated():
    assert accrual([[1, 2, 0], [3, 0, 4]], [5, 0]).total == 15


def test_the_running_count_adds_groups_and_leaves_out_the_undated():
    np.testing.assert_array_equal(accrual([[1, 2, 0], [3, 0, 4]], [5, 0]).cumulative, [4, 6, 10])


def test_without_dated_enrolment_there_is_no_running_count():
    empty = accrual(np.zeros((2, 0), dtype=int), [5, 1])

    assert (empty.total, empty.cumulative.size) == (6, 0)


def test_observed_over_expected_is_of_columns_that_are_over():
    found = replace(
        accrual([[4, 6, 1]], [2]),
        target=np.array([5.0, 10.0, 15.0]),
        planned=np.array([[5.0, 5.0, 5.0]]),
        partial_last=True,
    )

    ratio = found.against_plan()
    assert (ratio.count, ratio.exposure, ratio.estimate) == (10, 10, 1)
    assert found.against_plan(0).exposure == 10
    # Garwood for 10 events: 4.795 and 18.390
    np.testing.assert_allclose([ratio.lower, ratio.upper], [0.4795, 1.8390], atol=1e-4)


def test_c63_nothing_planned_gives_no_ratio():
    assert accrual([[4, 6]], [0]).against_plan() is None
    zero = replace(accrual([[4, 6]], [0]), target=np.zeros(2), planned=np.zeros((1, 2)))
    assert zero.against_plan() is None
    assert zero.against_plan(0) is None
    assert replace(zero, planned=None, target=np.ones(2)).against_plan(0) is None


def test_the_rolling_rate_is_of_three_whole_months_and_their_days():
    # January to April 2024: 31 + 29 + 31 = 91 days, then 29 + 31 + 30 = 90
    found = rolling_rate(np.array([1, 2, 3, 4]), np.arange(24288, 24292))

    assert found.counts.tolist() == [6, 9]
    assert found.days.tolist() == [91, 90]
    np.testing.assert_allclose(found.estimate, [6 / 91 * 30.4375, 9 / 90 * 30.4375])
    assert (found.lower < found.estimate).all()


def test_c63_months_without_enrolment_have_a_rate_of_zero_with_an_upper_limit():
    found = rolling_rate(np.zeros(3, dtype=int), np.arange(24288, 24291))

    assert (found.estimate[0], found.lower[0]) == (0, 0)
    assert found.upper[0] > 0


def test_two_months_have_no_rolling_rate():
    assert rolling_rate(np.array([1, 2]), np.arange(24288, 24290)) is None


def test_quarters_add_months_and_keep_what_is_cumulative():
    monthly = replace(
        accrual([[1, 2, 3, 4, 5]], [7]),
        months=np.arange(24290, 24295),  # March to July 2024
        target=np.arange(1.0, 6.0),
        planned=np.ones((1, 5)),
        open_sites=np.array([1, 1, 2, 3, 3]),
    )

    found = by_quarter(monthly)

    assert found.months.tolist() == [24288, 24291, 24294]
    assert found.counts.tolist() == [[1, 9, 5]]
    assert found.target.tolist() == [1, 4, 5]
    assert found.planned.tolist() == [[1, 3, 1]]
    assert found.open_sites.tolist() == [1, 3, 3]
    assert found.partial_last  # August and September are to come
    assert found.total == monthly.total


def test_a_quarter_that_is_over_is_whole():
    monthly = replace(accrual([[1, 2, 3]], [0]), months=np.arange(24288, 24291))

    assert not by_quarter(monthly).partial_last
    assert by_quarter(accrual(np.zeros((1, 0), dtype=int), [3])).months.size == 0
