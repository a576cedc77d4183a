"""Competing risks, as pages ask for them."""

from analytics.event_table import tables_from_counts
from analytics.group_incidence import IncidenceByGroup, incidence_by_group
from dashboard.answers.gate import answer
from dashboard.answers.survival import LANDMARKS, TICKS, in_order
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads.followup import counted_by_technique, left_out_by_reason
from queries.registry import Registry


@answer(View.COMPETING, methods="competing")
def incidence_by_technique(registry: Registry, endpoint_code: str) -> IncidenceByGroup:
    """Estimate the cumulative incidence of every cause by technique."""
    counts = counted_by_technique(registry, endpoint_code)
    if counts.frame.empty:
        raise EmptyCohort(
            "No patient fits these filters.",
            "Widen the region, technique or period in the filters.",
        )
    tables = tables_from_counts(counts, "technique_code")
    reasons = left_out_by_reason(registry, endpoint_code).frame
    return incidence_by_group(
        in_order(tables, registry.domain),
        tables_from_counts(counts)[0],
        landmarks=LANDMARKS,
        ticks=TICKS,
        left_out=list(zip(reasons["reason"], reasons["n"], strict=True)),
    )
