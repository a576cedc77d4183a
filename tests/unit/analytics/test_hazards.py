"""cox on cases small enough to work out by hand, and its refusals."""

import numpy as np
import pandas as pd
import pytest

from analytics.coding import coded
from analytics.errors import BadInput, DidNotConverge, TooFewEvents
from analytics.hazards import FEW_CLUSTERS, cox

THREE = {"time": [1, 2, 3], "event": [1, 1, 1]}


def test_the_hazard_ratio_of_three_people_is_the_root_of_a_half():
    # L = r / (2r + 1) x 1 / (r + 1): the derivative vanishes where 2 r^2 = 1.
    fit = cox(pd.DataFrame({"x": [1, 0, 1]}), **THREE)

    np.testing.assert_allclose(fit.ratio, [np.sqrt(0.5)], rtol=1e-12)
    assert fit.loglik_null == pytest.approx(-np.log(6))
    assert (fit.n, fit.n_events, fit.terms) == (3, 3, ("x",))


@pytest.mark.parametrize(
    ("ties", "ratio"),
    [("breslow", 2), ("efron", np.sqrt(6))],  # r / (r + 2)^2; r / (r + 2)(r + 3)
)
def test_tied_events_leave_the_risk_set_together_or_in_parts(ties, ratio):
    fit = cox(pd.DataFrame({"x": [1, 0, 0]}), [1, 1, 2], [1, 1, 1], ties=ties)

    np.testing.assert_allclose(fit.ratio, [ratio], rtol=1e-10)


def test_whoever_enters_on_the_day_of_an_event_is_not_yet_at_risk():
    late = cox(
        pd.DataFrame({"x": [1, 0, 1, 1]}), [1, 2, 3, 4], [1, 1, 1, 0], entry=[0, 0, 0, 2]
    )  # fmt: skip
    # Nobody of the three is compared with the fourth, who sees only the last event: x = 1 too.
    alone = cox(pd.DataFrame({"x": [1, 0, 1]}), **THREE)

    np.testing.assert_allclose(late.coef, alone.coef, rtol=1e-12)


def test_a_censoring_on_the_day_of_an_event_is_still_at_risk():
    tied = cox(pd.DataFrame({"x": [1, 0, 1, 0]}), [1, 2, 3, 2], [1, 1, 1, 0])
    after = cox(pd.DataFrame({"x": [1, 0, 1, 0]}), [1, 2, 3, 2.5], [1, 1, 1, 0])

    np.testing.assert_array_equal(tied.coef, after.coef)


def test_strata_compare_people_only_with_their_own_kind():
    # Each stratum adds r / (r + 1) or 1 / (r + 1): one for and two against give r = 1/2.
    fit = cox(
        pd.DataFrame({"x": [1, 0, 0, 1, 0, 1]}),
        [1, 2, 1, 2, 1, 2],
        [1, 0, 1, 0, 1, 0],
        strata=list("aabbcc"),
    )

    np.testing.assert_allclose(fit.ratio, [0.5], rtol=1e-12)
    assert fit.n_strata == 3


def test_an_event_on_day_0_counts_those_who_are_there_from_the_start():
    fit = cox(pd.DataFrame({"x": [1, 0, 1]}), [0, 1, 2], [1, 1, 1])

    np.testing.assert_allclose(fit.ratio, [np.sqrt(0.5)], rtol=1e-12)


def test_an_event_on_day_0_counts_them_beside_late_entrants_too():
    early = {"covariates": pd.DataFrame({"x": [1, 0, 1, 1]}), "event": [1, 1, 1, 0]}

    fit = cox(**early, time=[0, 1, 2, 3], entry=[0, 0, 0, 1.5])

    np.testing.assert_allclose(fit.ratio, [np.sqrt(0.5)], rtol=1e-12)


def test_a_row_of_weight_0_is_absent():
    frame = pd.DataFrame({"x": [1, 0, 1, 0]})

    fit = cox(frame, [1, 2, 3, 1], [1, 1, 1, 1], weights=[1, 1, 1, 0])

    np.testing.assert_allclose(fit.ratio, [np.sqrt(0.5)], rtol=1e-12)
    assert (fit.n, fit.n_events) == (3, 3)


