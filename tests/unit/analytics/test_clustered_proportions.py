"""Clustered proportions on patients with few lesions."""

import numpy as np
import pytest
from scipy.stats import t

from analytics.clustered_proportions import clustered_proportion
from analytics.errors import BadInput, TooFewEvents
from analytics.proportions import wilson_limits


def test_the_variance_is_that_of_a_ratio_between_patients():
    # Patients with 2 of 2, 0 of 2 and 1 of 4 lesions: p = 3/8, residuals 5/4, -3/4, -1/2.
    share = clustered_proportion([1, 1, 0, 0, 1, 0, 0, 0], list("aabbcccc"))

    variance = 3 / 2 * (25 / 16 + 9 / 16 + 1 / 4) / 64
    assert (share.successes, share.n, share.n_clusters, share.df) == (3, 8, 3, 2)
    assert share.se == pytest.approx(np.sqrt(variance))
    assert share.design_effect == pytest.approx(variance / (3 / 8 * 5 / 8 / 8))
    assert share.effective_n == pytest.approx(8 / share.design_effect)


def test_limits_are_those_of_wilson_with_fewer_units_and_students_quantile():
    share = clustered_proportion([1, 1, 0, 0, 1, 0, 0, 0], list("aabbcccc"))

    lower, upper = wilson_limits(
        np.array([share.estimate]), np.array([share.effective_n]), t.ppf(0.975, 2)
    )
    assert (share.lower, share.upper) == (lower[0], upper[0])


def test_units_wholly_alike_within_patients_count_as_patients():
    alike = clustered_proportion([1, 1, 0, 0, 1, 1, 0, 0], list("aabbccdd"))

    assert alike.effective_n == pytest.approx(4 - 1)  # G less one, by the factor G / (G - 1)


def test_likeness_below_chance_is_not_believed():
    share = clustered_proportion([1, 0, 1, 0, 1, 0], list("aabbcc"))

    assert share.se == 0
    assert share.effective_n == share.n


@pytest.mark.parametrize(("success", "known"), [(0, "lower"), (1, "upper")])
def test_without_a_mixed_patient_units_count_as_wholly_alike(success, known):
    share = clustered_proportion([success] * 4, list("aaab"))

    assert share.effective_n == pytest.approx(16 / 10)
    assert np.isnan(share.design_effect)
    assert getattr(share, known) == success


def test_one_patient_cannot_show_how_patients_differ():
    with pytest.raises(TooFewEvents):
        clustered_proportion([1, 0], ["a", "a"])


@pytest.mark.parametrize(
    ("success", "cluster"),
    [([], []), ([1], ["a", "b"]), ([2, 0], ["a", "b"]), ([1, 0], ["a", None])],
    ids=["empty", "lengths", "no indicator", "missing patient"],
)
def test_bad_rows_are_refused(success, cluster):
    with pytest.raises(BadInput):
        clustered_proportion(success, cluster)
