"""Doubly robust estimates: cases in which they must equal simpler ones."""

import numpy as np
import pandas as pd
import pytest
from scipy.special import expit

from analytics.aipw import _augmented, _by_arm_models, aipw_binary, target_of
from analytics.aipw_survival import MIN_UNCENSORED, _predicted, aipw_survival
from analytics.comparison import compare
from analytics.errors import BadInput, TooFewEvents
from analytics.inputs import check_follow_up
from analytics.logistic_model import fit_logistic
from analytics.propensity import DesignOptions, design


def test_with_a_saturated_model_weights_add_nothing_to_the_predictions():
    # One yes/no covariate: the outcome model of each arm is the share within its levels.
    male, arm = np.tile([0, 1, 1], 60), np.repeat([0, 1], 90)
    outcome = np.tile([1, 0, 1, 0, 1], 36)
    y, a = outcome.astype(float), arm == 1

    found = aipw_binary(design(male, arm, estimand="ATE"), outcome)

    shares = [[y[rows & (male == level)].mean() for level in (0, 1)] for rows in (~a, a)]
    standardised = [share[0] / 3 + 2 * share[1] / 3 for share in shares]
    assert [each.value for each in found.risk] == pytest.approx(standardised)


def test_the_effect_in_the_treated_leaves_their_own_outcome_as_it_is(registry, drawn):
    found = aipw_binary(drawn(estimand="ATT"), registry.response)

    assert found.risk[1].value == pytest.approx(registry.response[registry.arm == "TARE"].mean())
    assert found.estimand == "ATT"


def test_the_effect_in_the_reference_arm_leaves_theirs(registry, drawn):
    found = aipw_binary(drawn(estimand="ATC"), registry.response)

    assert found.risk[0].value == pytest.approx(registry.response[registry.arm == "CTACE"].mean())


@pytest.mark.parametrize("model", ["logistic", "boosted"])
def test_cross_fitting_predicts_by_others_and_can_be_repeated(model, registry, drawn):
    base = drawn(estimand="ATE", options=DesignOptions(model=model))

    first, second = (
        aipw_binary(base, registry.response, nuisance="cross-fitted") for _ in range(2)
    )

    assert first.risk_difference.estimate == second.risk_difference.estimate
    assert first.n_folds == 5
    known = aipw_binary(base, registry.response, nuisance="known")
    assert first.risk_difference.estimate != known.risk_difference.estimate


def test_scores_without_an_influence_are_taken_as_known(registry, drawn):
    base = drawn(estimand="ATE", options=DesignOptions(model="boosted"))

    stacked = aipw_binary(base, registry.response)

    assert stacked.risk_difference.se > 0


def test_clusters_stay_in_one_fold_and_widen_limits(registry, drawn):
    found = aipw_binary(
        drawn(estimand="ATE"),
        registry.response,
        nuisance="cross-fitted",
        cluster=registry.places["site"],
    )

    assert found.risk_difference.df == 7


def test_other_covariates_may_model_the_outcome_of_those_kept(registry, drawn):
    base = drawn(estimand="ATE", trim=0.3)
    other = pd.DataFrame({"age squared": registry.covariates["age"] ** 2})

    found = aipw_binary(base, registry.response, outcome_covariates=other)

    assert found.risk_difference.estimate != pytest.approx(
        aipw_binary(base, registry.response).risk_difference.estimate, abs=1e-6
    )


def test_survival_agrees_with_the_weighted_curve_where_both_are_right(registry, drawn):
    base = drawn(estimand="ATE")

    ours = aipw_survival(base, registry.follow_up, day=365)
    weighted = compare(base, registry.follow_up, horizon=365, landmarks=365).landmarks[0]

    assert ours.difference.estimate == pytest.approx(
        weighted.event_free_difference.estimate, abs=weighted.event_free_difference.se / 2
    )
    assert ours.difference.se == pytest.approx(weighted.event_free_difference.se, rel=0.15)
    assert ours.n_folds == 5


def test_patients_far_from_the_others_do_not_break_the_numbers(registry, drawn):
    far = registry.covariates.assign(age=registry.covariates["age"] ** 3 * 50)

    found = aipw_survival(
        drawn(estimand="ATE"), registry.follow_up, day=365, outcome_covariates=far
    )

    assert np.isfinite(found.difference.se)
    assert abs(found.difference.estimate) < 1


