"""Survival of several groups side by side: all that the survival page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from numpy.typing import ArrayLike

from analytics.endpoints import Unit
from analytics.errors import BadInput, NoOverlap
from analytics.event_table import EventTable
from analytics.maturity import Maturity
from analytics.published import Benchmarks
from analytics.rank_tests import LogRank, log_rank
from analytics.risk_tables import RiskTable, risk_table
from analytics.survival import (
    Quantile,
    SurvivalAt,
    SurvivalCurve,
    kaplan_meier,
    median_follow_up,
    quantile,
    survival_at,
)

MIN_PATIENTS, MIN_EVENTS = 10, 5  # of every group; below, a p-value says more than it knows


@dataclass(frozen=True, eq=False)
class GroupSurvival:
    """One group's curve and the numbers read from it; times in days."""

    group: str  # code of the group
    curve: SurvivalCurve
    median: Quantile
    landmarks: SurvivalAt
    follow_up: Quantile  # median by reverse Kaplan-Meier
    risk: RiskTable
    maturity: Maturity | None = None  # None: not judged
    is_below_gate: bool = False  # too few are known at one year for the curve to be read as others


@dataclass(frozen=True, eq=False)
class SurvivalByGroup:
    """Curves of disjoint groups, their overall curve and the test between them."""

    groups: tuple[GroupSurvival, ...]
    overall: GroupSurvival
    log_rank: LogRank | None
    why_no_test: str  # empty where there is a test
    left_out: tuple[tuple[str, int], ...]  # reason, diagnoses that could not be counted
    not_drawn: tuple[GroupSurvival, ...] = ()  # counted in `overall`, in no curve and no test
    is_dated_by_visits: bool = False  # the event is seen at visits, after it happened
    unit: Unit = Unit.PATIENT  # what is counted; of lesions the limits are clustered by patient
    benchmarks: Benchmarks | None = None  # what others have published, where a reader asks


def survival_by_group(
    tables: Sequence[EventTable],
    overall: EventTable,
    *,
    landmarks: ArrayLike,
    ticks: ArrayLike,
    left_out: Sequence[tuple[str, int]] = (),
) -> SurvivalByGroup:
    """Estimate each group's survival, the overall survival, and the log-rank test between groups.

    Parameters
    ----------
    tables : sequence of EventTable
        Disjoint groups, in the order of display.
    overall : EventTable
        The same people, ungrouped.
    landmarks : array-like of float
        Days at which survival is read.
    ticks : array-like of float
        Days at which the risk table counts.
    left_out : sequence of (reason, count)
        Diagnoses that could not be counted; carried along for the caption.

    Raises
    ------
    BadInput
        If there is no group.
    """
    if not tables:
        raise BadInput("There is nobody to follow.", "Widen the filters.")
    test, unfit = _tested(tables)
    return SurvivalByGroup(
        groups=tuple(described(table, landmarks, ticks) for table in tables),
        overall=described(overall, landmarks, ticks),
        log_rank=test,
        why_no_test=unfit,
        left_out=tuple(left_out),
    )


def described(table: EventTable, landmarks: ArrayLike, ticks: ArrayLike) -> GroupSurvival:
    """Estimate the curve of one group, and read off it what is shown.

    Parameters
    ----------
    table : EventTable
        People counted by day.
    landmarks, ticks
        As in `survival_by_group`.
    """
    return read_off(kaplan_meier(table), table, landmarks, ticks)


def read_off(
    curve: SurvivalCurve, table: EventTable, landmarks: ArrayLike, ticks: ArrayLike
) -> GroupSurvival:
    """Read off a curve what is shown of a group.

    Parameters
    ----------
    curve : SurvivalCurve
        The curve, with the limits that its people or clusters give.
    table : EventTable
        The same follow-up counted by day.
    landmarks, ticks
        As in `survival_by_group`.
    """
    return GroupSurvival(
        group=table.group,
        curve=curve,
        median=quantile(curve),
        landmarks=survival_at(curve, landmarks),
        follow_up=median_follow_up(table),
        risk=risk_table(table, at=ticks),
    )


def _tested(tables: Sequence[EventTable]) -> tuple[LogRank | None, str]:
    """Return the test, or why there is none."""
    unfit = why_no_test(tables)
    if unfit:
        return None, unfit
    try:
        return log_rank(tables), ""
    except NoOverlap as refused:  # the curves stand, even if they cannot be compared
        return None, f"No test: {refused.reason}"


def why_no_test(tables: Sequence[EventTable]) -> str:
    """Say why groups are not tested against each other; empty where they can be.

    Parameters
    ----------
    tables : sequence of EventTable
        Disjoint groups; code 1 is the event that a test would compare.
    """
    if len(tables) < 2:  # noqa: PLR2004  # a comparison needs two
        return "One group only: there is nothing to compare."
    if any(table.n < MIN_PATIENTS or table.n_by_code[1] < MIN_EVENTS for table in tables):
        return (
            f"No test: a group has fewer than {MIN_PATIENTS} patients "
            f"or fewer than {MIN_EVENTS} events."
        )
    return ""
