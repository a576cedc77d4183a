"""Change of a questionnaire score since baseline: its mean course and who responded."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from scipy.optimize import minimize_scalar
from scipy.stats import t as student

from analytics.errors import BadInput, DidNotConverge, TooFewEvents
from analytics.inputs import ROUNDING, Floats, Ints
from analytics.limits import check_confidence
from analytics.pro_scores import PatientScores
from analytics.proportions import proportion_limits

Better: TypeAlias = Literal["lower", "higher"]

LEAST_PATIENTS = 10  # with a baseline and a later answer; below, no model
_MOST_ALIKE = 0.999  # share of the variance between patients; beyond, answers would be copies
_GRID = 41  # places at which the likelihood is looked at first


@dataclass(frozen=True, eq=False)
class ChangeModel:
    """Mean change since baseline by visit, for a patient with the mean baseline."""

    visits: tuple[str, ...]  # after the baseline, those with an answer
    mean: Floats  # of score - baseline, in points of the scale
    se: Floats
    lower: Floats
    upper: Floats
    n: Ints  # answers at each visit, of patients with a baseline
    n_patients: int
    baseline: float  # mean baseline of these patients
    baseline_slope: float  # points of change per point of baseline; nan where all are the same
    sd_between: float  # of patients around the mean; 0 where they do not resemble themselves
    sd_within: float  # of answers around their patient
    df: int  # of Student's distribution behind the limits
    confidence: float


@dataclass(frozen=True, eq=False)
class ResponderShare:
    """Patients who improved by a threshold, by visit.

    Columns of the frame: `visit`, `responders`; of those due with a baseline: `due`,
    `share_due`, `lower_due`, `upper_due`, no answer counting as no response; of those who
    answered: `answered`, `share_answered`, `lower_answered`, `upper_answered`. Wilson
    limits; nan where nobody is counted.
    """

    frame: pd.DataFrame
    threshold: float
    better: Better
    confidence: float


def change_model(scores: PatientScores, *, confidence: float = 0.95) -> ChangeModel:
    """Estimate the mean change by visit by a mixed model.

    Parameters
    ----------
    scores : PatientScores
        Answers; patients with a baseline and at least one later answer take part.
    confidence : float
        Level of the two-sided limits, between 0 and 1.

    Raises
    ------
    TooFewEvents
        If fewer than LEAST_PATIENTS take part, or none of them answered twice after baseline.
    DidNotConverge
        If the model found no answer, or one without standard errors.

    Notes
    -----
    change = visit + slope (baseline - mean baseline) + patient + rest, patient and rest
    normal; restricted maximum likelihood. Unbiased if the chance to answer depends on the
    baseline and the answers given, not on the ones withheld. Limits by Student's
    distribution with patients - 2 degrees of freedom. The restricted likelihood is profiled
    to one number, the share of the variance between patients, and searched over all of it,
    0 included: with one random effect the rest has a closed form.

    References
    ----------
    Laird & Ware (1982), doi:10.2307/2529876.
    """
    check_confidence(confidence)
    given = ~np.isnan(scores.change)
    takes_part = given.any(axis=1)
    n_patients = int(takes_part.sum())
    if n_patients < LEAST_PATIENTS or given.sum(axis=1).max() < 2:  # noqa: PLR2004  # a repeat
        raise TooFewEvents(
            f"{n_patients} patients have a change since baseline; {LEAST_PATIENTS} are needed, "
            "and some with two of them.",
            "Widen the filters or show observed means.",
        )
    used = np.flatnonzero(given.any(axis=0))
    patient, place = np.nonzero(given[:, used])
    baseline = scores.score[takes_part, 0]
    excess = (scores.score[:, 0] - baseline.mean())[patient]
    design = (place[:, None] == np.arange(used.size)).astype(np.float64)
    if np.ptp(baseline) > 0:  # else there is no slope to estimate
        design = np.column_stack([design, excess])
    fit = _fit(scores.change[patient, used[place]], design, patient)
    mean, se = fit.effect[: used.size], fit.se[: used.size]
    df = n_patients - 2
    reach = student.ppf((1 + confidence) / 2, df) * se
    return ChangeModel(
        visits=tuple(scores.visits[1 + visit] for visit in used),
        mean=mean,
        se=se,
        lower=mean - reach,
        upper=mean + reach,
        n=given[:, used].sum(axis=0),
        n_patients=n_patients,
        baseline=float(baseline.mean()),
        baseline_slope=float(fit.effect[-1]) if fit.effect.size > used.size else float("nan"),
        sd_between=fit.sd_between,
        sd_within=fit.sd_within,
        df=df,
        confidence=confidence,
    )


def responder_share(
    scores: PatientScores, threshold: float, *, better: Better, confidence: float = 0.95
) -> ResponderShare:
    """Count who improved by at least a threshold at each visit after the baseline.

    Parameters
    ----------
    scores : PatientScores
        Answers and what was due.
    threshold : float
        Points of improvement that count, above 0: 2 for worst pain, 10 for QLQ-C30 scales.
    better : {"lower", "higher"}
        Which way is improvement.
    confidence : float
        Level of the two-sided limits.

    Raises
    ------
    BadInput
        If the threshold is not above 0 or the direction is none.

    Notes
    -----
    A patient who has died is not due: deaths are to be shown beside these shares.
    """
    check_confidence(confidence)
    if not threshold > 0 or better not in {"lower", "higher"}:
        raise BadInput(
            f"The threshold is {threshold} and better is {better!r}.",
            "Give points above 0, and lower or higher.",
        )
    gain = scores.change * (1 if better == "higher" else -1)
    responders = (gain >= threshold - ROUNDING).sum(axis=0)
    due = (scores.due[:, 1:] & ~np.isnan(scores.score[:, :1])).sum(axis=0)
    answered = (~np.isnan(gain)).sum(axis=0)
    columns = {"visit": scores.visits[1:], "responders": responders}
    for name, n in (("due", due), ("answered", answered)):
        columns |= _shares(name, responders, n, confidence)
    return ResponderShare(pd.DataFrame(columns), threshold, better, confidence)


@dataclass(frozen=True, eq=False)
class _Fit:
    """What is read off the fitted model."""

    effect: Floats
    se: Floats
    sd_between: float
    sd_within: float


def _fit(change: Floats, design: Floats, patient: Ints) -> _Fit:
    refusal = DidNotConverge(
        f"The mixed model of {change.size} answers found no stable answer.",
        "Show observed means, or widen the filters.",
    )
    parts = _Parts.of(change, design, patient)
    places = np.linspace(0.0, _MOST_ALIKE, _GRID)
    try:
        height = [parts.deviance(place) for place in places]
        best = int(np.argmin(height))
        if best == _GRID - 1:  # every answer copies its patient
            raise refusal
        low, high = places[max(best - 1, 0)], places[min(best + 1, _GRID - 1)]
        found = minimize_scalar(
            parts.deviance, bounds=(low, high), method="bounded", options={"xatol": 1e-12}
        )
        place = float(found.x) if found.fun < height[best] else float(places[best])
        effect, covariance, within = parts.solved(place)
    except np.linalg.LinAlgError as error:
        raise refusal from error
    se = np.sqrt(np.diag(covariance))
    if not (np.isfinite(se).all() and within > 0 and (se > 0).all()):
        raise refusal
    between = within * place / (1 - place)
    return _Fit(effect, se, float(np.sqrt(between)), float(np.sqrt(within)))


@dataclass(frozen=True, eq=False)
class _Parts:
    """Sums that the restricted likelihood needs, over answers and over each patient's."""

    cross: Floats  # design' design
    with_change: Floats  # design' change
    squares: float  # change' change
    by_patient: Floats  # sums of the design over the answers of each patient
    changes: Floats  # and of the change
    answers: Ints  # of each patient

    @classmethod
    def of(cls, change: Floats, design: Floats, patient: Ints) -> "_Parts":
        """Sum up the answers; those of one patient lie anywhere."""
        member = np.unique(patient, return_inverse=True)[1]
        answers = np.bincount(member)
        by_patient = np.zeros((answers.size, design.shape[1]))
        np.add.at(by_patient, member, design)
        return cls(
            cross=design.T @ design,
            with_change=design.T @ change,
            squares=float(change @ change),
            by_patient=by_patient,
            changes=np.bincount(member, weights=change).astype(np.float64),
            answers=answers,
        )

    def solved(self, place: float) -> tuple[Floats, Floats, float]:
        """Return effects, their covariance and the variance within patients.

        `place` is the share of the variance that lies between patients.
        """
        ratio = place / (1 - place)
        shrunk = ratio / (1 + ratio * self.answers)
        cross = self.cross - (self.by_patient * shrunk[:, None]).T @ self.by_patient
        effect = np.linalg.solve(
            cross, self.with_change - self.by_patient.T @ (shrunk * self.changes)
        )
        rest = self.squares - shrunk @ self.changes**2
        rest -= effect @ (self.with_change - self.by_patient.T @ (shrunk * self.changes))
        within = float(rest) / (int(self.answers.sum()) - effect.size)
        covariance: Floats = np.asarray(within * np.linalg.inv(cross), dtype=np.float64)
        return np.asarray(effect, dtype=np.float64), covariance, within

    def deviance(self, place: float) -> float:
        """Return minus twice the restricted log likelihood, up to a constant."""
        ratio = place / (1 - place)
        effect, covariance, within = self.solved(place)
        if not within > 0:
            return float("inf")
        df = int(self.answers.sum()) - effect.size
        precision = -np.linalg.slogdet(covariance / within)[1]
        return float(df * np.log(within) + np.log1p(ratio * self.answers).sum() + precision)


def _shares(name: str, responders: Ints, n: Ints, confidence: float) -> dict[str, Floats | Ints]:
    some = n > 0
    share, lower, upper = (np.full(n.size, np.nan) for _ in range(3))
    share[some] = responders[some] / n[some]
    lower[some], upper[some] = proportion_limits(responders[some], n[some], confidence=confidence)
    return {name: n, f"share_{name}": share, f"lower_{name}": lower, f"upper_{name}": upper}