@pytest.fixture
def clustered(rng):
    """Arguments of a fit with twelve sites."""
    frame = pd.DataFrame({"a": rng.normal(size=120), "b": rng.normal(size=120)})
    event, site = rng.random(120) < 0.7, np.repeat(np.arange(12), 10)
    return {"covariates": frame, "time": rng.exponential(size=120), "event": event, "cluster": site}


@pytest.fixture
def rng():
    return np.random.default_rng(20240607)


def test_few_clusters_widen_the_errors_and_the_reference(clustered):
    few = cox(**clustered)
    plain = cox(**clustered, small_sample=False)

    np.testing.assert_allclose(few.covariance, plain.covariance * 12 / 11, rtol=1e-12)
    np.testing.assert_allclose((few.upper - few.coef) / few.se, 2.200985, rtol=1e-6)  # t, 11 df
    np.testing.assert_allclose((plain.upper - plain.coef) / plain.se, 1.959964, rtol=1e-6)
    assert (few.small_sample_factor, few.df, few.n_clusters) == (12 / 11, 11, 12)
    assert (plain.small_sample_factor, plain.df, plain.n_clusters) == (1, np.inf, 12)
    assert (few.p > plain.p).all()
    assert few.robust_score.log_p == plain.robust_score.log_p


def test_many_clusters_need_no_correction(clustered):
    clustered["cluster"] = np.arange(120) % FEW_CLUSTERS

    fit = cox(**clustered)

    assert (fit.small_sample_factor, fit.df) == (1, np.inf)


def test_clusters_of_one_row_are_robust_errors_of_rows(clustered):
    rows = cox(**{**clustered, "cluster": None}, robust=True)
    alone = cox(**{**clustered, "cluster": np.arange(120)})

    np.testing.assert_allclose(rows.se, alone.se, rtol=1e-12)
    assert rows.robust
    assert not np.allclose(rows.se, rows.model_se)


@pytest.mark.parametrize("scale", ["C", "F"])
def test_the_memory_order_of_the_covariates_does_not_matter(clustered, scale):
    frame = pd.DataFrame(np.array(clustered["covariates"], order=scale), columns=["a", "b"])

    fit = cox(**{**clustered, "covariates": frame})

    np.testing.assert_array_equal(fit.coef, cox(**clustered).coef)


def test_c24_a_level_that_a_filter_emptied_is_dropped_and_named():
    stage = pd.Categorical(["A", "B", "B", "A", "B"], categories=["A", "B", "C"])

    code = coded(pd.DataFrame({"stage": stage}))
    fit = cox(code.frame, [1, 2, 3, 4, 5], [1, 1, 1, 1, 1])

    assert code.dropped == ("stage: C",)
    assert fit.terms == ("stage: B",)


def test_c25_f08_no_events_in_one_arm_is_said_instead_of_a_hazard_ratio():
    frame = pd.DataFrame({"treat": [1, 1, 1, 0, 0, 0]})

    with pytest.raises(DidNotConverge) as refused:
        cox(frame, [1, 2, 3, 4, 5, 6], [1, 1, 0, 0, 0, 0])

    assert "no events among the 3 people with treat = 0" in refused.value.reason
    assert "Firth" in refused.value.remedy
    assert "risks" in refused.value.remedy


def test_c25_firth_gives_a_finite_ratio_with_limits_where_an_arm_has_no_events():
    fit = cox(
        pd.DataFrame({"treat": [1, 1, 1, 0, 0, 0]}),
        [1, 2, 3, 4, 5, 6],
        [1, 1, 0, 0, 0, 0],
        penalty="firth",
    )

    assert 1 < fit.ratio[0] < 100
    assert fit.lower[0] < fit.coef[0] < fit.upper[0] < np.inf
    assert (fit.limits, fit.penalty) == ("profile", "firth")


