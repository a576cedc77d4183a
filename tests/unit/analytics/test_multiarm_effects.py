"""Effects of several arms: two arms give the comparison of two, samples give full fits."""

import numpy as np
import pytest

from analytics.adjusted_effects import Horizons, Outcome
from analytics.baseline_covariates import check_covariates
from analytics.comparison import compare
from analytics.comparison_gate import Check
from analytics.covariate_handling import Covariate
from analytics.errors import DidNotConverge, TooFewEvents
from analytics.multiarm import joined_arms, multi_design
from analytics.multiarm_effects import arms_compared, at_level, pair_hazards
from analytics.multiarm_gate import MultiGate
from analytics.multiarm_report import DESIGN_CHECKS, MultiPlan, PairReport
from analytics.multiarm_samples import ArmSampleWeigher, sampled_arms
from analytics.multinomial_scores import multinomial_scores
from analytics.stacked_variance import Effect

ARMS = ("CTACE", "MWA", "TARE")


@pytest.fixture(scope="module")
def three(registry):
    rng = np.random.default_rng(8)
    moved = rng.random(400) < 1 / (1 + np.exp(1 + 0.5 * registry.covariates["age"]))
    return np.where(moved, "MWA", registry.arm)


@pytest.mark.parametrize(("several", "two"), [("ATE", "ATE"), ("ATO", "ATO"), ("TARE", "ATT")])
@pytest.mark.parametrize("outcome", ["follow_up", "competing"])
def test_the_hazard_ratio_of_two_arms_is_that_of_the_comparison_of_two(
    several, two, outcome, registry, drawn
):
    base, follow_up = multi_design(registry.covariates, registry.arm, estimand=several), None
    follow_up = getattr(registry, outcome)
    site = registry.places["site"].to_numpy()

    (ours,) = pair_hazards(joined_arms(base, follow_up, site))
    wanted = compare(
        drawn(estimand=two), follow_up, horizon=300, landmarks=200, cluster="site"
    ).hazard_ratio

    assert ours.name == wanted.name
    assert ours.estimate == pytest.approx(wanted.estimate)
    assert ours.se == pytest.approx(wanted.se)
    assert ours.df == wanted.df


@pytest.mark.parametrize("estimand", ["ATO", "ATE", "MWA"])
def test_weights_of_a_sample_are_those_of_a_full_fit(estimand, registry, three):
    base = multi_design(registry.covariates, three, estimand=estimand)
    rng = np.random.default_rng(3)
    drawn = rng.multinomial(400, np.full(400, 1 / 400), size=4).T.astype(float)

    ours = ArmSampleWeigher(base).weights(drawn)

    for column in range(4):
        rows = np.repeat(np.arange(400), drawn[:, column].astype(int))
        covariates = check_covariates(registry.covariates.iloc[rows].reset_index(drop=True))
        fit = multinomial_scores(covariates, base.scores.member[rows], ARMS)
        e, own = fit.probability, fit.probability[np.arange(rows.size), fit.member]
        tilt = {"ATO": 1 / (1 / e).sum(axis=1), "ATE": 1.0, "MWA": e[:, 1]}[estimand]
        np.testing.assert_allclose(ours[rows, column] / drawn[rows, column], tilt / own, rtol=2e-3)


def test_drawing_everybody_once_gives_the_weights_of_all(registry, three):
    base = multi_design(registry.covariates, three)

    ours = ArmSampleWeigher(base).weights(np.ones((400, 1)))

    np.testing.assert_allclose(ours[:, 0], base.weighting.weights, rtol=1e-6)


def test_sites_of_one_arm_alone_are_refused(registry, three):
    base = multi_design(registry.covariates, three)
    joined = joined_arms(base, registry.follow_up, three)

    with pytest.raises(DidNotConverge, match="bootstrap samples lack an arm"):
        sampled_arms(base, joined, horizon=400, days=np.array([300.0]), n_samples=40)


def outcome_of(registry, three):
    rows = registry.covariates.assign(**registry.places)
    return Outcome(rows, np.searchsorted(ARMS, three), registry.follow_up)


PLAN = MultiPlan(
    ARMS,
    (
        Covariate("age", "Age", "number"),
        Covariate("stage", "Stage", "category", (("A", "A"), ("B", "B"), ("C", "C"))),
    ),
)
HORIZONS = Horizons(600.0, (365.0,), (0.0, 365.0))


def test_pairs_are_adjusted_over_all_and_hold_no_patient(registry, three):
    found = arms_compared(outcome_of(registry, three), PLAN, HORIZONS, n_samples=60)

    raw = np.array([pair.hazard_ratio.p for pair in found.pairs])
    adjusted = np.array([pair.hazard_p for pair in found.pairs])
    assert adjusted.min() == pytest.approx(3 * raw.min())
    assert found.n.sum() == found.n_given == 400
    for arm in found.arms:
        assert arm.mean_time_influence.size == 0
        assert arm.risk_influence.size == 0
    for pair in found.pairs:
        drawn = pair.restricted_mean_drawn[1] - pair.restricted_mean_drawn[0]
        wide = pair.restricted_mean.upper - pair.restricted_mean.lower
        assert 0.5 < drawn / wide < 1.2


def test_an_arm_with_few_events_is_refused(registry, three, follow_up_from):
    given = outcome_of(registry, three)
    own = given.follow_up
    rare = follow_up_from(own.time, np.where(given.treated == 1, 0, own.code))

    with pytest.raises(TooFewEvents, match="MWA has 0 events"):
        arms_compared(Outcome(given.rows, given.treated, rare), PLAN, HORIZONS)


def test_limits_at_another_level_are_wider_by_the_quantile():
    effect = Effect("hazard ratio", "ratio", 0.5, 0.2, 0.338, 0.740, -7.5, np.inf, 0.95)

    wider = at_level(effect, 1 - 0.05 / 3)

    assert wider.estimate == pytest.approx(0.5)
    assert np.log(wider.upper / 0.5) == pytest.approx(2.3939797998 * 0.2)  # qnorm(1 - .05 / 6)


def pair(*failing):
    checks = tuple(
        Check(key, key, 0.0 if key in failing else 1.0, 0.5, True) for key in DESIGN_CHECKS
    )
    return PairReport("a", "b", 0.2, 0.05, "Age", checks)


@pytest.mark.parametrize(
    ("pairs", "passes"),
    [
        ((pair(), pair(), pair()), True),
        ((pair(), pair(), pair("ess")), False),
        ((pair(), pair()), False),
        ((), False),
    ],
)
def test_the_gate_of_several_arms_asks_every_pair(pairs, passes):
    assert MultiGate(pairs).passes is passes


def test_a_failed_check_is_named_with_its_pair():
    (failed,) = MultiGate((pair(), pair("ess"), pair())).failed

    assert failed.label == "b against a: ess"
