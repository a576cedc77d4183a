"""Response of bone pain by score and opioid dose together, visit by visit."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.errors import TooFewEvents
from analytics.inputs import ROUNDING, Bools, Floats
from analytics.proportions import Proportion, proportion

LESS_PAIN = 2.0  # points on the scale from 0 to 10
MORE_OPIOIDS = 0.25  # of the dose before treatment
STATES = ("COMPLETE", "PARTIAL", "INDETERMINATE", "PROGRESSION", "NO_DOSE", "NO_ANSWER", "DEAD")


@dataclass(frozen=True, eq=False)
class PainAtVisit:
    """Patients with pain before treatment, at one visit."""

    visit: str
    counts: tuple[tuple[str, int], ...]  # state -> patients, in the order of STATES
    of_due: Proportion | None  # complete or partial, of those alive and due
    of_judged: Proportion | None  # of those whose pain and dose are known


@dataclass(frozen=True, eq=False)
class PainResponse:
    """Response of pain at every visit after treatment."""

    visits: tuple[PainAtVisit, ...]
    patients: int  # with a pain score above 0 before treatment
    without_baseline: int  # with no score, or no pain, before treatment


def pain_response(course: pd.DataFrame, visits: Sequence[str]) -> PainResponse:
    """Count who responded by the consensus on bone pain.

    Parameters
    ----------
    course : DataFrame
        One row per patient and visit that was due or before which the patient died:
        `patient`, `visit`, `before` and `pain` (scores from 0 to 10; nan: no answer),
        `dose_before` and `dose` (mg a day oral morphine equivalent; nan: not entered) and
        `is_dead`.
    visits : sequence of str
        Visits after treatment, in order.

    Raises
    ------
    TooFewEvents
        If nobody had pain before treatment.

    Notes
    -----
    Complete: no pain without more opioids. Partial: at least 2 points less without more
    opioids. Progression: at least 2 points more, or at least 25 % more opioids while pain is
    not 2 points less. Else indeterminate. Without a dose nobody can be called a responder.

    References
    ----------
    Chow et al. (2012), doi:10.1016/j.ijrobp.2011.02.008.
    """
    has_pain = course["before"] > 0
    kept = course[has_pain]
    if kept.empty:
        raise TooFewEvents(
            "Nobody has a pain score above 0 before treatment, so no response can be told.",
            "Enter the score of the baseline visit, or widen the filters.",
        )
    states = pd.Series(_states(kept), index=kept.index)
    return PainResponse(
        visits=tuple(_at(visit, states[kept["visit"] == visit]) for visit in visits),
        patients=int(kept["patient"].nunique()),
        without_baseline=int(course.loc[~has_pain, "patient"].nunique()),
    )


def _states(course: pd.DataFrame) -> list[str]:
    change: Floats = (course["pain"] - course["before"]).to_numpy()
    dose, before = course["dose"].to_numpy(), course["dose_before"].to_numpy()
    more: Bools = dose > before + ROUNDING
    much_more: Bools = more & (dose >= before * (1 + MORE_OPIOIDS) - ROUNDING)
    less_pain = change <= -LESS_PAIN + ROUNDING
    cases = [
        (course["is_dead"].to_numpy(), "DEAD"),
        (np.isnan(change), "NO_ANSWER"),
        (change >= LESS_PAIN - ROUNDING, "PROGRESSION"),
        (np.isnan(dose - before), "NO_DOSE"),
        ((course["pain"].to_numpy() <= ROUNDING) & ~more, "COMPLETE"),
        (less_pain & ~more, "PARTIAL"),
        (much_more & ~less_pain, "PROGRESSION"),
    ]
    found = np.select([case for case, _ in cases], [said for _, said in cases], "INDETERMINATE")
    return [str(state) for state in found]


def _at(visit: str, states: "pd.Series[str]") -> PainAtVisit:
    n = {state: int((states == state).sum()) for state in STATES}
    responded = n["COMPLETE"] + n["PARTIAL"]
    due = len(states) - n["DEAD"]
    judged = due - n["NO_ANSWER"] - n["NO_DOSE"]
    return PainAtVisit(
        visit=visit,
        counts=tuple(n.items()),
        of_due=proportion(responded, due) if due else None,
        of_judged=proportion(responded, judged) if judged else None,
    )
