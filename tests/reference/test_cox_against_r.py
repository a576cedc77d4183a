"""Cox regression against R survival 3.5-3 (coxph and what is read off its fits)."""

import json

import numpy as np
import pandas as pd
import pytest

from analytics.cox_residuals import deviance, dfbeta, expected_events, martingale, schoenfeld
from analytics.errors import DidNotConverge
from analytics.hazards import baseline, concordance, cox, predicted_survival, proportionality
from analytics.regression import likelihood_ratio_test, wald_test

LUNG = ["inst", "time", "event", "age", "sex", "ph.ecog", "ph.karno", "wt.loss"]
COLON = ["id", "time", "event", "sex", "age", "obstruct", "adhere", "nodes", "differ", "extent"]
MGUS2 = ["age_in_m", "age_out_m", "death", "sex", "hgb", "creat"]

# case: file, time, event, further columns by option
BOTH = {
    "lung": ("lung", "time", "event", {}),
    "lung_robust": ("lung", "time", "event", {"robust": True}),
    "lung_cluster_inst": ("lung", "time", "event", {"cluster": "inst"}),
    "veteran": ("veteran", "time", "event", {}),
    "veteran_strata": ("veteran", "time", "event", {"strata": "celltype"}),
    "ties": ("ties_small", "time", "event", {}),
    "ties_iw_model": ("ties_small", "time", "event", {"weights": "iw"}),
    "ties_w_robust": ("ties_small", "time", "event", {"weights": "w", "robust": True}),
    "ties_w_cluster": ("ties_small", "time", "event", {"weights": "w", "cluster": "cluster"}),
    "ties_w_cluster_strata": (
        "ties_small",
        "time",
        "event",
        {"weights": "w", "cluster": "cluster", "strata": "stratum"},
    ),
    "registry_lt": ("registry_sim", "os_time", "os_event", {"entry": "entry"}),
    "registry_lt_strata_cluster": (
        "registry_sim",
        "os_time",
        "os_event",
        {"entry": "entry", "strata": "region", "cluster": "site"},
    ),
    "registry_iptw": ("registry_sim", "os_time", "os_event", {"weights": "w_ate", "robust": True}),
    "registry_iptw_cluster": (
        "registry_sim",
        "os_time",
        "os_event",
        {"weights": "w_ate", "cluster": "site"},
    ),
}
SETTINGS = {f"{case}_{ties}": BOTH[case] for case in BOTH for ties in ("efron", "breslow")} | {
    "colon_death_efron": ("colon_death", "time", "event", {}),
    "colon_both_events_cluster_id": (
        "colon",
        "time",
        "event",
        {"strata": "etype", "cluster": "id"},
    ),
    "rotterdam_efron": ("rotterdam", "dtime", "death", {}),
    "mgus2_age_scale_efron": ("mgus2", "age_out_m", "death", {"entry": "age_in_m"}),
    "registry_os_efron": ("registry_sim", "os_time", "os_event", {}),
}


@pytest.fixture(scope="session")
def frames(shared, expected):
    """The data of all cases, with the columns that R's formulas make."""
    names = ("lung", "veteran", "ties_small", "registry_sim", "colon", "rotterdam", "mgus2")
    data = {name: pd.read_csv(shared / "reference" / "data" / f"{name}.csv") for name in names}
    weights = expected("propensity")["registry"]["weights"]["ate"]
    data["lung"] = data["lung"].dropna(subset=LUNG)
    cells = {"ct_small": "smallcell", "ct_adeno": "adeno", "ct_large": "large"}
    data["veteran"] = data["veteran"].assign(
        **{name: data["veteran"]["celltype"] == cell for name, cell in cells.items()}
    )
    data["ties_small"] = data["ties_small"].assign(
        **{f"factor(group){level}": data["ties_small"]["group"] == level for level in (2, 3, 4)}
    )
    data["registry_sim"] = data["registry_sim"].assign(w_ate=weights)
    rx = data["colon"]["rx"]
    data["colon"] = data["colon"].assign(rx_lev=rx == "Lev", rx_lev5fu=rx == "Lev+5FU")
    data["colon_death"] = data["colon"].query("etype == 2").dropna(subset=COLON)
    return data | {"rotterdam": _rotterdam(data["rotterdam"]), "mgus2": _mgus2(data["mgus2"])}


