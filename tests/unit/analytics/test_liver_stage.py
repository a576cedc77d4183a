"""Tumour load of hepatocellular carcinoma, patient by patient."""

import numpy as np
import pytest

from analytics.errors import BadInput
from analytics.liver_stage import bclc, milan, six_and_twelve, up_to_seven

EARLY = {
    "ecog": 0,
    "pvi": "VP0",
    "extrahepatic_disease": "N",
    "n_tumours": 1,
    "max_diameter_mm": 20,
    "child_pugh": "A",
}


def stage(**changes):
    return bclc(**{name: [value] for name, value in (EARLY | changes).items()})[0]


def within_milan(**changes):
    patient = {name: EARLY[name] for name in EARLY if name not in {"ecog", "child_pugh"}}
    return milan(**{name: [value] for name, value in (patient | changes).items()})[0]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "0"),
        ({"max_diameter_mm": 20.1}, "A"),
        ({"max_diameter_mm": 150}, "A"),
        ({"n_tumours": 3, "max_diameter_mm": 30}, "A"),
        ({"n_tumours": 3, "max_diameter_mm": 31}, "B"),
        ({"n_tumours": 4, "max_diameter_mm": 10}, "B"),
        ({"ecog": 1}, "C"),
        ({"ecog": 2}, "C"),
        ({"pvi": "VP1_2"}, "C"),
        ({"extrahepatic_disease": "Y"}, "C"),
        ({"ecog": 3}, "D"),
        ({"child_pugh": "C", "pvi": "VP4"}, "D"),
        ({"child_pugh": "NON_CIRRHOTIC"}, "0"),
        ({"child_pugh": None}, "0"),
    ],
)
def test_the_first_stage_that_holds_is_given(changes, expected):
    assert stage(**changes) == expected


@pytest.mark.parametrize("component", [name for name in EARLY if name != "child_pugh"])
def test_a_missing_component_leaves_the_stage_unknown(component):
    assert stage(**{component: None, "child_pugh": "C"}) == "UNK"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"max_diameter_mm": 50}, 1),
        ({"max_diameter_mm": 51}, 0),
        ({"n_tumours": 3, "max_diameter_mm": 30}, 1),
        ({"n_tumours": 2, "max_diameter_mm": 31}, 0),
        ({"n_tumours": 4}, 0),
        ({"pvi": "VP3"}, 0),
        ({"extrahepatic_disease": "Y"}, 0),
        ({"pvi": "UNK"}, np.nan),
        ({"n_tumours": 0}, np.nan),
    ],
)
def test_milan_asks_for_size_number_and_no_spread(changes, expected):
    np.testing.assert_equal(within_milan(**changes), float(expected))


def test_seven_is_still_within_up_to_seven():
    found = up_to_seven([1, 1, 3, 4, None], [60, 61, 40, 31, 20])

    np.testing.assert_array_equal(found, [1, 0, 1, 0, np.nan])


def test_six_and_twelve_belong_to_the_lower_group():
    found = six_and_twelve([1, 1, 2, 2, 11, 1], [50, 51, 100, 101, 20, None])

    assert list(found) == ["LOW", "INTERMEDIATE", "INTERMEDIATE", "HIGH", "HIGH", None]


def test_unknown_codes_are_refused():
    with pytest.raises(BadInput, match="pvi"):
        stage(pvi="YES")
