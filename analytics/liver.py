"""Liver function: albumin-bilirubin grade and Child-Pugh class."""

# ruff: noqa: PLR2004  # cut-offs of published scores, told in each docstring

import numpy as np
from numpy.typing import ArrayLike

from analytics.columns import Codes, classified, coded, known_in, measured, points, present
from analytics.inputs import Floats

NON_CIRRHOTIC = "NON_CIRRHOTIC"  # Child-Pugh classes describe cirrhosis only

_GRADE_1, _GRADE_2A, _GRADE_2 = -2.60, -2.27, -1.39  # upper ends, included


def albi(albumin_g_l: ArrayLike, bilirubin_umol_l: ArrayLike) -> Floats:
    """Return the albumin-bilirubin score; lower is better liver function.

    Parameters
    ----------
    albumin_g_l, bilirubin_umol_l : array-like of float, shape (n,)
        Serum albumin in g/L and total bilirubin in umol/L; missing gives nan, and so does
        bilirubin that is not above 0.

    Notes
    -----
    0.66 log10(bilirubin) - 0.085 albumin.

    References
    ----------
    Johnson et al. (2015), doi:10.1200/JCO.2014.57.9151.
    """
    albumin = measured("albumin_g_l", albumin_g_l)
    bilirubin = measured("bilirubin_umol_l", bilirubin_umol_l)
    known = known_in(albumin, bilirubin) & (bilirubin > 0)
    logarithm = np.log10(bilirubin, where=known, out=np.full(known.size, np.nan))
    return 0.66 * logarithm - 0.085 * albumin


def albi_grade(score: ArrayLike) -> Codes:
    """Return the ALBI grade 1, 2 or 3, None where the score is missing.

    Parameters
    ----------
    score : array-like of float, shape (n,)
        ALBI score.

    Notes
    -----
    Grade 1 up to -2.60, grade 2 up to -1.39, grade 3 above.

    References
    ----------
    Johnson et al. (2015), doi:10.1200/JCO.2014.57.9151.
    """
    value = measured("score", score)
    cases = [(value <= _GRADE_1, "1"), (value <= _GRADE_2, "2")]
    return classified(cases, known_in(value), otherwise="3")


def modified_albi_grade(score: ArrayLike) -> Codes:
    """Return the modified ALBI grade 1, 2a, 2b or 3, None where the score is missing.

    Parameters
    ----------
    score : array-like of float, shape (n,)
        ALBI score.

    Notes
    -----
    Grade 2 is divided at -2.27, which belongs to 2a.

    References
    ----------
    Hiraoka et al. (2019), doi:10.1159/000488778.
    """
    value = measured("score", score)
    cases = [(value <= _GRADE_1, "1"), (value <= _GRADE_2A, "2a"), (value <= _GRADE_2, "2b")]
    return classified(cases, known_in(value), otherwise="3")


def child_pugh_points(
    *,
    bilirubin_umol_l: ArrayLike,
    albumin_g_l: ArrayLike,
    inr: ArrayLike,
    ascites: ArrayLike,
    encephalopathy: ArrayLike,
) -> Floats:
    """Return the Child-Pugh points, 5 to 15, nan where a component is missing.

    Parameters
    ----------
    bilirubin_umol_l, albumin_g_l, inr : array-like of float, shape (n,)
        Total bilirubin in umol/L, albumin in g/L, international normalised ratio.
    ascites : array-like of str, shape (n,)
        NONE, MILD or MOD_SEV.
    encephalopathy : array-like of str, shape (n,)
        NONE, G1_2 or G3_4.

    Notes
    -----
    One, two or three points each: bilirubin < 34, to 51, above; albumin > 35, to 28, below;
    INR < 1.7, to 2.3, above; ascites and encephalopathy in the order of their codes.

    References
    ----------
    Pugh et al. (1973), doi:10.1002/bjs.1800600817.
    """
    parts = [
        _rising(measured("bilirubin_umol_l", bilirubin_umol_l), 34, 51),
        _rising(-measured("albumin_g_l", albumin_g_l), -35, -28),
        _rising(measured("inr", inr), 1.7, 2.3),
        _in_order("ascites", ascites, ("NONE", "MILD", "MOD_SEV")),
        _in_order("encephalopathy", encephalopathy, ("NONE", "G1_2", "G3_4")),
    ]
    known_in(*parts)
    total: Floats = np.sum(parts, axis=0)
    return total


def child_pugh_class(total: ArrayLike, cirrhosis: ArrayLike) -> Codes:
    """Return the Child-Pugh class A, B or C, or NON_CIRRHOTIC; None where missing.

    Parameters
    ----------
    total : array-like of float, shape (n,)
        Child-Pugh points.
    cirrhosis : array-like of str, shape (n,)
        Y, N or UNK; without an answer there is no class.

    Notes
    -----
    A for 5 and 6 points, B for 7 to 9, C for 10 to 15.

    References
    ----------
    Pugh et al. (1973), doi:10.1002/bjs.1800600817.
    """
    value, cirrhotic = measured("total", total), present("cirrhosis", cirrhosis)
    known = known_in(value, cirrhotic) | (cirrhotic == 0)
    cases = [(cirrhotic == 0, NON_CIRRHOTIC), (value <= 6, "A"), (value <= 9, "B")]
    return classified(cases, known, otherwise="C")


def _rising(value: Floats, two_from: float, two_to: float) -> Floats:
    scored = 1.0 + (value >= two_from) + (value > two_to)
    return np.where(np.isnan(value), np.nan, scored)


def _in_order(name: str, values: ArrayLike, order: tuple[str, str, str]) -> Floats:
    return points(coded(name, values, order), {code: 1.0 + i for i, code in enumerate(order)})
