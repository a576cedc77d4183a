"""The check of proportional hazards: time scales by hand, power, refusals."""

import numpy as np
import pandas as pd
import pytest

from analytics.cox_residuals import schoenfeld
from analytics.errors import BadInput
from analytics.hazards import cox, proportionality
from analytics.proportionality import GLOBAL, scaled_schoenfeld, time_scale


@pytest.fixture
def fit():
    frame = pd.DataFrame({"x": [1, 0, 1, 0, 1]})
    return cox(frame, [2, 3, 5, 7, 9], [1, 0, 1, 1, 1])


@pytest.mark.parametrize(
    ("transform", "scaled"),
    [
        ("identity", [2, 5, 7, 9]),
        ("log", np.log([2, 5, 7, 9])),
        ("rank", [1, 3, 4, 5]),  # among all exits, the censored too
        ("km", [0, 1 / 5, 1 - 4 / 5 * 2 / 3, 1 - 4 / 5 / 3]),  # just before each event
    ],
)
def test_each_time_scale_is_what_it_says(fit, transform, scaled):
    np.testing.assert_allclose(time_scale(fit.rows, transform), scaled, atol=1e-15)


def _crossing(n=400, **options):
    """The arm acts in the first half only: people under it leave early or not at all."""
    rng = np.random.default_rng(8)
    arm, other = rng.integers(0, 2, n), rng.normal(size=n)
    early, late = rng.exponential(1 / np.exp(1.5 * arm)), rng.exponential(size=n)
    time = np.where(early < 0.5, early, 0.5 + late / np.exp(-1.0 * arm))
    return cox(pd.DataFrame({"arm": arm, "other": other}), time, np.ones(n), **options)


@pytest.mark.parametrize("options", [{}, {"robust": True}], ids=["model", "robust"])
def test_an_effect_that_turns_over_time_is_found_in_its_own_term(options):
    table = proportionality(_crossing(**options)).frame.set_index("term")

    assert table.loc["arm", "p"] < 1e-6
    assert table.loc["other", "p"] > 0.01
    assert table.loc[GLOBAL, "p"] < 1e-5
    assert table.loc[GLOBAL, "df"] == 2


@pytest.mark.parametrize("penalty", [None, "firth"])
def test_the_statistic_is_that_of_the_definition_at_any_estimate(penalty):
    x, time = np.random.default_rng(2).normal(size=(2, 15))
    time = np.exp(time)
    fit = cox(pd.DataFrame({"x": x}), time, np.ones(15), penalty=penalty)

    share = np.exp(fit.coef[0] * x) * (time >= time[:, None])
    share /= share.sum(axis=1, keepdims=True)
    mean, spread = share @ x, share @ x**2 - (share @ x) ** 2  # at risk on the day of each event
    slope = (time @ spread) / spread.sum()
    gained = (time - slope) @ (x - mean)
    variance = time**2 @ spread - slope * (time @ spread)

    ours = proportionality(fit, "identity").frame
    assert ours["statistic"][0] == pytest.approx(gained**2 / variance, rel=1e-9)


def test_a_robust_test_of_proportional_data_is_near_the_model_test():
    rng = np.random.default_rng(3)
    frame = pd.DataFrame({"x": rng.normal(size=4000)})
    time = rng.exponential(1 / np.exp(0.5 * frame["x"]))

    model, robust = (
        proportionality(cox(frame, time, np.ones(4000), robust=robust)).frame["statistic"][0]
        for robust in (False, True)
    )

    assert robust == pytest.approx(model, rel=0.1)


@pytest.mark.parametrize("by", [None, "cluster"])
def test_the_robust_variance_is_the_answer_of_the_score_to_the_weights(by):
    rng = np.random.default_rng(4)
    n, share = 40, 1e-5
    each = np.arange(n) if by is None else rng.integers(0, 9, n)
    frame = pd.DataFrame(rng.normal(size=(n, 2)), columns=["a", "b"])
    given = frame, rng.integers(1, 9, n), rng.random(n) < 0.7
    weights, options = rng.random(n) + 0.5, {"cluster": each, "small_sample": False}

    def gained(weights):
        fit = cox(*given, weights=weights, **options)
        residuals = schoenfeld(fit)
        return (weights[residuals.row] * residuals.time) @ residuals.residuals

    slopes = [
        (gained(weights * (1 + share * its)) - gained(weights * (1 - share * its))) / (2 * share)
        for its in (each == one for one in np.unique(each))
    ]
    variance = np.square(slopes).sum(axis=0)

    ours = proportionality(cox(*given, weights=weights, **options), "identity").frame
    np.testing.assert_allclose(ours["statistic"][:2], gained(weights) ** 2 / variance, rtol=1e-5)


def test_as_many_terms_as_clusters_leave_no_global_test():
    result = proportionality(_crossing(cluster=np.arange(400) % 2))

    assert result.robust
    assert result.frame.set_index("term")["p"].isna().to_dict() == {
        "arm": False,
        "other": False,
        GLOBAL: True,
    }


def test_scaled_residuals_scatter_around_the_coefficient(fit):
    ours = scaled_schoenfeld(fit, "identity")

    np.testing.assert_allclose(ours.residuals.mean(axis=0), fit.coef, rtol=1e-9)
    deviations = ours.residuals - fit.coef
    np.testing.assert_allclose(deviations, 4 * schoenfeld(fit).residuals * fit.covariance)
    np.testing.assert_array_equal(ours.time, [2, 5, 7, 9])
    np.testing.assert_array_equal(ours.scaled_time, ours.time)


def test_an_unknown_time_scale_is_refused(fit):
    with pytest.raises(BadInput, match="no time transform 'sqrt'"):
        proportionality(fit, "sqrt")


def test_the_logarithm_of_day_0_is_refused_with_the_count():
    fit = cox(pd.DataFrame({"x": [1, 0, 1]}), [0, 1, 2], [1, 1, 1])

    with pytest.raises(BadInput, match="1 events happened on day 0"):
        proportionality(fit, "log")
