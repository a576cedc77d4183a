"""What one site is told, as its letter and its own start page ask for it."""

from dataclasses import replace

from analytics.concerns import SiteLetter
from analytics.concerns import site_letter as choose_actions
from dashboard.answers.answer import Ask
from dashboard.answers.gate import answer
from dashboard.answers.records import record_of_all
from queries.errors import EmptyCohort
from queries.filters import Filters
from queries.policies import View
from queries.reads.sites import sites_with_opening
from queries.registry import Registry


@answer(View.SITE_LETTER, methods="letter")
def site_letter(registry: Registry) -> SiteLetter:
    """Choose what matters most to the site that the filters name."""
    return _letter(registry)


@answer(View.WORKLIST, methods="letter")
def worklist(registry: Registry) -> SiteLetter:
    """Choose what matters most to the asker's own sites together."""
    return _letter(registry)


def of_site(ask: Ask, site_id: str) -> Ask:
    """Return the same ask about one site and all that it has enrolled in the domain."""
    return replace(ask, filters=Filters(domain=ask.filters.domain, sites=(site_id,)))


def of_everything(ask: Ask) -> Ask:
    """Return the same ask without technique and period, which have no meaning for a site."""
    filters = replace(ask.filters, techniques=(), first_year=None, last_year=None)
    return replace(ask, filters=filters)


def _letter(registry: Registry) -> SiteLetter:
    sites = sites_with_opening(registry).frame
    if sites.empty:
        raise EmptyCohort(
            "There is no such site in reach.", "Choose a site of this snapshot, by its identifier."
        )
    return choose_actions(record_of_all(registry))
