"""Curves as the public may see them: few points, each with enough events behind it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial

import numpy as np

from analytics.cells import CountTable
from analytics.competing import CumulativeIncidence, incidence_at
from analytics.disclosure.contributors import (
    come_from_enough_sites,
    enrolled_people,
    leaves_out_a_few,
    refuse_other_people,
)
from analytics.disclosure.rules import Rules, Shown, Withheld, outward, shown_count
from analytics.errors import BadInput
from analytics.event_table import EventTable
from analytics.inputs import Floats, Ints
from analytics.limits import Interval
from analytics.survival import SurvivalCurve, survival_at

DAYS_PER_MONTH = 30.4375  # 365.25 / 12
RISK_MONTHS = 12  # distance of the numbers at risk


@dataclass(frozen=True, eq=False)
class GroupedCurve:
    """Survival, or incidence of one cause, at a few months; straight lines lie between."""

    group: str
    cause: int | None  # code of the event whose incidence this is; None: survival
    month: Ints  # shown points, first 0
    percent: Ints  # whole percent at each
    lower: Ints  # pointwise confidence limits, whole percent, rounded outwards
    upper: Ints
    risk_month: Ints  # 0, 12, 24 ..
    at_risk: tuple[Shown, ...]  # under observation just before each
    n: Shown
    n_events: Shown  # by the last shown month
    confidence: float
    interval: Interval
    rules: Rules


@dataclass(frozen=True, eq=False)
class GroupedIncidence:
    """Cumulative incidence of each cause that may be shown; event-free never is beside them."""

    group: str
    by_cause: Mapping[int, GroupedCurve | Withheld]
    rules: Rules


@dataclass(frozen=True)
class ReleasedTime:
    """Months between which a share of people has had the event, as a released curve tells."""

    q: float  # share with the event
    after: int  # month
    by: int | None  # month; None: not reached in the released follow-up


@dataclass(frozen=True)
class ReleasedShare:
    """Whole percents between which a released curve lies at a month."""

    month: int
    lowest: int | None  # None: beyond the released follow-up
    highest: int | None


def grouped_survival(
    curve: SurvivalCurve,
    rules: Rules,
    people: CountTable | None = None,
    *,
    among: str | None = None,
) -> GroupedCurve | Withheld:
    """Return a survival curve as the public may see it, or the mark of what is withheld.

    Parameters
    ----------
    curve : SurvivalCurve
        The exact curve of counted people.
    rules : Rules
        Thresholds.
    people : CountTable, optional
        Its people by site and code, as in `come_from_enough_sites`.
    among : str, optional
        Group of these people that the curve is of.

    Raises
    ------
    BadInput
        If the curve rests on weights, or it is not known which sites contributed.

    Notes
    -----
    Nothing of fewer than `km_min_n` people or `km_min_events` events. Points on a grid of
    `km_grid_months`, as long as k people stay under observation, each with at least
    `km_step_events` events since the point before. Whole percents; limits rounded outwards.
    Numbers at risk once a year, if nobody or at least k people make the difference to those
    enrolled, those followed and every number before.
    """

    def read(days: Floats) -> tuple[Floats, Floats, Floats]:
        at = survival_at(curve, days)
        return at.survival, at.lower, at.upper

    return _grouped(_Exact(curve, None, read), rules, people, among)


def grouped_incidence(
    curve: CumulativeIncidence,
    rules: Rules,
    people: CountTable | None = None,
    *,
    among: str | None = None,
) -> GroupedIncidence:
    """Return cumulative incidences as the public may see them, cause by cause.

    Parameters
    ----------
    curve : CumulativeIncidence
        The exact curves of counted people.
    rules, people, among
        As in `grouped_survival`, whose rules hold for every cause.

    Raises
    ------
    BadInput
        If the curves rest on weights, or it is not known which sites contributed.
    """

    def read(days: Floats, cause: int) -> tuple[Floats, Floats, Floats]:
        at = incidence_at(curve, days, cause=cause)
        return at.incidence, at.lower, at.upper

    by_cause = {
        cause: _grouped(_Exact(curve, cause, partial(read, cause=cause)), rules, people, among)
        for cause in curve.causes
    }
    return GroupedIncidence(curve.group, by_cause, rules)


def released_time(curve: GroupedCurve, q: float = 0.5) -> ReleasedTime:
    """Read between which months a share of people has had the event; 0.5 gives the median."""
    with_event = 100 - curve.percent if curve.cause is None else curve.percent
    reached = with_event >= 100 * q
    if not reached.any():
        return ReleasedTime(q, int(curve.month[-1]), None)
    first = int(reached.argmax())
    return ReleasedTime(q, int(curve.month[max(first - 1, 0)]), int(curve.month[first]))


def released_at(curve: GroupedCurve, month: int) -> ReleasedShare:
    """Read between which percents a released curve lies at a month."""
    around = _around(curve, month)
    if around is None:
        return ReleasedShare(month, None, None)
    ends = sorted(int(curve.percent[place]) for place in around)
    return ReleasedShare(month, ends[0], ends[1])


def released_limits(curve: GroupedCurve, month: int) -> tuple[int, int] | None:
    """Read the limits at a month, those of both points around it; None beyond the curve."""
    around = _around(curve, month)
    if around is None:
        return None
    return (
        min(int(curve.lower[place]) for place in around),
        max(int(curve.upper[place]) for place in around),
    )


def _around(curve: GroupedCurve, month: int) -> tuple[int, int] | None:
    """Return the released points before and after a month: one and the same if it is one."""
    if month > curve.month[-1]:
        return None
    after = int(np.searchsorted(curve.month, month))
    return (after if curve.month[after] == month else after - 1), after


@dataclass(frozen=True, eq=False)
class _Exact:
    """One exact curve, and how to read it."""

    curve: SurvivalCurve | CumulativeIncidence
    cause: int | None
    read: Callable[[Floats], tuple[Floats, Floats, Floats]]  # estimate and limits at days

    @property
    def table(self) -> EventTable:
        """The counts that the curve rests on."""
        return self.curve.table

    @property
    def code(self) -> int:
        """Code of the event."""
        return 1 if self.cause is None else self.cause

    def events_by(self, days: Floats) -> Ints:
        """Return the events up to and including each day."""
        by_then = np.searchsorted(self.table.time, days, side="right")
        return np.append(0, np.cumsum(self.table.leaving[self.code]))[by_then].astype(np.int64)


def _grouped(
    exact: _Exact, rules: Rules, people: CountTable | None, among: str | None
) -> GroupedCurve | Withheld:
    if exact.table.is_weighted:
        raise BadInput(
            "The curve rests on weights, which do not tell how many people stand behind a step.",
            "Publish the curve of counted people.",
        )
    refuse_other_people(people, exact.curve.n, among)
    grid = _grid(exact.table, rules)
    events = exact.events_by(_days(grid))
    kept = _kept(events, rules.km_step_events)
    is_flat = kept.size < 2  # noqa: PLR2004  # the start alone says nothing
    if is_flat or not _is_large_enough(exact, rules, people, among):
        return rules.token
    months = grid[kept]
    estimate, lower, upper = exact.read(_days(months))
    for values in (estimate, lower, upper):
        values[0] = exact.cause is None  # the start, whoever leaves on that day
    down, up = outward(lower, upper)
    n, enrolled = exact.curve.n, enrolled_people(people, exact.curve.n, among)
    size = rules.token if leaves_out_a_few(people, rules, among) else shown_count(n, rules)
    known = [enrolled, *([] if isinstance(size, Withheld) else [n])]
    risk_months = np.arange(0, months[-1] + 1, RISK_MONTHS)
    return GroupedCurve(
        group=exact.curve.group,
        cause=exact.cause,
        month=months,
        percent=np.rint(100 * estimate).astype(np.int64),
        lower=down,
        upper=up,
        risk_month=risk_months,
        at_risk=_at_risk(exact, risk_months, known, rules),
        n=size,
        n_events=shown_count(int(events[kept[-1]]), rules),
        confidence=exact.curve.confidence,
        interval=exact.curve.interval,
        rules=rules,
    )


def _grid(table: EventTable, rules: Rules) -> Ints:
    """Return the months of the grid at which, and until which, enough people stay."""
    last = int(np.ceil(table.time[-1] / DAYS_PER_MONTH))
    months = np.arange(0, last + 1, rules.km_grid_months)
    staying = table.at_risk(np.nextafter(_days(months), np.inf)) >= rules.k
    return months[np.logical_and.accumulate(staying)]


def _kept(events: Ints, step: int) -> Ints:
    """Return the points with enough events since the point before; the first one starts."""
    kept, since = [0], 0
    for place in range(1, events.size):
        if events[place] - since >= step:
            kept.append(place)
            since = events[place]
    return np.array(kept[: events.size])


def _is_large_enough(
    exact: _Exact, rules: Rules, people: CountTable | None, among: str | None
) -> bool:
    return (
        exact.curve.n >= rules.km_min_n
        and exact.table.n_by_code[exact.code] >= rules.km_min_events
        and come_from_enough_sites(people, rules, group=among)
        and come_from_enough_sites(people, rules, group=among, codes=(exact.code,))
    )


def _at_risk(exact: _Exact, months: Ints, known: list[int], rules: Rules) -> tuple[Shown, ...]:
    """Return rounded numbers at risk, none telling of few people who left or came.

    Late entrants make the numbers rise again, so each is held against every one told before.
    """
    told, shown = list(known), list[Shown]()
    for count in map(int, exact.table.at_risk(_days(months))):
        differs_by_few = any(0 < abs(count - other) < rules.k for other in told)
        shown.append(rules.token if differs_by_few else shown_count(count, rules))
        if not isinstance(shown[-1], Withheld):
            told.append(count)
    return tuple(shown)


def _days(months: Ints) -> Floats:
    return months.astype(np.float64) * DAYS_PER_MONTH
