"""Effects of several arms, pair by pair: hazard ratios, means and risks, all pairs at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import pandas as pd

from analytics.adjusted_effects import SITE, Horizons, Outcome, some
from analytics.arm_estimates import ArmEstimates
from analytics.covariate_handling import handle
from analytics.errors import AnalysisError
from analytics.inputs import Floats, FollowUp, Ints
from analytics.marginal_hazard import marginal_hazard
from analytics.multiarm import (
    MultiDesign,
    PairContrast,
    compare_arms,
    holm,
    joined_arms,
    multi_design,
)
from analytics.multiarm_report import MultiPlan
from analytics.multiarm_samples import sampled_arms
from analytics.stacked_variance import (
    Dependence,
    Effect,
    difference,
    ratio,
    stacked_influence,
    standard_errors,
)
from analytics.weighted_follow_up import WeightedFollowUp
from analytics.weights import known_weights

ARM_SAMPLES = 300


@dataclass(frozen=True, eq=False)
class PairEffects:
    """One arm against another; "p" are adjusted by Holm over all pairs, "all" over all pairs."""

    reference: str
    treated: str
    hazard_ratio: Effect  # marginal; cause-specific with competing events
    hazard_p: float
    hazard_all: Effect  # limits that hold for all pairs at once (Bonferroni)
    crude_hazard_ratio: Effect
    restricted_mean: Effect  # days free of any event up to the horizon
    restricted_mean_p: float
    restricted_mean_all: Effect
    restricted_mean_drawn: tuple[float, float]  # percentiles of the bootstrap
    risk: tuple[Effect, ...]  # difference in incidence of the event, per landmark
    risk_p: tuple[float, ...]
    risk_all: tuple[Effect, ...]
    risk_drawn: tuple[tuple[float, float], ...]


@dataclass(frozen=True, eq=False)
class ArmsCompared:
    """All arms and pairs of one population; holds no patient."""

    plan: MultiPlan
    arms: tuple[ArmEstimates, ...]  # influences are empty
    n: Ints
    n_events: Ints  # of the event itself, by arm
    ess: Floats
    pairs: tuple[PairEffects, ...]
    horizons: Horizons
    has_competing: bool
    n_clusters: int | None
    n_samples: int
    n_given: int  # patients of the design with an outcome that can be counted


def arms_compared(
    outcome: Outcome, plan: MultiPlan, horizons: Horizons, *, n_samples: int = ARM_SAMPLES
) -> ArmsCompared:
    """Compare every pair of several arms, weighted to one population.

    Parameters
    ----------
    outcome : Outcome
        Patients whose outcome can be counted; `treated` is the place of the arm in the plan.
    plan : MultiPlan
        All choices.
    horizons : Horizons
        Days at which curves are read, and the last day of means.
    n_samples : int
        Bootstrap samples of sites.

    Raises
    ------
    AnalysisError
        If the design is refused, an arm has under 10 events, or too many samples fail.

    Notes
    -----
    Hazard ratio of a pair: Cox model of its two arms, Efron ties, weighted to the population of
    all arms; influence functions stacked on those of the multinomial scores and added up by
    site. Limits for all pairs at once are at level 1 - 0.05 / pairs (Bonferroni), which are
    wider than what Holm's tests ask for.

    References
    ----------
    Li & Li (2019), doi:10.1214/19-AOAS1282. Binder (1992), doi:10.1093/biomet/79.1.139.
    """
    rows, member = outcome.rows, outcome.treated
    handled = handle(rows, member, plan.covariates, arms=plan.arms, missing=plan.missing)
    own, kept = some(outcome.follow_up, handled.kept), member[handled.kept]
    named = pd.Categorical(np.take(np.array(plan.arms, dtype=object), kept), list(plan.arms))
    made = multi_design(handled.tables[0], named, estimand=plan.estimand)
    sites = rows.loc[handled.kept, SITE].to_numpy()
    cluster = sites if len(set(sites)) > 1 else None
    days = np.array(sorted({*horizons.landmarks, *horizons.ticks}))
    found = compare_arms(made, own, horizon=horizons.horizon, landmarks=days, cluster=cluster)
    joined = joined_arms(made, own, cluster)
    marks = np.isin(days, horizons.landmarks)
    drawn = sampled_arms(
        made, joined, horizon=horizons.horizon, days=days[marks], n_samples=n_samples
    )
    crude = joined_arms(_crude(made), own, cluster)
    hazards, plain = pair_hazards(joined), pair_hazards(crude)
    adjusted = holm([effect.p for effect in hazards])
    places = list(combinations(range(len(plan.arms)), 2))
    return ArmsCompared(
        plan=plan,
        arms=tuple(_without_people(arm) for arm in found.arms),
        n=made.n,
        n_events=joined.n_events[:, 1],
        ess=made.ess,
        pairs=tuple(
            _pair(
                contrast,
                (hazards[at], adjusted[at], plain[at]),
                drawn[places[at][1]] - drawn[places[at][0]],
                marks=marks,
                n_pairs=len(places),
            )
            for at, contrast in enumerate(found.contrasts)
        ),
        horizons=horizons,
        has_competing=joined.has_competing,
        n_clusters=joined.depends.n_clusters,
        n_samples=n_samples,
        n_given=int(member.size),
    )


def pair_hazards(joined: WeightedFollowUp) -> tuple[Effect, ...]:
    """Return the marginal hazard ratio of every pair of arms, in the order of combinations."""
    name = "cause-specific hazard ratio" if joined.has_competing else "hazard ratio"
    found = []
    for first, second in combinations(range(len(joined.arms)), 2):
        rows = np.flatnonzero(np.isin(joined.member, (first, second)))
        treated = (joined.member[rows] == second).astype(np.int64)
        try:
            hazard = marginal_hazard(_some(joined.people, rows), treated)
        except AnalysisError:  # one arm without events while both are at risk: no ratio
            found.append(ratio(name, np.nan, np.nan, joined.depends))
            continue
        slopes = np.zeros((joined.member.size, 1))
        slopes[rows, 0] = hazard.slopes
        influence = stacked_influence(slopes, joined.weighting)
        se = float(standard_errors(influence, joined.depends)[0])
        found.append(ratio(name, hazard.log_hazard_ratio, se, joined.depends))
    return tuple(found)


def at_level(effect: Effect, confidence: float) -> Effect:
    """Return an effect with limits at another level."""
    depends = Dependence(None, None, None, 1.0, effect.df, confidence)
    if effect.scale == "ratio":
        return ratio(effect.name, float(np.log(effect.estimate)), effect.se, depends)
    return difference(effect.name, effect.estimate, effect.se, depends)


def _pair(
    contrast: PairContrast,
    hazard: tuple[Effect, float, Effect],
    drawn: Floats,
    *,
    marks: "np.ndarray[tuple[int], np.dtype[np.bool_]]",
    n_pairs: int,
) -> PairEffects:
    level = 1 - 0.05 / n_pairs
    risk = _chosen(contrast.risk, marks)
    limits = [_percentiles(row) for row in drawn]
    return PairEffects(
        reference=contrast.reference,
        treated=contrast.treated,
        hazard_ratio=hazard[0],
        hazard_p=hazard[1],
        hazard_all=at_level(hazard[0], level),
        crude_hazard_ratio=hazard[2],
        restricted_mean=contrast.restricted_mean,
        restricted_mean_p=contrast.restricted_mean_p,
        restricted_mean_all=at_level(contrast.restricted_mean, level),
        restricted_mean_drawn=limits[0],
        risk=risk,
        risk_p=tuple(np.array(contrast.risk_p)[marks].tolist()),
        risk_all=tuple(at_level(effect, level) for effect in risk),
        risk_drawn=tuple(limits[1:]),
    )


def _chosen(
    effects: Sequence[Effect], marks: "np.ndarray[tuple[int], np.dtype[np.bool_]]"
) -> tuple[Effect, ...]:
    return tuple(effect for effect, wanted in zip(effects, marks, strict=True) if wanted)


def _percentiles(samples: Floats) -> tuple[float, float]:
    lower, upper = np.quantile(samples, (0.025, 0.975))
    return float(lower), float(upper)


def _crude(made: MultiDesign) -> MultiDesign:
    return replace(made, weighting=known_weights(np.ones(made.scores.member.size)))


def _without_people(arm: ArmEstimates) -> ArmEstimates:
    nobody = np.zeros((0, 0))
    return replace(
        arm,
        event_free_influence=nobody,
        risk_influence=nobody,
        mean_time_influence=nobody,
        time_lost_influence=nobody,
    )


def _some(people: FollowUp, rows: Ints) -> FollowUp:
    return replace(
        people,
        time=people.time[rows],
        code=people.code[rows],
        entry=None if people.entry is None else people.entry[rows],
        weights=None if people.weights is None else people.weights[rows],
    )
