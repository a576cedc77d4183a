"""What planned comparisons are held to, for every domain."""

import pytest

from queries.domains.catalogue import DOMAINS
from queries.domains.covariates import at_odds
from queries.domains.planned import (
    entered_covariates,
    outcome_pool,
    planned_covariates,
    techniques_of,
)

COMPARED = [(code, one) for code, domain in DOMAINS.items() for one in domain.comparisons]


@pytest.mark.parametrize("domain", DOMAINS)
def test_no_score_stands_beside_its_own_parts(domain):
    assert not at_odds(tuple(field.name for field in planned_covariates(domain)))


def test_albi_stands_for_albumin_and_bilirubin_which_sites_enter():
    model = {field.name for field in planned_covariates("HCC")}
    entered = {field.name for field in entered_covariates("HCC")}

    assert model - entered == {"albi"}
    assert entered - model == {"albumin_g_l", "bilirubin_umol_l"}
    assert not {"bclc", "child_pugh", "child_pugh_site"} & (model | entered)


@pytest.mark.parametrize(("domain", "comparison"), COMPARED)
def test_a_pool_is_closed_so_that_no_difference_of_sums_tells_an_arm(domain, comparison):
    pool = frozenset(outcome_pool(comparison, domain))

    assert techniques_of(comparison) <= pool
    for other in DOMAINS[domain].comparisons:
        shared = techniques_of(other) & pool
        assert shared in (frozenset(), techniques_of(other))


def test_ablation_and_embolisation_of_hcc_are_two_pools():
    pools = {outcome_pool(one, "HCC") for one in DOMAINS["HCC"].comparisons}

    assert ("MWA", "RFA", "TACE_ABL") in pools
    assert len(pools) == 2
