"""Released curves after one another: a new one only when enough people and events came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from analytics.cells import CountTable
from analytics.competing import CumulativeIncidence
from analytics.disclosure.arms import GroupedComparison, grouped_comparison
from analytics.disclosure.curves import (
    GroupedCurve,
    GroupedIncidence,
    grouped_incidence,
    grouped_survival,
)
from analytics.disclosure.rules import Rules, Withheld
from analytics.group_survival import SurvivalByGroup
from analytics.survival import SurvivalCurve

Curves: TypeAlias = SurvivalCurve | CumulativeIncidence | SurvivalByGroup
Released: TypeAlias = GroupedCurve | GroupedIncidence | GroupedComparison | Withheld
Counted: TypeAlias = Mapping[tuple[str, int], tuple[int, int]]


@dataclass(frozen=True, eq=False)
class PublishedCurves:
    """Curves as the public sees them, with what the registry must remember of them."""

    released: Released
    as_of: str  # release that they were estimated for
    counted: Counted = field(repr=False)  # group and code -> people and events; registry only


def publish_curves(
    result: Curves,
    rules: Rules,
    *,
    as_of: str,
    people: CountTable | None = None,
    previous: PublishedCurves | None = None,
) -> PublishedCurves:
    """Return curves as the public may see them; the old ones as long as little has been added.

    Parameters
    ----------
    result : SurvivalCurve, CumulativeIncidence or SurvivalByGroup
        The exact curves.
    rules : Rules
        Thresholds.
    as_of : str
        Name of this release, as its data cut-off.
    people : CountTable, optional
        Their people by site, as `protect` asks for them.
    previous : PublishedCurves, optional
        What the release before published, or withheld, of the same.

    Notes
    -----
    New curves need `release_min_change` more people and `km_step_events` more events in every
    group and cause that they would show; a comparison changes as a whole.
    """
    counted = _counted(result)
    released = _released(result, rules, people, previous)
    if previous is not None:
        shown = _shown(released) | _shown(previous.released)
        if not all(_has_grown(previous.counted, counted, part, rules) for part in shown or counted):
            return previous
    return PublishedCurves(released, as_of, counted)


def _released(
    result: Curves, rules: Rules, people: CountTable | None, previous: PublishedCurves | None
) -> Released:
    if isinstance(result, SurvivalCurve):
        return grouped_survival(result, rules, people)
    if isinstance(result, CumulativeIncidence):
        return grouped_incidence(result, rules, people)
    before = None if previous is None else previous.released
    shown_before = before.shows if isinstance(before, GroupedComparison) else None
    return grouped_comparison(result, rules, people, shown_before=shown_before)


def _counted(result: Curves) -> Counted:
    if isinstance(result, SurvivalByGroup):
        curves = [group.curve for group in (*result.groups, result.overall)]
        return {(curve.group, 1): (curve.n, curve.n_events) for curve in curves}
    codes = result.causes if isinstance(result, CumulativeIncidence) else (1,)
    events = result.table.n_by_code
    return {(result.group, code): (result.n, int(events[code])) for code in codes}


def _shown(released: Released) -> set[tuple[str, int]]:
    """Return the groups and codes of which something is shown."""
    if isinstance(released, GroupedCurve):
        return {(released.group, released.cause or 1)}
    if isinstance(released, GroupedIncidence):
        curves = list(released.by_cause.values())
    elif isinstance(released, GroupedComparison):
        curves = [*released.groups.values(), released.overall]
    else:
        return set()
    return set().union(*(_shown(curve) for curve in curves))


def _has_grown(before: Counted, now: Counted, part: tuple[str, int], rules: Rules) -> bool:
    people, events = now.get(part, (0, 0))
    people_before, events_before = before.get(part, (0, 0))
    return (
        people - people_before >= rules.release_min_change
        and events - events_before >= rules.km_step_events
    )
