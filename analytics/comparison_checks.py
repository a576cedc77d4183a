"""Second opinions on an adjusted comparison: doubly robust, early death, influence, subgroups."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.adjusted_effects import Outcome, adjusted_ratio, cluster_of, designed, some
from analytics.aipw_survival import aipw_survival
from analytics.binary_comparison import compare_binary
from analytics.comparison_plan import Plan, unadjusted
from analytics.errors import AnalysisError
from analytics.inputs import Bools
from analytics.stacked_variance import Effect
from analytics.subgroups import SubgroupEffects, TwoArms, subgroup_effects
from analytics.weights import Estimand

_NAN = float("nan")
NO_EFFECT = Effect("none", "difference", _NAN, _NAN, _NAN, _NAN, _NAN, float("inf"), 0.95)


@dataclass(frozen=True, eq=False)
class Opinion:
    """One further estimate; where it is refused, the reason stands in its place."""

    name: str
    n: tuple[int, int]
    effect: Effect
    crude: Effect | None
    refusal: str  # empty if there is an estimate


def doubly_robust(outcome: Outcome, plan: Plan, day: float) -> Opinion:
    """Compare survival at a day by a score and an outcome model, of which one may be wrong.

    Parameters
    ----------
    outcome : Outcome
        Patients who count for the endpoint; those who enter late are left out and counted.
    plan : Plan
        All choices; overlap and matching answer for all patients here, as no estimate for a
        population that the score defines is doubly robust.
    day : float
        Day at which survival is compared.
    """
    name = f"Doubly robust, {'treated' if plan.estimand == 'ATT' else 'all patients'}"
    prompt = outcome.some(outcome.follow_up.entry <= 0)
    estimand: Estimand = "ATT" if plan.estimand == "ATT" else "ATE"
    asked = replace(plan, estimand=estimand, method="weighting")
    try:
        found = designed(prompt, asked)
        follow_up = some(prompt.follow_up, found.handled.kept)
        result = aipw_survival(found.design, follow_up, day=day, cluster=cluster_of(found.design))
    except AnalysisError as refused:
        return Opinion(name, _n(prompt), NO_EFFECT, None, refused.reason)
    return Opinion(name, found.design.n, result.difference, None, "")


def early_event(outcome: Outcome, plan: Plan, day: float) -> Opinion:
    """Compare the share of patients with the event by an early day, crude and adjusted.

    Counts those at risk from the start who had the event by the day or were followed to it.
    """
    name = f"Event within {day:.0f} days"
    follow_up = outcome.follow_up
    seen: Bools = (follow_up.entry <= 0) & ((follow_up.code == 1) | (follow_up.time >= day))
    known = outcome.some(seen)
    had = ((known.follow_up.code == 1) & (known.follow_up.time <= day)).astype(np.int64)
    try:
        found = designed(known, plan)
        made, y = found.design, had[found.handled.kept]
        cluster = cluster_of(made)
        adjusted = compare_binary(made, y, cluster=cluster).risk_difference
        crude = compare_binary(unadjusted(made), y, cluster=cluster).risk_difference
    except AnalysisError as refused:
        return Opinion(name, _n(known), NO_EFFECT, None, refused.reason)
    return Opinion(name, made.n, adjusted, crude, "")


@dataclass(frozen=True, eq=False)
class WithoutPlace:
    """The adjusted hazard ratio without one site or region."""

    place: str
    n: int  # patients of the place
    effect: Effect
    refusal: str


def without_place(
    outcome: Outcome, plan: Plan, horizon: float, *, by: str, place: str
) -> WithoutPlace:
    """Repeat design and comparison without one site or region."""
    own = np.asarray(outcome.rows[by] == place, dtype=np.bool_)
    n = int(own.sum())
    try:
        found = adjusted_ratio(outcome.some(~own), plan, horizon)
    except AnalysisError as refused:
        return WithoutPlace(place, n, NO_EFFECT, refused.reason)
    return WithoutPlace(place, n, found.effect, "")


def effects_in_subgroups(
    outcome: Outcome, plan: Plan, subgroups: Sequence[tuple[str, "pd.Series[str]"]]
) -> SubgroupEffects:
    """Estimate the adjusted hazard ratio within subgroups, under the weights of all.

    Parameters
    ----------
    outcome : Outcome
        Patients who count for the endpoint.
    plan : Plan
        All choices of the design.
    subgroups : sequence of (label, Series of shape (n,))
        Levels by patient.

    Raises
    ------
    AnalysisError
        If the design is refused, or there is no overall effect.
    """
    found = designed(outcome, plan)
    made = found.design
    rows = np.flatnonzero(found.handled.kept)[made.trim.kept][made.weights > 0]
    own = made.weights > 0
    cluster = cluster_of(made)
    assert made.places is not None  # noqa: S101  # `planned` always gives them
    return subgroup_effects(
        TwoArms(
            arm=made.treated[own],
            time=outcome.follow_up.time[rows],
            event=outcome.follow_up.code[rows] == 1,
            entry=outcome.follow_up.entry[rows],
            weights=made.weights[own],
            cluster=None if cluster is None else made.places["site"][own].to_numpy(),
            robust=True,
            names=made.arms,
        ),
        pd.DataFrame({label: values.to_numpy()[rows] for label, values in subgroups}),
    )


def _n(outcome: Outcome) -> tuple[int, int]:
    n = np.bincount(outcome.treated, minlength=2)
    return int(n[0]), int(n[1])
