"""Survival, as pages ask for it."""

from dataclasses import replace
from functools import partial

import numpy as np

from analytics.cells import CountTable
from analytics.counted_people import counted_people
from analytics.endpoints import EndpointRule, Unit
from analytics.event_table import EventTable, tables_from_counts
from analytics.group_survival import GroupSurvival, SurvivalByGroup, described, survival_by_group
from analytics.lesion_survival import lesion_survival
from analytics.maturity import Maturity, maturity, pooled_months
from dashboard.answers.benchmarks import benchmarks_of
from dashboard.answers.counted import (
    by_month,
    drawn,
    in_order,
    is_dated_by_visits,
    left_out,
    lines_of,
    refuse_nobody,
)
from dashboard.answers.follow_up_gate import DEATH, techniques_below
from dashboard.answers.gate import answer
from queries.domains.catalogue import endpoint
from queries.policies import View
from queries.reads.followup import counted_by_cluster, counted_by_technique
from queries.reads.outcomes import followed_by_month, lost_by_technique
from queries.reads.readiness import LOST_AFTER
from queries.registry import Registry

DAYS_PER_MONTH = 30.4375
LANDMARKS = np.array([6, 12, 24, 36]) * DAYS_PER_MONTH
TICKS = np.array([0, 6, 12, 24, 36, 48, 60]) * DAYS_PER_MONTH


@answer(View.SURVIVAL, methods="survival")
def survival_by_technique(
    registry: Registry,
    endpoint_code: str,
    *,
    lines: tuple[str, ...] = (),
    with_published: bool = False,
) -> SurvivalByGroup:
    """Estimate one survival curve per technique, of diagnoses or lesions.

    At most six are drawn and tested: `lines`, or the largest; the others are described.
    """
    rule = endpoint(registry.domain, endpoint_code)
    of_unit = _of_lesions if rule.unit is Unit.LESION else _of_diagnoses
    result = of_unit(registry, rule, lines)
    shown = tuple(group.group for group in result.groups)
    judged = _Judged(registry, endpoint_code)
    below = techniques_below(registry, judged.followed if endpoint_code == DEATH else None)
    return replace(
        result,
        groups=tuple(_with(group, judged, below) for group in result.groups),
        overall=replace(result.overall, maturity=judged.of_all(result.overall.curve.table)),
        not_drawn=tuple(_with(group, judged, below) for group in result.not_drawn),
        is_dated_by_visits=is_dated_by_visits(rule),
        benchmarks=benchmarks_of(registry, rule, shown) if with_published else None,
    )


def _of_diagnoses(
    registry: Registry, rule: EndpointRule, lines: tuple[str, ...]
) -> SurvivalByGroup:
    counts = counted_by_technique(registry, rule.code)
    refuse_nobody(registry, rule.code, counts)
    tables = in_order(tables_from_counts(counts, "technique_code"), registry.domain)
    shown = lines_of({table.group: table.n for table in tables}, lines)
    result = survival_by_group(
        [table for table in tables if table.group in shown],
        tables_from_counts(counts)[0],
        landmarks=LANDMARKS,
        ticks=TICKS,
        left_out=left_out(registry, rule.code),
    )
    others = [table for table in tables if table.group not in shown]
    return replace(result, not_drawn=tuple(described(table, LANDMARKS, TICKS) for table in others))


def _of_lesions(registry: Registry, rule: EndpointRule, lines: tuple[str, ...]) -> SurvivalByGroup:
    counts = counted_by_cluster(registry, rule.code)
    refuse_nobody(registry, rule.code, counts)
    lesions = counted_people(counts, cluster="cluster_no")
    shown, sizes = drawn(counts, registry.domain, lines)
    read = partial(lesion_survival, lesions, landmarks=LANDMARKS, ticks=TICKS)
    result = read(shown, left_out=left_out(registry, rule.code))
    others = tuple(code for code in sizes if code not in shown)
    return replace(result, not_drawn=read(others).groups) if others else result


def _with(group: GroupSurvival, judged: "_Judged", below: frozenset[str]) -> GroupSurvival:
    return replace(group, maturity=judged.of(group.curve.table), is_below_gate=group.group in below)


class _Judged:
    """Maturity of the follow-up of an endpoint, read once for all techniques."""

    def __init__(self, registry: Registry, endpoint_code: str) -> None:
        self._cutoff = registry.cutoff
        self.followed = followed_by_month(registry, endpoint_code)
        self._lost: CountTable = lost_by_technique(registry, endpoint_code)

    def of(self, table: EventTable) -> Maturity:
        """Judge one technique."""
        lost = self._lost.frame
        rows = lost[lost["technique_code"] == table.group]
        return maturity(
            table,
            (rows["day"], rows["n"]),
            by_month(self.followed, table.group),
            cutoff=self._cutoff,
            landmarks=LANDMARKS,
            lost_after=LOST_AFTER,
        )

    def of_all(self, table: EventTable) -> Maturity:
        """Judge everybody."""
        codes = self.followed.frame["technique_code"].unique()
        parts = [by_month(self.followed, str(code)) for code in codes]
        empty = by_month(self.followed, "")
        return maturity(
            table,
            (self._lost.frame["day"], self._lost.frame["n"]),
            pooled_months(parts) if parts else empty,
            cutoff=self._cutoff,
            landmarks=LANDMARKS,
            lost_after=LOST_AFTER,
        )
