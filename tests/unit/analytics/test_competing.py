"""cumulative_incidence on cases small enough to work out by hand."""

import numpy as np
import pytest
from scipy.stats import t as student

from analytics.competing import cumulative_incidence, incidence_at
from analytics.errors import BadInput
from analytics.event_table import follow_up_table
from analytics.first_events import first_events
from analytics.survival import kaplan_meier

TIME, CODE = [1, 2, 3, 4], [1, 2, 0, 1]


def test_each_cause_gains_the_share_of_those_still_free_of_any_event():
    curve = cumulative_incidence(TIME, CODE)

    np.testing.assert_array_equal(curve.time, [0, 1, 2, 3, 4])
    np.testing.assert_allclose(curve[1].incidence, [0, 1 / 4, 1 / 4, 1 / 4, 3 / 4])
    np.testing.assert_allclose(curve[2].incidence, [0, 0, 1 / 4, 1 / 4, 1 / 4])
    np.testing.assert_allclose(curve.event_free, [1, 3 / 4, 1 / 2, 1 / 2, 0])
    np.testing.assert_array_equal(curve.at_risk, [4, 4, 3, 2, 1])
    np.testing.assert_array_equal(curve.censored, [0, 0, 0, 1, 0])
    np.testing.assert_array_equal(curve[2].events, [0, 0, 1, 0, 0])
    assert (curve.causes, curve.n, curve[1].n_events, curve[2].n_events) == ((1, 2), 4, 2, 1)


def test_one_minus_kaplan_meier_would_have_said_one_where_three_quarters_is_right():
    wrong = 1 - kaplan_meier(TIME, np.equal(CODE, 1)).survival[-1]

    assert wrong == 1
    assert cumulative_incidence(TIME, CODE)[1].incidence[-1] == 3 / 4


def test_an_event_at_time_zero_counts():
    curve = cumulative_incidence([0, 0, 1, 2], [1, 2, 0, 1])

    np.testing.assert_array_equal(curve.time, [0, 1, 2])
    np.testing.assert_allclose(curve[1].incidence, [1 / 4, 1 / 4, 3 / 4])
    np.testing.assert_allclose(curve[2].se, np.sqrt([3 / 64] * 3))
    assert curve.at_risk[0] == 4


def test_late_entrants_are_at_risk_only_after_the_day_of_their_entry():
    curve = cumulative_incidence([2, 2, 3, 4], [1, 0, 2, 1], entry=[0, 0, 0, 2])

    np.testing.assert_array_equal(curve.at_risk, [3, 3, 2, 1])
    np.testing.assert_allclose(curve[1].incidence, [0, 1 / 3, 1 / 3, 2 / 3])
    np.testing.assert_allclose(curve[2].incidence, [0, 0, 1 / 3, 1 / 3])


def test_once_everybody_has_had_an_event_late_entrants_add_nothing():
    curve = cumulative_incidence([1, 5, 6], [1, 2, 1], entry=[0, 3, 3])

    np.testing.assert_array_equal(curve[1].incidence, [0, 1, 1, 1])
    np.testing.assert_array_equal(curve[2].incidence, [0, 0, 0, 0])
    np.testing.assert_array_equal(curve[1].se, 0)


def test_without_censoring_the_error_is_that_of_a_proportion():
    curve = cumulative_incidence([1, 2, 3, 4, 5], [1, 2, 1, 2, 1])

    for cause in (1, 2):
        share = curve[cause].incidence
        np.testing.assert_allclose(curve[cause].se, np.sqrt(share * (1 - share) / 5), atol=1e-16)


def test_with_one_cause_incidence_and_error_are_those_of_kaplan_meier():
    time, event = [3, 5, 5, 7, 9, 9, 12], [1, 0, 1, 1, 0, 1, 0]

    curve, survival = cumulative_incidence(time, event), kaplan_meier(time, event)

    np.testing.assert_allclose(curve[1].incidence, 1 - survival.survival)
    np.testing.assert_allclose(curve[1].se, survival.se)


def test_weights_are_shares_of_people():
    curve = cumulative_incidence([1, 2, 3], [1, 2, 0], weights=[0.5, 1.5, 2])

    np.testing.assert_allclose(curve[1].incidence, [0, 1 / 8, 1 / 8, 1 / 8])
    np.testing.assert_allclose(curve[2].incidence, [0, 0, 3 / 8, 3 / 8])
    np.testing.assert_allclose(curve.at_risk, [4, 4, 3.5, 2])
    # without censoring before day 2, F is a weighted mean: Var = sum w^2 (y - F)^2 / (sum w)^2
    squares = [0.5**2 * (1 - 1 / 8) ** 2, 1.5**2 / 64, 2**2 / 64]
    np.testing.assert_allclose(curve[1].se[1:], np.sqrt(np.sum(squares)) / 4)
    assert curve.variance == "robust"


def test_clusters_add_up_before_they_are_squared():
    time, code, site = [1, 1, 2, 2], [1, 1, 2, 2], ["a", "a", "b", "b"]

    curve = cumulative_incidence(time, code, cluster=site, few_clusters="normal")

    # each site moves the mean of y by 2 (y - 1/2) / 4 = 1/4
    np.testing.assert_allclose(curve[1].se, [0, np.sqrt(2) / 4, np.sqrt(2) / 4])
    assert (curve.variance, curve.n_clusters, curve.df) == ("clustered", 2, np.inf)


