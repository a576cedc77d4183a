"""Survival of lesions: the curve of all lesions, with limits that know their patients."""

import numpy as np
import pytest

from analytics.counted_people import CountedPeople
from analytics.endpoints import Unit
from analytics.errors import BadInput
from analytics.lesion_survival import lesion_survival
from analytics.survival import kaplan_meier

ASKED = {"landmarks": [100.0], "ticks": [0.0, 100.0]}


def lesions(time, code, cluster, group="MWA"):
    n = len(time)
    return CountedPeople(
        group=np.array([group] * n),
        stratum=np.full(n, ""),
        cluster=np.array(cluster),
        entry=np.zeros(n),
        time=np.array(time, dtype=float),
        code=np.array(code),
    )


def test_the_curve_is_that_of_lesions_and_counts_both_events():
    found = lesion_survival(
        lesions([50, 80, 120, 150], [1, 1, 0, 1], [1, 1, 2, 3]), ["MWA"], **ASKED
    )

    curve = found.groups[0].curve
    np.testing.assert_allclose(curve.survival, [1, 3 / 4, 1 / 2, 1 / 2, 0])
    assert (found.unit, curve.n, curve.n_events) == (Unit.LESION, 4, 3)
    assert curve.uncertainty.n_clusters == 3
    assert found.log_rank is None
    assert "not independent" in found.why_no_test


def test_lesions_that_are_copies_of_one_another_tell_no_more_than_one():
    time, code = [50, 80, 120, 150, 170, 190], [1, 0, 1, 1, 0, 1]
    single = kaplan_meier(time, np.array(code) == 1, cluster=range(6))
    twice = lesions(time * 2, code * 2, [*range(6), *range(6)])

    curve = lesion_survival(twice, ["MWA"], **ASKED).overall.curve

    np.testing.assert_allclose(curve.lower, single.lower)
    np.testing.assert_allclose(curve.upper, single.upper)


def test_one_patient_has_the_limits_of_single_lesions():
    found = lesion_survival(lesions([50, 120], [1, 0], [1, 1]), ["MWA"], **ASKED)

    assert found.overall.curve.uncertainty.n_clusters is None
    assert found.overall.curve.n == 2


def test_nobody_is_refused():
    with pytest.raises(BadInput, match="nobody to follow"):
        lesion_survival(lesions([50], [1], [1]), [], **ASKED)
