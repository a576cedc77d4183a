"""Laws that Cox fits keep, whatever the people."""

from dataclasses import replace

import numpy as np
import pandas as pd
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from analytics.cox_residuals import dfbeta, expected_events, martingale
from analytics.errors import AnalysisError
from analytics.hazards import baseline, concordance, cox, predicted_survival, proportionality
from analytics.regression import Regression

TIES = st.sampled_from(["efron", "breslow"])


@st.composite
def people(draw, late=True, strata=True):
    """Some forty people with tied days, late entries and strata, as arguments of `cox`."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    n = draw(st.integers(25, 60))
    time = rng.integers(1, draw(st.integers(4, 200)), n).astype(float)
    entry = np.floor(time * rng.random(n)) * (rng.random(n) < 0.3)
    made = {
        "covariates": pd.DataFrame({"a": rng.normal(size=n), "b": (rng.random(n) < 0.4) * 1.0}),
        "time": time,
        "event": rng.random(n) < draw(st.sampled_from([0.4, 0.7, 1.0])),
    }
    made |= {"entry": entry} if late and draw(st.booleans()) else {}
    return made | ({"strata": rng.integers(0, 3, n)} if strata and draw(st.booleans()) else {})


def fitted(made, **options) -> Regression:
    """Fit, or let hypothesis choose other people where these cannot be fitted."""
    try:
        return cox(**made, **options)
    except AnalysisError:
        assume(False)
        raise


def same(first, second, relative=1e-7):
    """Compare coefficients and errors of two fits."""
    np.testing.assert_allclose(first.coef, second.coef, rtol=relative, atol=1e-9)
    np.testing.assert_allclose(first.se, second.se, rtol=relative)


def changed(made, rows):
    """Take rows of people, in any order and number."""
    return {
        key: value.iloc[rows].reset_index(drop=True) if key == "covariates" else value[rows]
        for key, value in made.items()
    }


@given(people(), TIES, st.booleans(), st.randoms())
def test_the_order_of_rows_does_not_matter(made, ties, robust, random):
    order = list(range(len(made["time"])))
    random.shuffle(order)
    fit = fitted(made, ties=ties, robust=robust)

    other = cox(**changed(made, order), ties=ties, robust=robust)

    same(fit, other)
    np.testing.assert_allclose(martingale(fit)[order], martingale(other), atol=1e-7)
    np.testing.assert_allclose(dfbeta(fit)[order], dfbeta(other), atol=1e-6)


@given(people())
def test_people_of_weight_2_are_people_listed_twice(made):
    # With Breslow's method only: Efron's takes tied events off one by one, and two are two.
    n = len(made["time"])
    weights = np.arange(n) % 2 + 1
    fit = fitted(made, ties="breslow", weights=weights)

    same(fit, cox(**changed(made, np.repeat(np.arange(n), weights)), ties="breslow"))


@given(people(), TIES)
def test_one_common_weight_changes_errors_only(made, ties):
    fit = fitted(made, ties=ties)

    other = cox(**made, ties=ties, weights=np.full(len(made["time"]), 4))

    np.testing.assert_allclose(other.coef, fit.coef, rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(other.se, fit.se / 2, rtol=1e-7)


@given(people(late=False), TIES)
def test_entry_on_day_0_is_no_late_entry(made, ties):
    fit = fitted(made, ties=ties)

    same(fit, cox(**made, ties=ties, entry=np.zeros(len(made["time"]))))


@given(people(), TIES)
def test_entry_before_the_first_event_is_no_late_entry(made, ties):
    made = {key: value for key, value in made.items() if key != "entry"}
    fit = fitted(made, ties=ties)

    same(fit, cox(**made, ties=ties, entry=np.full(len(made["time"]), 0.5)))


@given(people(), TIES, st.booleans())
def test_a_binary_covariate_coded_the_other_way_round_flips_its_sign(made, ties, robust):
    frame = made["covariates"]
    fit = fitted(made, ties=ties, robust=robust)

    other = cox(**{**made, "covariates": frame.assign(b=1 - frame["b"])}, ties=ties, robust=robust)

    np.testing.assert_allclose(other.coef, fit.coef * [1, -1], rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(other.lower[1], -fit.upper[1], rtol=1e-7, atol=1e-9)
    np.testing.assert_allclose(other.se, fit.se, rtol=1e-7)


@given(people(), TIES, st.sampled_from([1e-6, 1e-2, 1e4]), st.sampled_from([-1e3, 0.0, 2e3]))
def test_units_and_origin_of_a_covariate_scale_its_coefficient(made, ties, unit, origin):
    frame = made["covariates"]
    fit = fitted(made, ties=ties)

    other = cox(**{**made, "covariates": frame.assign(a=(frame["a"] + origin) * unit)}, ties=ties)

    np.testing.assert_allclose(other.coef * [unit, 1], fit.coef, rtol=1e-6, atol=1e-8)
    np.testing.assert_allclose(other.se * [unit, 1], fit.se, rtol=1e-6)
    np.testing.assert_allclose(other.loglik, fit.loglik, rtol=1e-9)


@given(people(), TIES)
def test_only_the_order_of_days_matters(made, ties):
    stretched = {key: made[key] ** 3 for key in ("time", "entry") if key in made}
    fit = fitted(made, ties=ties)

    same(fit, cox(**{**made, **stretched}, ties=ties))


@given(people(strata=False), TIES)
def test_one_stratum_is_none_and_its_label_does_not_matter(made, ties):
    fit = fitted(made, ties=ties)

    same(fit, cox(**made, ties=ties, strata=["anywhere"] * len(made["time"])))


@given(people(), TIES)
def test_events_expected_add_up_to_events_in_every_stratum(made, ties):
    fit = fitted(made, ties=ties)
    strata = made.get("strata", np.zeros(fit.n))

    sums = pd.DataFrame({"happened": made["event"], "expected": expected_events(fit)})
    sums = sums.groupby(strata).sum()

    np.testing.assert_allclose(sums["happened"], sums["expected"], rtol=1e-7, atol=1e-9)


@given(people(), TIES)
def test_what_rows_add_to_the_coefficients_cancels(made, ties):
    fit = fitted(made, ties=ties)

    np.testing.assert_allclose(dfbeta(fit).sum(axis=0) / fit.se, 0, atol=1e-7)


@given(people(), TIES, st.booleans())
def test_predicted_survival_falls_and_stays_within_its_limits(made, ties, robust):
    fit = fitted(made, ties=ties, robust=robust)
    n = min(5, fit.n)
    strata = made["strata"][:n] if "strata" in made else None

    ours = predicted_survival(fit, made["covariates"].iloc[:n], np.arange(0, 60, 5), strata=strata)

    known = ~np.isnan(ours.lower)
    assert (np.diff(ours.survival, axis=1)[~np.isnan(ours.survival[:, 1:])] <= 1e-12).all()
    assert (ours.lower[known] <= ours.survival[known] + 1e-12).all()
    assert (ours.survival[known] <= ours.upper[known] + 1e-12).all()
    assert (np.diff(baseline(fit).cumulative_hazard)[np.diff(baseline(fit).stratum) == 0] > 0).all()


@given(people(), TIES)
def test_concordance_turns_over_with_the_sign_of_the_hazards(made, ties):
    fit = fitted(made, ties=ties)

    ours, turned = concordance(fit), concordance(replace(fit, coef=-fit.coef))

    assert (turned.concordant, turned.discordant) == (ours.discordant, ours.concordant)
    assert (turned.tied_hazard, turned.tied_time) == (ours.tied_hazard, ours.tied_time)
    np.testing.assert_allclose(turned.estimate, 1 - ours.estimate, rtol=1e-12)
    np.testing.assert_allclose(turned.se, ours.se, rtol=1e-9)


@given(people(), TIES, st.sampled_from(["km", "rank", "identity", "log"]), st.booleans())
def test_the_test_of_proportional_hazards_does_not_know_units(made, ties, transform, robust):
    frame = made["covariates"]
    fit = fitted(made, ties=ties, robust=robust)

    other = cox(**{**made, "covariates": frame * [100.0, -1.0]}, ties=ties, robust=robust)

    ours, theirs = (proportionality(each, transform).frame for each in (fit, other))
    np.testing.assert_allclose(ours["statistic"], theirs["statistic"], rtol=1e-5, atol=1e-8)


@settings(max_examples=20)
@given(people(), TIES)
def test_firth_flips_with_the_coding_and_holds_its_estimate(made, ties):
    frame = made["covariates"]
    fit = fitted(made, ties=ties, penalty="firth")

    other = fitted(
        {**made, "covariates": frame.assign(b=1 - frame["b"])}, ties=ties, penalty="firth"
    )

    np.testing.assert_allclose(other.coef, fit.coef * [1, -1], rtol=1e-6, atol=1e-8)
    assert ((fit.lower < fit.coef) & (fit.coef < fit.upper)).all()
