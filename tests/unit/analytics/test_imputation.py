"""Imputed covariates, and comparisons pooled over them."""

import numpy as np
import pandas as pd
import pytest

from analytics.comparison import compare
from analytics.errors import BadInput, DidNotConverge
from analytics.imputation import impute
from analytics.imputed_comparison import compare_imputed
from analytics.propensity import design


@pytest.fixture(scope="module")
def gaps(registry):
    """Return covariates with gaps in both columns."""
    rng = np.random.default_rng(5)
    frame = registry.covariates.copy()
    frame.loc[rng.random(400) < 0.2, "age"] = np.nan
    frame.loc[rng.random(400) < 0.1, "stage"] = None
    return frame


@pytest.fixture(scope="module")
def imputed(gaps, registry):
    also = pd.DataFrame({"arm": registry.arm == "TARE", "event": registry.follow_up.code})
    return impute(gaps, also=also, m=3)


def test_observed_values_stay_and_missing_ones_differ_between_tables(gaps, imputed):
    known = gaps["age"].notna()

    first, second, _ = imputed.tables
    np.testing.assert_array_equal(first["age"][known], gaps["age"][known])
    assert (first["age"][~known] != second["age"][~known]).all()
    assert list(first.columns) == ["age", "stage: B", "stage: C"]
    assert imputed.n_missing["age"] == (~known).sum()


def test_a_category_is_missing_in_all_its_indicators(gaps, imputed):
    known = gaps["stage"].notna().to_numpy()

    table = imputed.tables[0]
    np.testing.assert_array_equal(table["stage: B"][known], gaps["stage"][known] == "B")
    assert not np.isin(table["stage: B"][~known], [0, 1]).any()  # numbers, not rounded


def test_one_seed_gives_one_set_of_tables(gaps, imputed, registry):
    also = pd.DataFrame({"arm": registry.arm == "TARE", "event": registry.follow_up.code})

    again, other = (impute(gaps, also=also, m=2, seed=seed) for seed in (1, 2))

    assert again.tables[1].shape == other.tables[1].shape
    assert not again.tables[0].equals(other.tables[0])
    assert impute(gaps, also=also, m=2).tables[0].equals(again.tables[0])


def test_imputed_ages_are_spread_as_the_observed_ones(gaps):
    table = impute(gaps, m=2).tables[0]

    missing = gaps["age"].isna()
    assert table["age"][missing].std() == pytest.approx(gaps["age"].std(), rel=0.25)


@pytest.mark.parametrize(
    ("change", "options"),
    [
        ({}, {"m": 1}),
        ({"age": np.nan}, {}),
        ({}, {"also": pd.DataFrame({"arm": [1, 0]})}),
        ({}, {"also": pd.DataFrame({"arm": [np.nan] * 400})}),
    ],
    ids=["one table", "nobody has it", "others", "incomplete helper"],
)
def test_requests_that_cannot_be_met_are_refused(gaps, change, options):
    with pytest.raises(BadInput):
        impute(gaps.assign(**change), **options)


def test_complete_covariates_are_not_imputed(registry):
    with pytest.raises(BadInput, match="No covariate is missing"):
        impute(registry.covariates)


def test_draws_that_are_no_numbers_are_refused(gaps, monkeypatch):
    monkeypatch.setattr(
        "analytics.imputation.IterativeImputer.fit_transform", lambda self, table: table
    )

    with pytest.raises(DidNotConverge):
        impute(gaps)


def test_effects_are_estimated_in_each_table_and_then_pooled(imputed, registry):
    designs = [design(table, registry.arm) for table in imputed.tables]

    pooled = compare_imputed(designs, registry.follow_up, horizon=600, landmarks=[365])

    each = [compare(d, registry.follow_up, horizon=600, landmarks=365) for d in designs]
    logs = [np.log(c.hazard_ratio.estimate) for c in each]
    assert np.log(pooled.hazard_ratio.estimate) == pytest.approx(np.mean(logs))
    within = np.mean([c.restricted_mean.difference.se**2 for c in each])
    assert pooled.restricted_mean.se**2 > within
    assert pooled.title.endswith("(ATO)")
    assert len(pooled.risk) == 1
    assert pooled.largest_difference == max(d.balance.largest_difference for d in designs)


def test_designs_of_two_kinds_are_not_pooled(imputed, registry):
    designs = [design(imputed.tables[0], registry.arm, estimand=e) for e in ("ATE", "ATO")]

    with pytest.raises(BadInput, match="2 kinds of design"):
        compare_imputed(designs, registry.follow_up, horizon=600, landmarks=365)
