"""Enrolment rates of sites and regions against R (poisson.test, glm, MASS::glm.nb)."""

import numpy as np
import pandas as pd
import pytest

from analytics.accrual_rates import rate_limits
from analytics.gamma_rates import log_likelihood
from analytics.group_rates import group_rates
from analytics.site_rates import fit_site_rates


@pytest.fixture(scope="module")
def r(expected):
    return expected("binary_counts")["accrual"]


@pytest.fixture(scope="module")
def months(shared):
    rows = pd.read_csv(shared / "reference" / "data" / "accrual_sim.csv")
    return rows.assign(open=rows["days_open"] / 30)


def test_rates_of_sites_have_the_exact_limits(r, close):
    count, time = np.array(r["site_count"]), np.array(r["site_days"]) / 30
    lower, upper = rate_limits(count, time)

    close(count / time, r["rate_per_30d"], 1e-9)
    close(lower, r["rate_lower"], 1e-9)
    close(upper, r["rate_upper"], 1e-9)


def test_regions_agree_with_the_negative_binomial_model(r, months):
    ours = group_rates(months["count"], months["open"], months["region"])

    log_rate, se = np.log(ours.rate), ours.log_se
    coefficients = np.append(log_rate[0], log_rate[1:] - log_rate[0])
    np.testing.assert_allclose(coefficients, r["nb_coef"], rtol=1e-8)
    errors = np.append(se[0], np.hypot(se[1:], se[0]))
    np.testing.assert_allclose(errors, r["nb_se_expected_information"], rtol=1e-7)
    assert ours.shape == pytest.approx(r["nb_theta"], rel=1e-6)
    assert ours.dispersion == pytest.approx(r["pearson_dispersion"], rel=1e-9)


def test_regions_agree_with_the_poisson_model(r, months):
    ours = group_rates(months["count"], months["open"], months["region"])

    log_rate, variance = np.log(ours.count / ours.exposure), 1 / ours.count
    coefficients = np.append(log_rate[0], log_rate[1:] - log_rate[0])
    np.testing.assert_allclose(coefficients, r["poisson_coef"], rtol=1e-9)
    errors = np.sqrt(np.append(variance[0], variance[1:] + variance[0]))
    np.testing.assert_allclose(errors, r["poisson_se"], rtol=1e-9)


def test_the_likelihood_is_that_of_r(r, months):
    total = 0.0
    shape = np.array([r["nb_theta"]])
    logs = np.cumsum([r["nb_coef"][0], 0, 0]) + np.append(0, r["nb_coef"][1:])
    for log_rate, (_, rows) in zip(logs, months.groupby("region"), strict=True):
        counts, time = rows["count"].to_numpy(), rows["open"].to_numpy()
        total += log_likelihood(shape, np.array([[log_rate]]), counts, time)[0, 0]

    assert total == pytest.approx(r["nb_loglik"], rel=1e-10)


def test_one_gamma_distribution_for_all_agrees_with_the_null_model(r, months):
    ours = fit_site_rates(months["count"], months["open"])

    assert np.log(ours.rate) == pytest.approx(r["nb_null_coef"], rel=1e-9)
    assert ours.shape == pytest.approx(r["nb_null_theta"], rel=1e-6)
