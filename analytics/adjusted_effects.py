"""What a comparison found, crude and adjusted side by side, in numbers that hold no patient."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.adjusted_comparison import Comparison, Landmark, MeanDays, compare
from analytics.arm_estimates import WeightedAtRisk, WeightedCurve
from analytics.comparison_plan import Plan, Planned, planned, unadjusted
from analytics.cumulative_hazard import nelson_aalen
from analytics.endpoints import TimeToEvent
from analytics.errors import AnalysisError, BadInput
from analytics.hazards import cox, proportionality
from analytics.inputs import Bools, Floats, Ints
from analytics.propensity import PropensityDesign
from analytics.rubin import pooled_effect
from analytics.stacked_variance import Effect
from analytics.survival import kaplan_meier

SITE = "site"


@dataclass(frozen=True, eq=False)
class Effects:
    """One comparison of two arms; pairs are reference, treated."""

    curves: tuple[WeightedCurve, ...]  # per arm: event-free; with competing events each cause
    at_risk: tuple[WeightedAtRisk, ...]  # per arm, at `ticks` of the question
    landmarks: tuple[Landmark, ...]
    restricted_mean: MeanDays
    time_lost: MeanDays
    hazard_ratio: Effect
    n: tuple[int, int]
    n_events: tuple[int, int]  # of the event itself
    ess: tuple[float, float]
    has_competing: bool
    n_clusters: int | None
    counts_scores: bool
    proportionality_p: float  # score test; nan where it cannot be made
    notes: tuple[str, ...]


@dataclass(frozen=True, eq=False)
class Outcome:
    """Patients of a question with what followed; every part has one entry per patient."""

    rows: pd.DataFrame  # covariates, `site`, `region`
    treated: Ints
    follow_up: TimeToEvent

    def some(self, stay: Bools) -> "Outcome":
        """Return some of the patients."""
        return Outcome(
            self.rows[stay].reset_index(drop=True), self.treated[stay], some(self.follow_up, stay)
        )


@dataclass(frozen=True)
class Horizons:
    """At which days a comparison is read."""

    horizon: float  # up to which means are restricted
    landmarks: tuple[float, ...]
    ticks: tuple[float, ...]  # at which people at risk are counted


@dataclass(frozen=True, eq=False)
class Compared:
    """Adjusted and crude comparison of the same patients."""

    plan: Plan
    adjusted: Effects
    crude: Effects
    n_given: tuple[int, int]  # with an outcome that can be counted
    largest_difference: float  # after adjustment
    horizons: Horizons
    n_tables: int


def designed(outcome: Outcome, plan: Plan) -> Planned:
    """Design the comparison of those whose outcome can be counted.

    Where covariates are imputed the outcome helps, as it must once it is open: event and
    cumulative hazard. Scores and weights see covariates and arm alone.
    """
    also = _predictors(outcome.follow_up) if plan.missing == "imputed" else None
    return planned(outcome.rows, outcome.treated, plan, also=also)


def compared(outcome: Outcome, plan: Plan, horizons: Horizons) -> Compared:
    """Compare two arms by a plan, adjusted and crude.

    Parameters
    ----------
    outcome : Outcome
        Patients who count for the endpoint.
    plan : Plan
        All choices of the design.
    horizons : Horizons
        Days at which curves are read, and the last day of means.

    Raises
    ------
    AnalysisError
        If the design or the comparison is refused.
    """
    found = designed(outcome, plan)
    follow_up = some(outcome.follow_up, found.handled.kept)
    whole = [_effects(made, follow_up, horizons) for made in found.designs]
    return Compared(
        plan=plan,
        adjusted=whole[0] if len(whole) == 1 else _pooled(whole),
        crude=_effects(unadjusted(found.design), follow_up, horizons),
        n_given=found.n_given,
        largest_difference=max(made.balance.largest_difference for made in found.designs),
        horizons=horizons,
        n_tables=len(found.designs),
    )


@dataclass(frozen=True, eq=False)
class AdjustedRatio:
    """The adjusted hazard ratio alone, where a comparison is made many times over."""

    effect: Effect
    n: int  # patients who count
    largest_difference: float  # after adjustment


def adjusted_ratio(outcome: Outcome, plan: Plan, horizon: float) -> AdjustedRatio:
    """Return the adjusted hazard ratio of a plan.

    Raises
    ------
    AnalysisError
        If the design or the comparison is refused.
    """
    found = designed(outcome, plan)
    follow_up = some(outcome.follow_up, found.handled.kept)
    whole = [
        compare(made, follow_up, horizon=horizon, landmarks=horizon, cluster=cluster_of(made))
        for made in found.designs
    ]
    ratios = [each.hazard_ratio for each in whole]
    return AdjustedRatio(
        effect=ratios[0] if len(ratios) == 1 else pooled_effect(ratios),
        n=int(whole[0].n.sum()),
        largest_difference=max(made.balance.largest_difference for made in found.designs),
    )


def cluster_of(made: PropensityDesign) -> str | None:
    """Return what patients are clustered by: the site, if there are two or more."""
    if made.places is None or made.places[SITE].nunique() < 2:  # noqa: PLR2004
        return None
    return SITE


def some(follow_up: TimeToEvent, rows: Bools) -> TimeToEvent:
    """Return the follow-up of some patients."""
    return TimeToEvent(
        follow_up.time[rows], follow_up.code[rows], follow_up.entry[rows], follow_up.reason[rows]
    )


def _effects(made: PropensityDesign, follow_up: TimeToEvent, horizons: Horizons) -> Effects:
    cluster = cluster_of(made)
    days = sorted({*horizons.landmarks, *horizons.ticks})
    found = compare(made, follow_up, horizon=horizons.horizon, landmarks=days, cluster=cluster)
    return Effects(
        curves=found.curves,
        at_risk=tuple(_at(risk, horizons.ticks) for risk in found.at_risk),
        landmarks=tuple(mark for mark in found.landmarks if mark.day in horizons.landmarks),
        restricted_mean=found.restricted_mean,
        time_lost=found.time_lost,
        hazard_ratio=found.hazard_ratio,
        n=(int(found.n[0]), int(found.n[1])),
        n_events=(int(found.n_events[0, 1]), int(found.n_events[1, 1])),
        ess=made.ess
        if made.method != "weighting" or made.weighting.gradient is not None
        else (float(found.n[0]), float(found.n[1])),
        has_competing=found.has_competing,
        n_clusters=found.depends.n_clusters,
        counts_scores=found.counts_scores,
        proportionality_p=_proportional(made, follow_up, cluster),
        notes=_notes(found, cluster),
    )


def _notes(found: Comparison, cluster: str | None) -> tuple[str, ...]:
    alone = () if cluster else ("One site: limits take its patients as independent.",)
    return (*found.notes, *alone)


def _at(risk: WeightedAtRisk, ticks: Sequence[float]) -> WeightedAtRisk:
    rows = np.isin(risk.time, ticks)
    return replace(
        risk,
        time=risk.time[rows],
        people=risk.people[rows],
        effective=risk.effective[rows],
        share=risk.share[rows],
    )


def _proportional(made: PropensityDesign, follow_up: TimeToEvent, cluster: str | None) -> float:
    rows = np.flatnonzero(made.trim.kept)[made.weights > 0]
    own = made.weights > 0
    try:
        fit = cox(
            pd.DataFrame({"arm": made.treated[own].astype(np.float64)}),
            follow_up.time[rows],
            follow_up.code[rows] == 1,
            entry=follow_up.entry[rows],
            weights=made.weights[own],
            cluster=None if cluster is None or made.places is None else made.places[SITE][own],
            robust=True,
        )
        return float(proportionality(fit).frame["p"].iloc[-1])
    except AnalysisError:
        return float("nan")


def _predictors(follow_up: TimeToEvent) -> pd.DataFrame:
    event = follow_up.code == 1
    hazard = nelson_aalen(kaplan_meier(follow_up.time, event, entry=follow_up.entry))
    at = np.searchsorted(hazard.time, follow_up.time, side="right") - 1
    return pd.DataFrame({"event": event.astype(np.float64), "hazard": hazard.hazard[at]})


def _pooled(whole: Sequence[Effects]) -> Effects:
    first = whole[0]

    def pool(pick: Callable[[Effects], Effect]) -> Effect:
        effects = [pick(each) for each in whole]
        known = all(np.isfinite(e.estimate) and np.isfinite(e.se) for e in effects)
        return pooled_effect(effects) if known else effects[0]

    marks = tuple(
        replace(
            mark,
            event_free_difference=pool(lambda e, k=k: e.landmarks[k].event_free_difference),  # type: ignore[misc]
            risk_difference=pool(lambda e, k=k: e.landmarks[k].risk_difference),  # type: ignore[misc]
            risk_ratio=pool(lambda e, k=k: e.landmarks[k].risk_ratio),  # type: ignore[misc]
        )
        for k, mark in enumerate(first.landmarks)
    )
    return replace(
        first,
        landmarks=marks,
        hazard_ratio=pool(lambda e: e.hazard_ratio),
        restricted_mean=replace(
            first.restricted_mean, difference=pool(lambda e: e.restricted_mean.difference)
        ),
        time_lost=replace(first.time_lost, difference=pool(lambda e: e.time_lost.difference)),
        notes=(
            *first.notes,
            f"Contrasts are pooled over {len(whole)} imputed tables; curves are of the first.",
        ),
    )


def follow_up_from(time: Floats, code: Ints, entry: Floats) -> TimeToEvent:
    """Return follow-up of patients who all count.

    Raises
    ------
    BadInput
        If lengths differ.
    """
    if not time.size == code.size == entry.size:
        raise BadInput("Time, code and entry differ in length.", "Give one of each per patient.")
    return TimeToEvent(time, code, entry, np.full(time.size, "", dtype=object))
