"""Kaplan-Meier, and all that is read off it, against R survival 3.5-3 (survfit)."""

import numpy as np
import pytest

from analytics.cumulative_hazard import nelson_aalen
from analytics.event_table import tables_from_counts
from analytics.risk_tables import risk_table
from analytics.survival import (
    clustered_kaplan_meier,
    kaplan_meier,
    median_follow_up,
    quantile,
    restricted_mean,
    survival_at,
)

INTERVALS = {"plain": "plain", "log": "log", "loglog": "log-log"}
WHOLE = [
    "colon_death_all",
    "colon_death_by_rx",
    "colon_recur_by_rx",
    "lung_by_sex",
    "veteran_by_celltype",
    "ovarian_by_rx",
    "pbc_death",
    "rotterdam_death_by_hormon",
    "gbsg_by_grade",
    "mgus2_age_scale_by_sex",
    "registry_os_by_treat",
    "registry_os_left_truncated_by_treat",
    "registry_os_by_site",
    "registry_reverse_km_followup",
    "colon_death_reverse_km",
    "ties_by_group",
    "ties_integer_weights",
    "edge",
]
FRACTIONAL = ["registry_os_iptw_naive", "ties_weights_naive"]
ROBUST = ["registry_os_iptw_robust", "ties_weights_robust"]
CLUSTERED = ["registry_os_cluster_site"]
FORMS = [(name, form) for name in WHOLE for form in ("people", "counts")]
FORMS += [(name, "people") for name in FRACTIONAL + ROBUST]
FORMS += [(name, form) for name in CLUSTERED for form in ("people", "counts by cluster")]


def test_every_case_of_the_reference_is_here(expected):
    cases = {case["case"] for case in expected("km")["cases"]}

    assert cases == {*WHOLE, *FRACTIONAL, *ROBUST, *CLUSTERED}


@pytest.fixture(params=FORMS, ids=" ".join)
def groups_of(request, expected, rows_of):
    """R's numbers of each group, with the rows of the group and how they are given."""
    name, form = request.param
    case = next(c for c in expected("km")["cases"] if c["case"] == name)
    rows = rows_of(case)
    rows["group"] = rows["group"].astype(str) if "group" in rows else "all"
    return [
        (theirs, rows[rows["group"] == label], form, case["robust"])
        for label, theirs in case["curves"].items()
    ]


@pytest.fixture
def group_curves(groups_of, counts_of):
    """Pairs of R's numbers for a group and a maker of our curve."""
    return [
        (theirs, _maker(rows, form, counts_of, robust=robust))
        for theirs, rows, form, robust in groups_of
    ]


def _maker(rows, form, counts_of, *, robust):
    if form == "counts by cluster":
        tables = tables_from_counts(counts_of(rows, ["cluster"]), "cluster")
        return lambda **options: clustered_kaplan_meier(tables, few_clusters="normal", **options)
    if form == "counts":
        (table,) = tables_from_counts(counts_of(rows, []))
        return lambda **options: kaplan_meier(table, **options)
    given = {key: rows[key] for key in ("entry", "weights", "cluster") if key in rows}
    if "cluster" not in rows:
        given["robust"] = robust
    return lambda **options: kaplan_meier(
        rows["time"], rows["event"], few_clusters="normal", **given, **options
    )


def test_curve_error_risk_set_and_limits_agree_at_every_time(group_curves, close):
    for theirs, curve_of in group_curves:
        for name, interval in INTERVALS.items():
            curve = curve_of(interval=interval)
            at = np.isin(curve.time, theirs["time"])
            close(curve.time[at], theirs["time"], 0)
            close(curve.survival[at], theirs["surv"], 1e-10)
            close(curve.se[at], theirs["se_surv"], 1e-10)
            close(curve.at_risk[at], theirs["n_risk"], 1e-10)
            close(curve.events[at], theirs["n_event"], 1e-10)
            close(curve.censored[at], theirs["n_censor"], 1e-10)
            close(curve.lower[at], theirs["ci"][name]["lower"], 1e-10)
            close(curve.upper[at], theirs["ci"][name]["upper"], 1e-10)


def test_cumulative_hazard_and_its_error_agree_at_every_time(group_curves, close):
    for theirs, curve_of in group_curves:
        ours = nelson_aalen(curve_of())
        at = np.isin(ours.time, theirs["time"])
        close(ours.hazard[at], theirs["cumhaz_nelson_aalen"], 1e-10)
        close(ours.se[at], theirs["se_cumhaz"], 1e-10)