def test_a_monotone_covariate_is_refused_by_its_name(rng):
    marker = [9, 8, 7, 6, 5.5, 1, 1, 1, 1, 1, 1, 1]
    frame = pd.DataFrame({"marker": marker, "other": rng.normal(size=12)})

    with pytest.raises(DidNotConverge, match=r"always has the highest marker .* infinite"):
        cox(frame, np.arange(1, 13), [1] * 5 + [0] * 7)


def test_two_markers_of_which_every_event_has_one_are_named_together():
    first, second = [1, 0, 1, 0, 0, 0, 1, 0], [0, 1, 0, 1, 0, 0, 0, 0]
    frame = pd.DataFrame({"first": first, "second": second})

    with pytest.raises(DidNotConverge, match="coefficients of first and second"):
        cox(frame, range(1, 9), [1, 1, 1, 1, 0, 0, 0, 0])


def test_covariates_that_order_everybody_only_together_are_named_together(rng):
    a, b = rng.normal(size=(2, 30))
    day = np.argsort(np.argsort(-(a + 2 * b))) + 1  # the largest a + 2b goes first

    with pytest.raises(DidNotConverge, match="first and second tell events"):
        cox(pd.DataFrame({"first": a, "second": b}), day, np.ones(30))


@pytest.mark.parametrize("late", [None, [0, 1, 0, 3, 0, 5, 0, 7, 0, 9, 0, 11]])
def test_f08_separation_is_seen_with_late_entry_too(late):
    marker = np.arange(12, 0, -1)

    with pytest.raises(DidNotConverge, match="highest marker"):
        cox(pd.DataFrame({"marker": marker}), np.arange(1, 13), np.ones(12), entry=late)


def test_fewer_events_than_terms_are_refused_with_both_numbers(clustered):
    clustered["event"] = np.arange(120) == 7

    with pytest.raises(TooFewEvents, match="1 events cannot carry 2 terms"):
        cox(**clustered)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"covariates": pd.DataFrame({"a": [1.0] * 120})}, "a is the same for all 120 people"),
        ({"covariates": pd.DataFrame({"a": [np.nan] * 2 + [1.0] * 118})}, "a is missing in 2 of"),
        ({"covariates": pd.DataFrame({"a": ["low"] * 120})}, "a holds"),
        ({"covariates": pd.DataFrame({"a": range(5)})}, "covariates has 5 rows and time has 120"),
        ({"covariates": pd.DataFrame(index=range(120))}, "no covariate"),
        ({"covariates": np.ones((120, 2))}, "no covariate"),
        ({"cluster": [1] * 120}, "one cluster"),
        ({"cluster": [1] * 5}, "cluster has 5 rows"),
        ({"strata": ["a"] * 5}, "strata has 5 rows"),
        ({"weights": [0.5] * 120, "cluster": None}, "120 of 120 weights are no whole number"),
        ({"penalty": "firth"}, "no robust errors"),
        ({"penalty": "lasso"}, "no penalty 'lasso'"),
        ({"ties": "exact"}, "no method 'exact'"),
        ({"confidence": 95}, "Confidence is 95"),
        ({"event": [2] * 120}, "event is neither 0 nor 1"),
        ({"entry": [9e9] * 120}, "entry is not before the end"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_impossible_input_is_refused_in_plain_words(clustered, wrong, said):
    with pytest.raises(BadInput) as refused:
        cox(**{**clustered, **wrong})

    assert said in refused.value.reason
    assert refused.value.remedy


def test_two_columns_of_one_name_are_refused(clustered):
    clustered["covariates"].columns = ["a", "a"]

    with pytest.raises(BadInput, match="Two covariates are called a"):
        cox(**clustered)


def test_a_term_that_others_fix_is_refused_with_their_names(clustered):
    frame = clustered["covariates"]
    clustered["covariates"] = frame.assign(c=2 * frame["a"] - frame["b"])

    with pytest.raises(BadInput, match="c is fixed by a, b"):
        cox(**clustered)


def test_a_term_that_is_the_stratum_is_refused(clustered):
    frame = clustered["covariates"].assign(site=clustered["cluster"])

    with pytest.raises(BadInput, match="site does not differ between people at risk together"):
        cox(**{**clustered, "covariates": frame, "strata": clustered["cluster"]})
