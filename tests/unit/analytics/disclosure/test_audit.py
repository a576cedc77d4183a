"""What can be worked out of sums, on systems small enough to solve by hand."""

import numpy as np
import pytest
from scipy.sparse import csr_array

from analytics.disclosure import audit
from analytics.disclosure.audit import Demand, Knowledge, Worlds, fits_somebody, weak
from analytics.errors import DidNotConverge

DEMAND = Demand(width=10, reach=11)


def knowledge(sums, lower, upper, most=100):
    return Knowledge(
        csr_array(np.array(sums, dtype=float)),
        np.array(lower, dtype=float),
        np.array(upper, dtype=float),
        most,
    )


def weak_of(told, sums, truth):
    worlds = Worlds(np.array([truth]))
    return weak(told, np.array(sums), DEMAND, worlds).tolist()


def test_a_part_is_told_by_the_total_and_the_other_part():
    told = knowledge([[1, 0], [0, 1], [1, 1]], [1, 40, 47], [np.inf, 40, 47])

    assert weak_of(told, [0], [7, 40, 47]) == [0]


def test_two_parts_withheld_together_are_told_as_far_as_the_total_allows():
    wide = knowledge([[1, 0], [0, 1], [1, 1]], [1, 1, 47], [np.inf, np.inf, 47])
    narrow = knowledge([[1, 0], [0, 1], [1, 1]], [1, 1, 11], [np.inf, np.inf, 11])

    assert weak_of(wide, [0], [7, 40, 47]) == []
    assert weak_of(narrow, [0], [4, 7, 11]) == [0]


def test_an_interval_from_nobody_to_ten_people_tells_of_nobody():
    told = knowledge([[1]], [0], [10])

    assert weak_of(told, [0], [4]) == []


def test_an_interval_that_ends_below_the_threshold_tells_of_few():
    told = knowledge([[1]], [1], [10], most=10)

    assert weak(told, np.array([0]), Demand(9, 11), Worlds(np.array([[4]]))).tolist() == [0]


def test_only_whole_people_count():
    # In halves both ends are 15 / 2 and the first group reaches 7.5; in people it never does.
    sums = [[1, 1, 0], [0, 1, 1], [1, 0, 1], [1, 0, 0]]
    told = knowledge(sums, [15, 0, 0, 0], [15, 15, 15, np.inf], most=40)
    programme = audit._Programme(told)

    world = programme.extreme(np.array([0, 1, 2]), np.array([1.0, 1.0, 1.0]))

    assert world is not None
    assert world[:3].sum() == 44  # 45 needs half a person in every group


def test_the_first_weak_sum_is_enough_where_one_is_asked_for():
    told = knowledge([[1, 0], [0, 1]], [3, 4], [3, 4])
    worlds = Worlds(np.array([[3, 4]]))

    assert weak(told, np.array([0, 1]), DEMAND, worlds, first_only=True).tolist() == [0]
    assert weak(told, np.array([0, 1]), DEMAND, worlds).tolist() == [0, 1]


def test_knowledge_that_nobody_fits_is_seen():
    assert fits_somebody(knowledge([[1], [1]], [3, 3], [5, 5]))
    assert not fits_somebody(knowledge([[1], [1]], [3, 8], [5, 9]))


def test_where_nothing_fits_everything_is_weak():
    told = knowledge([[1, 1], [1, 1]], [3, 8], [5, 9])

    assert weak_of(told, [0, 1], [4, 4]) == [0, 1]


def test_no_answer_is_refused(monkeypatch):
    class Nothing:
        status, x, message = 4, None, "numerical trouble"

    monkeypatch.setattr(audit, "milp", lambda *_args, **_kwargs: Nothing())

    with pytest.raises(DidNotConverge, match="numerical trouble"):
        weak_of(knowledge([[1, 1]], [1], [40]), [0], [4])
