"""Negative controls: what no technique can change, compared as the outcome is."""

from dataclasses import dataclass

import numpy as np

from analytics.adjusted_effects import Outcome, cluster_of, designed, some
from analytics.comparison import compare
from analytics.comparison_plan import Plan, planned, unadjusted
from analytics.endpoints import TimeToEvent
from analytics.errors import AnalysisError
from analytics.inputs import Floats
from analytics.mean_contrasts import SAMPLES, mean_contrasts
from analytics.rubin import pooled_effect
from analytics.stacked_variance import Effect


@dataclass(frozen=True, eq=False)
class ControlFound:
    """A negative control, crude and under the protocol; pairs are reference, treated."""

    n: tuple[int, int]  # of whom it is known
    n_events: tuple[int, int] | None  # None: a number, not an event
    means: tuple[float, float] | None  # adjusted, in its unit; None: an event
    spread: float  # standard deviation of a number before adjustment; nan: an event
    crude: Effect | None
    adjusted: Effect | None
    refusal: str  # why there is none; empty if there is

    @property
    def is_off(self) -> bool:
        """Whether the adjusted interval excludes no difference."""
        if self.adjusted is None:
            return False
        null = 1.0 if self.adjusted.scale == "ratio" else 0.0
        return not self.adjusted.lower <= null <= self.adjusted.upper


def number_control(outcome: Outcome, plan: Plan, values: Floats) -> ControlFound:
    """Compare the mean of what was measured before treatment.

    Parameters
    ----------
    outcome : Outcome
        Patients; their follow-up plays no part.
    plan : Plan
        All choices; the design is made anew of those whose value is known.
    values : Floats, shape (n,)
        nan: not known.

    References
    ----------
    Lipsitch, Tchetgen Tchetgen & Cohen (2010), doi:10.1097/EDE.0b013e3181d61eeb.
    """
    known = np.isfinite(values)
    n = np.bincount(outcome.treated[known], minlength=2)
    pair = (int(n[0]), int(n[1]))
    if not known.any():
        return ControlFound(pair, None, None, np.nan, None, None, "It is entered for nobody.")
    try:
        rows = outcome.rows[known].reset_index(drop=True)
        found = planned(rows, outcome.treated[known], plan)
        y, each = values[known][found.handled.kept], SAMPLES // len(found.designs)
        tables = [
            mean_contrasts(made, y[made.trim.kept], (made.estimand,), name="level", n_samples=each)
            for made in found.designs
        ]
    except AnalysisError as refused:
        return ControlFound(pair, None, None, np.nan, None, None, refused.reason)
    own = [contrasts[1].difference for contrasts in tables]
    return ControlFound(
        n=found.design.n,
        n_events=None,
        means=tables[0][1].means,
        spread=float(values[known].std(ddof=1)),
        crude=tables[0][0].difference,
        adjusted=own[0] if len(own) == 1 else pooled_effect(own),
        refusal="",
    )


def event_control(outcome: Outcome, plan: Plan, code: int, horizon: float) -> ControlFound:
    """Compare the cause-specific hazard of an event that is none of the technique.

    Parameters
    ----------
    outcome : Outcome
        Patients who count for the endpoint, with what followed.
    plan : Plan
        All choices.
    code : int
        Of the control among the endpoint's events; every other ends follow-up.
    horizon : float
        Days, within follow-up.
    """
    given = outcome.follow_up
    own = TimeToEvent(given.time, (given.code == code).astype(np.int64), given.entry, given.reason)
    asked = Outcome(outcome.rows, outcome.treated, own)
    n = np.bincount(outcome.treated, minlength=2)
    events = np.bincount(outcome.treated, own.code, 2).astype(np.int64)
    people, counted = (int(n[0]), int(n[1])), (int(events[0]), int(events[1]))
    try:
        found = designed(asked, plan)
        follow_up = some(own, found.handled.kept)
        designs = (unadjusted(found.design), *found.designs)
        crude, *adjusted = (
            compare(
                made, follow_up, horizon=horizon, landmarks=horizon, cluster=cluster_of(made)
            ).hazard_ratio
            for made in designs
        )
    except AnalysisError as refused:
        return ControlFound(people, counted, None, np.nan, None, None, refused.reason)
    effect = adjusted[0] if len(adjusted) == 1 else pooled_effect(adjusted)
    return ControlFound(people, counted, None, np.nan, crude, effect, "")
