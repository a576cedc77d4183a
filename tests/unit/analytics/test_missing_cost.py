"""What missing fields cost, counted by hand on eight patients."""

import numpy as np
import pandas as pd
import pytest

from analytics.missing_cost import Gaps, MissingCost, comparison_cost, site_costs
from analytics.planned_design import PlannedDesign

# Patients:   0  1  2  3  4  5  6  7
AFP = [0, 0, 1, 1, 0, 0, 1, 0]
ECOG = [0, 0, 0, 1, 0, 1, 0, 0]
SECOND = np.array([0, 0, 0, 0, 1, 1, 1, 1], dtype=bool)
GAPS = Gaps(
    pd.DataFrame({"afp": AFP, "ecog": ECOG}).astype(bool),
    {"afp": "Alpha-fetoprotein", "ecog": "ECOG"},
    pd.Series(list("KKLLKKLL")),
)
WEIGHTS = np.array([1, 1, 1, 1, 0.5, 1, 1, 0.5])
DESIGN = PlannedDesign(SECOND, WEIGHTS, 1.0)


def cost(design=DESIGN):
    return comparison_cost("A or B", ("A", "B"), GAPS, SECOND, design=design, why_no_ess="why")


def test_those_complete_and_lost_are_counted_by_arm():
    assert (cost().n, cost().complete, cost().lost) == ((4, 4), (2, 2), 4)


def test_a_field_is_told_apart_by_what_it_costs_alone():
    afp, ecog = cost().fields

    assert (afp.field, afp.missing, afp.only, afp.sites) == ("afp", 3, 2, (("L", 2),))
    assert (ecog.field, ecog.missing, ecog.only, ecog.sites) == ("ecog", 2, 1, (("K", 1),))


def test_effective_sizes_rest_on_one_set_of_weights():
    # First arm: 4 and 2 equal weights. Second: 3^2 / 2.5 = 3.6 of all; 0.5 and 0.5 of complete.
    assert cost().ess == pytest.approx((4, 3.6))
    assert cost().ess_complete == pytest.approx((2, 2))


def test_a_field_regains_the_effective_size_of_those_who_lack_nothing_else():
    afp, ecog = cost().fields

    # AFP: patient 2 joins (2 -> 3); patient 6 joins 0.5, 0.5: 2^2 / 1.5 = 2.667 of 2.
    assert afp.ess == pytest.approx(1 + 4 / 1.5 - 2)
    assert ecog.ess == pytest.approx(4 / 1.5 - 2)  # patient 5 alone; 3 lacks AFP as well


def test_sites_are_ranked_by_the_patients_they_lose():
    first, second = cost().sites

    assert (first.site, first.n, first.lost, first.field, first.only) == (
        "L",
        4,
        3,
        "Alpha-fetoprotein",
        2,
    )
    assert (second.site, second.lost, second.field) == ("K", 1, "ECOG")
    assert first.ess == pytest.approx(2 + 4 / 1.5 - 2)  # patients 2, 3 and 6


def test_without_a_score_model_patients_are_counted_and_sizes_are_not():
    found = cost(design=None)

    assert found.ess is None
    assert found.why_no_ess == "why"
    assert np.isnan(found.fields[0].ess)
    assert found.fields[0].only == 2


def test_the_dearest_field_is_found_over_all_comparisons():
    both = MissingCost((cost(),), site_costs(GAPS, pd.Series(dtype=float)), 8, 4, 2, (), ())

    assert both.dearest is not None
    assert both.dearest[1].field == "afp"


def test_nobody_lost_costs_nothing():
    whole = Gaps(GAPS.missing & False, GAPS.labels, GAPS.site)
    found = comparison_cost("A or B", ("A", "B"), whole, SECOND, design=DESIGN)

    assert (found.lost, found.fields) == (0, ())
    assert all(site.lost == 0 and site.ess == 0 for site in found.sites)
