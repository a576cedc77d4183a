"""Patient-reported scores of several groups side by side: change, response, drop-out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy.stats import t as student

from analytics.errors import AnalysisError, TooFewEvents
from analytics.inputs import Bools
from analytics.pro_change import Better, ChangeModel, ResponderShare, change_model, responder_share
from analytics.pro_scores import DropOut, PatientScores, drop_out, patient_scores

BASELINE = "BASE"


@dataclass(frozen=True, eq=False)
class GroupReported:
    """One group's scores; observed means stand beside the model, or in its place.

    `observed` has one row per visit after the baseline: `visit`, `n` answers of patients with
    a baseline, `mean`, `lower`, `upper` of their change (Student's limits; nan below two).
    """

    group: str
    patients: int
    model: ChangeModel | None
    why_no_model: str  # empty where there is a model
    observed: pd.DataFrame
    improved: ResponderShare | None  # None: no important change is known for the scale
    answered: DropOut


@dataclass(frozen=True, eq=False)
class ReportedByGroup:
    """Scores of one scale, by group and of all.

    `courses` tells means by who stopped when: `last_visit`, `visit`, `mean` score and `n`.
    """

    visits: tuple[str, ...]  # the baseline first
    groups: tuple[GroupReported, ...]
    overall: GroupReported
    courses: pd.DataFrame


def forms_due(
    people: pd.DataFrame, scheduled: pd.DataFrame, closes: Mapping[str, float]
) -> pd.DataFrame:
    """Return the questionnaires that could be expected, one row per patient and visit.

    Parameters
    ----------
    people : DataFrame
        Everybody treated: `patient`, `exit` and `died`.
    scheduled : DataFrame
        Visits whose window had closed by the cut-off: `patient`, `visit`, `closes`.
    closes : mapping
        Visits at which the scale is asked, with the last day of their window.

    Notes
    -----
    Before treatment everybody is due. Afterwards a form is due of whoever is known alive up
    to the end of the window, and of whoever had the visit scheduled and had not died by the
    end of its window: lost patients with a scheduled visit stay in the denominator.
    """
    before = people[["patient"]].assign(visit=BASELINE)
    parts = [before]
    for visit, last in closes.items():
        alive: Bools = (people["exit"] >= last).to_numpy()
        parts.append(people.loc[alive, ["patient"]].assign(visit=visit))
    planned = scheduled[scheduled["visit"].isin(list(closes))].merge(people, on="patient")
    is_dead = planned["died"] & (planned["exit"] <= planned["closes"])
    parts.append(planned.loc[~is_dead, ["patient", "visit"]])
    return pd.concat(parts, ignore_index=True).drop_duplicates(ignore_index=True)


def one_answer_each(answers: pd.DataFrame, visits: Sequence[str]) -> pd.DataFrame:
    """Return the last answer of each patient at each of the visits."""
    listed = answers[answers["visit"].isin(list(visits))]
    ordered = listed.sort_values("day", kind="stable", na_position="first")
    return ordered.drop_duplicates(["patient", "visit"], keep="last")


def reported_by_group(
    answers: pd.DataFrame,
    due: pd.DataFrame,
    people: pd.DataFrame,
    *,
    visits: Sequence[str],
    important: tuple[float, Better] | None,
) -> ReportedByGroup:
    """Estimate the change of a score by visit in every group and in all.

    Parameters
    ----------
    answers : DataFrame
        `patient`, `visit`, `score`, one answer each.
    due : DataFrame
        `patient`, `visit` of the answers that could be expected.
    people : DataFrame
        Everybody treated, in the order of display of `group`: `patient`, `group`.
    visits : sequence of str
        The baseline first.
    important : tuple or None
        Smallest change that matters, in points, and which way is better.

    Raises
    ------
    TooFewEvents
        If nobody was asked, or there is no visit after the baseline.
    """
    if people.empty or len(visits) < 2:  # noqa: PLR2004  # a change needs a second visit
        raise TooFewEvents(
            "Nobody answered after treatment, so there is no change to show.",
            "Widen the filters.",
        )

    def described(group: str, members: pd.DataFrame) -> GroupReported:
        scores = _scores_of(members, answers, due, visits)
        return _described(group, scores, important)

    return ReportedByGroup(
        visits=tuple(visits),
        groups=tuple(
            described(str(group), rows) for group, rows in people.groupby("group", sort=False)
        ),
        overall=described("ALL", people),
        courses=courses_by_last_visit(_scores_of(people, answers, due, visits)),
    )


def _scores_of(
    members: pd.DataFrame, answers: pd.DataFrame, due: pd.DataFrame, visits: Sequence[str]
) -> PatientScores:
    def own(rows: pd.DataFrame) -> pd.DataFrame:
        return rows[rows["patient"].isin(members["patient"])]

    return patient_scores(own(answers), own(due), visits)


def _described(
    group: str, scores: PatientScores, important: tuple[float, Better] | None
) -> GroupReported:
    model, why = None, ""
    try:
        model = change_model(scores)
    except AnalysisError as refused:
        why = refused.reason
    return GroupReported(
        group=group,
        patients=len(scores.patients),
        model=model,
        why_no_model=why,
        observed=observed_change(scores),
        improved=None
        if important is None
        else responder_share(scores, important[0], better=important[1]),
        answered=drop_out(scores),
    )


def observed_change(scores: PatientScores, *, confidence: float = 0.95) -> pd.DataFrame:
    """Return the mean observed change at each visit after the baseline, with limits.

    Parameters
    ----------
    scores : PatientScores
        Answers.
    confidence : float
        Level of Student's limits, between 0 and 1.
    """
    rows = []
    for place, visit in enumerate(scores.visits[1:]):
        change = scores.change[:, place]
        change = change[~np.isnan(change)]
        n = change.size
        mean = float(change.mean()) if n else float("nan")
        reach = float("nan")
        if n > 1:
            reach = float(
                student.ppf((1 + confidence) / 2, n - 1) * change.std(ddof=1) / np.sqrt(n)
            )
        rows.append(
            {"visit": visit, "n": n, "mean": mean, "lower": mean - reach, "upper": mean + reach}
        )
    return pd.DataFrame(rows)


def courses_by_last_visit(scores: PatientScores) -> pd.DataFrame:
    """Return mean scores by visit of patients with a baseline, by their last answer."""
    answered = ~np.isnan(scores.score)
    n_visits = len(scores.visits)
    last = n_visits - 1 - answered[:, ::-1].argmax(axis=1)
    rows = []
    for end in range(1, n_visits):
        members = answered[:, 0] & (last == end)
        for visit in range(end + 1):
            given = scores.score[members & answered[:, visit], visit]
            if given.size:
                rows.append(
                    {
                        "last_visit": scores.visits[end],
                        "visit": scores.visits[visit],
                        "mean": float(given.mean()),
                        "n": given.size,
                    }
                )
    return pd.DataFrame(rows, columns=["last_visit", "visit", "mean", "n"])
