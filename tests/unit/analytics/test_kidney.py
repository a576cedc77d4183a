"""Kidney: published results of the 2021 equation, and cut-offs on both sides."""

import numpy as np
import pytest

from analytics.errors import BadInput
from analytics.kidney import egfr, renal_class, renal_t


@pytest.mark.parametrize(
    ("creatinine_mg_dl", "age", "sex", "rate", "digits"),
    [
        (1.2, 55, "M", 71, 0),  # National Kidney Foundation's calculator, as cited in public code
        (0.8, 70, "M", 95.2, 1),  # documentation of the R package tabletools
        (0.8, 70, "F", 79.2, 1),  # the same
        (0.9, 0, "M", 142, 3),  # the equation at its knot
        (0.7, 0, "F", 143.704, 3),
        (0.35, 0, "F", 169.8, 1),  # by hand, 143.704 x 2^0.241
        (0.45, 0, "M", 175.1, 1),  # by hand, 142 x 2^0.302
    ],
)
def test_egfr_reaches_published_values(creatinine_mg_dl, age, sex, rate, digits):
    found = egfr([88.4 * creatinine_mg_dl], [age], [sex])[0]

    assert round(float(found), digits) == rate


def test_egfr_is_missing_without_a_component_and_where_the_equation_has_none():
    found = egfr([80, None, 80, 80, 0], [60, 60, None, 60, 60], ["X", "F", "F", "UNK", "M"])

    assert np.isnan(found).all()


def test_egfr_needs_columns_of_one_length():
    with pytest.raises(BadInput):
        egfr([80, 90], [60], ["F"])


def test_renal_scores_are_low_to_six_and_high_from_ten():
    found = renal_class([4, 6, 7, 9, 10, 12, None])

    assert list(found) == ["LOW", "LOW", "INTERMEDIATE", "INTERMEDIATE", "HIGH", "HIGH", None]


@pytest.mark.parametrize("score", [3, 13])
def test_a_renal_score_outside_its_range_is_refused(score):
    with pytest.raises(BadInput):
        renal_class([score])


def test_size_classes_end_at_forty_and_seventy_millimetres():
    found = renal_t([40, 40.1, 70, 70.1, None, 0])

    assert list(found) == ["T1A", "T1B", "T1B", "T2+", None, None]