def _rotterdam(rows):
    size, grade = rows["size"], rows["grade"]
    made = {"size2": size == "20-50", "size3": size == ">50", "I(grade == 3)TRUE": grade == 3}
    scaled = {f"I({name}/100)": rows[name] / 100 for name in ("pgr", "er")}
    return rows.assign(**made, **scaled)


def _mgus2(rows):
    return rows.dropna(subset=MGUS2).assign(male=lambda known: known["sex"] == "M")


@pytest.fixture(scope="session")
def cases(expected):
    """R's results by name of the case."""
    return {case["case"]: case for case in expected("cox")["cases"]}


@pytest.fixture(scope="session")
def fit_of(cases, frames):
    """Return a maker of our fit of a case, without the correction for few clusters."""
    kept = {}

    def fit(name):
        if name not in kept:
            file, time, event, options = SETTINGS[name]
            rows, case = frames[file], cases[name]
            given = {k: rows[v] if isinstance(v, str) else v for k, v in options.items()}
            covariates = rows[case["names"]]
            kept[name] = cox(
                covariates,
                rows[time],
                rows[event],
                **given,
                ties=case["ties"],
                small_sample=False,
            )
        return kept[name]

    return fit


PLAIN = ("lung", "veteran", "veteran_strata", "ties", "registry_lt")
CHECKED = [f"{case}_{ties}" for case in PLAIN for ties in ("efron", "breslow")]
WHOLE = [*CHECKED, "colon_death_efron", "registry_os_efron"]
PARTS = {
    "cox_zph": [*WHOLE, "rotterdam_efron", "mgus2_age_scale_efron"],
    "concordance": [*WHOLE, "rotterdam_efron", "mgus2_age_scale_efron"],
    "baseline": [*WHOLE, "ties_w_robust_efron", "ties_w_robust_breslow"],
    "predicted": ["lung_efron", "lung_breslow"],
}


def having(part):
    """Mark a test to run on all cases of which R gave a part."""
    return pytest.mark.parametrize("name", PARTS[part])


def test_every_case_of_r_is_fitted_here_and_every_part_of_it_compared(cases):
    assert set(SETTINGS) == set(cases)
    for part, names in PARTS.items():
        assert {name for name in cases if part in cases[name]} == set(names), part


@pytest.mark.parametrize("name", SETTINGS)
def test_coefficients_and_their_errors_agree(name, fit_of, cases, close):
    fit, theirs = fit_of(name), cases[name]

    assert (fit.n, fit.n_events) == (theirs["n"], theirs["nevent"])
    close(fit.coef, theirs["coef"], 1e-8)
    close(fit.model_se, theirs["se_model"], 1e-8)
    close(fit.se, theirs["se_robust"] or theirs["se_model"], 1e-8)
    size = np.sqrt(np.diagonal(theirs["vcov"]))
    unit = np.outer(size, size)
    np.testing.assert_allclose(fit.covariance / unit, theirs["vcov"] / unit, atol=1e-8)


@pytest.mark.parametrize("name", SETTINGS)
def test_likelihoods_ratios_limits_and_tests_agree(name, fit_of, cases, close):
    fit, theirs = fit_of(name), cases[name]

    close([fit.loglik_null, fit.loglik], [theirs["loglik_null"], theirs["loglik"]], 1e-8)
    close(fit.ratio, theirs["hr"], 1e-8)
    close(fit.ratio_lower, theirs["hr_lower"], 1e-8)
    close(fit.ratio_upper, theirs["hr_upper"], 1e-8)
    close(fit.p, theirs["p"], 1e-8)
    close([fit.score.statistic, fit.score.df, fit.score.p], theirs["score"], 1e-8)
    if theirs["robust_score"]:
        ours = fit.robust_score
        close([ours.statistic, ours.df, ours.p], theirs["robust_score"], 1e-8)


