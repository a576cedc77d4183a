"""Lists to be worked off by a site, as pages ask for them."""

from analytics.row_lists import Gaps, OverdueVisits, gaps_in_order, overdue_in_order
from dashboard.answers.row_gate import rows_answer
from queries.domains.catalogue import fields_of
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads.accrual import sites_in_reach
from queries.reads.gaps import records_lacking
from queries.reads.overdue import overdue_visits as read_overdue
from queries.registry import Registry


@rows_answer(View.OVERDUE, methods="timeliness")
def overdue_visits(registry: Registry) -> OverdueVisits:
    """List the visits that are overdue at the data cut-off."""
    if registry.cutoff is None:
        raise EmptyCohort(
            "The source has no calendar dates, so no visit can be overdue.",
            "Import visits with the dates of their windows.",
        )
    visits = overdue_in_order(read_overdue(registry, registry.cutoff), registry.cutoff)
    if not visits:
        raise EmptyCohort(
            f"No visit of {_sites(registry)} is overdue at the data cut-off.",
            "Choose another site or disease domain.",
        )
    return OverdueVisits(_sites(registry), registry.domain, registry.cutoff, visits)


@rows_answer(View.GAPS, methods="completeness")
def gaps(registry: Registry, table: str, column: str) -> Gaps:
    """List the records to which a core field applies and that have no value of it."""
    core = {field.name: field for field in fields_of(table, registry.domain) if field.core}
    field = core[column]
    found = gaps_in_order(records_lacking(registry, table, field))
    if not found:
        raise EmptyCohort(
            f"No record of {_sites(registry)} lacks this field.",
            "Choose another field or site.",
        )
    return Gaps(_sites(registry), registry.domain, table, column, field.label, found)


def _sites(registry: Registry) -> str:
    return ", ".join(map(str, sites_in_reach(registry).frame["site_text"])) or "no site in reach"
