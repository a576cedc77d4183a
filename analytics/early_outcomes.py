"""Response and severe adverse events as yes/no questions to every patient of a comparison."""

import numpy as np
import pandas as pd

from analytics.binary_outcomes import Asked
from analytics.inputs import Bools, Floats
from analytics.response import WINDOW_DAYS, best_response
from analytics.response_by_group import RESPONDED, dated_readings
from analytics.safety import is_grade_three

DIED, REMAINED = "died before one", "alive or lost without one"
LOST = "followed for less"
VAGUE = "an event without day or grade"


def is_late(people: pd.DataFrame) -> Bools:
    """Say who entered after the index procedure, and so could not have been lost before.

    Parameters
    ----------
    people : DataFrame
        `entry` (days; nan: not known) and `left_out` (None where survival can be counted).
    """
    late = (people["entry"] > 0) | (people["left_out"] == "ENTRY_AFTER_EXIT")
    return late.to_numpy(dtype=np.bool_)


def response_asked(
    people: pd.DataFrame, readings: pd.DataFrame, reader: str
) -> tuple[Asked, Asked]:
    """Ask for an objective response: of those assessed, and of everybody.

    Parameters
    ----------
    people : DataFrame, shape (n, ...)
        `diagnosis_id`, `new_treatment_day`, and survival as `time` and `code`.
    readings : DataFrame
        As `queries.reads.response.assessed` returns them, of one reader.
    reader : str
        Who read, and by which criterion, in words.
    """
    patients = people[["diagnosis_id", "new_treatment_day"]].set_axis(
        ["patient", "new_treatment_day"], axis=1
    )
    own = readings[readings["patient"].isin(patients["patient"])]
    found = best_response(dated_readings(own)[0], patients)
    is_assessed: Bools = np.asarray(found.response != "NE", dtype=np.bool_)
    responded = np.isin(found.response.astype(str), RESPONDED).astype(np.float64)
    died = ((people["code"] == 1) & (people["time"] <= WINDOW_DAYS)).to_numpy(dtype=np.bool_)
    by = f"{reader}, within {WINDOW_DAYS:.0f} days and before other treatment"
    return (
        Asked(
            "Objective response, of those assessed",
            f"complete or partial response at best: {by}",
            np.where(is_assessed, responded, np.nan),
            ((DIED, died), (REMAINED, ~died)),
        ),
        Asked(
            "Objective response, of everybody",
            "the same; who was never assessed counts as without response",
            responded,
            (),
        ),
    )


def severe_asked(people: pd.DataFrame, events: pd.DataFrame, day: float) -> Asked:
    """Ask for an adverse event of CTCAE grade 3 or worse by some day.

    Parameters
    ----------
    people : DataFrame, shape (n, ...)
        `diagnosis_id`, and survival as `time`, `code` and `left_out`.
    events : DataFrame
        `diagnosis_id`, `onset` (days since the index procedure; nan: not known), `ctcae` (None:
        not entered) and `session_day` of the procedure that it is entered with (nan: none).
    day : float
        Last day that counts; the day of the index procedure is the first.

    Notes
    -----
    An event without a day counts where it is entered with the index procedure. Who died before
    the day without such an event had none; who was followed for less, or has an event whose day
    or grade is missing and none that counts, is not known.
    """
    placed = events["onset"].fillna(events["session_day"].where(events["session_day"] == 0))
    is_within = placed.between(0, day)
    is_graded, severe = events["ctcae"].notna(), is_grade_three(events)
    vague = (is_within & ~is_graded) | (placed.isna() & (severe | ~is_graded))

    def has(which: "pd.Series[bool]") -> Bools:
        return people["diagnosis_id"].isin(events.loc[which, "diagnosis_id"]).to_numpy()

    had, is_vague = has(is_within & severe), has(vague)
    is_counted = (people["left_out"].isna() & people["time"].notna()).to_numpy()
    ended = ((people["time"] >= day) | (people["code"] == 1)).to_numpy(dtype=np.bool_)
    followed: Bools = is_counted & ended
    answer: Floats = np.where(had, 1.0, np.where(followed & ~is_vague, 0.0, np.nan))
    return Asked(
        f"Grade 3 or worse within {day:.0f} days",
        "an adverse event of CTCAE grade 3 or worse, related or not, from the index procedure on",
        answer,
        ((VAGUE, is_vague), (LOST, ~is_vague)),
    )