@pytest.mark.parametrize("name", SETTINGS)
def test_likelihood_ratio_and_wald_tests_agree(name, fit_of, cases, close):
    fit, theirs = fit_of(name), cases[name]

    wald = wald_test(fit)

    assert wald.statistic == pytest.approx(theirs["wald"][0], abs=0.00501)  # R rounds it
    close(wald.p, theirs["wald"][2], 1e-8)
    if not fit.robust:
        ratio = likelihood_ratio_test(fit)
        close([ratio.statistic, ratio.df, ratio.p], theirs["lr"], 1e-8)


@having("cox_zph")
@pytest.mark.parametrize("transform", ["km", "rank", "identity", "log"])
def test_c35_the_test_of_proportional_hazards_is_cox_zph(name, transform, fit_of, cases, close):
    theirs = cases[name]["cox_zph"][transform]

    ours = proportionality(fit_of(name), transform).frame

    close(ours["statistic"], theirs["chisq"], 1e-7)
    close(ours["df"], theirs["df"], 0)
    close(ours["p"], theirs["p"], 1e-7)


@having("concordance")
def test_concordance_and_its_error_agree(name, fit_of, cases, close):
    theirs = cases[name]["concordance"]

    ours = concordance(fit_of(name))

    close([ours.estimate, ours.se], [theirs["c"], theirs["se"]], 1e-10)
    close([ours.concordant, ours.discordant], [theirs["concordant"], theirs["discordant"]], 0)
    close([ours.tied_hazard, ours.tied_time], [theirs["tied_x"], theirs["tied_y"]], 0)


@having("baseline")
def test_the_baseline_hazard_agrees_at_every_time(name, fit_of, cases, close):
    theirs, ours = cases[name]["baseline"], baseline(fit_of(name))
    strata = np.array(theirs.get("strata") or ["All"] * len(theirs["time"]))

    for label in np.unique(strata):
        time, hazard = (
            np.array(theirs[key])[strata == label] for key in ("time", "cumhaz_at_zero")
        )
        its = ours.stratum == ours.strata.index(label.split("=")[-1])
        steps = np.append(0, ours.cumulative_hazard[its])
        close(steps[np.searchsorted(ours.time[its], time, side="right")], hazard, 1e-8)


@having("predicted")
def test_predicted_survival_its_error_and_limits_agree(name, fit_of, cases, close):
    theirs = cases[name]["predicted"]

    ours = predicted_survival(fit_of(name), pd.DataFrame(theirs["newdata"]), theirs["times"])

    close(ours.survival.T, theirs["surv"], 1e-8)
    close(ours.se.T, theirs["se_surv"], 1e-8)
    close(ours.lower.T, theirs["lower_loglog"], 1e-8)
    close(ours.upper.T, theirs["upper_loglog"], 1e-8)


@having("predicted")
def test_residuals_agree_row_by_row(name, fit_of, cases):
    fit, theirs = fit_of(name), cases[name]

    np.testing.assert_allclose(martingale(fit), theirs["martingale"], atol=1e-9)
    np.testing.assert_allclose(deviance(fit), theirs["deviance"], atol=1e-9)
    np.testing.assert_allclose(schoenfeld(fit).residuals, theirs["schoenfeld"], atol=1e-9)
    np.testing.assert_allclose(dfbeta(fit), theirs["dfbeta"], rtol=1e-8, atol=1e-12)


