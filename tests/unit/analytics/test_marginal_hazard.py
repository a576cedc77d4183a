"""Marginal hazard ratio: small likelihoods by hand, and when there is none."""

import numpy as np
import pytest

from analytics.errors import DidNotConverge, TooFewEvents
from analytics.inputs import check_follow_up
from analytics.marginal_hazard import marginal_hazard


def fit(time, code, treated, *, weights=None, entry=None, **options):
    people = check_follow_up(time, code, weights=weights, entry=entry)
    return marginal_hazard(people, np.asarray(treated), **options)


def test_the_ratio_solves_the_partial_likelihood_of_four_patients():
    # Events of treated, reference, treated; r = ratio: 2r/(2+2r) + r/(2+r) + r/(1+r) = 2
    found = fit([1, 2, 3, 4], [1, 1, 1, 0], [1, 0, 1, 0])

    r = np.exp(found.log_hazard_ratio)
    assert 2 * r / (2 + 2 * r) + r / (2 + r) + r / (1 + r) == pytest.approx(2)


def test_the_score_at_a_ratio_of_one_is_observed_minus_expected():
    found = fit([1, 2, 3, 4], [1, 1, 1, 0], [1, 0, 1, 0], ties="breslow")

    assert found.score == pytest.approx(2 - (1 / 2 + 1 / 3 + 1 / 2))
    assert found.score_information == pytest.approx(1 / 4 + 2 / 9 + 1 / 4)


def test_tied_events_are_averaged_by_efron_and_not_by_breslow():
    # Two of three treated on day 1, then one of two others.
    time, code, treated = [1, 1, 2, 3, 4], [1, 1, 1, 0, 0], [1, 1, 0, 1, 0]

    efron, breslow = (fit(time, code, treated, ties=ties) for ties in ("efron", "breslow"))

    assert breslow.score == pytest.approx(2 - (3 / 5 + 3 / 5 + 1 / 3))
    terms = [3 / 5, (3 - 1) / (5 - 1), 1 / 3]
    assert efron.score == pytest.approx(2 - sum(terms))
    assert efron.score_information == pytest.approx(sum(p * (1 - p) for p in terms))


def test_whole_weights_count_people_with_breslow_ties():
    rng = np.random.default_rng(1)
    time, code, treated = rng.integers(1, 9, 60), rng.integers(0, 2, 60), rng.integers(0, 2, 60)
    times = rng.integers(1, 4, 60)

    weighted = fit(time, code, treated, weights=times, ties="breslow")
    people = fit(*(np.repeat(x, times) for x in (time, code, treated)), ties="breslow")

    assert weighted.log_hazard_ratio == pytest.approx(people.log_hazard_ratio, abs=1e-12)
    assert weighted.information == pytest.approx(people.information)


def test_nobody_is_compared_across_strata():
    rng = np.random.default_rng(2)
    time, code, treated = rng.integers(1, 9, 60), rng.integers(0, 2, 60), rng.integers(0, 2, 60)
    half = np.arange(60) // 30

    together = fit(time, code, treated, strata=half)
    parts = [fit(time[half == k], code[half == k], treated[half == k]) for k in (0, 1)]

    assert together.score == pytest.approx(sum(part.score for part in parts))


def test_somebody_who_enters_late_is_not_at_risk_before():
    # The second treated patient comes on day 2: of 3 at risk on day 1 one is treated.
    found = fit([1, 4, 3, 5], [1, 1, 1, 0], [1, 1, 0, 0], entry=[0, 2, 0, 0])

    assert found.score == pytest.approx(2 - (1 / 3 + 1 / 3 + 1 / 2))


@pytest.mark.parametrize("entry", [None, "late"])
def test_slopes_are_the_derivatives_by_the_weights_with_breslow_ties(entry):
    rng = np.random.default_rng(3)
    late = np.where(rng.random(40) < 0.4, rng.integers(1, 5, 40), 0) if entry else np.zeros(40)
    time, code, treated = (
        late + rng.integers(1, 9, 40),
        rng.integers(0, 3, 40),
        rng.integers(0, 2, 40),
    )
    weights = rng.random(40) + 0.5

    def at(w):
        found = fit(time, code, treated, weights=w, entry=late, ties="breslow")
        return np.array([found.log_hazard_ratio, found.score])

    numeric = [(at(weights + step) - at(weights - step)) / 2e-6 for step in 1e-6 * np.eye(40)]
    ours = fit(time, code, treated, weights=weights, entry=late, ties="breslow")
    np.testing.assert_allclose(
        np.column_stack([ours.slopes, ours.score_slopes]), numeric, atol=1e-6
    )


@pytest.mark.parametrize("treated", [[1, 1, 0, 0], [0, 0, 1, 1]])
def test_without_an_event_in_one_arm_there_is_no_ratio(treated):
    with pytest.raises(TooFewEvents, match="not estimable"):
        fit([1, 2, 3, 4], [1, 1, 0, 0], treated)


def test_a_ratio_that_does_not_settle_is_no_answer(monkeypatch):
    monkeypatch.setattr("analytics.marginal_hazard._STEPS", 1)

    with pytest.raises(DidNotConverge):
        fit([1, 2, 3, 4], [1, 1, 1, 0], [1, 0, 1, 0])
