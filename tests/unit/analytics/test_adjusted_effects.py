"""Crude and adjusted effects of one question, and the second opinions on them."""

import math

import numpy as np
import pandas as pd
import pytest

from analytics.adjusted_effects import Horizons, Outcome, adjusted_ratio, compared, follow_up_from
from analytics.comparison_checks import (
    doubly_robust,
    early_event,
    effects_in_subgroups,
    without_place,
)
from analytics.comparison_plan import Plan
from analytics.covariate_handling import Covariate
from analytics.errors import TooFewEvents
from analytics.hazards import cox

PLAN = Plan(("old", "new"), (Covariate("x", "X", "number"),))
HORIZONS = Horizons(365.0, (180.0, 365.0), (0.0, 365.0))


def outcome(n=600, sites=10, late=0.0, event_share=1.0, seed=3):
    """Sicker patients (x) get the new technique and die earlier; the technique does nothing."""
    rng = np.random.default_rng(seed)
    x = rng.normal(size=n)
    arm = (rng.random(n) < 1 / (1 + np.exp(-x))).astype(np.int64)
    event = np.ceil(rng.exponential(400 * np.exp(-0.7 * x)))
    censored = np.ceil(rng.uniform(300, 1500, n))
    time = np.minimum(event, censored)
    code = ((event <= censored) & (rng.random(n) < event_share)).astype(np.int64)
    entry = np.where(rng.random(n) < late, np.minimum(30.0, time - 0.5), 0.0)
    site = np.array([f"S{k}" for k in rng.integers(0, sites, n)])
    region = np.where(rng.random(n) < 0.5, "North", "South")
    rows = pd.DataFrame({"x": x, "site": site, "region": region})
    return Outcome(rows, arm, follow_up_from(time, code, entry))


def test_adjustment_takes_away_what_confounding_brought():
    found = compared(outcome(2000), PLAN, HORIZONS)

    assert found.crude.hazard_ratio.lower > 1.2
    assert found.adjusted.hazard_ratio.lower < 1 < found.adjusted.hazard_ratio.upper


def test_the_crude_ratio_is_that_of_a_cox_model_of_the_arm():
    people = outcome()
    fit = cox(
        pd.DataFrame({"arm": people.treated.astype(float)}),
        people.follow_up.time,
        people.follow_up.code == 1,
    )

    crude = compared(people, PLAN, HORIZONS).crude.hazard_ratio.estimate
    assert crude == pytest.approx(float(fit.ratio[0]), rel=1e-8)


def test_crude_patients_count_once_and_adjusted_ones_like_fewer():
    found = compared(outcome(), PLAN, HORIZONS)

    assert found.crude.ess == pytest.approx(found.crude.n)
    assert all(e < n for e, n in zip(found.adjusted.ess, found.adjusted.n, strict=True))


def test_the_ratio_alone_is_the_ratio_of_the_whole_comparison():
    people = outcome()

    alone = adjusted_ratio(people, PLAN, 365.0)
    assert alone.effect.estimate == compared(people, PLAN, HORIZONS).adjusted.hazard_ratio.estimate


def test_one_site_is_said_and_its_patients_count_as_independent():
    found = compared(outcome(sites=1), PLAN, HORIZONS).adjusted

    assert found.n_clusters is None
    assert any("One site" in note for note in found.notes)


def test_two_sites_take_students_t_with_one_degree_of_freedom():
    found = compared(outcome(sites=2), PLAN, HORIZONS).adjusted

    assert found.hazard_ratio.df == 1


def test_under_ten_events_in_an_arm_is_refused():
    with pytest.raises(TooFewEvents, match="10"):
        compared(outcome(event_share=0.02), PLAN, HORIZONS)


def test_imputed_tables_are_pooled_and_say_so():
    people = outcome()
    people.rows.loc[::7, "x"] = np.nan
    plan = Plan(PLAN.arms, PLAN.covariates, missing="imputed")

    found = compared(people, plan, HORIZONS)
    assert found.n_tables == 5
    assert any("pooled over 5 imputed tables" in note for note in found.adjusted.notes)


def test_who_enters_late_is_left_out_of_the_doubly_robust_estimate():
    people = outcome(late=0.2)
    found = doubly_robust(people, PLAN, 365.0)

    assert sum(found.n) == int((people.follow_up.entry <= 0).sum())
    assert abs(found.effect.estimate) < 0.15


def test_early_events_count_those_followed_to_the_day():
    people = outcome()
    found = early_event(people, PLAN, 30.0)

    had = (people.follow_up.time <= 30) & (people.follow_up.code == 1)
    share = [had[people.treated == arm].mean() for arm in (0, 1)]  # nobody is censored by then
    assert found.crude.estimate == pytest.approx(share[1] - share[0])


def test_too_few_early_events_are_words():
    found = early_event(outcome(n=200), PLAN, 1.0)

    assert math.isnan(found.effect.estimate)
    assert "10" in found.refusal


def test_without_a_place_its_patients_are_gone():
    people = outcome()
    found = without_place(people, PLAN, 365.0, by="region", place="North")

    assert found.n == int((people.rows["region"] == "North").sum())
    assert (
        found.effect.estimate
        == adjusted_ratio(
            people.some(np.asarray(people.rows["region"] == "South")), PLAN, 365.0
        ).effect.estimate
    )


def test_a_place_without_which_nothing_is_left_says_why():
    found = without_place(outcome(sites=1), PLAN, 365.0, by="site", place="S0")

    assert found.refusal
    assert math.isnan(found.effect.estimate)


def test_subgroups_carry_the_weights_of_all():
    people = outcome()
    found = effects_in_subgroups(people, PLAN, [("Region", people.rows["region"])])

    assert found.frame["n_0"].sum() + found.frame["n_1"].sum() == 600
    assert len(found.interactions) == 1
