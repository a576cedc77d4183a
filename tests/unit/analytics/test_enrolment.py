"""Number that sites will enrol, against closed forms."""

import numpy as np
import pytest
from scipy.stats import nbinom

from analytics.enrolment import Enrolment, enrolment
from analytics.site_rates import RatePosterior, rate_posterior


@pytest.fixture
def one_site():
    """One site whose rate is gamma with shape 7 and rate 12."""
    return RatePosterior(np.array([1.0]), np.array([[7.0]]), np.array([[12.0]]))


def test_one_site_enrols_a_negative_binomial_number(one_site):
    coming = enrolment(one_site, np.array([[6.0, 24.0]]))

    for span, days in enumerate((6, 24)):
        law = nbinom(7, 12 / (12 + days))
        for count in (-1, 0, 3, 20):
            found = coming.at_most(np.full(2, count))[span]
            assert found == pytest.approx(law.cdf(count), rel=1e-12)
        for q in (0.025, 0.5, 0.975):
            assert coming.quantile(q)[span] == law.ppf(q)


def test_a_lone_site_with_a_record_enrols_the_same_within_the_grain_of_the_nodes():
    coming = enrolment(rate_posterior([7], [12.0]), np.array([[6.0, 24.0]]))

    for q in (0.025, 0.5, 0.975):
        closed = [nbinom.ppf(q, 7, 12 / 18), nbinom.ppf(q, 7, 12 / 36)]
        np.testing.assert_array_equal(coming.quantile(q), closed)


def test_nobody_is_enrolled_without_exposure(one_site):
    coming = enrolment(one_site, np.zeros((1, 1)))

    assert coming.expected == [0]
    assert coming.at_most(np.array([0])) == [1]
    assert coming.quantile(0.975) == [0]


def test_like_sites_add_up_to_one_that_is_open_as_long_as_all():
    each = RatePosterior(np.array([1.0]), np.full((1, 3), 2.0), np.full((1, 3), 5.0))
    coming = enrolment(each, np.full((3, 1), 4.0))

    law = nbinom(6, 5 / 9)
    assert coming.at_most(np.array([3])) == pytest.approx([law.cdf(3)])


def test_unlike_sites_keep_mean_variance_and_skewness_of_their_sum():
    size, pace, future = np.array([20.0, 1.5]), np.array([10.0, 1.0]), np.array([12.0, 6.0])
    coming = enrolment(RatePosterior(np.array([1.0]), size[None], pace[None]), future[:, None])

    own = np.array([nbinom.stats(coming.size[0, 0], _share(coming), moments="mvs")]).T[:, 0]
    parts = np.array(nbinom.stats(size, pace / (pace + future), moments="mvs"))
    third = (parts[2] * parts[1] ** 1.5).sum()
    assert coming.shift[0, 0] + own[0] == pytest.approx(parts[0].sum())
    assert own[1] == pytest.approx(parts[1].sum())
    assert own[2] * own[1] ** 1.5 == pytest.approx(third)


def _share(coming):
    return coming.size[0, 0] / (coming.size[0, 0] + coming.mean[0, 0])


def test_a_mixture_of_nodes_weighs_their_chances():
    both = Enrolment(
        np.array([0.25, 0.75]), np.zeros((2, 1)), np.array([[1.0], [4.0]]), np.array([[1.0], [2.0]])
    )

    parts = [nbinom.cdf(2, 1, 1 / 2), nbinom.cdf(2, 2, 1 / 3)]
    assert both.at_most(np.array([2])) == pytest.approx([parts[0] / 4 + 3 * parts[1] / 4])
    assert both.expected == pytest.approx([3.25])
