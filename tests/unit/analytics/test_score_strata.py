"""Strata of the score, by hand."""

import numpy as np
import pytest

from analytics.errors import BadInput, NoOverlap
from analytics.score_strata import score_strata

SCORE = np.array([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
TREATED = np.array([1, 0, 0, 0, 1, 0, 1, 1])


def test_a_stratum_holds_its_upper_cut_and_the_first_its_lower_one():
    found = score_strata(SCORE, TREATED, 2)

    np.testing.assert_allclose(found.cuts, [0.1, 0.45, 0.8])
    np.testing.assert_array_equal(found.stratum, [0, 0, 0, 0, 1, 1, 1, 1])
    np.testing.assert_array_equal(found.n, [[3, 1], [1, 3]])
    np.testing.assert_allclose(found.share, [1 / 4] * 4 + [3 / 4] * 4)


def test_the_influence_on_a_share_is_that_of_a_proportion_on_the_logit():
    found = score_strata(SCORE, TREATED, 2)

    # (y - p) / (n p (1 - p)) with n = 4, p = 1/4
    np.testing.assert_allclose(found.influence[:4, 0], np.array([3, -1, -1, -1]) / 3)
    np.testing.assert_allclose(found.influence[:4, 1], 0)


@pytest.mark.parametrize(
    ("score", "treated", "n", "refusal"),
    [
        (SCORE, TREATED, 1, BadInput),
        (np.repeat([0.1, 0.9], 4), TREATED, 5, BadInput),
        (SCORE, np.array([0, 0, 0, 0, 1, 0, 1, 1]), 2, NoOverlap),
    ],
    ids=["one stratum", "too few scores", "a stratum of one arm"],
)
def test_strata_that_cannot_be_compared_are_refused(score, treated, n, refusal):
    with pytest.raises(refusal):
        score_strata(score, treated, n)
