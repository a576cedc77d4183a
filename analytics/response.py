"""Tumour response: the best that each patient reached, and how many responded."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.errors import BadInput
from analytics.inputs import Floats, Ints, labels, numbers
from analytics.proportions import Proportion, proportion

RESPONSES = ("CR", "PR", "SD", "PD", "NE")  # from best to worst; NE not evaluable
WINDOW_DAYS = 183.0  # six months from the index procedure


@dataclass(frozen=True, eq=False)
class BestResponse:
    """Best overall response of each patient, in the order in which patients were given."""

    patient: "np.ndarray[tuple[int], np.dtype[np.object_]]"
    response: "np.ndarray[tuple[int], np.dtype[np.object_]]"  # one of RESPONSES
    n_assessed: Ints  # evaluable assessments that counted
    until: Floats  # last day that counted


@dataclass(frozen=True, eq=False)
class ResponseRates:
    """Objective response (CR, PR) and disease control (CR, PR, SD) with Wilson limits."""

    counts: tuple[tuple[str, int], ...]  # patients by best response, in the order of RESPONSES
    objective: Proportion  # of all patients; who was not evaluable did not respond
    control: Proportion
    objective_evaluable: Proportion | None  # of evaluable patients; None: nobody was
    control_evaluable: Proportion | None


def best_response(
    assessments: pd.DataFrame, patients: pd.DataFrame, *, window: float = WINDOW_DAYS
) -> BestResponse:
    """Find the best response of each patient before progression and before other treatment.

    Parameters
    ----------
    assessments : DataFrame
        One row per assessment: `patient`, `day` since the index procedure and `response`, one
        of RESPONSES. Rows before or on day 0 are the baseline and do not count.
    patients : DataFrame
        One row per patient: `patient` and `new_treatment_day`, the day of the first other
        anticancer treatment, nan for none. Patients without an assessment belong here too.
    window : float
        Last day after the index procedure that counts.

    Raises
    ------
    BadInput
        If a column is absent, a patient comes twice or is unknown, or a response is none.

    Notes
    -----
    Assessments count up to the first progression, which counts itself, up to the window and
    up to the day of other treatment, that day included. No confirmation is asked for. A
    patient without evaluable assessment is NE.

    References
    ----------
    Eisenhauer et al. (2009), doi:10.1016/j.ejca.2008.10.026. Lencioni & Llovet (2010),
    doi:10.1055/s-0030-1247132.
    """
    rows, until = _checked(assessments, patients, window)
    rows = rows[(rows["day"] > 0) & (rows["day"] <= until[rows["place"]])]
    progressed = rows[rows["rank"] == RESPONSES.index("PD")].groupby("place")["day"].min()
    first = rows["place"].map(progressed).fillna(np.inf)
    rows = rows[(rows["day"] <= first) & (rows["rank"] < RESPONSES.index("NE"))]
    best = np.full(until.size, RESPONSES.index("NE"))
    np.minimum.at(best, rows["place"].to_numpy(), rows["rank"].to_numpy())
    return BestResponse(
        patient=patients["patient"].to_numpy(dtype=object),
        response=np.array(RESPONSES, dtype=object)[best],
        n_assessed=np.bincount(rows["place"], minlength=until.size).astype(np.int64),
        until=until,
    )


def response_rates(response: ArrayLike, *, confidence: float = 0.95) -> ResponseRates:
    """Estimate the share of patients who responded, and whose disease was controlled.

    Parameters
    ----------
    response : array-like of str, shape (patients,)
        Best response of every patient, one of RESPONSES.
    confidence : float
        Level of the two-sided limits, between 0 and 1.

    Raises
    ------
    BadInput
        If there is nobody, or a response is missing or none of RESPONSES.
    """
    rank = _ranks(response)
    if not rank.size:
        raise BadInput("There is nobody to analyse.", "Widen the filters.")
    counts = np.bincount(rank, minlength=len(RESPONSES))
    evaluable = int(counts[:-1].sum())
    responded, controlled = int(counts[:2].sum()), int(counts[:3].sum())

    def share(successes: int, n: int) -> Proportion:
        return proportion(successes, n, confidence=confidence)

    return ResponseRates(
        counts=tuple(zip(RESPONSES, counts.tolist(), strict=True)),
        objective=share(responded, rank.size),
        control=share(controlled, rank.size),
        objective_evaluable=share(responded, evaluable) if evaluable else None,
        control_evaluable=share(controlled, evaluable) if evaluable else None,
    )


def _checked(
    assessments: pd.DataFrame, patients: pd.DataFrame, window: float
) -> tuple[pd.DataFrame, Floats]:
    """Return assessments with the place of their patient, and each patient's last day."""
    for frame, needed in (
        (assessments, ("patient", "day", "response")),
        (patients, ("patient", "new_treatment_day")),
    ):
        absent = [name for name in needed if name not in frame.columns]
        if absent:
            raise BadInput(f"Columns are absent: {', '.join(absent)}.", "Name them so.")
    labels("patient", patients["patient"])
    index = pd.Index(patients["patient"])
    if index.has_duplicates:
        raise BadInput(
            f"{int(index.duplicated().sum())} patients come twice.", "Give one row per patient."
        )
    place = index.get_indexer(assessments["patient"])
    if (place < 0).any():
        raise BadInput(
            f"{int((place < 0).sum())} assessments belong to no listed patient.",
            "List every patient.",
        )
    treated = patients["new_treatment_day"].to_numpy(dtype=float, na_value=np.nan)
    rows = pd.DataFrame(
        {
            "place": place,
            "day": numbers("day", assessments["day"]),
            "rank": _ranks(assessments["response"]),
        }
    )
    return rows, np.fmin(treated, window)


def _ranks(response: ArrayLike) -> Ints:
    given = np.asarray(response, dtype=object)
    rank = pd.Categorical(given, categories=RESPONSES).codes.astype(np.int64)
    unknown = int((rank < 0).sum())
    if unknown:
        raise BadInput(
            f"The response is missing or unknown in {unknown} of {rank.size} rows.",
            f"Use one of {', '.join(RESPONSES)}; NE for not evaluable.",
        )
    return rank
