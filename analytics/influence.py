"""Leave-one-out: how far one site or region carries an adjusted comparison."""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.adjusted_comparison import Comparison, compare
from analytics.endpoints import TimeToEvent
from analytics.errors import AnalysisError, TooFewEvents
from analytics.inputs import Bools, Ints, labels
from analytics.propensity import PropensityDesign, design_again
from analytics.weighted_follow_up import counting_rows, places_of

STILL_FOLLOWED = 10  # people of each arm on the last day looked at, if none is asked


@dataclass(frozen=True, eq=False)
class LeftOut:
    """Comparison without one place; effects are nan where it was refused."""

    place: str
    n_left_out: int  # patients of the place who count in the whole comparison
    hazard_ratio: float
    lower: float  # limits of the hazard ratio
    upper: float
    mean_difference: float  # restricted mean, days
    mean_lower: float
    mean_upper: float
    refusal: str  # why there is no estimate without the place; empty if there is one


_NAN = float("nan")
_NOTHING = LeftOut("", 0, _NAN, _NAN, _NAN, _NAN, _NAN, _NAN, "")


@dataclass(frozen=True, eq=False)
class Influence:
    """Comparison of everybody and without each place in turn."""

    by: str  # what is left out, as "site"
    horizon: float  # days, of the restricted means
    whole: Comparison
    left_out: tuple[LeftOut, ...]  # in the order of labels
    most_influential: str  # place whose leaving changes the log hazard ratio most

    @property
    def frame(self) -> pd.DataFrame:
        """One row per place."""
        return pd.DataFrame([vars(row) for row in self.left_out])


def influence(
    design: PropensityDesign,
    follow_up: TimeToEvent,
    by: str = "site",
    *,
    horizon: float | None = None,
    cluster: str | None = None,
) -> Influence:
    """Repeat the design and the comparison without each site or region in turn.

    Parameters
    ----------
    design : PropensityDesign
        A design that knows `places`.
    follow_up : TimeToEvent
        Follow-up of all patients that the design was made from, in their order.
    by : str
        Column of `places`, as "site" or "region".
    horizon : float, optional
        Day up to which means are restricted. Left out: the last day on which 10 people of
        each arm are followed, whatever place is out.
    cluster : str, optional
        Column of `places` whose patients vary together.

    Raises
    ------
    BadInput
        If the design knows no such places, or the whole comparison is refused.

    Notes
    -----
    Scores are fitted again each time, to the patients whom trimming kept. A place without
    which the comparison is refused stays in the table, with the reason.
    """
    member, names = labels(by, places_of(design, by))
    rows_kept = np.flatnonzero(design.trim.kept)
    day = _common_horizon(design, follow_up, member) if horizon is None else horizon
    whole = compare(design, follow_up, horizon=day, landmarks=day, cluster=cluster)
    counts = counting_rows(design)
    found = []
    for place, name in enumerate(names):
        stay = member != place
        n_left_out = int((~stay & counts).sum())
        found.append(
            _without(
                design,
                _some(follow_up, rows_kept[stay]),
                stay,
                empty=replace(_NOTHING, place=name, n_left_out=n_left_out),
                horizon=day,
                cluster=cluster,
            )
        )
    return Influence(by, day, whole, tuple(found), _most_influential(whole, found))


def _without(
    design: PropensityDesign,
    follow_up: TimeToEvent,
    stay: Bools,
    *,
    empty: LeftOut,
    horizon: float,
    cluster: str | None,
) -> LeftOut:
    try:
        again = design_again(design, stay)
        found = compare(again, follow_up, horizon=horizon, landmarks=horizon, cluster=cluster)
    except AnalysisError as refused:
        return replace(empty, refusal=refused.reason)
    ratio, mean = found.hazard_ratio, found.restricted_mean.difference
    return replace(
        empty,
        hazard_ratio=ratio.estimate,
        lower=ratio.lower,
        upper=ratio.upper,
        mean_difference=mean.estimate,
        mean_lower=mean.lower,
        mean_upper=mean.upper,
    )


def _common_horizon(design: PropensityDesign, follow_up: TimeToEvent, member: Ints) -> float:
    """Return the last day on which 10 people of each arm are followed, whatever place is out."""
    time, counts = follow_up.time[design.trim.kept], counting_rows(design)
    last = []
    for arm in (0, 1):
        rows = counts & (design.treated == arm)
        for place in np.unique(member):
            seen = np.sort(time[rows & (member != place)])
            if seen.size >= STILL_FOLLOWED:  # else the comparison is refused without the place
                last.append(float(seen[-STILL_FOLLOWED]))
    if not last:
        raise TooFewEvents("Every patient belongs to one place.", "Leave out something smaller.")
    return min(last)


def _some(follow_up: TimeToEvent, rows: Ints) -> TimeToEvent:
    return TimeToEvent(
        follow_up.time[rows], follow_up.code[rows], follow_up.entry[rows], follow_up.reason[rows]
    )


def _most_influential(whole: Comparison, found: list[LeftOut]) -> str:
    known = [row for row in found if not row.refusal]
    if not known:
        return ""
    centre = np.log(whole.hazard_ratio.estimate)
    return max(known, key=lambda row: abs(np.log(row.hazard_ratio) - centre)).place
