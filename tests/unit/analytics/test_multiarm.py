"""Several techniques: equal to two-arm results for two, and consistent among three."""

from dataclasses import replace

import numpy as np
import pytest

from analytics.comparison import compare
from analytics.errors import BadInput, DidNotConverge, TooFewEvents
from analytics.multiarm import compare_arms, multi_design
from analytics.multinomial_scores import multinomial_weighting


@pytest.fixture(scope="module")
def three(registry):
    """Return a third of each arm's patients moved to a third arm by age."""
    rng = np.random.default_rng(8)
    moved = rng.random(400) < 1 / (1 + np.exp(1 + 0.5 * registry.covariates["age"]))
    return np.where(moved, "MWA", registry.arm)


@pytest.mark.parametrize(("several", "two"), [("ATE", "ATE"), ("ATO", "ATO"), ("TARE", "ATT")])
def test_two_arms_give_the_comparison_of_two(several, two, registry, drawn):
    base = multi_design(registry.covariates, registry.arm, estimand=several)

    ours = compare_arms(base, registry.follow_up, horizon=600, landmarks=[365]).contrasts[0]
    wanted = compare(drawn(estimand=two), registry.follow_up, horizon=600, landmarks=365)

    np.testing.assert_allclose(base.weighting.weights, drawn(estimand=two).weights)
    mean, risk = wanted.restricted_mean.difference, wanted.landmarks[0].risk_difference
    assert (ours.reference, ours.treated) == ("CTACE", "TARE")
    assert ours.restricted_mean.estimate == pytest.approx(mean.estimate)
    assert ours.restricted_mean.se == pytest.approx(mean.se)
    assert ours.risk[0].se == pytest.approx(risk.se)


def test_contrasts_of_three_arms_add_up(registry, three):
    base = multi_design(registry.covariates, three)

    found = compare_arms(base, registry.follow_up, horizon=600, landmarks=[365])

    first, second, third = (each.restricted_mean.estimate for each in found.contrasts)
    assert [f"{c.treated}-{c.reference}" for c in found.contrasts] == [
        "MWA-CTACE",
        "TARE-CTACE",
        "TARE-MWA",
    ]
    assert second == pytest.approx(first + third)
    assert base.title.endswith("effect in the overlap of all arms (ATO)")


def test_p_values_are_adjusted_over_pairs(registry, three):
    base = multi_design(registry.covariates, three, estimand="ATE")

    found = compare_arms(base, registry.follow_up, horizon=600, landmarks=[365, 5000])

    raw = np.array([each.restricted_mean.p for each in found.contrasts])
    adjusted = np.array([each.restricted_mean_p for each in found.contrasts])
    assert adjusted.min() == pytest.approx(3 * raw.min())
    assert (adjusted >= raw).all()
    assert all(np.isnan(each.risk_p[1]) for each in found.contrasts)


@pytest.mark.parametrize("estimand", ["ATO", "ATE", "MWA"])
def test_weights_balance_every_pair(estimand, registry, three):
    base = multi_design(registry.covariates, three, estimand=estimand)

    assert max(table.largest_difference for table in base.balance) < 0.15
    assert base.pairs == (("CTACE", "MWA"), ("CTACE", "TARE"), ("MWA", "TARE"))
    assert (base.ess <= base.n + 1e-9).all()


@pytest.mark.parametrize("estimand", ["ATO", "ATE", "MWA"])
def test_weights_move_with_the_coefficients_as_their_gradient_says(estimand, registry, three):
    scores = multi_design(registry.covariates, three).scores
    gradient = multinomial_weighting(scores, estimand).gradient

    def at(step):
        coefficients = scores.coefficients.copy()
        coefficients[1, 1] += step
        odds = np.exp(np.column_stack([np.zeros(400), scores.matrix @ coefficients]))
        moved = replace(scores, probability=odds / odds.sum(axis=1, keepdims=True))
        return multinomial_weighting(moved, estimand).weights

    size = scores.matrix.shape[1]
    np.testing.assert_allclose(gradient[:, size + 1], (at(1e-6) - at(-1e-6)) / 2e-6, atol=1e-6)


def test_clusters_widen_the_contrasts_of_all_arms(registry, three):
    base = multi_design(registry.covariates, three, estimand="TARE")

    found = compare_arms(
        base, registry.follow_up, horizon=600, landmarks=365, cluster=registry.places["site"]
    )

    assert found.contrasts[0].restricted_mean.df == 7
    assert base.title.endswith("effect in patients of TARE")


def test_a_stage_of_one_arm_only_is_named(registry, three):
    stage = np.where(three == "MWA", registry.covariates["stage"], "A")

    with pytest.raises(BadInput, match="stage: B, stage: C tells"):
        multi_design(registry.covariates.assign(stage=stage), three)


@pytest.mark.parametrize(
    ("arm", "estimand", "refusal"),
    [
        (["A"] * 390 + ["B"] * 10, "ATO", TooFewEvents),
        (["A", "B"], "ATO", BadInput),
        (["A", "B"] * 200, "ATT", BadInput),
    ],
    ids=["small arm", "lengths differ", "estimand"],
)
def test_designs_that_cannot_be_made_are_refused(arm, estimand, refusal, registry):
    with pytest.raises(refusal):
        multi_design(registry.covariates[["age"]], arm, estimand=estimand)


def test_follow_up_of_others_is_refused(registry, three, follow_up_from):
    with pytest.raises(BadInput):
        compare_arms(
            multi_design(registry.covariates, three),
            follow_up_from([1], [1]),
            horizon=1,
            landmarks=1,
        )


@pytest.fixture
def rotated():
    """Return two covariates that separate three arms together, but neither alone."""
    x = np.random.default_rng(3).normal(size=(300, 2))
    arm = np.array(["A", "B", "C"])[np.digitize(x[:, 0] + x[:, 1], [-0.5, 0.5])]
    return x, arm


def test_scores_that_run_away_are_refused(rotated):
    with pytest.raises(DidNotConverge, match="no stable answer"):
        multi_design(*rotated)


def test_scores_that_do_not_settle_are_refused(registry, three, monkeypatch):
    monkeypatch.setattr("analytics.multinomial_scores._SETTLED", -1.0)

    with pytest.raises(DidNotConverge, match="no stable answer"):
        multi_design(registry.covariates, three)


def test_scores_next_to_0_are_refused(rotated):
    x, arm = rotated
    mixed = np.append(arm, ["A", "B", "C"] * 4)  # a few in the middle keep the fit finite

    with pytest.raises(BadInput, match="gives some patients a score of"):
        multi_design(np.vstack([4 * x, np.zeros((12, 2))]) + 0.01 * np.eye(312, 2), mixed)
