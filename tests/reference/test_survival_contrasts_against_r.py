"""Differences between curves against R survival 3.5-3 and R's arithmetic on its numbers."""

import numpy as np
import pytest

from analytics.event_table import tables_from_counts
from analytics.survival import kaplan_meier
from analytics.survival_contrasts import restricted_mean_contrast, survival_contrast


@pytest.fixture(params=["people", "counts"])
def curves_of(request, expected, rows_of, counts_of):
    """Return a maker of the two curves of a contrast: the group, then its reference."""

    def make(contrast):
        case = next(c for c in expected("km")["cases"] if c["case"] == contrast["case"])
        rows = rows_of(case)
        parts = [rows[rows["group"].astype(str) == label] for label in contrast["groups"]]
        if request.param == "people":
            curves = [kaplan_meier(its["time"], its["event"]) for its in parts]
        else:
            curves = [kaplan_meier(tables_from_counts(counts_of(its, []))[0]) for its in parts]
        return curves[1], curves[0]

    return make


@pytest.mark.parametrize("place", range(3))
def test_restricted_mean_differences_and_ratios_agree(place, curves_of, expected, close):
    theirs = expected("km")["rmst_difference"][place]

    ours = restricted_mean_contrast(*curves_of(theirs), theirs["tau"])

    d, ratio = ours.difference, ours.ratio
    want = [theirs[key] for key in ("diff", "se", "lower", "upper", "p")]
    close([d.estimate, d.se, d.lower, d.upper, d.p], want, 1e-10)
    close(d.estimate / d.se, theirs["z"], 1e-10)
    close([ratio.estimate, ratio.se], [theirs["ratio"], theirs["se_log_ratio"]], 1e-10)


@pytest.mark.parametrize("place", range(3))
def test_survival_differences_on_one_day_agree(place, curves_of, expected, close):
    theirs = expected("km")["fixed_time_difference"][place]

    ours = survival_contrast(*curves_of(theirs), theirs["time"])

    d, log_log = ours.difference, ours.log_log
    want = [theirs[key] for key in ("diff", "se", "lower", "upper", "p_plain")]
    close([d.estimate, d.se, d.lower, d.upper, d.p], want, 1e-10)
    chi_squared = (log_log.estimate / log_log.se) ** 2
    close([chi_squared, log_log.p], [theirs["chisq_cloglog"], theirs["p_cloglog"]], 1e-10)
    assert np.sign(log_log.estimate) == -np.sign(d.estimate)
