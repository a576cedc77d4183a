"""What a design looks like, in numbers that hold no patient; no outcome is among them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.balance import BalanceTable, balance
from analytics.baseline_covariates import check_covariates
from analytics.comparison_plan import Plan, Planned
from analytics.covariate_handling import LEFT_OUT, Account
from analytics.covariate_levels import Absence
from analytics.errors import AnalysisError
from analytics.inputs import Bools, Floats, Ints
from analytics.overlap import BINS
from analytics.propensity import MIN_PATIENTS, PropensityDesign
from analytics.weights import effective_sample_size

DESCRIBED = 5  # patients left out, from which they are described


@dataclass(frozen=True, eq=False)
class Step:
    """Patients left after one step, by arm."""

    step: str
    n: tuple[int, int]  # reference, treated


@dataclass(frozen=True, eq=False)
class PlaceBalance:
    """Balance within one region under the weights of all."""

    place: str
    n: tuple[int, int]
    ess: tuple[float, float]
    before: float  # largest absolute standardised difference; nan where it was not worked out
    after: float
    covariate: str  # of the largest difference after
    refusal: str  # why there is none; empty if there is one


@dataclass(frozen=True, eq=False)
class LeftOutMean:
    """One covariate of those kept and of those left out by the trimming."""

    covariate: str
    is_share: bool
    kept: float
    left_out: float


@dataclass(frozen=True, eq=False)
class DesignReport:
    """Design of a comparison; pairs are reference, treated."""

    plan: Plan
    steps: tuple[Step, ...]
    accounts: tuple[Account, ...]
    absences: tuple[Absence, ...]
    edges: Floats  # of bins of the score and of the preference score, shape (bins + 1,)
    scores: Ints  # patients by arm and bin of the score, shape (2, bins)
    preferences: Ints  # by bin of the preference score
    equipoise: float
    equipoise_by_arm: tuple[float, float]
    score_range: tuple[float, float]
    c_statistic: float
    trim_rule: str
    left_out: tuple[LeftOutMean, ...]  # empty where under 5 were left out
    balance: BalanceTable  # of the least balanced table, if covariates were imputed
    regions: tuple[PlaceBalance, ...]
    n: tuple[int, int]
    ess: tuple[float, float]
    n_sites: int
    n_sites_of_both: int  # sites with patients of both arms
    n_tables: int

    @property
    def n_given(self) -> tuple[int, int]:
        """Patients of both arms before anything was left out."""
        return self.steps[0].n

    @property
    def unusable(self) -> tuple[str, ...]:
        """Covariates that differ between patients and could not enter the score."""
        return tuple(account.label for account in self.accounts if account.done == LEFT_OUT)


def design_report(found: Planned) -> DesignReport:
    """Describe a design.

    Parameters
    ----------
    found : Planned
        Designs of one plan.
    """
    worst = max(found.designs, key=lambda made: made.balance.largest_difference)
    first, scores = found.design, found.design.all_scores
    edges = np.linspace(0, 1, BINS + 1)
    arms = [scores.treated == arm for arm in (0, 1)]
    assert first.places is not None  # noqa: S101  # `planned` always gives them
    both = first.places.groupby("site")["site"].count().index
    sites = [set(first.places["site"][first.treated == arm]) for arm in (0, 1)]
    return DesignReport(
        plan=found.plan,
        steps=_steps(found),
        accounts=found.handled.accounts,
        absences=found.handled.absences,
        edges=edges,
        scores=np.stack([np.histogram(scores.probability[rows], edges)[0] for rows in arms]),
        preferences=np.stack(
            [np.histogram(first.overlap.preference[rows], edges)[0] for rows in arms]
        ),
        equipoise=first.overlap.equipoise,
        equipoise_by_arm=first.overlap.equipoise_by_arm,
        score_range=(float(scores.probability.min()), float(scores.probability.max())),
        c_statistic=scores.c_statistic,
        trim_rule=first.trim.rule,
        left_out=_left_out(first),
        balance=worst.balance,
        regions=_by_region(first),
        n=first.n,
        ess=(min(m.ess[0] for m in found.designs), min(m.ess[1] for m in found.designs)),
        n_sites=len(both),
        n_sites_of_both=len(sites[0] & sites[1]),
        n_tables=len(found.designs),
    )


def _steps(found: Planned) -> tuple[Step, ...]:
    made = found.design
    kept = np.bincount(made.treated, minlength=2)
    steps = [Step("Had one of the compared techniques", found.n_given)]
    if found.plan.missing == "complete":
        steps.append(Step("Have a value of every covariate", found.n_complete))
    if found.plan.trim is not None:
        steps.append(Step(f"Kept by trimming: {made.trim.rule}", (int(kept[0]), int(kept[1]))))
    if found.plan.method == "matching":
        steps.append(Step("Have a match", made.n))
    return tuple(steps)


def _left_out(made: PropensityDesign) -> tuple[LeftOutMean, ...]:
    gone = ~made.trim.kept
    if gone.sum() < DESCRIBED:
        return ()
    frame = made.all_scores.covariates.frame
    checked = check_covariates(frame, all_levels=True)
    return tuple(
        LeftOutMean(
            name,
            bool(np.isin(column, (0, 1)).all()),
            float(column[~gone].mean()),
            float(column[gone].mean()),
        )
        for name, column in zip(checked.names, checked.columns.T, strict=True)
    )


def _by_region(made: PropensityDesign) -> tuple[PlaceBalance, ...]:
    assert made.places is not None  # noqa: S101  # `planned` always gives them
    regions = made.places["region"]
    return tuple(
        _within(made, str(place), np.asarray(regions == place, dtype=np.bool_))
        for place in sorted(regions.unique())
    )


def _within(made: PropensityDesign, place: str, rows: Bools) -> PlaceBalance:
    arms = [rows & (made.treated == arm) & (made.weights > 0) for arm in (0, 1)]
    n = (int(arms[0].sum()), int(arms[1].sum()))
    nan = float("nan")
    if min(n) < MIN_PATIENTS:
        few = f"An arm has {min(n)} patients here; {MIN_PATIENTS} are needed."
        return PlaceBalance(place, n, (nan, nan), nan, nan, "", few)
    ess = (
        effective_sample_size(made.weights[arms[0]]),
        effective_sample_size(made.weights[arms[1]]),
    )
    frame = made.scores.covariates.frame[rows]
    varying = [name for name in frame.columns if len(frame[name].unique()) > 1]
    names = np.take(np.array(made.arms, dtype=object), made.treated[rows])
    try:
        table = balance(
            frame[varying],
            pd.Categorical(names, list(made.arms)),
            made.weights[rows],
            estimand=made.estimand,
        )
    except AnalysisError as refused:
        return PlaceBalance(place, n, ess, nan, nan, "", refused.reason)
    at = int(np.argmax(np.abs(table.smd_after)))
    before, after = float(np.abs(table.smd_before).max()), table.largest_difference
    return PlaceBalance(place, n, ess, before, after, table.covariates[at], "")
