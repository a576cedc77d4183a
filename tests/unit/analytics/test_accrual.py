"""Accrual: totals and running counts."""

import numpy as np

from analytics.accrual import Accrual


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
