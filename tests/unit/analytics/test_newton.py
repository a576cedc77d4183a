"""Newton's method on functions whose maximum is known."""

import numpy as np
import pytest

from analytics.errors import DidNotConverge
from analytics.newton import Point, maximise


def full_step(_, step, __):
    return step


def climb(objective, start=0.0):
    start = np.array([start])
    return maximise(objective, start, objective(start), full_step)


def quartic(at):
    """-(x - 1)^4 - (x - 1)^2"""
    x = at - 1
    return Point(float((-(x**4) - x**2).sum()), -4 * x**3 - 2 * x, np.diag(12 * x**2 + 2))


def test_the_maximum_is_where_the_score_vanishes():
    found = climb(quartic, start=9.0)

    np.testing.assert_allclose(found.at, [1], atol=1e-10)
    assert found.iterations < 20


def test_a_start_at_the_maximum_takes_no_step():
    assert climb(quartic, start=1.0).iterations == 0


def test_a_step_that_overshoots_is_halved_until_it_rises():
    def steep(at):  # log cosh: Newton's own steps diverge from 2
        return Point(float(-np.log(np.cosh(at)).sum()), -np.tanh(at), np.diag(1 / np.cosh(at) ** 2))

    np.testing.assert_allclose(climb(steep, start=2.0).at, [0], atol=1e-10)


def test_a_step_to_an_infinite_value_is_halved():
    def cliff(at):
        return quartic(at) if at[0] < 3 else Point(np.inf, np.zeros(1), np.eye(1))

    def bold(_, step, __):
        return 4 * step if step[0] > 1 else step

    found = maximise(cliff, np.array([-5.0]), cliff(np.array([-5.0])), bold)

    np.testing.assert_allclose(found.at, [1], atol=1e-10)


def test_a_function_without_a_maximum_is_refused():
    with pytest.raises(DidNotConverge, match="within 200 steps"):
        climb(lambda at: Point(float(at[0]), np.ones(1), np.eye(1)))


def test_an_information_without_rank_is_refused():
    with pytest.raises(DidNotConverge, match="say nothing"):
        climb(lambda at: Point(float(at[0]), np.ones(1), np.zeros((1, 1))))


def test_a_direction_that_leads_down_is_refused():
    with pytest.raises(DidNotConverge, match="No step"):
        climb(lambda at: Point(-abs(float(at[0])), np.ones(1), np.eye(1)))


def test_a_score_that_rounding_keeps_from_0_ends_the_search():
    # U' I^-1 U stays at 1e-18 wherever one looks: rounding is all that is left.
    found = climb(lambda _: Point(0.0, np.array([1e-9]), np.eye(1)))

    assert found.iterations == 1
