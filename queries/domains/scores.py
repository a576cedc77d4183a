"""Scores that the registry works out from what was entered at baseline."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analytics.columns import UNKNOWN as STAGE_UNKNOWN
from analytics.liver import albi, albi_grade, child_pugh_class, child_pugh_points
from analytics.liver_stage import bclc, milan, up_to_seven
from queries.domains.common import YES_NO, codes
from queries.domains.model import Field, Kind

Column: TypeAlias = "NDArray[Any]"

_LIVER = ("HCC", "ICC", "CRLM", "NELM")
_CHILD_PUGH_PARTS = (
    *("bilirubin_umol_l", "albumin_g_l", "inr", "ascites", "encephalopathy"),
    *("cirrhosis", "child_pugh_site"),
)
_LOAD_PARTS = ("n_tumours", "max_diameter_mm")
_SPREAD_PARTS = ("pvi", "extrahepatic_disease")


@dataclass(frozen=True)
class Score:
    """A derived value of a diagnosis: what it is, what it is made of, how."""

    field: Field  # `domains` says where it means something
    made_of: tuple[str, ...]  # never beside the score in one model
    work_out: Callable[[pd.DataFrame], Column]  # one row per diagnosis, curated columns


def _albi(rows: pd.DataFrame) -> Column:
    return albi(_numbers(rows, "albumin_g_l"), _numbers(rows, "bilirubin_umol_l"))


def _child_pugh(rows: pd.DataFrame) -> Column:
    points = child_pugh_points(
        bilirubin_umol_l=_numbers(rows, "bilirubin_umol_l"),
        albumin_g_l=_numbers(rows, "albumin_g_l"),
        inr=_numbers(rows, "inr"),
        ascites=_codes(rows, "ascites"),
        encephalopathy=_codes(rows, "encephalopathy"),
    )
    derived = child_pugh_class(points, _codes(rows, "cirrhosis"))
    return _entered_where_not_derived(derived, _codes(rows, "child_pugh_site"))


def _bclc(rows: pd.DataFrame) -> Column:
    derived = bclc(
        ecog=_numbers(rows, "ecog"),
        pvi=_codes(rows, "pvi"),
        extrahepatic_disease=_codes(rows, "extrahepatic_disease"),
        n_tumours=_numbers(rows, "n_tumours"),
        max_diameter_mm=_numbers(rows, "max_diameter_mm"),
        child_pugh=_child_pugh(rows),
    )
    derived[derived == STAGE_UNKNOWN] = None
    return _entered_where_not_derived(derived, _codes(rows, "bclc_site"))


def _milan(rows: pd.DataFrame) -> Column:
    return _yes_no(
        milan(
            pvi=_codes(rows, "pvi"),
            extrahepatic_disease=_codes(rows, "extrahepatic_disease"),
            n_tumours=_numbers(rows, "n_tumours"),
            max_diameter_mm=_numbers(rows, "max_diameter_mm"),
        )
    )


def _up_to_seven(rows: pd.DataFrame) -> Column:
    return _yes_no(up_to_seven(_numbers(rows, "n_tumours"), _numbers(rows, "max_diameter_mm")))


def _numbers(rows: pd.DataFrame, name: str) -> Column:
    values: Column = pd.to_numeric(rows[name]).to_numpy(dtype=np.float64, na_value=np.nan)
    return values


def _codes(rows: pd.DataFrame, name: str) -> Column:
    known = rows[name].astype(object)
    # A stated "unknown" is no more known than an empty cell; an invasion of unstated extent
    # is one all the same.
    known = known.where(known.notna() & (known != "UNK"), None)
    values: Column = known.replace({"PRESENT": "VP3"}).to_numpy(dtype=object)
    return values


def _yes_no(holds: Column) -> Column:
    said = np.where(holds == 1, "Y", "N").astype(object)
    said[np.isnan(holds)] = None
    return said


def _entered_where_not_derived(derived: Column, entered: Column) -> Column:
    missing = pd.isna(derived)
    return np.where(missing, entered, derived)


SCORES: tuple[Score, ...] = (
    Score(
        Field(
            "albi",
            "ALBI score",
            Kind.NUMBER,
            "points",
            adjust=True,
            domains=_LIVER,
            definition="0.66 log10(bilirubin) - 0.085 albumin; lower is better liver function.",
        ),
        made_of=("albumin_g_l", "bilirubin_umol_l", "albi_grade"),
        work_out=_albi,
    ),
    Score(
        Field(
            "albi_grade",
            "ALBI grade",
            codes=codes(_1="1", _2="2", _3="3"),
            adjust=True,
            domains=_LIVER,
            definition="Grade 1 up to -2.60 points, 2 up to -1.39, 3 above.",
        ),
        made_of=("albumin_g_l", "bilirubin_umol_l", "albi"),
        work_out=lambda rows: albi_grade(_albi(rows)),
    ),
    Score(
        Field(
            "child_pugh",
            "Child-Pugh class",
            codes=codes(A="A", B="B", C="C", NON_CIRRHOTIC="No cirrhosis"),
            adjust=True,
            domains=("HCC",),
            definition="Worked out from its five parts; as entered where one of them is absent.",
        ),
        made_of=_CHILD_PUGH_PARTS,
        work_out=_child_pugh,
    ),
    Score(
        Field(
            "bclc",
            "BCLC stage",
            codes=codes(_0="0", A="A", B="B", C="C", D="D"),
            adjust=True,
            domains=("HCC",),
            definition="Worked out from its parts (2022); as the site entered it where one is "
            "absent.",
        ),
        made_of=("ecog", *_SPREAD_PARTS, *_LOAD_PARTS, "child_pugh", "bclc_site"),
        work_out=_bclc,
    ),
    Score(
        Field(
            "milan",
            "Within the Milan criteria",
            codes=YES_NO[:2],
            domains=("HCC",),
            definition="One tumour up to 50 mm or three up to 30 mm, no invasion, no spread.",
        ),
        made_of=(*_SPREAD_PARTS, *_LOAD_PARTS),
        work_out=_milan,
    ),
    Score(
        Field(
            "up_to_seven",
            "Within up to seven",
            codes=YES_NO[:2],
            domains=("HCC",),
            definition="Number of tumours and largest diameter in cm sum to at most 7.",
        ),
        made_of=_LOAD_PARTS,
        work_out=_up_to_seven,
    ),
)
