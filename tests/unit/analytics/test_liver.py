"""Liver function: the registry's test values, and every cut-off on both sides."""

import numpy as np
import pytest

from analytics.liver import (
    NON_CIRRHOTIC,
    albi,
    albi_grade,
    child_pugh_class,
    child_pugh_points,
    modified_albi_grade,
)

BEST = {
    "bilirubin_umol_l": 10,
    "albumin_g_l": 40,
    "inr": 1.0,
    "ascites": "NONE",
    "encephalopathy": "NONE",
}


def points_of(**changes):
    return child_pugh_points(**{name: [value] for name, value in (BEST | changes).items()})[0]


@pytest.mark.parametrize(
    ("albumin", "bilirubin", "score", "grade", "modified"),
    [
        (40, 10, -2.740, "1", "1"),
        (35, 20, -2.116, "2", "2b"),
        (28, 40, -1.323, "3", "3"),
        (35, 1.0 * 17.1, -2.161, "2", "2b"),
    ],
)
def test_albi_reaches_the_registrys_test_values(albumin, bilirubin, score, grade, modified):
    found = albi([albumin], [bilirubin])

    assert found[0] == pytest.approx(score, abs=5e-4)
    assert list(albi_grade(found)) == [grade]
    assert list(modified_albi_grade(found)) == [modified]


def test_cut_offs_of_the_grades_belong_to_the_better_grade():
    scores = [-2.60, -2.59, -2.27, -2.26, -1.39, -1.38, None]

    assert list(albi_grade(scores)) == ["1", "2", "2", "2", "2", "3", None]
    assert list(modified_albi_grade(scores)) == ["1", "2a", "2a", "2b", "2b", "3", None]


def test_albi_is_missing_without_a_component_or_with_bilirubin_of_zero():
    assert np.isnan(albi([None, 40, 40, 40], [10, None, 0, -1])).all()


@pytest.mark.parametrize(
    ("component", "values"),
    [
        ("bilirubin_umol_l", [33.9, 34, 51, 51.1]),
        ("albumin_g_l", [35.1, 35, 28, 27.9]),
        ("inr", [1.69, 1.7, 2.3, 2.31]),
    ],
)
def test_each_laboratory_value_gives_one_two_two_three_around_its_cut_offs(component, values):
    assert [points_of(**{component: value}) for value in values] == [5, 6, 6, 7]


@pytest.mark.parametrize(
    ("component", "values"),
    [("ascites", ["NONE", "MILD", "MOD_SEV"]), ("encephalopathy", ["NONE", "G1_2", "G3_4"])],
)
def test_each_sign_gives_one_two_three(component, values):
    assert [points_of(**{component: value}) for value in values] == [5, 6, 7]


@pytest.mark.parametrize("component", BEST)
def test_a_missing_component_leaves_no_points(component):
    assert np.isnan(points_of(**{component: None}))


def test_classes_run_to_six_nine_and_fifteen():
    found = child_pugh_class([5, 6, 7, 9, 10, 15], ["Y"] * 6)

    assert list(found) == ["A", "A", "B", "B", "C", "C"]


def test_only_a_cirrhotic_liver_has_a_class():
    found = child_pugh_class([5, None, 7, None], ["N", "N", "UNK", "Y"])

    assert list(found) == [NON_CIRRHOTIC, NON_CIRRHOTIC, None, None]
