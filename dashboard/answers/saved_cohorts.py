"""Saved cohorts, as the page asks for them: only those of the asker's own reach."""

from dataclasses import dataclass, replace

from dashboard.answers.answer import Ask
from dashboard.answers.choices import choices
from dashboard.answers.cohort import cohort_size
from dashboard.settings import settings
from queries.cohort_file import Definition, clean_name, definition_json, read_definition
from queries.errors import AccessDenied, QueryError
from queries.filters import Filters
from queries.policies import Level, View, level
from queries.scope import Reach
from queries.state import cohorts as state
from queries.state.cohorts import Content, SavedCohort


@dataclass(frozen=True)
class Kept:
    """A saved cohort, and what it is today."""

    saved: SavedCohort
    chosen: Filters  # as far as the registry of today understands the definition
    dropped: tuple[str, ...]  # what it does not understand, in words
    n_now: int | None  # none where the definition is understood in part only

    @property
    def n_then(self) -> int:
        """Diagnoses when it was saved."""
        return self.saved.content.n_then


def kept_cohorts(ask: Ask) -> tuple[Kept, ...]:
    """Return the cohorts saved in the asker's reach, each counted anew."""
    reach = _reach(ask)
    return tuple(_kept(ask, saved) for saved in state.saved_cohorts(settings().state_url, reach))


def save(ask: Ask, name: str, owner: str) -> SavedCohort:
    """Save what is chosen now under a name.

    Raises
    ------
    QueryError
        If the name is empty.
    """
    return state.save_cohort(settings().state_url, _reach(ask), _content(ask, name, owner))


def save_version(ask: Ask, saved: SavedCohort, owner: str) -> SavedCohort:
    """Save what is chosen now as the next version of a cohort."""
    content = _content(ask, saved.content.name, owner)
    return state.save_version(settings().state_url, _reach(ask), saved.cohort_id, content)


def rename(ask: Ask, saved: SavedCohort, name: str, owner: str) -> SavedCohort:
    """Save the next version of a cohort under another name.

    Raises
    ------
    QueryError
        If the name is empty.
    """
    url, reach = settings().state_url, _reach(ask)
    return state.rename_cohort(url, reach, saved.cohort_id, name=_name(name), owner=owner)


def delete(ask: Ask, saved: SavedCohort, owner: str) -> None:
    """Take a cohort out of the list, unless somebody changed it meanwhile."""
    state.delete_cohort(settings().state_url, _reach(ask), saved, owner)


def imported(ask: Ask, text: str) -> Definition:
    """Read a definition that somebody pasted, as far as the asker's reach holds it.

    Raises
    ------
    QueryError
        If it is no definition, or of a disease domain out of reach.
    """
    _reach(ask)
    return within_reach(ask, read_definition(text))


def within_reach(ask: Ask, definition: Definition) -> Definition:
    """Return a definition without the places, techniques and years that the asker cannot choose.

    Raises
    ------
    AccessDenied
        If its disease domain is out of reach.
    """
    wished = definition.filters
    scope = ask.scope
    if scope.domain_reach is not Reach.ALL and wished.domain not in scope.domains:
        raise AccessDenied(
            "The definition is of a disease domain that your role does not reach.",
            "Ask the registry office for access to it.",
        )
    offered = choices(Ask(scope, Filters(domain=wished.domain))).value
    regions = {site.region_code for site in offered.sites}
    countries = {site.country_code for site in offered.sites}
    sites = {site.site_id for site in offered.sites}
    held = replace(
        wished,
        regions=tuple(one for one in wished.regions if one in regions),
        countries=tuple(one for one in wished.countries if one in countries),
        sites=tuple(one for one in wished.sites if one in sites),
        techniques=tuple(one for one in wished.techniques if one in offered.techniques),
        first_year=wished.first_year if wished.first_year in offered.years else None,
        last_year=wished.last_year if wished.last_year in offered.years else None,
    )
    lost = "a place, technique or year that is not in your reach or not in the data"
    dropped = definition.dropped if held == wished else (*definition.dropped, lost)
    return replace(definition, filters=held, dropped=dropped)


def _kept(ask: Ask, saved: SavedCohort) -> Kept:
    definition = within_reach(ask, read_definition(saved.content.definition))
    n_now = None if definition.dropped else cohort_size(Ask(ask.scope, definition.filters)).value
    return Kept(saved, definition.filters, definition.dropped, n_now)


def _content(ask: Ask, name: str, owner: str) -> Content:
    named = _name(name)
    return Content(
        name=named,
        owner=owner,
        definition=definition_json(named, ask.filters),
        snapshot_id=ask.scope.snapshot_id,
        n_then=cohort_size(ask).value,
    )


def _name(name: str) -> str:
    cleaned = clean_name(name)
    if not cleaned:
        raise QueryError("A saved cohort needs a name.", "Write one, then save.")
    return cleaned


def _reach(ask: Ask) -> str:
    if level(ask.scope.role, View.COHORT) < Level.AGGREGATE:
        raise AccessDenied(
            "This view is not open to your role.", "Ask the registry office for access."
        )
    return state.reach_of(ask.scope)
