"""Aalen-Johansen against R survival 3.5-3 (multistate survfit), by person and by counts."""

import numpy as np
import pytest

from analytics.competing import cumulative_incidence, incidence_at
from analytics.event_table import tables_from_counts

INTERVALS = {"plain": "plain", "log": "log", "loglog": "log-log"}
COUNTED = ["mgus2_by_sex", "pbc_all", "transplant_by_abo", "registry_by_treat", "ties_by_group"]
BY_PERSON = [
    "registry_left_truncated_by_treat",
    "registry_iptw_by_treat",
    "registry_cluster_site",
]
FORMS = [(name, form) for name in COUNTED for form in ("people", "counts")]
FORMS += [(name, "people") for name in BY_PERSON]


@pytest.fixture(params=FORMS, ids=" ".join)
def groups(request, expected, coded_rows_of, counts_of):
    """Pairs of R's numbers for a group and what our estimator takes for it."""
    name, form = request.param
    case = next(c for c in expected("competing_risks")["aalen_johansen"] if c["case"] == name)
    rows, _ = coded_rows_of(case)
    rows["group"] = rows["group"].astype(str) if "group" in rows else "all"
    pairs = []
    for label, theirs in case["curves"].items():
        its = rows[rows["group"] == label].drop(columns="group")
        if form == "counts":
            counts = counts_of(its.rename(columns={"code": "event"}), [])
            its = {"time": tables_from_counts(counts)[0]}
        options = {"few_clusters": "normal"} if "cluster" in its else {}  # R has no correction
        pairs.append((theirs, dict(its) | options))
    return pairs


def causes_of(theirs):
    return [int(key.removeprefix("cause_")) for key in theirs if key.startswith("cause_")]


def test_incidence_and_its_error_agree_at_every_time(groups, close):
    for theirs, follow_up in groups:
        curve = cumulative_incidence(**follow_up)
        at = np.isin(curve.time, theirs["time"])
        close(curve.time[at], theirs["time"], 0)
        assert list(curve.causes) == causes_of(theirs)
        for cause in curve.causes:
            want = theirs[f"cause_{cause}"]
            close(curve[cause].incidence[at], want["cif"], 1e-9)
            close(curve[cause].se[at], want["se"], 1e-9)


def test_people_at_risk_and_events_agree_at_every_time(groups, close):
    for theirs, follow_up in groups:
        if "weights" in follow_up:
            continue  # R counts people all the same, we add up weights
        curve = cumulative_incidence(**follow_up)
        at = np.isin(curve.time, theirs["time"])
        close(curve.at_risk[at], theirs["n_risk"], 0)
        for cause in curve.causes:
            close(curve[cause].events[at], theirs[f"cause_{cause}"]["n_event"], 0)


@pytest.mark.parametrize("name", INTERVALS)
def test_limits_agree_on_every_scale(name, groups, close):
    for theirs, follow_up in groups:
        curve = cumulative_incidence(**follow_up, interval=INTERVALS[name])
        at = np.isin(curve.time, theirs["time"])
        for cause in curve.causes:
            limits = theirs[f"cause_{cause}"]["ci"][name]
            close(curve[cause].lower[at], limits["lower"], 1e-9)
            close(curve[cause].upper[at], limits["upper"], 1e-9)


def test_values_at_asked_times_agree_within_follow_up(groups, close):
    for theirs, follow_up in groups:
        curve = cumulative_incidence(**follow_up)
        for cause in curve.causes:
            want = theirs["at"][f"cause_{cause}"]
            at = incidence_at(curve, theirs["at"]["times"], cause=cause)
            known = (at.time <= curve.time[-1]) | (curve.event_free[-1] == 0)
            close(at.incidence[known], np.array(want["cif"])[known], 1e-9)
            close(at.se[known], np.array(want["se"])[known], 1e-9)
            lower = np.array(want["ci"]["loglog"]["lower"], dtype=float)
            close(at.lower[known], lower[known], 1e-9)
            assert np.isnan(at.incidence[~known]).all()


def test_few_sites_widen_r_by_the_factor_and_by_t(expected, coded_rows_of, close):
    cases = expected("competing_risks")["aalen_johansen"]
    case = next(c for c in cases if c["case"] == "registry_cluster_site")
    rows, _ = coded_rows_of(case)
    its = rows[rows["group"] == 1].drop(columns="group")

    curve = cumulative_incidence(**its, interval="plain")

    sites = its["cluster"].nunique()
    theirs = case["curves"]["1"]["cause_1"]
    at = np.isin(curve.time, case["curves"]["1"]["time"])
    se = np.array(theirs["se"]) * np.sqrt(sites / (sites - 1))
    close(curve[1].se[at], se, 1e-9)
    assert (curve.n_clusters, curve.df) == (sites, sites - 1)
    assert (curve[1].upper - curve[1].lower)[at][-1] > 2 * 1.96 * se[-1]
