"""Incidence of lesion events: lesions and patients both counted, limits clustered by patient."""

import numpy as np
import pandas as pd
import pytest

from analytics.cells import CountTable
from analytics.competing import cumulative_incidence
from analytics.counted_people import counted_people
from analytics.endpoints import Unit
from analytics.errors import BadInput
from analytics.lesion_incidence import lesion_incidence

rng = np.random.default_rng(9)
PATIENT = np.repeat(np.arange(60), 2)
ROWS = pd.DataFrame(
    {
        "technique_code": np.repeat(rng.choice(["MWA", "RFA"], 60), 2),
        "cluster_no": PATIENT,
        "entry": 0.0,
        "day": np.repeat(rng.integers(1, 200, 60), 2).astype(float),
        "code": np.repeat(rng.integers(0, 3, 60), 2),
    }
)
KEYS = ("technique_code", "cluster_no", "entry", "day", "code")


def estimated(rows=ROWS, groups=("MWA", "RFA")):
    counts = CountTable(rows.groupby(list(KEYS)).size().rename("n").reset_index(), KEYS)
    lesions = counted_people(counts, cluster="cluster_no")
    return lesion_incidence(lesions, groups, landmarks=[50, 100], ticks=[0, 50, 100])


def test_limits_are_those_of_the_clustered_estimator():
    first = estimated().groups[0].curve

    rows = ROWS[ROWS["technique_code"] == "MWA"]
    wanted = cumulative_incidence(rows["day"], rows["code"], cluster=rows["cluster_no"])
    np.testing.assert_allclose(first[1].incidence, wanted[1].incidence)
    np.testing.assert_allclose(first[1].se, wanted[1].se)
    assert first.variance == "clustered"


def test_two_alike_lesions_of_a_patient_say_as_much_as_one():
    both = estimated().overall.curve[1]
    one = cumulative_incidence(ROWS["day"][::2], ROWS["code"][::2], weights=np.ones(60))

    np.testing.assert_allclose(both.se, one[1].se, rtol=1e-9)


def test_lesions_and_patients_are_both_counted():
    result = estimated()

    assert result.unit is Unit.LESION
    assert (result.overall.curve.n, result.overall.curve.n_clusters) == (120, 60)


def test_no_test_of_lesions_is_made_and_what_is_made_is_said():
    result = estimated()

    assert result.gray is None
    assert "clustered by patient" in result.why_no_test


def test_one_patient_is_shown_with_the_limits_of_lesions():
    result = estimated(ROWS[ROWS["cluster_no"] == 0], (ROWS["technique_code"][0],))

    assert result.overall.curve.n == 2


def test_no_group_is_refused():
    with pytest.raises(BadInput):
        estimated(groups=())
