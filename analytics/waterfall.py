"""Best change of the sum of target diameters, one bar a patient."""

import math
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.best_change import GROWN, SHRUNK, reaches, smallest_sums
from analytics.response import RESPONSES
from analytics.response_by_group import best_of


@dataclass(frozen=True)
class Bar:
    """One patient; it holds no date."""

    patient_no: int  # within the snapshot, and meaningless outside it
    technique: str  # of the index procedure
    change: float  # of the smallest sum, as share of the sum before treatment
    day: float  # of the smallest sum since the index procedure; nan: not known
    before: float  # mm
    after: float  # mm, the smallest
    response: str  # best response by the same criterion and reader, one of RESPONSES


@dataclass(frozen=True)
class Waterfall:
    """Patients from the largest growth to the largest fall, and those who have no bar."""

    criterion: str
    reader: str
    bars: tuple[Bar, ...]
    treated: int
    unmeasured: tuple[tuple[str, int], ...]  # technique, its patients without a bar
    unmeasured_responses: tuple[tuple[str, int], ...]  # best response, patients without a bar

    @property
    def shrunk(self) -> int:
        """Patients with a fall of at least 30 %."""
        return int(reaches(np.array([bar.change for bar in self.bars]), SHRUNK).sum())

    @property
    def grown(self) -> int:
        """Patients whose smallest sum is at least 20 % above the sum before treatment."""
        return int(reaches(np.array([bar.change for bar in self.bars]), GROWN).sum())

    @property
    def undated(self) -> int:
        """Patients whose smallest sum has no day."""
        return sum(math.isnan(bar.day) for bar in self.bars)


def waterfall(
    patients: pd.DataFrame,
    readings: pd.DataFrame,
    sums: pd.DataFrame,
    *,
    criterion: str,
    reader: str,
) -> Waterfall:
    """Put the best change of every patient in order, with the best response beside it.

    Parameters
    ----------
    patients : DataFrame
        Everybody treated: `lane` (ties the frames), `patient_no`, `technique_code` and
        `new_treatment_day` (nan: none).
    readings : DataFrame
        `lane`, `day` (nan: not known) and `response`, of the criterion and reader.
    sums : DataFrame
        `lane`, `day`, `before` and `after` (mm), one row per full measurement.
    criterion, reader : str
        Whose measurements and readings they are.

    Raises
    ------
    TooFewEvents
        If nobody was measured before and after treatment.

    References
    ----------
    Eisenhauer et al. (2009), doi:10.1016/j.ejca.2008.10.026.
    """
    people = patients.rename(columns={"lane": "patient"})
    best, _ = best_of(readings.rename(columns={"lane": "patient"}), people)
    people = people.assign(response=best.response)
    measured = smallest_sums(sums.rename(columns={"lane": "patient"}))
    drawn = measured.merge(people, on="patient", validate="one_to_one")
    drawn = drawn.sort_values(["change", "patient"], ascending=[False, True], kind="stable")
    missing = people[~people["patient"].isin(drawn["patient"])]
    return Waterfall(
        criterion=criterion,
        reader=reader,
        bars=tuple(
            Bar(
                patient_no=int(row["patient_no"]),
                technique=str(row["technique_code"]),
                change=float(row["change"]),
                day=float(row["day"]),
                before=float(row["before"]),
                after=float(row["after"]),
                response=str(row["response"]),
            )
            for row in drawn.to_dict("records")
        ),
        treated=len(people),
        unmeasured=tuple(
            (str(code), int(n))
            for code, n in missing["technique_code"].value_counts().sort_index().items()
        ),
        unmeasured_responses=tuple(
            (code, int((missing["response"] == code).sum())) for code in RESPONSES
        ),
    )
