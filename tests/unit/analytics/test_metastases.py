"""Clinical risk score and neuroendocrine grade, cut-off by cut-off."""

import numpy as np
import pytest

from analytics.errors import BadInput
from analytics.metastases import fong, fong_group, net_grade

NO_POINT = {
    "node_positive": "N",
    "disease_free_interval_mo": 12,
    "n_tumours": 1,
    "max_diameter_mm": 50,
    "cea_ng_ml": 200,
}
ONE_POINT = {
    "node_positive": "Y",
    "disease_free_interval_mo": 11.9,
    "n_tumours": 2,
    "max_diameter_mm": 51,
    "cea_ng_ml": 201,
}


def score(values):
    return fong(**{name: [value] for name, value in values.items()})[0]


def test_values_on_the_cut_offs_give_no_point_and_all_beyond_them_five():
    assert score(NO_POINT) == 0
    assert score(ONE_POINT) == 5


@pytest.mark.parametrize("component", NO_POINT)
def test_each_component_gives_one_point_and_none_may_be_missing(component):
    assert score(NO_POINT | {component: ONE_POINT[component]}) == 1
    assert np.isnan(score(NO_POINT | {component: None}))


def test_scores_are_high_from_three():
    assert list(fong_group([0, 2, 3, 5, None])) == ["LOW", "LOW", "HIGH", "HIGH", None]


def test_grades_follow_ki67_unless_entered():
    found = net_grade(
        [2.9, 3, 20, 20.1, None, 50, 50, 2], [None, None, "UNK", None, None, "NEC", None, "G2"]
    )

    assert list(found) == ["G1", "G2", "G2", "G3", None, "NEC", "G3", "G2"]


@pytest.mark.parametrize("index", [-1, 101])
def test_an_impossible_index_is_refused(index):
    with pytest.raises(BadInput):
        net_grade([index], [None])
