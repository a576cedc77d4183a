"""Funnel limits and over-dispersion against R's binomial and Poisson distributions."""

import numpy as np
import pytest

from analytics.funnel import funnel_limits, limits_around


@pytest.fixture(scope="module")
def r(expected):
    return expected("binary_counts")


def _limits(found):
    return np.concatenate(
        [found.outer_lower, found.inner_lower, found.inner_upper, found.outer_upper]
    )


def test_binomial_limits_agree(r, close):
    for case in r["funnel_binomial"]:
        ours = limits_around(case["p0"], [case["n"]])

        close(_limits(ours), case["exact_interpolated_clipped"], 1e-9)


def test_poisson_limits_agree_where_they_are_possible(r, close):
    for case in r["funnel_poisson"]:
        ours = limits_around(1, [case["expected"]], kind="poisson")

        close(_limits(ours), np.maximum(case["exact_interpolated"], 0), 1e-9)


def test_target_and_dispersion_of_the_sites_agree(r, close):
    case = r["site_complication_z"]

    ours = funnel_limits(case["x"], case["n"], least=1)

    close([ours.target, ours.dispersion], [case["p0"], case["phi_overdispersion"]], 1e-9)
    z = np.array(case["z"])
    inside = np.array([flag == "within" for flag in ours.flag])
    assert (np.abs(z[~inside]) > 1.9).all()
    assert (np.abs(z[inside]) < 2.1).all()
