"""Survival curves that cross: one number for the whole time would hide who is ahead when."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np

from analytics.inputs import Floats
from analytics.product_limit import SurvivalCurve

APART = 0.02  # curves closer than two points in a hundred are not told apart
FEW = 10  # at risk; beyond, a single event moves a curve visibly


@dataclass(frozen=True, eq=False)
class Crossing:
    """Two curves of which one is ahead at first and the other later."""

    first_ahead: str
    later_ahead: str
    day: float  # from which the other is ahead


def crossings(curves: Sequence[SurvivalCurve], *, apart: float = APART) -> tuple[Crossing, ...]:
    """Find the pairs of curves that change places.

    Parameters
    ----------
    curves : sequence of SurvivalCurve
        Groups that share no people.
    apart : float
        How far one must lie above the other, before and after, for it to count.

    Notes
    -----
    Described, not tested; looked at up to the last day on which both groups have ten at risk.
    """
    found = [_crossing(one, other, apart) for one, other in combinations(curves, 2)]
    return tuple(crossing for crossing in found if crossing is not None)


def _crossing(one: SurvivalCurve, other: SurvivalCurve, apart: float) -> Crossing | None:
    end = min(_supported_until(one), _supported_until(other))
    days = np.union1d(one.time, other.time)
    days = days[days <= end]
    gap = _on(one, days) - _on(other, days)
    side = np.sign(gap) * (np.abs(gap) >= apart)
    clear = side != 0
    seen, when = side[clear], days[clear]
    changed = np.flatnonzero(np.diff(seen))
    if not changed.size:
        return None
    ahead, behind = (one, other) if seen[0] > 0 else (other, one)
    return Crossing(ahead.group, behind.group, float(when[changed[0] + 1]))


def _supported_until(curve: SurvivalCurve) -> float:
    many = curve.time[curve.at_risk >= FEW]
    return float(many[-1]) if many.size else 0.0


def _on(curve: SurvivalCurve, days: Floats) -> Floats:
    return curve.survival[np.searchsorted(curve.time, days, side="right") - 1]