def test_no_patient_counts_for_more_than_fifty_others_by_being_followed():
    # Censoring rises steeply with x; the one asked about has a far larger x and an event.
    x = np.append(np.tile([0.0, 1], 100), [6.0])[:, None]
    time, learn = np.append(np.tile([300.0, 60], 100), [99.0]), np.arange(201) < 200
    code = np.append(np.tile([1, 0, 0, 0], 50), [1])

    _, left = _predicted(
        check_follow_up(time, code), x, np.array([0.0, 50, 100]), learn=learn, asked=~learn
    )

    assert 1 < abs(left[0]) <= 1 / MIN_UNCENSORED


def test_survival_without_censoring_is_the_augmented_share(registry, drawn, follow_up_from):
    # Nobody is censored before day 100, so that survival there is a yes/no outcome.
    late = registry.follow_up.time >= 100
    time = np.where(late, 200.0, registry.follow_up.time)
    follow_up = follow_up_from(np.where(late, time, np.minimum(time, 99)), np.where(late, 0, 1))

    ours = aipw_survival(drawn(estimand="ATE"), follow_up, day=150)
    binary = aipw_binary(drawn(estimand="ATE"), late.astype(int), nuisance="cross-fitted")

    close = binary.risk_difference.se / 3
    assert ours.difference.estimate == pytest.approx(binary.risk_difference.estimate, abs=close)


@pytest.mark.parametrize("estimand", ["ATE", "ATT", "ATC"])
def test_stacked_influences_add_what_both_models_move(estimand, registry, drawn):
    base, y = drawn(estimand=estimand), registry.response.astype(float)
    covariates, treated, matrix = base.scores.covariates, base.treated, base.scores.matrix
    at, influences = [base.scores.coefficients], [base.scores.influence]
    for arm in (0, 1):
        rows = treated == arm
        fit = fit_logistic(covariates.columns[rows], y[rows], covariates.names, what="It")
        at.append(fit.coefficients)
        influences.append(np.zeros_like(matrix))
        influences[-1][rows] = fit.influence

    def risk(score, *outcome):
        predicted = expit(matrix @ np.column_stack(outcome))
        return _augmented(target_of(estimand, expit(matrix @ score), treated), y, predicted)

    moved = [influence @ _slopes(risk, at, place) for place, influence in enumerate(influences)]

    target = target_of(estimand, base.scores.probability, treated)
    ours = _by_arm_models(base, covariates, y, target, stacked=True)
    np.testing.assert_allclose(ours[1], risk(*at)[1] + sum(moved), atol=1e-9)


def _slopes(risk, at, place):
    """Return numeric derivatives of both risks by one model's coefficients, shape (q, 2)."""
    found = []
    for step in 1e-5 * np.eye(at[place].size):
        up, down = (
            risk(*[x + sign * step if k == place else x for k, x in enumerate(at)])[0]
            for sign in (1, -1)
        )
        found.append((up - down) / 2e-5)
    return np.array(found)


@pytest.mark.parametrize("estimand", ["ATO", "ATM"])
def test_a_population_made_by_the_score_has_no_doubly_robust_effect(estimand, registry, drawn):
    with pytest.raises(BadInput, match="defined by the score"):
        aipw_binary(drawn(estimand=estimand), registry.response)


def test_options_that_do_not_fit_are_refused(registry, drawn):
    with pytest.raises(BadInput, match="no nuisance"):
        aipw_binary(drawn(estimand="ATE"), registry.response, nuisance="jackknife")
    with pytest.raises(BadInput, match="3 rows for 400 patients"):
        aipw_binary(drawn(estimand="ATE"), registry.response, outcome_covariates=[1, 2, 3])


def test_survival_refuses_competing_events_late_entry_and_late_days(
    registry, drawn, follow_up_from
):
    base = drawn(estimand="ATE")
    late = follow_up_from(
        registry.follow_up.time + 1, registry.follow_up.code, np.ones(registry.arm.size)
    )

    with pytest.raises(BadInput, match="Events compete"):
        aipw_survival(base, registry.competing, day=365)
    with pytest.raises(BadInput, match="enters late"):
        aipw_survival(base, late, day=365)
    with pytest.raises(TooFewEvents, match="are followed to day 1490"):
        aipw_survival(base, registry.follow_up, day=1490)
    with pytest.raises(BadInput, match="The day is 0"):
        aipw_survival(base, registry.follow_up, day=0)
