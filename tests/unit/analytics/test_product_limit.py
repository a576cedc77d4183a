"""kaplan_meier on cases small enough to work out by hand."""

import numpy as np
import pytest

from analytics.errors import BadInput, TooFewEvents
from analytics.event_table import follow_up_table, table_of_people
from analytics.inputs import check_follow_up
from analytics.product_limit import clustered_kaplan_meier, kaplan_meier, log_survival_increments


def test_survival_drops_at_each_event_by_the_share_at_risk():
    curve = kaplan_meier(time=[1, 2, 3, 4], event=[True, False, True, False])

    np.testing.assert_allclose(curve.time, [0, 1, 2, 3, 4])
    np.testing.assert_allclose(curve.survival, [1, 3 / 4, 3 / 4, 3 / 8, 3 / 8])
    np.testing.assert_array_equal(curve.at_risk, [4, 4, 3, 2, 1])
    np.testing.assert_array_equal(curve.events, [0, 1, 0, 1, 0])
    np.testing.assert_array_equal(curve.censored, [0, 0, 1, 0, 1])
    assert (curve.n, curve.n_events, curve.group) == (4, 2, "All")


def test_the_standard_error_is_greenwoods():
    curve = kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0])

    variance = np.cumsum([0, 1 / (4 * 3), 0, 1 / (2 * 1), 0])
    np.testing.assert_allclose(curve.se, curve.survival * np.sqrt(variance))
    assert curve.uncertainty.method == "counts"


def test_an_event_goes_before_a_censoring_of_the_same_day():
    curve = kaplan_meier([2, 2], [1, 0])

    np.testing.assert_allclose(curve.survival, [1, 1 / 2])
    assert curve.at_risk[1] == 2


def test_a_patient_who_enters_late_is_at_risk_only_afterwards():
    curve = kaplan_meier(time=[2, 4, 5], event=[True, True, False], entry=[0, 2, 0])

    np.testing.assert_array_equal(curve.at_risk, [2, 2, 2, 1])
    np.testing.assert_allclose(curve.survival, [1, 1 / 2, 1 / 4, 1 / 4])


def test_survival_stays_while_nobody_is_under_observation():
    curve = kaplan_meier([2, 9], [0, 1], entry=[0, 5])

    np.testing.assert_array_equal(curve.at_risk, [1, 1, 1])
    np.testing.assert_allclose(curve.survival, [1, 1, 0])


def test_a_death_on_day_0_counts_everybody_watched_from_the_start():
    curve = kaplan_meier([0, 3], [1, 0])

    np.testing.assert_allclose(curve.time, [0, 3])
    np.testing.assert_allclose(curve.survival, [1 / 2, 1 / 2])


def test_nobody_with_an_event_keeps_survival_at_one():
    curve = kaplan_meier(time=[5, 6], event=[False, False])

    assert (curve.survival == 1).all()
    assert (curve.se == 0).all()


def test_once_the_last_has_the_event_there_is_no_standard_error_and_no_limit():
    curve = kaplan_meier([1, 2], [1, 1])

    assert curve.survival[-1] == 0
    assert np.isnan([curve.se[-1], curve.lower[-1], curve.upper[-1]]).all()


def test_whole_weights_stand_for_people():
    curve = kaplan_meier([1, 2, 3], [1, 0, 1], weights=[2, 1, 1])
    people = kaplan_meier([1, 1, 2, 3], [1, 1, 0, 1])

    np.testing.assert_allclose(curve.survival, people.survival)
    np.testing.assert_allclose(curve.se, people.se)
    assert (curve.n, curve.n_events) == (3, 2)


def test_competing_events_in_a_counted_table_end_follow_up_like_a_censoring():

    curve = kaplan_meier(table_of_people(check_follow_up([1, 2, 3], [1, 2, 0])))

    np.testing.assert_allclose(curve.survival, [1, 2 / 3, 2 / 3, 2 / 3])
    np.testing.assert_array_equal(curve.censored, [0, 0, 1, 1])


def test_fractional_weights_lead_to_robust_limits():
    curve = kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0], weights=[0.5, 1.5, 1, 2])

    # Day 1: n = 5, d = 0.5. Whoever has the event adds 1/4.5 - 0.5/(5 x 4.5) = 0.2, all
    # others take off 0.5/22.5 = 1/45; each is multiplied by the weight, then squared.
    variance = (0.5 * 0.2) ** 2 + (1.5**2 + 1**2 + 2**2) / 45**2
    assert curve.uncertainty.method == "robust"
    assert curve.survival[1] == pytest.approx(0.9)
    assert curve.se[1] == pytest.approx(0.9 * variance**0.5)


def test_fractional_weights_may_be_treated_as_counts_only_on_demand():
    curve = kaplan_meier([1, 2], [1, 0], weights=[0.5, 1.5], robust=False)

    assert curve.uncertainty.method == "counts"
    assert curve.se[1] == pytest.approx(0.75 * (0.5 / (2 * 1.5)) ** 0.5)


