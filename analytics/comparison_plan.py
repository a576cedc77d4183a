"""Design of a comparison by its plan: covariates made ready, then one design per table."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.covariate_handling import Covariate, Handled, Missing, handle
from analytics.covariate_levels import FEWEST
from analytics.errors import TooFewEvents
from analytics.inputs import Ints
from analytics.propensity import (
    MIN_PATIENTS,
    DesignOptions,
    Method,
    PropensityDesign,
    design,
)
from analytics.score_models import Model
from analytics.trimming import TrimRule
from analytics.weights import Estimand, known_weights


@dataclass(frozen=True)
class Plan:
    """All choices behind a design; no outcome is among them."""

    arms: tuple[str, str]  # names: reference, treated
    covariates: tuple[Covariate, ...]
    missing: Missing = "level"
    estimand: Estimand = "ATO"
    method: Method = "weighting"
    model: Model = "logistic"
    trim: TrimRule | None = None
    stabilised: bool = False
    fewest: int = FEWEST  # patients of each arm that a level of a covariate keeps its own place by
    caliper: float = 0.2  # of the standard deviation of the logit; matching only


@dataclass(frozen=True, eq=False)
class Planned:
    """Designs of one plan, one per imputed table; else one."""

    plan: Plan
    handled: Handled
    designs: tuple[PropensityDesign, ...]
    n_given: tuple[int, int]  # reference, treated
    n_complete: tuple[int, int]  # of them with what the rule on missing values asks for

    @property
    def design(self) -> PropensityDesign:
        """The design that figures show: of several, the first."""
        return self.designs[0]


def planned(
    rows: pd.DataFrame, treated: Ints, plan: Plan, *, also: pd.DataFrame | None = None
) -> Planned:
    """Design a comparison by its plan.

    Parameters
    ----------
    rows : DataFrame, shape (n, ...)
        One row per diagnosis: the plan's covariates, `site` and `region`.
    treated : Ints, shape (n,)
        1 in the treated arm, else 0.
    plan : Plan
        All choices.
    also : DataFrame, shape (n, j), optional
        What else predicts missing covariates where they are imputed.

    Raises
    ------
    AnalysisError
        As `handle` and `design`; an arm under 30 patients before any model is fitted.
    """
    refuse_small(treated, plan.arms)
    handled = handle(
        rows,
        treated,
        plan.covariates,
        arms=plan.arms,
        missing=plan.missing,
        also=also,
        fewest=plan.fewest,
    )
    arm, places = treated[handled.kept], rows.loc[handled.kept, ["site", "region"]]
    named = pd.Categorical(np.take(np.array(plan.arms, dtype=object), arm), list(plan.arms))
    designs = tuple(
        design(
            table,
            named,
            estimand=plan.estimand,
            method=plan.method,
            trim=plan.trim,
            caliper=plan.caliper,
            options=DesignOptions(
                model=plan.model,
                stabilised=plan.stabilised,
                keeps_absent=plan.fewest < 1,
            ),
            places=places,
        )
        for table in handled.tables
    )
    return Planned(plan, handled, designs, _by_arm(treated), _by_arm(arm))


def refuse_small(treated: Ints, arms: tuple[str, str]) -> None:
    """Refuse an arm under 30 patients, before any model is fitted.

    Raises
    ------
    TooFewEvents
        With the name of the arm and its number.
    """
    for n, name in zip(_by_arm(treated), arms, strict=True):
        if n < MIN_PATIENTS:
            raise TooFewEvents(
                f"{name} has {n} patients; {MIN_PATIENTS} are needed in each arm.",
                "Widen the filters, or choose techniques that more patients had.",
            )


def unadjusted(made: PropensityDesign) -> PropensityDesign:
    """Return the same patients, each counting once: the crude comparison of a design."""
    everybody = np.ones(made.treated.size)
    return replace(
        made, method="weighting", weighting=known_weights(everybody), pairs=None, strata=None
    )


def _by_arm(treated: Ints) -> tuple[int, int]:
    n = np.bincount(treated, minlength=2)
    return int(n[0]), int(n[1])
