"""Kidney: filtration rate, complexity of a tumour and its size class."""

# ruff: noqa: PLR2004  # cut-offs of published scores, told in each docstring

import numpy as np
from numpy.typing import ArrayLike

from analytics.columns import Codes, classified, coded, known_in, measured, points
from analytics.errors import BadInput
from analytics.inputs import Floats

_UMOL_PER_MG_DL = 88.4  # creatinine


def egfr(creatinine_umol_l: ArrayLike, age_years: ArrayLike, sex: ArrayLike) -> Floats:
    """Return the estimated glomerular filtration rate in mL/min/1.73 m2 (CKD-EPI 2021).

    Parameters
    ----------
    creatinine_umol_l : array-like of float, shape (n,)
        Serum creatinine in umol/L; missing or not above 0 gives nan.
    age_years : array-like of float, shape (n,)
        Age.
    sex : array-like of str, shape (n,)
        F or M; the equation has no other, so X gives nan.

    Notes
    -----
    142 min(c/k, 1)^a max(c/k, 1)^-1.2 0.9938^age, times 1.012 for F; c creatinine in mg/dL,
    k 0.7 and a -0.241 for F, 0.9 and -0.302 for M.

    References
    ----------
    Inker et al. (2021), doi:10.1056/NEJMoa2102953.
    """
    creatinine = measured("creatinine_umol_l", creatinine_umol_l) / _UMOL_PER_MG_DL
    creatinine = np.where(creatinine > 0, creatinine, np.nan)
    age = measured("age_years", age_years)
    codes = coded("sex", sex, ("F", "M", "X"))
    known_in(creatinine, age, codes)
    ratio = creatinine / points(codes, {"F": 0.7, "M": 0.9})
    power = points(codes, {"F": -0.241, "M": -0.302})
    scale = points(codes, {"F": 142 * 1.012, "M": 142.0})
    below, above = np.minimum(ratio, 1) ** power, np.maximum(ratio, 1) ** -1.2
    rate: Floats = scale * below * above * 0.9938**age
    return rate


def renal_class(score: ArrayLike) -> Codes:
    """Return the RENAL class LOW, INTERMEDIATE or HIGH, None where the score is missing.

    Parameters
    ----------
    score : array-like of int, shape (n,)
        RENAL nephrometry score, 4 to 12.

    Raises
    ------
    BadInput
        If a score is outside 4 to 12.

    Notes
    -----
    4 to 6 low, 7 to 9 intermediate, 10 to 12 high.

    References
    ----------
    Kutikov & Uzzo (2009), doi:10.1016/j.juro.2009.05.035.
    """
    value = measured("score", score)
    wrong = (value < 4) | (value > 12)
    if wrong.any():
        raise BadInput(
            f"The RENAL score is outside 4 to 12 in {int(wrong.sum())} of {wrong.size} rows.",
            "Check these scores.",
        )
    cases = [(value <= 6, "LOW"), (value <= 9, "INTERMEDIATE")]
    return classified(cases, known_in(value), otherwise="HIGH")


def renal_t(max_diameter_mm: ArrayLike) -> Codes:
    """Return T1A, T1B or T2+ of a renal tumour by its size, None where it is missing.

    Parameters
    ----------
    max_diameter_mm : array-like of float, shape (n,)
        Largest diameter in mm of a tumour confined to the kidney.

    Notes
    -----
    T1a up to 40 mm, T1b up to 70 mm.

    References
    ----------
    Amin et al. (2017), AJCC Cancer Staging Manual, 8th edition.
    """
    size = measured("max_diameter_mm", max_diameter_mm)
    cases = [(size <= 40, "T1A"), (size <= 70, "T1B")]
    return classified(cases, known_in(size) & (size > 0), otherwise="T2+")
