"""Tests and contrasts read off a regression."""

import numpy as np
import pandas as pd
import pytest
from scipy.stats import chi2, f

from analytics.errors import BadInput
from analytics.hazards import cox
from analytics.regression import (
    contrast,
    likelihood_ratio_test,
    linear_test,
    quadratic_form,
    wald_test,
)


@pytest.fixture
def people():
    rng = np.random.default_rng(11)
    frame = pd.DataFrame(rng.normal(size=(150, 3)), columns=["a", "b", "c"])
    time = rng.exponential(1 / np.exp(0.8 * frame["a"]))
    return {"covariates": frame, "time": time, "event": rng.random(150) < 0.8}


def _less(people, *terms):
    return {**people, "covariates": people["covariates"][list(terms)]}


def test_ratios_and_p_follow_from_coefficients_and_their_logarithms(people):
    fit = cox(**people)

    np.testing.assert_allclose(fit.ratio, np.exp(fit.coef))
    np.testing.assert_allclose([fit.ratio_lower, fit.ratio_upper], np.exp([fit.lower, fit.upper]))
    np.testing.assert_allclose(fit.p, np.exp(fit.log_p))
    np.testing.assert_allclose(fit.model_se, fit.se)


def test_p_stays_finite_on_the_log_scale_where_it_is_0():
    rng = np.random.default_rng(2)
    x = rng.normal(size=20_000)
    fit = cox(pd.DataFrame({"x": x}), rng.exponential(1 / np.exp(x)), np.ones(20_000))

    assert fit.p[0] == 0
    assert -1e5 < fit.log_p[0] < -750


def test_a_likelihood_ratio_compares_with_no_effect_or_with_fewer_terms(people):
    fit, less = cox(**people), cox(**_less(people, "a"))

    whole, part = likelihood_ratio_test(fit), likelihood_ratio_test(fit, less)

    assert (whole.df, part.df) == (3, 2)
    assert whole.statistic == pytest.approx(2 * (fit.loglik - fit.loglik_null))
    assert part.p == pytest.approx(chi2.sf(2 * (fit.loglik - less.loglik), 2))


def test_a_likelihood_ratio_under_robust_errors_is_refused(people):
    with pytest.raises(BadInput, match="robust errors"):
        likelihood_ratio_test(cox(**people, robust=True))


def test_a_model_on_other_people_is_no_part_of_a_model(people):
    fewer = {key: values[:100] for key, values in _less(people, "a").items()}

    with pytest.raises(BadInput, match="1 terms on 100 people is no part of one of 3 terms on 150"):
        likelihood_ratio_test(cox(**people), cox(**fewer))


def test_penalised_models_are_compared_with_no_effect_only(people):
    fit, less = (cox(**each, penalty="firth") for each in (people, _less(people, "a")))

    assert likelihood_ratio_test(fit).df == 3
    with pytest.raises(BadInput, match="no part of one"):
        likelihood_ratio_test(fit, less)


def test_a_wald_test_of_one_term_is_its_own_test(people):
    fit = cox(**people)

    ours = wald_test(fit, ["b"])

    assert ours.statistic == pytest.approx((fit.coef[1] / fit.se[1]) ** 2)
    assert ours.log_p == pytest.approx(fit.log_p[1])


def test_with_few_clusters_a_wald_test_refers_to_f(people):
    fit = cox(**people, cluster=np.arange(150) % 15)

    ours = wald_test(fit)

    assert (ours.df, ours.df_error) == (3, 14)
    form = fit.coef @ np.linalg.inv(fit.covariance) @ fit.coef
    assert ours.statistic == pytest.approx(form / 3)
    assert ours.p == pytest.approx(f.sf(ours.statistic, 3, 14))
    assert wald_test(fit, ["a"]).log_p == pytest.approx(fit.log_p[0])  # t^2 is F


@pytest.mark.parametrize(
    ("terms", "said"), [(["d"], "no term d"), ([], "no term"), (["a", "b", "c"], "3 clusters")]
)
def test_a_wald_test_of_unknown_or_too_many_terms_is_refused(people, terms, said):
    fit = cox(**people, cluster=np.arange(150) % 3)

    with pytest.raises(BadInput, match=said):
        wald_test(fit, terms)


def test_robust_scores_of_no_more_clusters_than_terms_give_no_test(people):
    assert cox(**people, cluster=np.arange(150) % 3).robust_score is None


def test_a_linear_test_is_that_of_a_recoded_covariate(people):
    frame = people["covariates"]
    recoded = pd.DataFrame({"sum": frame["a"] + frame["b"], "b": frame["b"]})
    fit = cox(**_less(people, "a", "b"))
    other = cox(**{**people, "covariates": recoded})

    ours = linear_test(fit, np.array([[-1.0, 1.0]]))

    assert ours.statistic == pytest.approx(wald_test(other, ["b"]).statistic)


def test_a_contrast_compares_patterns_with_a_reference(people):
    fit = cox(**people)
    patterns = pd.DataFrame({"c": [0, 1], "a": [0, 2], "b": [0, 0]})

    ours = contrast(fit, patterns, patterns.iloc[[0]])

    weights = np.array([2, 0, 1])
    np.testing.assert_allclose(ours.coef, [0, weights @ fit.coef], rtol=1e-12)
    np.testing.assert_allclose(ours.se, [0, np.sqrt(weights @ fit.covariance @ weights)])
    np.testing.assert_allclose(ours.upper - ours.coef, 1.959964 * ours.se, rtol=1e-6)
    assert ours.log_p[0] == 0


def test_few_clusters_widen_the_limits_of_a_contrast(people):
    fit = cox(**people, cluster=np.arange(150) % 12)
    patterns = pd.DataFrame({"a": [1.0, 0], "b": [0.0, 1], "c": [0.0, 0]})

    ours = contrast(fit, patterns, patterns.iloc[[0]] * 0)

    np.testing.assert_allclose(ours.upper, fit.upper[:2])
    np.testing.assert_allclose(ours.log_p, fit.log_p[:2])


@pytest.mark.parametrize("matrix", [[[1.0, 1], [1, 1]], [[0.0, 0], [0, 1]]])
def test_a_form_without_inverse_is_not_a_number(matrix):
    assert np.isnan(quadratic_form(np.ones(2), np.array(matrix)))
