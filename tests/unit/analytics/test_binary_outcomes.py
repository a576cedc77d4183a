"""Yes/no outcomes: unknown answers counted and bounded, none in words, limits by the bootstrap."""

import numpy as np
import pandas as pd
import pytest

from analytics.binary_comparison import compare_binary
from analytics.binary_outcomes import Asked, binary_outcome, estimands_of
from analytics.comparison_plan import Plan
from analytics.covariate_handling import Covariate
from analytics.errors import DidNotConverge
from analytics.mean_contrasts import mean_contrasts


def plan(**changes):
    return Plan(("old", "new"), (Covariate("male", "Male", "number"),), **changes)


def people(per_arm=40):
    """Half of each arm is male: nothing to adjust for."""
    arm = np.repeat([0, 1], per_arm)
    rows = pd.DataFrame({"male": np.tile([0, 1], per_arm), "region": "R"})
    return rows.assign(site=[f"S{k % 8}" for k in range(2 * per_arm)]), arm


def asked(had, because=()):
    return Asked("An outcome", "who counts", np.asarray(had, dtype=float), because)


def test_shares_without_confounding_are_plain_under_every_estimand():
    rows, arm = people()
    had = np.append(np.arange(40) < 10, np.arange(40) < 20)

    found = binary_outcome(rows, arm, plan(), asked(had), n_samples=50)

    assert [one.population for one in found.contrasts] == ["crude", "ATO", "ATE", "ATT"]
    for one in found.contrasts:
        assert one.means == pytest.approx((1 / 4, 1 / 2))
        assert one.difference.estimate == pytest.approx(1 / 4)
        assert one.ratio.estimate == pytest.approx(2)
    assert found.bounds is None


def test_who_is_not_known_is_counted_by_reason_and_bounds_the_difference():
    rows, arm = people(80)
    had = np.append(np.arange(80) < 20, np.arange(80) < 40).astype(float)
    had[[0, 1, 78, 79, 158, 159]] = np.nan  # four of the old (two had it), two of the new
    died = np.arange(160) % 2 == 0

    because = (("died", died), ("lost", ~died))
    found = binary_outcome(rows, arm, plan(), asked(had, because), n_samples=50)

    assert found.unknown == (("died", (2, 1)), ("lost", (2, 1)))
    assert [share.n for share in found.shares] == [76, 78]
    # Of the old 18 to 22 of 80 had it, of the new 40 to 42.
    assert found.bounds == pytest.approx((40 / 80 - 22 / 80, 42 / 80 - 18 / 80))


def test_an_arm_without_any_event_has_no_contrast_and_an_upper_limit():
    rows, arm = people()
    had = np.append(np.zeros(40), np.arange(40) < 20)

    found = binary_outcome(rows, arm, plan(), asked(had), n_samples=50)

    assert found.contrasts == ()
    assert "0 of 40 patients of old have the outcome" in found.refusal
    assert found.shares[0].upper == pytest.approx(1 - 0.025 ** (1 / 40))
    assert found.ess == pytest.approx((40, 40))


def test_limits_agree_with_those_of_stacked_influence(registry, drawn):
    made = drawn()
    theirs = compare_binary(made, registry.response, cluster="site")

    _, ours = mean_contrasts(made, registry.response.astype(float), ("ATO",), n_samples=1000)

    assert ours.difference.estimate == pytest.approx(theirs.risk_difference.estimate)
    assert ours.ratio.estimate == pytest.approx(theirs.risk_ratio.estimate)
    assert ours.difference.df == theirs.risk_difference.df == 7
    assert ours.difference.se == pytest.approx(theirs.risk_difference.se, rel=0.12)
    assert ours.ratio.se == pytest.approx(theirs.risk_ratio.se, rel=0.12)


def test_matched_pairs_keep_their_robust_limits(registry, drawn):
    made = drawn(method="matching")
    theirs = compare_binary(made, registry.response, cluster="site")

    crude, ours = mean_contrasts(made, registry.response.astype(float), ("ATT",))

    assert (crude.population, ours.population) == ("crude", "ATT")
    assert ours.difference.se == pytest.approx(theirs.risk_difference.se)
    assert ours.ratio.upper == pytest.approx(theirs.risk_ratio.upper)


def test_samples_that_lack_an_arm_are_refused_beyond_one_in_ten(registry, drawn):
    made = drawn()
    made.places["site"] = np.where(made.treated == 1, "only new", "only old")

    with pytest.raises(DidNotConverge, match="bootstrap samples lack an arm"):
        mean_contrasts(made, registry.response.astype(float), ("ATO",), n_samples=100)


def test_only_weighting_answers_for_all_three():
    assert estimands_of(plan(estimand="ATE")) == ("ATE", "ATO", "ATT")
    assert estimands_of(plan(estimand="ATM")) == ("ATM",)
    assert estimands_of(plan(method="stratification", estimand="ATE")) == ("ATE",)
