"""Answers to questionnaires by patient and visit: who was due, who answered, who stopped."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.errors import BadInput
from analytics.inputs import Bools, Floats, Ints, labels, numbers


@dataclass(frozen=True, eq=False)
class PatientScores:
    """Scores of one scale; patients in rows, visits in columns, the first one the baseline."""

    patients: tuple[str, ...]
    visits: tuple[str, ...]
    score: Floats  # shape (patients, visits); nan where there is no answer
    due: Bools  # whether an answer could be expected: alive, in study, visit due by the cut-off

    @property
    def change(self) -> Floats:
        """Score less the patient's baseline, shape (patients, visits after the baseline)."""
        return self.score[:, 1:] - self.score[:, :1]


@dataclass(frozen=True, eq=False)
class DropOut:
    """Who answered how long.

    `by_last_visit` describes patients with a baseline by the last visit that they answered:
    `last_visit`, `patients`; of these `stopped` (an answer was due later and none came) and
    `ended` (nothing was due later, as after death); `baseline_mean` and `baseline_sd`, and
    `change_mean` at that visit. `by_visit` counts answers: `visit`, `expected`, `received`,
    `share` (nan where none was expected).
    """

    by_last_visit: pd.DataFrame
    by_visit: pd.DataFrame
    without_baseline: int  # patients who do not count in changes
    with_gaps: int  # patients with a baseline who missed a due visit and answered a later one


def patient_scores(
    answers: pd.DataFrame, due: pd.DataFrame, visits: Sequence[str]
) -> PatientScores:
    """Arrange answers by patient and visit.

    Parameters
    ----------
    answers : DataFrame
        One row per answer: `patient`, `visit`, `score`.
    due : DataFrame
        One row per answer that could be expected: `patient`, `visit`. All patients come from
        here. An answer that came was due, whether or not it is listed.
    visits : sequence of str
        All visits in order, the baseline first; rows of other visits are refused.

    Raises
    ------
    BadInput
        If a column is absent, a value is missing, a visit or patient is unknown, or a patient
        answered a visit twice.
    """
    if len(visits) < 2 or len(set(visits)) < len(visits):  # noqa: PLR2004  # baseline and one more
        raise BadInput("Visits are fewer than two, or named twice.", "Name baseline and visits.")
    _require(answers, ("patient", "visit", "score"))
    _require(due, ("patient", "visit"))
    member, names = labels("patient", due["patient"])
    shape = (len(names), len(visits))
    expected = np.zeros(shape, dtype=bool)
    expected[member, _place(due["visit"], visits, "visit")] = True
    rows = _place(answers["patient"].astype(str), names, "patient")
    columns = _place(answers["visit"], visits, "visit")
    times = np.zeros(shape, dtype=np.int64)
    np.add.at(times, (rows, columns), 1)
    if (times > 1).any():
        raise BadInput(
            f"{int((times > 1).sum())} visits were answered twice by a patient.",
            "Keep one answer per patient and visit.",
        )
    score = np.full(shape, np.nan)
    score[rows, columns] = numbers("score", answers["score"])
    return PatientScores(names, tuple(visits), score, expected | (times > 0))


def drop_out(scores: PatientScores) -> DropOut:
    """Tell who stopped answering, when, and how they were at baseline.

    Parameters
    ----------
    scores : PatientScores
        Answers and what was due.

    Notes
    -----
    Baselines that fall with the last visit say that the sicker stop first: observed means
    then flatter, and a mixed model repairs it only as far as earlier answers foretell it.
    """
    answered = ~np.isnan(scores.score)
    has_baseline: Bools = answered[:, 0]
    n_visits = len(scores.visits)
    last = n_visits - 1 - answered[:, ::-1].argmax(axis=1)
    later = np.arange(n_visits) > last[:, None]
    stopped: Bools = (scores.due & later).any(axis=1)
    gap = (scores.due & ~answered & ~later).any(axis=1)
    rows = [
        _described(scores, visit, np.flatnonzero(has_baseline & (last == visit)), stopped)
        for visit in range(n_visits)
    ]
    expected, received = scores.due.sum(axis=0), answered.sum(axis=0)
    share = received / np.where(expected > 0, expected, np.nan)
    by_visit = {
        "visit": scores.visits,
        "expected": expected,
        "received": received,
        "share": share,
    }
    return DropOut(
        by_last_visit=pd.DataFrame(rows),
        by_visit=pd.DataFrame(by_visit),
        without_baseline=int((~has_baseline).sum()),
        with_gaps=int((has_baseline & gap).sum()),
    )


def _described(
    scores: PatientScores, visit: int, patients: Ints, stopped: Bools
) -> dict[str, str | int | float]:
    baseline = scores.score[patients, 0]
    change = scores.score[patients, visit] - baseline
    n, n_stopped = patients.size, int(stopped[patients].sum())
    return {
        "last_visit": scores.visits[visit],
        "patients": n,
        "stopped": n_stopped,
        "ended": n - n_stopped,
        "baseline_mean": float(baseline.mean()) if n else float("nan"),
        "baseline_sd": float(baseline.std(ddof=1)) if n > 1 else float("nan"),
        "change_mean": float(change.mean()) if n and visit else float("nan"),
    }


def _require(frame: pd.DataFrame, columns: tuple[str, ...]) -> None:
    absent = [name for name in columns if name not in frame.columns]
    if absent:
        raise BadInput(f"Columns are absent: {', '.join(absent)}.", "Name them so.")


def _place(values: "pd.Series[str]", order: Sequence[str], name: str) -> Ints:
    place = pd.Index(order).get_indexer(pd.Index(values))
    unknown = int((place < 0).sum())
    if unknown:
        raise BadInput(
            f"The {name} is missing or unknown in {unknown} of {place.size} rows.",
            f"List every {name}.",
        )
    return place.astype(np.int64)
