"""The effect of one technique against another in subgroups, one variable at a time."""

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from analytics.coding import coded
from analytics.errors import BadInput
from analytics.hazard_fits import ModelPlan
from analytics.inputs import Ints
from analytics.model_terms import Variable, prepared
from analytics.subgroups import SubgroupEffects, TwoArms, subgroup_effects

_SMALLEST_ARM = 10  # people


@dataclass(frozen=True)
class SubgroupEffect:
    """Hazard ratio of the second arm against the first within one level; nan where `why`."""

    variable: str  # label
    level: str
    n: int
    n_events: int
    by_arm: tuple[tuple[int, int], tuple[int, int]]  # people and events of each arm
    ratio: float
    lower: float
    upper: float
    log_p: float
    why: str  # that there is no ratio; empty where there is one


@dataclass(frozen=True)
class Interaction:
    """Test that the effect is the same in every level of a variable; nan where there is none."""

    variable: str  # label
    statistic: float
    df: float
    df_error: float
    p: float
    log_p: float
    method: str


@dataclass(frozen=True, eq=False)
class SubgroupForest:
    """Effects by subgroup beside the overall one; holds no person."""

    effects: tuple[SubgroupEffect, ...]
    interactions: tuple[Interaction, ...]
    overall: SubgroupEffect
    arms: tuple[str, str]  # labels: reference, technique
    adjusted_for: tuple[str, ...]  # labels
    n_incomplete: int  # left out: a covariate is not known
    confidence: float


@dataclass(frozen=True)
class Arms:
    """Two arms by their technique codes."""

    first: tuple[str, ...]
    second: tuple[str, ...]
    labels: tuple[str, str]


def subgroup_forest(
    people: pd.DataFrame, plan: ModelPlan, arms: Arms, by: tuple[Variable, ...]
) -> SubgroupForest:
    """Estimate the adjusted effect of the second arm in every level of every variable.

    Parameters
    ----------
    people : DataFrame
        As in `hazard_model`, with `technique_code`.
    plan : ModelPlan
        What to adjust for; complete people only.
    arms : Arms
        Who is compared with whom.
    by : tuple of Variable
        Categories; each is adjusted for by its own strata.

    Raises
    ------
    BadInput
        If an arm has fewer than 10 complete people, or there is no variable.
    AnalysisError
        If the overall effect cannot be estimated.
    """
    if not by:
        raise BadInput("There is no subgroup to look at.", "Choose at least one variable.")
    both = people[people["technique_code"].isin((*arms.first, *arms.second))]
    adjust = tuple(one for one in plan.variables if one.name != "technique_code")
    ready, groups = prepared(both, adjust), prepared(both, by)
    kept = (ready.is_complete & groups.is_complete).to_numpy()
    arm = both["technique_code"].isin(arms.second).to_numpy().astype(np.int64)[kept]
    _refuse_small(arm, arms)
    found = subgroup_effects(
        _two_arms(both[kept], arm, ready.frame[kept]),
        groups.frame[kept].reset_index(drop=True).astype("string").astype(object),
    )
    return SubgroupForest(
        effects=tuple(_effect(row) for row in found.frame.to_dict("records")),
        interactions=tuple(_interaction(row) for row in found.interactions.to_dict("records")),
        overall=_overall(found, arm),
        arms=arms.labels,
        adjusted_for=tuple(one.label for one in adjust),
        n_incomplete=int((~kept).sum()),
        confidence=found.confidence,
    )


def _refuse_small(arm: Ints, arms: Arms) -> None:
    sizes = np.bincount(arm, minlength=2)
    if sizes.min() < _SMALLEST_ARM:
        label = arms.labels[int(sizes.argmin())]
        raise BadInput(
            f"{label} has {sizes.min()} patients with every covariate: at least "
            f"{_SMALLEST_ARM} are asked.",
            "Choose another pair, or fewer covariates.",
        )


def _two_arms(sample: pd.DataFrame, arm: Ints, known: pd.DataFrame) -> TwoArms:
    known = known.reset_index(drop=True)
    for name in known.select_dtypes("category").columns:
        known[name] = known[name].cat.remove_unused_categories()
    sites = sample["site_id"].to_numpy()
    return TwoArms(
        arm=arm,
        time=sample["time"].to_numpy(),
        event=sample["code"].to_numpy() == 1,
        adjust=coded(known).frame if known.shape[1] else None,
        entry=sample["entry"].to_numpy(),
        cluster=sites if np.unique(sites).size > 1 else None,
    )


def _effect(row: dict[Hashable, Any]) -> SubgroupEffect:
    arms = tuple((int(row[f"n_{arm}"]), int(row[f"events_{arm}"])) for arm in (0, 1))
    return SubgroupEffect(
        variable=str(row["variable"]),
        level=str(row["level"]),
        n=arms[0][0] + arms[1][0],
        n_events=arms[0][1] + arms[1][1],
        by_arm=(arms[0], arms[1]),
        why=str(row["why"]),
        **{name: float(row[name]) for name in ("ratio", "lower", "upper", "log_p")},
    )


def _interaction(row: dict[Hashable, Any]) -> Interaction:
    numbers = ("statistic", "df", "df_error", "p", "log_p")
    return Interaction(
        variable=str(row["variable"]),
        method=str(row["method"]),
        **{name: float("nan" if row[name] is None else row[name]) for name in numbers},
    )


def _overall(found: SubgroupEffects, arm: Ints) -> SubgroupEffect:
    fit, first = found.overall, found.frame["variable"] == found.frame["variable"].iloc[0]
    of_one = found.frame[first]
    sizes = np.bincount(arm, minlength=2)
    arms = tuple((int(sizes[place]), int(of_one[f"events_{place}"].sum())) for place in (0, 1))
    return SubgroupEffect(
        variable="All",
        level="",
        n=fit.n,
        n_events=fit.n_events,
        by_arm=(arms[0], arms[1]),
        ratio=float(fit.ratio[0]),
        lower=float(fit.ratio_lower[0]),
        upper=float(fit.ratio_upper[0]),
        log_p=float(fit.log_p[0]),
        why="",
    )