def test_events_expected_at_each_site_agree(fit_of, cases, frames, close):
    theirs = cases["registry_os_efron"]["site_observed_expected"]
    sites = frames["registry_sim"]["site"].to_numpy()

    ours = pd.Series(expected_events(fit_of("registry_os_efron"))).groupby(sites).sum()

    close(ours[theirs["site"]], theirs["expected"], 1e-8)


@pytest.mark.parametrize(
    ("name", "file", "columns", "time"),
    [
        ("separation", "edge_cases", ["x"], "time"),
        ("ovarian", "ovarian", ["age", "rx"], "futime"),
        ("lung", "lung", ["age", "sex"], "time"),
    ],
)
def test_firth_agrees_with_numerical_maximisation(name, file, columns, time, shared, expected):
    theirs = expected("cox")["firth"][name]
    rows = pd.read_csv(shared / "reference" / "data" / f"{file}.csv")
    rows = rows.query("case == 'separation'") if file == "edge_cases" else rows
    rows = rows.dropna(subset=LUNG) if file == "lung" else rows

    fit = cox(rows[columns], rows[time], rows["event"], ties="breslow", penalty="firth")

    np.testing.assert_allclose(fit.coef, theirs["coef"], rtol=1e-5)
    np.testing.assert_allclose(fit.se, theirs["se_from_information"], rtol=1e-5)
    likelihoods = [theirs["penalised_loglik"], theirs["penalised_loglik_null"]]
    np.testing.assert_allclose([fit.loglik, fit.loglik_null], likelihoods, rtol=1e-8)
    np.testing.assert_allclose(likelihood_ratio_test(fit).p, theirs["plr_p"], rtol=1e-5)
    if name == "separation":
        limits = [theirs["profile_lower"], theirs["profile_upper"]]
        np.testing.assert_allclose([fit.lower[0], fit.upper[0]], limits, rtol=1e-4)
        np.testing.assert_allclose(fit.p[0], theirs["plr_p"], rtol=1e-5)


def test_what_r_only_warns_of_is_refused_by_name(shared, expected):
    assert "infinite" in json.dumps(expected("cox")["separation"]["warning"])
    rows = pd.read_csv(shared / "reference" / "data" / "edge_cases.csv")
    rows = rows.query("case == 'separation'")

    with pytest.raises(DidNotConverge, match="no events among the 6 people with x = 0"):
        cox(rows[["x"]], rows["time"], rows["event"])


@pytest.mark.parametrize("estimand", ["ate", "att", "ato"])
def test_the_robust_score_test_of_weighted_arms_agrees(estimand, frames, expected, close):
    theirs = expected("propensity")["weighted_cox_score_tests_breslow"][estimand]
    rows = frames["registry_sim"]
    weights = expected("propensity")["registry"]["weights"][estimand]

    fit = cox(
        rows[["treat"]],
        rows["os_time"],
        rows["os_event"],
        weights=weights,
        robust=True,
        ties="breslow",
    )

    close(fit.robust_score.statistic, theirs["robust_score"], 1e-8)
    close(fit.score.statistic, theirs["naive_score"], 1e-8)


@pytest.mark.parametrize(
    "estimand", ["ate", "ate_stabilised", "att", "atc", "ato", "matching_weights"]
)
@pytest.mark.parametrize("cluster", [None, "site"])
def test_weighted_arms_agree_by_row_and_by_site(estimand, cluster, frames, expected, close):
    theirs = expected("propensity")["weighted_cox_os_efron"][estimand]
    rows = frames["registry_sim"]

    fit = cox(
        rows[["treat"]],
        rows["os_time"],
        rows["os_event"],
        weights=expected("propensity")["registry"]["weights"][estimand],
        cluster=None if cluster is None else rows[cluster],
        robust=True,
        small_sample=False,
    )

    close(fit.coef, [theirs["coef"]], 1e-8)
    close(fit.model_se, [theirs["se_model"]], 1e-8)
    close(fit.se, [theirs["se_cluster_site" if cluster else "se_robust"]], 1e-8)
