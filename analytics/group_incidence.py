"""Cumulative incidence of several groups side by side: all that the competing-risks page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.competing import (
    CauseRiskTable,
    CumulativeIncidence,
    IncidenceAt,
    cause_risk_table,
    cumulative_incidence,
    gray_test,
    incidence_at,
)
from analytics.endpoints import Unit
from analytics.errors import AnalysisError, BadInput
from analytics.event_table import EventTable
from analytics.group_survival import why_no_test
from analytics.inputs import Ints
from analytics.published import Benchmarks
from analytics.rank_tests import LogRank
from analytics.survival import SurvivalCurve, kaplan_meier


@dataclass(frozen=True, eq=False)
class GroupIncidence:
    """One group's incidences and the numbers read from them; times in days."""

    group: str  # code of the group
    curve: CumulativeIncidence
    landmarks: tuple[IncidenceAt, ...]  # one per cause, the event first
    risk: CauseRiskTable
    wrong: SurvivalCurve | None = None  # competing events censored; for teaching alone
    is_below_gate: bool = False  # too few are known at one year for the curve to be read as others


@dataclass(frozen=True, eq=False)
class IncidenceByGroup:
    """Incidences of disjoint groups, of everybody, and the test of the event between groups."""

    causes: Ints  # codes, the event first; the same in every group
    groups: tuple[GroupIncidence, ...]
    overall: GroupIncidence
    gray: LogRank | None
    why_no_test: str  # empty where there is a test
    left_out: tuple[tuple[str, int], ...]  # reason, diagnoses that could not be counted
    unit: Unit = Unit.PATIENT  # of lesions, `n_clusters` of a curve counts the patients
    not_drawn: tuple[GroupIncidence, ...] = ()  # counted in `overall`, in no curve and no test
    is_dated_by_visits: bool = False  # the event is seen at visits, after it happened
    benchmarks: Benchmarks | None = None  # what others have published, where a reader asks


def incidence_by_group(
    tables: Sequence[EventTable],
    overall: EventTable,
    *,
    landmarks: ArrayLike,
    ticks: ArrayLike,
    left_out: Sequence[tuple[str, int]] = (),
) -> IncidenceByGroup:
    """Estimate each group's cumulative incidences, everybody's, and Gray's test of the event.

    Parameters
    ----------
    tables : sequence of EventTable
        Disjoint groups, in the order of display.
    overall : EventTable
        The same people, ungrouped.
    landmarks : array-like of float
        Days at which incidence is read.
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
    return IncidenceByGroup(
        causes=np.arange(1, overall.leaving.shape[0]),
        groups=tuple(described(table, landmarks, ticks) for table in tables),
        overall=described(overall, landmarks, ticks),
        gray=test,
        why_no_test=unfit,
        left_out=tuple(left_out),
    )


def described(table: EventTable, landmarks: ArrayLike, ticks: ArrayLike) -> GroupIncidence:
    """Estimate the incidences of one group, and read off them what is shown.

    Parameters
    ----------
    table : EventTable
        People counted by day.
    landmarks, ticks
        As in `incidence_by_group`.
    """
    return read_off(cumulative_incidence(table, group=table.group), table, landmarks, ticks)


def read_off(
    curve: CumulativeIncidence, table: EventTable, landmarks: ArrayLike, ticks: ArrayLike
) -> GroupIncidence:
    """Read what is shown off the incidences of a group.

    Parameters
    ----------
    curve : CumulativeIncidence
        The estimate, whichever way its limits were made.
    table : EventTable
        The people or lesions it rests on, counted by day.
    landmarks, ticks
        As in `incidence_by_group`.
    """
    return GroupIncidence(
        group=table.group,
        curve=curve,
        landmarks=tuple(incidence_at(curve, landmarks, cause=cause) for cause in curve.causes),
        risk=cause_risk_table(table, at=ticks),
        wrong=kaplan_meier(table),
    )


def _tested(tables: Sequence[EventTable]) -> tuple[LogRank | None, str]:
    unfit = why_no_test(tables)
    if unfit:
        return None, unfit
    try:
        return gray_test(list(tables)), ""
    except AnalysisError as refused:  # the curves stand, even if they cannot be compared
        return None, f"No test: {refused.reason}"
