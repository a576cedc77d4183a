"""Competing risks, as pages ask for them: of diagnoses and of lesions."""

from dataclasses import replace

from analytics.cause_comparison import CauseComparison, compare_causes
from analytics.counted_people import CountedPeople, counted_people
from analytics.endpoints import EndpointRule, Unit
from analytics.event_table import tables_from_counts
from analytics.group_incidence import (
    GroupIncidence,
    IncidenceByGroup,
    described,
    incidence_by_group,
)
from analytics.lesion_incidence import lesion_incidence
from dashboard.answers.benchmarks import benchmarks_of
from dashboard.answers.counted import (
    drawn,
    in_order,
    is_dated_by_visits,
    left_out,
    lines_of,
    refuse_nobody,
)
from dashboard.answers.follow_up_gate import techniques_below
from dashboard.answers.gate import answer
from dashboard.answers.survival import LANDMARKS, TICKS
from queries.domains.catalogue import endpoint
from queries.policies import View
from queries.reads.followup import counted_by_cluster, counted_by_technique
from queries.reads.outcomes import counted_with_entry
from queries.registry import Registry


@answer(View.COMPETING, methods="competing")
def incidence_by_technique(
    registry: Registry,
    endpoint_code: str,
    *,
    lines: tuple[str, ...] = (),
    with_published: bool = False,
) -> IncidenceByGroup:
    """Estimate the cumulative incidence of every cause by technique, of diagnoses or lesions.

    At most six techniques are drawn and tested: `lines`, or the largest.
    """
    rule = endpoint(registry.domain, endpoint_code)
    of_unit = _of_lesions if rule.unit is Unit.LESION else incidence_of_diagnoses
    result = of_unit(registry, rule, lines)
    below = techniques_below(registry)
    shown = tuple(group.group for group in result.groups)
    return replace(
        result,
        groups=tuple(replace(g, is_below_gate=g.group in below) for g in result.groups),
        is_dated_by_visits=is_dated_by_visits(rule),
        benchmarks=benchmarks_of(registry, rule, shown) if with_published else None,
    )


@answer(View.COMPETING, methods="competing")
def cause_comparison(
    registry: Registry, endpoint_code: str, *, lines: tuple[str, ...] = (), reference: str = ""
) -> CauseComparison:
    """Compare the first events of the drawn techniques with those of a reference."""
    rule = endpoint(registry.domain, endpoint_code)
    is_lesion = rule.unit is Unit.LESION
    read = counted_by_cluster if is_lesion else counted_with_entry
    counts = read(registry, endpoint_code)
    refuse_nobody(registry, endpoint_code, counts)
    shown, sizes = drawn(counts, registry.domain, lines)
    people = counted_people(counts, cluster="cluster_no" if is_lesion else "")
    against = reference if reference in shown else max(shown, key=lambda code: sizes[code])
    return compare_causes(people, shown, reference=against)


def incidence_of_diagnoses(
    registry: Registry, rule: EndpointRule, lines: tuple[str, ...]
) -> IncidenceByGroup:
    """Estimate the incidences of diagnoses by technique; the read behind the answer."""
    counts = counted_by_technique(registry, rule.code)
    refuse_nobody(registry, rule.code, counts)
    tables = in_order(tables_from_counts(counts, "technique_code"), registry.domain)
    shown = lines_of({table.group: table.n for table in tables}, lines)
    result = incidence_by_group(
        [table for table in tables if table.group in shown],
        tables_from_counts(counts)[0],
        landmarks=LANDMARKS,
        ticks=TICKS,
        left_out=left_out(registry, rule.code),
    )
    others = [table for table in tables if table.group not in shown]
    return replace(result, not_drawn=tuple(described(table, LANDMARKS, TICKS) for table in others))


def _of_lesions(registry: Registry, rule: EndpointRule, lines: tuple[str, ...]) -> IncidenceByGroup:
    counts = counted_by_cluster(registry, rule.code)
    refuse_nobody(registry, rule.code, counts)
    lesions = counted_people(counts, cluster="cluster_no")
    shown, sizes = drawn(counts, registry.domain, lines)
    result = _incidence(lesions, shown, left_out(registry, rule.code))
    others = tuple(code for code in sizes if code not in shown)
    return replace(result, not_drawn=_described(lesions, others))


def _incidence(
    lesions: CountedPeople, groups: tuple[str, ...], reasons: list[tuple[str, int]]
) -> IncidenceByGroup:
    return lesion_incidence(lesions, groups, landmarks=LANDMARKS, ticks=TICKS, left_out=reasons)


def _described(lesions: CountedPeople, groups: tuple[str, ...]) -> tuple[GroupIncidence, ...]:
    return _incidence(lesions, groups, []).groups if groups else ()
