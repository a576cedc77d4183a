"""Survival, as pages ask for it."""

from collections.abc import Sequence

import numpy as np

from analytics.event_table import EventTable, tables_from_counts
from analytics.group_survival import SurvivalByGroup, survival_by_group
from dashboard.answers.gate import answer
from queries.domains.catalogue import DOMAINS
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads.followup import counted_by_technique, left_out_by_reason
from queries.registry import Registry

DAYS_PER_MONTH = 30.4375
LANDMARKS = np.array([6, 12, 24, 36]) * DAYS_PER_MONTH
TICKS = np.array([0, 6, 12, 24, 36, 48, 60]) * DAYS_PER_MONTH


@answer(View.SURVIVAL, methods="survival")
def survival_by_technique(registry: Registry, endpoint_code: str) -> SurvivalByGroup:
    """Estimate one survival curve per technique, in the order of the domain's techniques."""
    counts = counted_by_technique(registry, endpoint_code)
    if counts.frame.empty:
        raise EmptyCohort(
            "No patient fits these filters.",
            "Widen the region, technique or period in the filters.",
        )
    tables = tables_from_counts(counts, "technique_code")
    reasons = left_out_by_reason(registry, endpoint_code).frame
    return survival_by_group(
        in_order(tables, registry.domain),
        tables_from_counts(counts)[0],
        landmarks=LANDMARKS,
        ticks=TICKS,
        left_out=list(zip(reasons["reason"], reasons["n"], strict=True)),
    )


def in_order(tables: Sequence[EventTable], domain: str) -> list[EventTable]:
    """Return tables by technique in the order of the domain's techniques."""
    by_code = {table.group: table for table in tables}
    listed = [technique.code for technique in DOMAINS[domain].techniques]
    ordered = [code for code in listed if code in by_code]
    ordered += sorted(set(by_code) - set(listed))  # an unlisted code is shown, not dropped
    return [by_code[code] for code in ordered]