def test_quartiles_are_those_of_r_and_not_reached_is_nan(group_curves):
    for theirs, curve_of in group_curves:
        for name, interval in INTERVALS.items():
            curve = curve_of(interval=interval)
            want = theirs["quantiles"][name]
            for place, share in enumerate(want["prob"]):
                ours = quantile(curve, share)
                np.testing.assert_equal(ours.estimate, _number(want["est"][place]))
                if want["lower_curve_monotone"]:
                    np.testing.assert_equal(ours.lower, _number(want["lower"][place]))
                if want["upper_curve_monotone"]:
                    np.testing.assert_equal(ours.upper, _number(want["upper"][place]))


def test_survival_at_asked_times_agrees_within_follow_up(group_curves, close):
    for theirs, curve_of in group_curves:
        for name, interval in INTERVALS.items():
            curve = curve_of(interval=interval)
            at = survival_at(curve, theirs["at"]["times"])
            known = (at.time <= curve.time[-1]) | (curve.survival[-1] == 0)
            # Before its first time R says 1 to 1 on every scale; afterwards, and here
            # throughout, log-log limits do not exist while survival is 1.
            limited = known & ((at.time >= theirs["time"][0]) | (interval != "log-log"))
            limits = theirs["at"]["ci"][name]
            close(at.survival[known], np.array(theirs["at"]["surv"])[known], 1e-10)
            close(at.lower[limited], np.array(limits["lower"], dtype=float)[limited], 1e-10)
            close(at.upper[limited], np.array(limits["upper"], dtype=float)[limited], 1e-10)
            assert np.isnan(at.survival[~known]).all()


def test_restricted_means_agree(group_curves, close):
    for theirs, curve_of in group_curves:
        for want in theirs.get("rmst", []):
            if want["rmst"] is None:  # R stops when the horizon is before the first time
                continue
            ours = restricted_mean(curve_of(), want["tau"])
            close([ours.estimate, ours.se], [want["rmst"], want["se"]], 1e-10)


def test_risk_table_counts_people_at_risk_as_r_does(groups_of, close):
    for theirs, rows, _, _ in groups_of:
        if "entry" in rows:
            continue  # R then reads the count off the next step; see the next test
        table = risk_table(
            rows["time"], rows["event"], theirs["at"]["times"], weights=rows.get("weights")
        )
        close((table.weighted or table).at_risk, theirs["at"]["n_risk"], 1e-10)


@pytest.mark.parametrize("form", ["people", "counts"])
@pytest.mark.parametrize("name", ["mgus2_age_scale_by_sex", "registry_os_left_truncated_by_treat"])
def test_late_entrants_are_at_risk_after_entry_only(name, form, expected, rows_of, counts_of):
    case = next(c for c in expected("km")["cases"] if c["case"] == name)
    rows = rows_of(case)
    asked = np.unique(rows["time"])[::7]

    if form == "people":
        ours = risk_table(rows["time"], rows["event"], asked, entry=rows["entry"])
    else:
        ours = risk_table(tables_from_counts(counts_of(rows, []))[0], at=asked)

    late = rows["entry"].to_numpy() > 0
    for day, at_risk in zip(asked, ours.at_risk, strict=True):
        entered = ~late | (rows["entry"] < day)
        assert at_risk == (entered & (rows["time"] >= day)).sum()


@pytest.mark.parametrize("case", ["registry_reverse_km_followup", "colon_death_reverse_km"])
def test_median_follow_up_is_r_with_the_indicator_flipped(case, expected, rows_of):
    case = next(c for c in expected("km")["cases"] if c["case"] == case)
    rows = rows_of(case)

    ours = median_follow_up(rows["time"], 1 - rows["event"])

    theirs = case["curves"]["all"]["quantiles"]["loglog"]
    median = theirs["prob"].index(0.5)
    want = [_number(theirs[key][median]) for key in ("est", "lower", "upper")]
    np.testing.assert_array_equal([ours.estimate, ours.lower, ours.upper], want)


def test_few_clusters_widen_r_by_their_factor_and_student(expected, rows_of, close):
    case = next(c for c in expected("km")["cases"] if c["case"] == "registry_os_cluster_site")
    rows, theirs = rows_of(case), case["curves"]["1"]
    its = rows[rows["group"] == 1]

    ours = kaplan_meier(its["time"], its["event"], cluster=its["cluster"])

    n_clusters = its["cluster"].nunique()
    at = np.isin(ours.time, theirs["time"])
    factor = np.sqrt(n_clusters / (n_clusters - 1))
    close(ours.se[at], factor * np.array(theirs["se_surv"]), 1e-10)
    assert ours.uncertainty.df == n_clusters - 1


def _number(value):
    return np.nan if value is None else value