def test_people_of_one_cluster_are_added_up_before_they_are_squared():
    curve = kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0], cluster=list("aabb"), few_clusters="normal")

    # Day 1: the event adds 1/3 - 1/12 = 1/4, each other person takes off 1/12.
    assert curve.se[1] == pytest.approx(0.75 * (2 * (1 / 4 - 1 / 12) ** 2) ** 0.5)
    uncertainty = curve.uncertainty
    assert (uncertainty.method, uncertainty.n_clusters) == ("clustered", 2)
    assert (uncertainty.factor, uncertainty.df) == (1, np.inf)


def test_few_clusters_widen_the_error_and_use_student():
    few = kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0], cluster=list("aabb"), interval="plain")

    se = 2**0.5 * 0.75 * (2 * (1 / 6) ** 2) ** 0.5
    assert (few.uncertainty.factor, few.uncertainty.df) == (2, 1)
    assert few.se[1] == pytest.approx(se)
    reach = 12.706204736432095 * se
    assert few.lower[1] == pytest.approx(max(0.75 - reach, 0))


@pytest.mark.parametrize(("n_clusters", "df"), [(39, 38), (40, np.inf)])
def test_forty_clusters_are_many(n_clusters, df):
    days = np.arange(1, n_clusters + 1)

    curve = kaplan_meier(days, days % 2, cluster=days)

    assert curve.uncertainty.df == df


def test_a_cluster_of_weight_0_is_not_counted():
    curve = kaplan_meier([1, 2, 3], [1, 0, 1], weights=[1, 1, 0], cluster=["a", "b", "c"])

    assert curve.uncertainty.n_clusters == 2


def test_counts_by_cluster_give_what_people_give():
    people = {"time": [1, 2, 3, 4, 4], "event": [1, 0, 1, 0, 1], "entry": [0, 1, 0, 2, 0]}
    cluster = np.array(list("aabbc"))
    tables = [
        follow_up_table(**{k: np.array(v)[cluster == name] for k, v in people.items()}, group=name)
        for name in "abc"
    ]

    counted = clustered_kaplan_meier(tables, group="arm")

    np.testing.assert_allclose(counted.se, kaplan_meier(**people, cluster=cluster).se, rtol=1e-13)
    assert (counted.group, counted.n) == ("arm", 5)


def test_increments_are_the_derivative_of_minus_log_survival():
    steps = log_survival_increments(kaplan_meier([1, 2, 3], [1, 0, 1]))

    np.testing.assert_allclose(steps.gain, [1 / 3, 1 / 2, 1 / 2, 0])  # nobody is left at the end
    np.testing.assert_allclose(steps.drain, [0, 1 / 6, 0, 0])


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"cluster": ["a", "a"]}, "There is 1 cluster"),
        ({"cluster": ["a", "b"], "robust": False}, "Clustered limits are robust"),
        ({"cluster": ["a", None]}, "cluster is missing in 1 of 2 rows"),
        ({"cluster": ["a"]}, "cluster has 1 rows and time has 2"),
        ({"few_clusters": "z"}, "no reference 'z'"),
    ],
)
def test_limits_that_cannot_be_made_are_refused(options, reason):
    with pytest.raises((BadInput, TooFewEvents), match=reason):
        kaplan_meier([1, 2], [1, 0], **options)


@pytest.mark.parametrize(
    "options", [{"robust": True}, {"cluster": ["a", "b"]}], ids=["robust", "cluster"]
)
def test_counts_cannot_be_told_apart(options):
    with pytest.raises(BadInput, match="cannot be told apart"):
        kaplan_meier(follow_up_table([1, 2], [1, 0]), **options)


def test_sums_of_fractional_weights_are_refused_unless_called_counts():
    table = follow_up_table([1, 2], [1, 0], weights=[0.5, 1.5])

    with pytest.raises(BadInput, match="Sums of fractional weights"):
        kaplan_meier(table)
    assert kaplan_meier(table, robust=False).survival[1] == 0.75


def test_two_tables_of_one_cluster_and_one_cluster_alone_are_refused():
    table = follow_up_table([1, 2], [1, 0], group="a")

    with pytest.raises(BadInput, match="name of one cluster"):
        clustered_kaplan_meier([table, table])
    with pytest.raises(TooFewEvents, match="There is 1 cluster"):
        clustered_kaplan_meier([table])
    with pytest.raises(BadInput, match="nobody"):
        clustered_kaplan_meier([])


@pytest.mark.parametrize(
    ("time", "event"),
    [([], []), ([1, 2], [True]), ([1, np.nan], [True, True]), ([-1, 2], [True, True])],
    ids=["empty", "lengths differ", "missing time", "negative time"],
)
def test_bad_arrays_are_refused_in_plain_words(time, event):
    with pytest.raises(BadInput) as refused:
        kaplan_meier(time, event)

    assert refused.value.remedy
