"""The search for the maximum of a partial likelihood, where it has to give up."""

import numpy as np
import pytest

from analytics import subdistribution
from analytics.errors import DidNotConverge
from analytics.first_events import first_events
from analytics.observation_curve import observation_curve
from analytics.subdistribution import Likelihood
from analytics.subdistribution_sets import RiskSets


def likelihood():
    follow_up = first_events([1, 2, 3, 4], [1, 1, 2, 0])
    curve = observation_curve(follow_up.table, "events-first")
    sets = RiskSets.of(follow_up.people, cause=1, curve=curve, ties="breslow")
    return Likelihood.at(np.zeros(1), np.array([[1.0], [-1.0], [0.0], [0.5]]), sets)


def test_score_and_information_are_the_derivatives():
    here = likelihood()
    up, down = (
        Likelihood.at(np.array([h]), here.covariates, here.risk_sets) for h in (1e-4, -1e-4)
    )

    np.testing.assert_allclose(here.score(), (up.value - down.value) / 2e-4, rtol=1e-6)
    curvature = (up.value - 2 * here.value + down.value) / 1e-8
    np.testing.assert_allclose(here.information(), -curvature, rtol=1e-5)


def test_parts_of_people_add_up_to_the_score():
    here = likelihood()

    np.testing.assert_allclose(here.residuals().sum(axis=0), here.score())


def test_a_step_too_far_is_halved_until_it_helps():
    here = likelihood()
    step = np.linalg.solve(here.information(), here.score())

    there = subdistribution._climb(here, 64 * step)

    assert Likelihood.at(64 * step, here.covariates, here.risk_sets).value < here.value
    assert here.value < there.value
    assert there.coef in [64 * step / 2**halvings for halvings in range(1, 7)]


def test_a_step_that_never_helps_is_not_an_answer():
    here = likelihood()

    with pytest.raises(DidNotConverge, match="No step raises"):
        subdistribution._climb(here, -100 * here.score())


def test_a_flat_likelihood_is_not_an_answer():
    with pytest.raises(DidNotConverge, match="became flat in x1"):
        subdistribution._newton_step(np.zeros((1, 1)), np.ones(1), ["x1"])
