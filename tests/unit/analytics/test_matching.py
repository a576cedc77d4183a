"""Nearest matching on scores small enough to follow by eye."""

import time

import numpy as np
import pytest

from analytics.errors import BadInput
from analytics.matching import match_nearest


def pairs(logit, treated, **options):
    found = match_nearest(np.asarray(logit, float), np.asarray(treated), **options)
    return list(zip(found.treated_row.tolist(), found.reference_row.tolist(), strict=True))


def test_the_largest_score_chooses_first():
    #            treated   others
    logit = [1.0, 1.2, 1.1, 0.5]

    assert pairs(logit, [1, 1, 0, 0], caliper=None) == [(0, 3), (1, 2)]


def test_the_smallest_score_or_the_first_row_may_choose_first_instead():
    logit = [1.2, 1.0, 1.1, 0.5]

    assert pairs(logit, [1, 1, 0, 0], caliper=None, order="smallest") == [(0, 3), (1, 2)]
    assert pairs(logit, [1, 1, 0, 0], caliper=None, order="data") == [(0, 2), (1, 3)]


def test_nobody_is_matched_beyond_the_caliper():
    logit = [0.0, 1.0, 0.1, 3.0]

    found = match_nearest(np.array(logit), np.array([1, 1, 0, 0]), caliper=0.2)

    assert found.caliper == pytest.approx(0.2 * np.std(logit, ddof=1))
    assert (found.n, found.n_treated) == (1, 2)
    assert (found.treated_row[0], found.reference_row[0]) == (0, 2)
    np.testing.assert_allclose(found.distance, 0.1)


def test_of_equal_scores_the_first_row_is_taken_from_either_side():
    assert pairs([1.0, 0.5, 0.5, 0.5], [1, 0, 0, 0], caliper=None) == [(0, 1)]
    assert pairs([1.0, 1.5, 1.5], [1, 0, 0], caliper=None) == [(0, 1)]
    assert pairs([1.0, 1.0, 0.5, 0.5], [1, 1, 0, 0], caliper=None) == [(0, 2), (1, 3)]


def test_of_two_equally_near_on_both_sides_the_first_row_is_taken():
    assert pairs([1.0, 1.5, 0.5], [1, 0, 0], caliper=None) == [(0, 1)]
    assert pairs([1.0, 0.5, 1.5], [1, 0, 0], caliper=None) == [(0, 1)]


def test_treated_patients_without_anybody_left_stay_alone():
    assert pairs([1.0, 2.0, 3.0, 2.5], [1, 1, 1, 0], caliper=None) == [(2, 3)]


@pytest.mark.parametrize("options", [{"order": "random"}, {"caliper": 0}, {"caliper": -0.2}])
def test_options_that_do_not_fit_are_refused(options):
    with pytest.raises(BadInput):
        pairs([1.0, 2.0], [1, 0], **options)


def test_a_hundred_thousand_patients_take_no_time():
    rng = np.random.default_rng(1)
    treated = (rng.random(100_000) < 0.4).astype(int)
    logit = rng.normal(size=100_000) + treated

    started = time.process_time()
    match_nearest(logit, treated)

    assert time.process_time() - started < 2
