"""Exact curves beside what is released of them, with the rule that hid or coarsened each point."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from analytics.cells import CountTable
from analytics.disclosure.arms import GroupedComparison
from analytics.disclosure.contributors import come_from_enough_sites, sums_of_groups
from analytics.disclosure.curves import DAYS_PER_MONTH, GroupedCurve
from analytics.disclosure.rules import Rules, Withheld
from analytics.event_table import EventTable
from analytics.group_survival import SurvivalByGroup
from analytics.inputs import Bools, Ints
from analytics.survival import SurvivalCurve, survival_at

_EVENT = 1


class CurveFate(StrEnum):
    """What became of a curve in a release, and by which rule."""

    SHOWN = "shown"
    PEOPLE = "too few people"
    EVENTS = "too few events"
    SITES = "few sites, or one too large"
    BESIDE = "shown by technique or together, never both"
    SHORT = "too few events, or too few people left, for a second point"


class PointFate(StrEnum):
    """What became of a month of a curve, and by which rule."""

    ROUNDED = "shown, rounded to whole percent"
    EVENTS = "too few events since the point before"
    STAYING = "too few people left"
    KEPT = "kept from an earlier release: too little was added"
    CURVE = "the whole curve is withheld"


@dataclass(frozen=True)
class ComparedPoint:
    """One month of a curve: exact, released, and why."""

    month: int
    percent: float  # exact, in percent
    shown: int | None  # released; None: no point
    fate: PointFate


@dataclass(frozen=True, eq=False)
class ComparedCurve:
    """One curve: exact, released, and why it differs."""

    group: str
    exact: SurvivalCurve
    released: GroupedCurve | Withheld
    fate: CurveFate
    points: tuple[ComparedPoint, ...]  # of the grid, up to the end of follow-up


def compared_curves(
    exact: SurvivalByGroup,
    released: GroupedComparison,
    rules: Rules,
    people: CountTable | None,
) -> tuple[ComparedCurve, ...]:
    """Hold the exact curves of a comparison against what is released of them.

    Parameters
    ----------
    exact : SurvivalByGroup
        The exact curves of disjoint groups and of everybody.
    released : GroupedComparison
        What is released of them.
    rules : Rules
        Thresholds of the release.
    people : CountTable or None
        Their people by `group`, site and code, as in `come_from_enough_sites`.

    Returns
    -------
    tuple of ComparedCurve
        Every group of the exact curves, then everybody.
    """
    found = []
    for group in exact.groups:
        own = released.groups.get(group.group, rules.token)
        is_large = _has_sites(people, rules, group.group)
        fate = _fate(group.curve, own, rules, has_sites=is_large)
        found.append(_compared((group.group, group.curve), own, rules, fate))
    everybody = exact.overall.curve
    has_sites = _has_sites(sums_of_groups(people), rules, None)
    fate = _fate(everybody, released.overall, rules, has_sites=has_sites)
    if released.shows == "groups":
        fate = CurveFate.BESIDE
    return (*found, _compared((everybody.group, everybody), released.overall, rules, fate))


def _has_sites(people: CountTable | None, rules: Rules, group: str | None) -> bool:
    return come_from_enough_sites(people, rules, group=group) and come_from_enough_sites(
        people, rules, group=group, codes=(_EVENT,)
    )


def _fate(
    curve: SurvivalCurve, released: GroupedCurve | Withheld, rules: Rules, *, has_sites: bool
) -> CurveFate:
    if isinstance(released, GroupedCurve):
        return CurveFate.SHOWN
    if curve.n < rules.km_min_n:
        return CurveFate.PEOPLE
    if curve.n_events < rules.km_min_events:
        return CurveFate.EVENTS
    if not has_sites:
        return CurveFate.SITES
    return CurveFate.SHORT if _is_flat(curve, rules) else CurveFate.BESIDE


def _is_flat(curve: SurvivalCurve, rules: Rules) -> bool:
    months = _months(curve.table, rules)
    events = _events_by(curve.table, months)
    staying = _staying(curve.table, months, rules)
    return not bool((events[staying] >= rules.km_step_events).any())


def _compared(
    exactly: tuple[str, SurvivalCurve],
    released: GroupedCurve | Withheld,
    rules: Rules,
    fate: CurveFate,
) -> ComparedCurve:
    group, curve = exactly
    months = _months(curve.table, rules)
    exact = 100 * survival_at(curve, months * DAYS_PER_MONTH).survival
    exact[0] = 100.0
    staying = _staying(curve.table, months, rules)
    shown = {} if isinstance(released, Withheld) else _shown(released)
    points = []
    for place, month in enumerate(map(int, months)):
        percent, told = float(exact[place]), shown.get(month)
        if isinstance(released, Withheld):
            why = PointFate.CURVE
        elif told is not None:
            why = PointFate.ROUNDED if told == int(np.rint(percent)) else PointFate.KEPT
        else:
            why = PointFate.EVENTS if staying[place] else PointFate.STAYING
        points.append(ComparedPoint(month, percent, told, why))
    return ComparedCurve(group, curve, released, fate, tuple(points))


def _shown(released: GroupedCurve) -> dict[int, int]:
    return dict(zip(map(int, released.month), map(int, released.percent), strict=True))


def _months(table: EventTable, rules: Rules) -> Ints:
    """Return the months of the grid up to the last day of follow-up."""
    last = int(table.time[-1] / DAYS_PER_MONTH)
    return np.arange(0, last + 1, rules.km_grid_months)


def _staying(table: EventTable, months: Ints, rules: Rules) -> Bools:
    after = np.nextafter(months * DAYS_PER_MONTH, np.inf)
    staying: Bools = np.logical_and.accumulate(table.at_risk(after) >= rules.k)
    return staying


def _events_by(table: EventTable, months: Ints) -> Ints:
    by_then = np.searchsorted(table.time, months * DAYS_PER_MONTH, side="right")
    events: Ints = np.append(0, np.cumsum(table.leaving[_EVENT]))[by_then].astype(np.int64)
    return events
