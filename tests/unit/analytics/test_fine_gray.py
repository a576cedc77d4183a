"""fine_gray on cases small enough to work out by hand, and what it refuses."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import norm
from scipy.stats import t as student

from analytics.competing import fine_gray, predicted_incidence
from analytics.errors import BadInput, DidNotConverge, TooFewEvents

X, TIME, CODE = [1, 0, 1, 0, 1], [1, 2, 3, 4, 5], [2, 0, 1, 1, 0]
RNG = np.random.default_rng(8)
MANY = pd.DataFrame({"a": RNG.normal(size=80), "b": RNG.integers(0, 2, 80)})
DAYS, CODES = RNG.integers(1, 12, 80), RNG.integers(0, 3, 80)


def test_whoever_had_a_competing_event_stays_at_risk_with_falling_weight():
    fit = fine_gray(X, TIME, CODE)

    # G falls to 3/4 on day 2: risk sets 11/4 r + 1 and 7/4 r + 1 give r^2 = 16/77
    assert fit.coef[0] == pytest.approx(np.log(16 / 77) / 2, rel=1e-12)
    assert (fit.n, fit.n_events, fit.n_competing, fit.cause) == (5, 2, 1, 1)
    assert (fit.terms, fit.censoring, fit.ties) == (("x1",), "events-first", "breslow")


def test_without_competing_events_it_is_the_proportional_hazards_model():
    fit = fine_gray([1, 0, 1], [1, 2, 3], [1, 1, 0])

    assert fit.coef[0] == pytest.approx(-np.log(2) / 2, rel=1e-12)


def test_baseline_and_predictions_come_from_the_same_risk_sets():
    fit = fine_gray(X, TIME, CODE)

    r = np.exp(fit.coef[0])
    steps = [1 / (11 / 4 * r + 1), 1 / (7 / 4 * r + 1)]  # at x = 0
    got = predicted_incidence(fit, [[0.0], [1.0]], [2, 3, 4.5, 6])
    total = np.array([0, steps[0], sum(steps)])
    np.testing.assert_allclose(got[0, :3], 1 - np.exp(-total))
    np.testing.assert_allclose(got[1, :3], 1 - np.exp(-total * r))
    assert np.isnan(got[:, 3]).all()


def test_limits_and_p_follow_from_the_robust_error():
    fit = fine_gray(MANY, DAYS, CODES, confidence=0.9)

    np.testing.assert_allclose(fit.se, np.sqrt(np.diag(fit.covariance)))
    np.testing.assert_allclose(fit.upper - fit.lower, 2 * norm.ppf(0.95) * fit.se)
    np.testing.assert_allclose(fit.p, 2 * norm.sf(np.abs(fit.coef / fit.se)))
    np.testing.assert_allclose(np.log(fit.ratio), fit.coef)
    np.testing.assert_allclose(np.log([fit.ratio_lower, fit.ratio_upper]), [fit.lower, fit.upper])


def test_few_clusters_widen_the_error_and_the_reference():
    site = np.arange(80) % 5

    normal = fine_gray(MANY, DAYS, CODES, cluster=site, few_clusters="normal")
    few = fine_gray(MANY, DAYS, CODES, cluster=site)

    np.testing.assert_allclose(few.se, normal.se * np.sqrt(5 / 4))
    np.testing.assert_allclose(few.upper - few.coef, student.ppf(0.975, 4) * few.se)
    np.testing.assert_allclose(np.exp(few.log_p), 2 * student.sf(np.abs(few.coef / few.se), 4))
    assert (few.n_clusters, few.df, normal.df) == (5, 4, np.inf)


def test_units_of_a_term_scale_its_coefficient_only():
    fit, scaled = fine_gray(MANY, DAYS, CODES), fine_gray(MANY * [1000, 1], DAYS, CODES)

    np.testing.assert_allclose(scaled.coef * [1000, 1], fit.coef)
    np.testing.assert_allclose(scaled.se * [1000, 1], fit.se)
    np.testing.assert_allclose(scaled.log_p, fit.log_p)


@pytest.mark.parametrize("censoring", ["events-first", "at-risk"])
def test_the_full_error_is_what_one_more_of_each_person_does_to_the_coefficient(censoring):
    x, time, code = MANY["a"].to_numpy()[:40], DAYS[:40], CODES[:40]
    moves = []
    for person in range(40):
        up, down = np.ones(40), np.ones(40)
        up[person], down[person] = 1 + 1e-4, 1 - 1e-4
        ends = [_weighted_coefficient(x, time, code, w, censoring) for w in (up, down)]
        moves.append((ends[0] - ends[1]) / 2e-4)

    fit = fine_gray(x, time, code, censoring=censoring, sandwich="score-and-censoring")

    np.testing.assert_allclose(fit.se[0], np.sqrt(np.sum(np.square(moves))), rtol=1e-7)


def _weighted_coefficient(x, time, code, weight, censoring):
    """Plain Newton of one covariate with case weights, in people x days arrays."""
    days = np.unique(time)
    at = [
        weight[time >= d].sum()
        - (censoring == "events-first") * weight[(time == d) & (code > 0)].sum()
        for d in days
    ]
    lost = [weight[(time == d) & (code == 0)].sum() for d in days]
    curve = np.cumprod([1, *(1 - c / n if c else 1 for c, n in zip(lost, at, strict=True))])
    before = curve[np.searchsorted(days, time)]
    event_days = time[code == 1]
    kept = (code == 2)[:, None] & (time[:, None] < event_days)
    share = (time[:, None] >= event_days) + kept * (
        curve[np.searchsorted(days, event_days)] / before[:, None]
    )
    coef = 0.0
    for _ in range(20):
        risk = share * (weight * np.exp(coef * x))[:, None]
        mean = (x @ risk) / risk.sum(axis=0)
        spread = (x**2 @ risk) / risk.sum(axis=0) - mean**2
        coef += weight[code == 1] @ (x[code == 1] - mean) / (weight[code == 1] @ spread)
    return coef


@pytest.mark.parametrize(
    ("given", "refusal", "reason"),
    [
        ({"covariates": [1, 0]}, BadInput, "2 rows and time has 5"),
        ({"covariates": pd.DataFrame(index=range(5))}, BadInput, "no covariate"),
        ({"covariates": [1, 1, 1, 1, 1]}, BadInput, "x1 is the same for everybody"),
        ({"covariates": pd.Series([1, 0, np.nan, 0, 1], name="age")}, BadInput, "age is missing"),
        ({"covariates": [0, 0, 1, 1, 1], "code": [1, 1, 0, 0, 0]}, DidNotConverge, "still grows"),
        ({"covariates": [1, 0, 0, 0, 0], "code": [0, 2, 1, 1, 0]}, BadInput, "does not vary"),
        ({"cause": 0}, BadInput, "Code 0 is no event"),
        ({"cause": 2}, TooFewEvents, "1 people had an event of cause 2"),
        ({"ties": "exact"}, BadInput, "no likelihood 'exact' of ties"),
        ({"sandwich": "model"}, BadInput, "no sandwich of 'model'"),
        ({"censoring": "later"}, BadInput, "no censoring convention 'later'"),
        ({"few_clusters": "z"}, BadInput, "no reference 'z'"),
        ({"confidence": 0}, BadInput, "Confidence is 0"),
        ({"code": [2, 0, 99, 1, 0]}, BadInput, "code goes up to 99"),
        ({"entry": [0, 0, 1, 0, 0], "sandwich": "score-and-censoring"}, BadInput, "late entry"),
    ],
)
def test_what_cannot_be_fitted_is_refused(given, refusal, reason):
    with pytest.raises(refusal, match=reason) as refused:
        fine_gray(**({"covariates": X, "time": TIME, "code": CODE} | given))

    assert refused.value.remedy


def test_terms_that_say_the_same_are_named():
    twice = MANY.assign(b=MANY["b"] + MANY["a"], c=2 * MANY["a"] + 1)

    with pytest.raises(BadInput, match="a, c say the same"):
        fine_gray(twice, DAYS, CODES)


def test_a_named_series_and_an_array_name_their_terms():
    assert fine_gray(pd.Series(X, name="age"), TIME, CODE).terms == ("age",)
    assert fine_gray(pd.Series(X), TIME, CODE).terms == ("x1",)
    assert fine_gray(MANY.to_numpy(), DAYS, CODES).terms == ("x1", "x2")


def test_predictions_take_terms_by_name_and_refuse_what_is_not_there():
    fit = fine_gray(MANY, DAYS, CODES)
    turned = MANY[["b", "a"]].head(2)

    by_name, by_place = (
        predicted_incidence(fit, rows, [5]) for rows in (turned, MANY.head(2).to_numpy())
    )

    np.testing.assert_allclose(by_name, by_place)
    with pytest.raises(BadInput, match="have no b"):
        predicted_incidence(fit, MANY[["a"]], [5])
    with pytest.raises(BadInput, match="1 columns and the model 2"):
        predicted_incidence(fit, [[1.0]], [5])
