"""Differences between two curves, worked out by hand."""

import numpy as np
import pytest

from analytics.errors import BadInput, TooFewEvents
from analytics.product_limit import kaplan_meier
from analytics.survival_contrasts import restricted_mean_contrast, survival_contrast

Z = 1.959963984540054
ONE = kaplan_meier([1, 2, 3, 4], [1, 0, 1, 0], group="one")  # 3/4 from 1, 3/8 from 3
TWO = kaplan_meier([2, 4, 4, 4], [1, 0, 0, 0], group="two")  # 3/4 from 2


def test_restricted_means_differ_by_the_area_between_the_curves():
    contrast = restricted_mean_contrast(TWO, ONE, 4)

    one, two = 1 + 3 / 2 + 3 / 8, 2 + 3 / 2
    variance = (15 / 8) ** 2 / 12 + (3 / 8) ** 2 / 2 + (3 / 2) ** 2 / 12
    assert contrast.difference.estimate == two - one
    assert contrast.difference.se == pytest.approx(variance**0.5)
    assert contrast.difference.upper == pytest.approx(two - one + Z * variance**0.5)
    assert (contrast.group, contrast.reference, contrast.horizon) == ("two", "one", 4)
    assert (contrast.mean.estimate, contrast.reference_mean.estimate) == (two, one)


def test_the_ratio_of_restricted_means_has_limits_on_the_log_scale():
    ratio = restricted_mean_contrast(TWO, ONE, 4).ratio

    one, two = 23 / 8, 7 / 2
    variance = ((15 / 8) ** 2 / 12 + (3 / 8) ** 2 / 2) / one**2 + (3 / 2) ** 2 / 12 / two**2
    assert ratio.estimate == pytest.approx(two / one)
    assert ratio.se == pytest.approx(variance**0.5)
    assert ratio.lower == pytest.approx(two / one * np.exp(-Z * variance**0.5))


def test_survival_differs_on_the_asked_day():
    contrast = survival_contrast(TWO, ONE, 3.5)

    one = (3 / 8) ** 2 * (1 / 12 + 1 / 2)
    two = (3 / 4) ** 2 / 12
    difference, log_log = contrast.difference, contrast.log_log
    assert difference.estimate == pytest.approx(3 / 8)
    assert difference.se == pytest.approx((one + two) ** 0.5)
    assert log_log.estimate == pytest.approx(np.log(np.log(3 / 4) / np.log(3 / 8)))
    variance = (1 / 12 + 1 / 2) / np.log(3 / 8) ** 2 + 1 / 12 / np.log(3 / 4) ** 2
    assert log_log.se == pytest.approx(variance**0.5)


def test_a_group_against_a_copy_of_itself_has_p_1():
    contrast = survival_contrast(ONE, ONE, 2)

    assert contrast.difference.estimate == 0
    assert contrast.difference.p == pytest.approx(1)


def clustered(time, event, cluster, group, **options):
    return kaplan_meier(time, event, cluster=cluster, group=group, **options)


def test_what_a_cluster_adds_to_one_group_is_set_against_the_other():
    one = clustered([1, 2], [1, 0], list("ab"), "one", few_clusters="normal")
    two = clustered([1, 2, 2], [1, 0, 0], list("baa"), "two", few_clusters="normal")

    # On day 1 S of one falls by 1/2 (1 - 1/2) for site a and rises as much for b; S of two
    # falls by 2/3 (1/2 - 1/6) for b and rises as much for a: opposite, so nothing cancels.
    contrast = survival_contrast(two, one, 1)
    assert contrast.difference.se == pytest.approx((2 * (1 / 4 + 2 / 9) ** 2) ** 0.5)


def test_a_difference_that_cannot_vary_is_refused():
    one = clustered([1, 2, 3, 4], [1, 0, 1, 0], list("aabb"), "one")

    with pytest.raises(TooFewEvents, match="does not vary"):
        survival_contrast(one, one, 3)


def test_clusters_in_one_group_only_add_their_squares():
    one = clustered([1, 2, 3, 4], [1, 0, 1, 0], list("aabb"), "one", few_clusters="normal")
    two = clustered([2, 4, 4, 4], [1, 0, 0, 0], list("ccdd"), "two", few_clusters="normal")

    contrast = survival_contrast(two, one, 3)
    squares = one.se[one.time == 3] ** 2 + two.se[two.time == 2] ** 2
    assert contrast.difference.se == pytest.approx(squares[0] ** 0.5)


def test_few_clusters_of_both_groups_together_set_the_reference():
    one = clustered([1, 2, 3, 4], [1, 0, 1, 0], list("aabb"), "one")
    two = clustered([2, 4, 4, 4], [1, 0, 0, 0], list("bbcc"), "two")

    assert survival_contrast(two, one, 3).difference.df == 2  # a, b, c
    assert restricted_mean_contrast(two, one, 4).ratio.df == 2


@pytest.mark.parametrize(
    "other",
    [
        kaplan_meier([2, 4, 4, 4], [1, 0, 0, 0]),
        kaplan_meier([2, 4, 4, 4], [1, 0, 0, 0], robust=True),
        kaplan_meier([2, 4, 4, 4], [1, 0, 0, 0], cluster=list("aabb"), few_clusters="normal"),
    ],
    ids=["counts", "robust", "other correction"],
)
def test_curves_that_rest_on_different_clusters_are_refused(other):
    one = clustered([1, 2, 3, 4], [1, 0, 1, 0], list("aabb"), "one")

    with pytest.raises(BadInput, match="same clusters"):
        survival_contrast(one, other, 3)


def test_limits_of_different_levels_are_refused():
    other = kaplan_meier([2, 4], [1, 0], confidence=0.9)

    with pytest.raises(BadInput, match=r"0\.95, the other at 0\.9"):
        survival_contrast(ONE, other, 3)


def test_a_day_beyond_follow_up_is_refused():
    with pytest.raises(BadInput, match="ends on day 4, before day 5"):
        survival_contrast(ONE, TWO, 5)
    with pytest.raises(BadInput, match="before the horizon of day 5"):
        restricted_mean_contrast(ONE, TWO, 5)


@pytest.mark.parametrize(
    ("curve", "day"), [(TWO, 1.5), (kaplan_meier([1, 2], [1, 1]), 2)], ids=["S = 1", "S = 0"]
)
def test_survival_without_a_standard_error_is_refused(curve, day):
    with pytest.raises(TooFewEvents, match="no standard error"):
        survival_contrast(curve, ONE, day)


def test_a_mean_without_events_is_refused():
    with pytest.raises(TooFewEvents, match="two has no event before day 2"):
        restricted_mean_contrast(TWO, ONE, 2)
