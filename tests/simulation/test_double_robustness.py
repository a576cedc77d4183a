"""Augmented estimates over many registries in which one model, or both, are wrong."""

import numpy as np
import pytest

from analytics.aipw import aipw_binary
from analytics.aipw_survival import aipw_survival
from analytics.propensity import design

pytestmark = pytest.mark.slow

TWIST = {"twist": 0.35, "n": 800}
RIGHT_WRONG = [("squared", "covariates"), ("covariates", "squared"), ("squared", "squared")]
IDS = ["only the score is right", "only the outcome is right", "both are right"]


def drawn(registry, model, estimand):
    return design(getattr(registry, model), registry.arm, estimand=estimand)


def binary(registry, score_model, outcome_model, estimand="ATE"):
    return aipw_binary(
        drawn(registry, score_model, estimand),
        registry.response,
        outcome_covariates=getattr(registry, outcome_model),
    ).risk_difference


def survival(registry, place, score_model, outcome_model):
    return aipw_survival(
        drawn(registry, score_model, "ATE"),
        registry.follow_up,
        day=place.day,
        outcome_covariates=getattr(registry, outcome_model),
    ).difference


def is_unbiased(errors):
    return abs(errors.mean()) < 3 * errors.std() / np.sqrt(errors.size)


@pytest.mark.parametrize(("score_model", "outcome_model"), RIGHT_WRONG, ids=IDS)
@pytest.mark.parametrize("estimand", ["ATE", "ATT"])
def test_risk_differences_are_unbiased_and_their_intervals_true(
    score_model, outcome_model, estimand, world, runs, report, between
):
    place = world(**TWIST)
    truth = place.truth(estimand).response

    effects = [
        binary(place.draw([6, r]), score_model, outcome_model, estimand) for r in range(runs)
    ]

    errors = np.array([effect.estimate - truth for effect in effects])
    report(f"{estimand} {score_model}/{outcome_model} bias", errors)
    covered = report("coverage", [effect.lower <= truth <= effect.upper for effect in effects])
    assert is_unbiased(errors)
    assert between(covered, 0.93, 0.97, 0.95)


def test_risk_differences_are_biased_if_both_models_are_wrong(world, runs, report):
    place = world(**TWIST)
    truth = place.truth("ATE").response

    errors = [
        binary(place.draw([6, r]), "covariates", "covariates").estimate - truth for r in range(runs)
    ]

    report("both wrong, bias", errors)
    assert not is_unbiased(np.array(errors))


@pytest.mark.parametrize(("score_model", "outcome_model"), RIGHT_WRONG, ids=IDS)
def test_survival_differences_are_unbiased(score_model, outcome_model, world, runs, report):
    place = world(**TWIST)
    truth = place.truth("ATE").survival

    effects = [survival(place.draw([7, r]), place, score_model, outcome_model) for r in range(runs)]

    errors = np.array([effect.estimate - truth for effect in effects])
    report(f"survival {score_model}/{outcome_model} bias", errors)
    report("coverage", [effect.lower <= truth <= effect.upper for effect in effects])
    assert is_unbiased(errors)
