"""Safety, as pages ask for it."""

from analytics.safety import (
    SafetyByGroup,
    Watched,
    WorstGrade,
    safety_by_group,
    watched,
    worst_grades,
)
from analytics.safety_board import HORIZONS, Board, Levels, board, levels
from analytics.safety_window import RADIO_DAYS
from dashboard.answers.gate import answer
from dashboard.answers.response import in_order_of_techniques
from queries.domains.catalogue import DOMAINS
from queries.domains.common import CIRSE_GRADE, CTCAE_GRADE, SIR_CLASS, TECHNIQUES
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads import safety as reads
from queries.registry import Registry

_WINDOWS = {technique.code: RADIO_DAYS for technique in TECHNIQUES if technique.family == "RADIO"}
_ORDERS = {
    name: tuple(code.code for code in codes)
    for name, codes in (("ctcae", CTCAE_GRADE), ("sir", SIR_CLASS), ("cirse", CIRSE_GRADE))
}


@answer(View.SAFETY, methods="safety")
def safety_board(registry: Registry) -> Board:
    """Return what a safety board asks first."""
    deaths = [reads.early_deaths(registry, days) for days in HORIZONS]
    present = {code for counts in deaths for code in counts.frame["technique_code"]}
    if not present:
        raise _nobody()
    listed = [technique.code for technique in DOMAINS[registry.domain].techniques]
    ordered = [code for code in listed if code in present]
    seen = _watched(registry) if registry.supplies("adverse_event") else None
    return board(seen, deaths, [*ordered, *sorted(present - set(listed))])


@answer(View.SAFETY, methods="safety")
def events_by_term(registry: Registry, severity: str) -> SafetyByGroup:
    """Count adverse events of one severity by term and technique."""
    return safety_by_group(_supplied(registry), severity)


@answer(View.SAFETY, methods="safety")
def events_by_severity(registry: Registry) -> Levels:
    """Count adverse events of every severity by technique."""
    return levels(_supplied(registry))


@answer(View.SAFETY, methods="safety")
def grades_by_scale(registry: Registry) -> tuple[WorstGrade, ...]:
    """Count patients by their worst grade on the three scales."""
    return worst_grades(_supplied(registry), _ORDERS)


def _supplied(registry: Registry) -> Watched:
    if not registry.supplies("adverse_event"):
        name = DOMAINS[registry.domain].name
        raise EmptyCohort(
            f"Adverse events are not supplied by this source for {name}.",
            "Choose another disease domain; deaths are counted all the same.",
        )
    return _watched(registry)


def _watched(registry: Registry) -> Watched:
    procedures = in_order_of_techniques(reads.procedures(registry), registry.domain)
    if procedures.empty:
        raise _nobody()
    events = in_order_of_techniques(reads.adverse_events(registry), registry.domain)
    return watched(procedures, events, days=_WINDOWS)


def _nobody() -> EmptyCohort:
    return EmptyCohort(
        "No patient with an index procedure fits these filters.",
        "Widen the region, technique or period in the filters.",
    )
