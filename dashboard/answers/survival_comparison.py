"""Techniques held against each other in survival, as the page asks for it."""

from collections.abc import Sequence

import numpy as np

from analytics.counted_people import counted_people
from analytics.endpoints import Unit
from analytics.errors import BadInput
from analytics.event_table import EventTable
from analytics.survival_comparison import SurvivalComparison, compare_survival
from dashboard.answers.counted import drawn, refuse_nobody
from dashboard.answers.gate import answer
from dashboard.answers.survival import DAYS_PER_MONTH
from queries.domains.catalogue import endpoint
from queries.policies import View
from queries.reads.outcomes import Stratum, counted_with_entry
from queries.registry import Registry

HORIZONS = (60, 36, 24, 12)  # months that a restricted mean is read to
_ENOUGH = 10  # at risk in every group at the horizon that is chosen for the reader


@answer(View.SURVIVAL, methods="survival")
def survival_comparison(
    registry: Registry,
    endpoint_code: str,
    *,
    lines: tuple[str, ...] = (),
    reference: str = "",
    horizon_months: int = 0,
    stratum: Stratum = "",
) -> SurvivalComparison:
    """Compare the drawn techniques with a reference.

    A reference that is not drawn, or none, gives way to the largest technique; a horizon of 0
    to the longest at which ten are at risk in every group.
    """
    if endpoint(registry.domain, endpoint_code).unit is Unit.LESION:
        raise BadInput(
            "Lesions of one patient are not independent, so restricted means and log-rank tests "
            "are not made of lesions.",
            "Choose the endpoint of the first treated lesion, one a patient.",
        )
    counts = counted_with_entry(registry, endpoint_code, stratum)
    refuse_nobody(registry, endpoint_code, counts)
    shown, sizes = drawn(counts, registry.domain, lines)
    people = counted_people(counts, stratum=stratum).of(shown)
    against = reference if reference in shown else max(shown, key=lambda code: sizes[code])
    months = horizon_months or _longest(people.tables(shown))
    return compare_survival(people, shown, reference=against, horizon=months * DAYS_PER_MONTH)


def _longest(tables: Sequence[EventTable]) -> int:
    for months in HORIZONS:
        at_risk = [table.at_risk(np.array([months * DAYS_PER_MONTH]))[0] for table in tables]
        if min(at_risk) >= _ENOUGH:
            return months
    return HORIZONS[-1]