def test_few_clusters_widen_the_error_and_the_reference():
    time, code, site = [1, 1, 2, 2, 3, 3], [1, 0, 2, 1, 0, 1], [1, 1, 2, 2, 3, 3]
    options = {"cluster": site, "interval": "plain"}

    normal = cumulative_incidence(time, code, **options, few_clusters="normal")
    few = cumulative_incidence(time, code, **options)

    np.testing.assert_allclose(few[1].se, normal[1].se * np.sqrt(3 / 2))
    width = student.ppf(0.975, 2) * few[1].se[1]
    np.testing.assert_allclose(few[1].upper[1], min(1, few[1].incidence[1] + width))


@pytest.mark.parametrize(("n_clusters", "df"), [(39, 38), (40, np.inf)])
def test_clusters_are_few_below_forty_and_those_of_weight_zero_do_not_count(n_clusters, df):
    time, weights = np.arange(1, 51), (np.arange(50) < n_clusters).astype(float)

    curve = cumulative_incidence(time, time % 3, cluster=time, weights=weights)

    assert (curve.n_clusters, curve.df, curve.few_clusters) == (n_clusters, df, "t")


def test_values_are_read_at_asked_days_and_not_known_beyond_follow_up():
    curve = cumulative_incidence([2, 4, 6], [1, 2, 0], interval="plain")

    at = incidence_at(curve, [0, 1.9, 2, 5, 7], cause=1)

    np.testing.assert_allclose(at.incidence, [0, 0, 1 / 3, 1 / 3, np.nan])
    np.testing.assert_array_equal(at.at_risk, [3, 3, 3, 1, 0])
    np.testing.assert_array_equal(np.isnan(at.lower), [False] * 4 + [True])
    assert incidence_at(curve, 4, cause=2).incidence == [1 / 3]


def test_beyond_follow_up_the_value_is_known_once_everybody_has_had_an_event():
    curve = cumulative_incidence([2, 4], [1, 2])

    assert incidence_at(curve, 100).incidence == [1 / 2]


def test_counted_late_entrants_have_the_same_incidence_and_a_named_error():
    time, code, entry = [3, 4, 6, 8, 8], [1, 2, 0, 1, 0], [0, 1, 2, 0, 5]
    table = first_events(time, code, entry=entry).table

    people, counted = cumulative_incidence(time, code, entry=entry), cumulative_incidence(table)

    np.testing.assert_allclose(counted[1].incidence, people[1].incidence)
    assert (people.variance, counted.variance) == ("robust", "counted")
    assert counted.group == "All"


def test_a_cause_that_is_not_there_is_refused_by_name():
    curve = cumulative_incidence(TIME, CODE, group="MWA")

    with pytest.raises(BadInput, match=r"MWA has no cause 3\. Ask for one of 1, 2\."):
        curve[3]


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"time": [], "code": []}, "nobody"),
        ({"time": [1], "code": None}, "Nothing says what ended"),
        ({"time": [1, 2], "code": [1]}, "code has 1 rows"),
        ({"time": [1, np.nan], "code": [1, 0]}, "time is missing in 1 of 2"),
        ({"time": [1, 2], "code": [1, -1]}, "code is negative in 1 of 2"),
        ({"time": [1, 2], "code": [1, 2.5]}, "not a whole number"),
        ({"time": [1, 2], "code": [1, 365]}, "code goes up to 365"),
        ({"time": [1, 2], "code": [1, 0], "entry": [2, 0]}, "not before the end"),
        ({"time": [1, 2], "code": [1, 0], "cluster": ["a", "a"]}, "one cluster"),
        ({"time": [1, 2], "code": [1, 0], "cluster": ["a"]}, "cluster has 1 rows"),
        ({"time": [1, 2], "code": [1, 0], "cluster": ["a", None]}, "cluster is missing"),
        ({"time": [1, 2], "code": [1, 0], "few_clusters": "z"}, "no reference 'z'"),
        ({"time": [1, 2], "code": [1, 0], "interval": "logit"}, "no interval 'logit'"),
        ({"time": [1, 2], "code": [1, 0], "confidence": 95}, "Confidence is 95"),
    ],
)
def test_impossible_input_is_refused_in_plain_words(given, reason):
    with pytest.raises(BadInput, match=reason) as refused:
        cumulative_incidence(**given)

    assert refused.value.remedy


@pytest.mark.parametrize("extra", ["code", "entry", "weights"])
def test_counted_people_come_without_arrays(extra):
    table = first_events(TIME, CODE).table

    with pytest.raises(BadInput, match="arrays as well"):
        cumulative_incidence(table, **{extra: [1, 1, 1, 1]})


def test_counted_people_have_no_clusters_and_no_weights():
    with pytest.raises(BadInput, match="no clusters"):
        cumulative_incidence(first_events(TIME, CODE).table, cluster=[1, 1, 2, 2])
    with pytest.raises(BadInput, match="squares"):
        cumulative_incidence(follow_up_table([1, 2], [1, 0], weights=[0.5, 1.5]))
