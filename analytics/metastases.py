"""Liver metastases: clinical risk score of colorectal ones, grade of neuroendocrine ones."""

# ruff: noqa: PLR2004  # cut-offs of published scores, told in each docstring

import numpy as np
from numpy.typing import ArrayLike

from analytics.columns import Codes, classified, coded, known_in, measured, present
from analytics.errors import BadInput
from analytics.inputs import Floats


def fong(
    *,
    node_positive: ArrayLike,
    disease_free_interval_mo: ArrayLike,
    n_tumours: ArrayLike,
    max_diameter_mm: ArrayLike,
    cea_ng_ml: ArrayLike,
) -> Floats:
    """Return the clinical risk score, 0 to 5, nan where a component is missing.

    Parameters
    ----------
    node_positive : array-like of str, shape (n,)
        Y or N: nodes of the primary tumour.
    disease_free_interval_mo : array-like of float, shape (n,)
        Months from the primary tumour to the metastases; 0 if synchronous.
    n_tumours, max_diameter_mm : array-like of float, shape (n,)
        Number of metastases and diameter of the largest in mm.
    cea_ng_ml : array-like of float, shape (n,)
        Carcinoembryonic antigen in ng/mL.

    Notes
    -----
    One point each: positive nodes, interval below 12 months, more than one, above 50 mm,
    antigen above 200 ng/mL.

    References
    ----------
    Fong et al. (1999), doi:10.1097/00000658-199909000-00004.
    """
    nodes = present("node_positive", node_positive)
    interval = measured("disease_free_interval_mo", disease_free_interval_mo)
    number = measured("n_tumours", n_tumours)
    size = measured("max_diameter_mm", max_diameter_mm)
    antigen = measured("cea_ng_ml", cea_ng_ml)
    known = known_in(nodes, interval, number, size, antigen)
    total = nodes + (interval < 12) + (number > 1) + (size > 50) + (antigen > 200)
    return np.where(known, total, np.nan)


def fong_group(score: ArrayLike) -> Codes:
    """Return LOW for a clinical risk score of 0 to 2, HIGH for 3 to 5, None where missing.

    Parameters
    ----------
    score : array-like of float, shape (n,)
        Clinical risk score.

    References
    ----------
    Fong et al. (1999), doi:10.1097/00000658-199909000-00004.
    """
    value = measured("score", score)
    return classified([(value <= 2, "LOW")], known_in(value), otherwise="HIGH")


def net_grade(ki67_pct: ArrayLike, entered: ArrayLike) -> Codes:
    """Return the grade of a neuroendocrine tumour, from Ki-67 where none was entered.

    Parameters
    ----------
    ki67_pct : array-like of float, shape (n,)
        Proliferation index in percent.
    entered : array-like of str, shape (n,)
        Grade as entered: G1, G2, G3 or NEC. A carcinoma (NEC) needs morphology, so it comes
        from here only.

    Raises
    ------
    BadInput
        If an index is outside 0 to 100.

    Notes
    -----
    Below 3 G1, up to 20 G2, above G3; None where neither is known.

    References
    ----------
    Rindi et al. (2018), doi:10.1038/s41379-018-0110-y.
    """
    index = measured("ki67_pct", ki67_pct)
    grade = coded("entered", entered, ("G1", "G2", "G3", "NEC"))
    wrong = (index < 0) | (index > 100)
    if wrong.any():
        raise BadInput(
            f"Ki-67 is outside 0 to 100 % in {int(wrong.sum())} of {wrong.size} rows.",
            "Check these values.",
        )
    known = known_in(index)
    derived = classified([(index < 3, "G1"), (index <= 20, "G2")], known, otherwise="G3")
    return np.where(known_in(grade, np.zeros(index.size)), grade, derived)
