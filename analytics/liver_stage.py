"""Tumour load of hepatocellular carcinoma: BCLC stage and transplant criteria."""

# ruff: noqa: PLR2004  # cut-offs of published scores, told in each docstring

import numpy as np
from numpy.typing import ArrayLike

from analytics.columns import UNKNOWN, Codes, classified, coded, known_in, measured, points, present
from analytics.inputs import Bools, Floats

_PVI = {"VP0": 0.0, "VP1_2": 1.0, "VP3": 1.0, "VP4": 1.0}
_CHILD_PUGH = ("A", "B", "C", "NON_CIRRHOTIC")


def bclc(
    *,
    ecog: ArrayLike,
    pvi: ArrayLike,
    extrahepatic_disease: ArrayLike,
    n_tumours: ArrayLike,
    max_diameter_mm: ArrayLike,
    child_pugh: ArrayLike,
) -> Codes:
    """Return the BCLC stage 0, A, B, C or D; UNK where a component is missing.

    Parameters
    ----------
    ecog : array-like of int, shape (n,)
        Performance status, 0 to 4.
    pvi : array-like of str, shape (n,)
        Portal-vein invasion: VP0, VP1_2, VP3 or VP4.
    extrahepatic_disease : array-like of str, shape (n,)
        Y or N.
    n_tumours, max_diameter_mm : array-like of float, shape (n,)
        Number of tumours and diameter of the largest in mm.
    child_pugh : array-like of str, shape (n,)
        A, B, C or NON_CIRRHOTIC; missing is read as not C.

    Notes
    -----
    The first that holds: D if Child-Pugh C or ECOG above 2; C if invasion, extrahepatic
    disease or ECOG 1 or 2; 0 if single and at most 20 mm; A if single, or at most three of
    at most 30 mm; else B. Whether a patient could be transplanted is not known, so D holds
    some who would not be called end-stage.

    References
    ----------
    Reig et al. (2022), doi:10.1016/j.jhep.2021.11.018.
    """
    status = measured("ecog", ecog)
    spread = _spread(pvi, extrahepatic_disease)
    number, size = _load(n_tumours, max_diameter_mm)
    class_c = coded("child_pugh", child_pugh, _CHILD_PUGH) == "C"
    known = known_in(status, spread, number, size, class_c.astype(np.float64))
    cases: list[tuple[Bools, str]] = [
        (class_c | (status > 2), "D"),
        ((spread == 1) | (status > 0), "C"),
        ((number == 1) & (size <= 20), "0"),
        ((number == 1) | _three_small(number, size), "A"),
    ]
    stage = classified(cases, known, otherwise="B")
    stage[~known] = UNKNOWN
    return stage


def milan(
    *,
    pvi: ArrayLike,
    extrahepatic_disease: ArrayLike,
    n_tumours: ArrayLike,
    max_diameter_mm: ArrayLike,
) -> Floats:
    """Return 1 within the Milan criteria, 0 outside, nan where a component is missing.

    Parameters
    ----------
    pvi, extrahepatic_disease, n_tumours, max_diameter_mm
        As in `bclc`.

    Notes
    -----
    No invasion, no extrahepatic disease, and one tumour of at most 50 mm or at most three of
    at most 30 mm.

    References
    ----------
    Mazzaferro et al. (1996), doi:10.1056/NEJM199603143341104.
    """
    spread = _spread(pvi, extrahepatic_disease)
    number, size = _load(n_tumours, max_diameter_mm)
    within = (spread == 0) & (((number == 1) & (size <= 50)) | _three_small(number, size))
    return np.where(known_in(spread, number, size), within, np.nan)


def up_to_seven(n_tumours: ArrayLike, max_diameter_mm: ArrayLike) -> Floats:
    """Return 1 within the up-to-seven criteria, 0 outside, nan where missing.

    Parameters
    ----------
    n_tumours, max_diameter_mm
        As in `bclc`.

    Notes
    -----
    Number and largest diameter in cm sum to at most 7. Invasion is not asked for here.

    References
    ----------
    Mazzaferro et al. (2009), doi:10.1016/S1470-2045(08)70284-5.
    """
    number, size = _load(n_tumours, max_diameter_mm)
    return np.where(known_in(number, size), 10 * number + size <= 70, np.nan)


def six_and_twelve(n_tumours: ArrayLike, max_diameter_mm: ArrayLike) -> Codes:
    """Return the six-and-twelve group LOW, INTERMEDIATE or HIGH; None where missing.

    Parameters
    ----------
    n_tumours, max_diameter_mm
        As in `bclc`.

    Notes
    -----
    Number and largest diameter in cm sum to at most 6, at most 12, or more.

    References
    ----------
    Wang et al. (2019), doi:10.1016/j.jhep.2019.01.013.
    """
    number, size = _load(n_tumours, max_diameter_mm)
    load = 10 * number + size
    cases = [(load <= 60, "LOW"), (load <= 120, "INTERMEDIATE")]
    return classified(cases, known_in(number, size), otherwise="HIGH")


def _spread(pvi: ArrayLike, extrahepatic_disease: ArrayLike) -> Floats:
    """Return 1 with invasion or extrahepatic disease, 0 without both, nan where missing."""
    invasion = points(coded("pvi", pvi, tuple(_PVI)), _PVI)
    outside = present("extrahepatic_disease", extrahepatic_disease)
    return np.where(known_in(invasion, outside), np.maximum(invasion, outside), np.nan)


def _load(n_tumours: ArrayLike, max_diameter_mm: ArrayLike) -> tuple[Floats, Floats]:
    """Return number and largest diameter; nan where they are not above 0."""
    number = measured("n_tumours", n_tumours)
    size = measured("max_diameter_mm", max_diameter_mm)
    return np.where(number > 0, number, np.nan), np.where(size > 0, size, np.nan)


def _three_small(number: Floats, size: Floats) -> Bools:
    return (number <= 3) & (size <= 30)
