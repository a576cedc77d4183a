"""A release beside the exact numbers behind it, for those who build and approve."""

from dataclasses import dataclass

from analytics.disclosure.curve_preview import ComparedCurve, compared_curves
from analytics.disclosure.edition import DomainFacts
from analytics.disclosure.periods import LATER, PERIOD
from analytics.disclosure.preview import ComparedCount, compared
from analytics.disclosure.rules import TOTAL
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.published import Published, PublishedDomain, opened
from dashboard.answers.publishing import exact_facts
from dashboard.settings import settings
from queries.errors import EmptyCohort
from queries.filters import Filters
from queries.releases.model import Status
from queries.releases.reading import stored_release, stored_releases


@dataclass(frozen=True, eq=False)
class Preview:
    """One domain of a release, each number beside the exact one."""

    told: Published
    domain: PublishedDomain
    counts: tuple[ComparedCount, ...]
    curves: tuple[ComparedCurve, ...]  # of techniques, everybody last; empty: nobody was followed

    def curve(self, group: str) -> ComparedCurve:
        """Return the curve of a technique; the first where there is none of that code."""
        return next((one for one in self.curves if one.group == group), self.curves[0])


def under_review() -> Published:
    """Return the release that waits for approval, or the current one where none waits.

    Raises
    ------
    EmptyCohort
        If there is neither.
    """
    url = settings().release_url
    for status in (Status.PENDING, Status.CURRENT):
        for one in stored_releases(url):
            release = stored_release(url, one.release_id) if one.status is status else None
            if release is not None:
                return opened(release)
    raise EmptyCohort(
        "No release waits for approval, and none is public.",
        "Build one: iocore publish build --by NAME.",
    )


def preview(ask: Ask, told: Published, code: str) -> Answer[Preview]:
    """Hold a domain of a release against its snapshot, as far as the asker may see it.

    Raises
    ------
    DatabaseUnavailable
        If the snapshot of the release is no longer stored.
    """
    domain = told.domain(code)
    own = Ask(ask.scope.at(told.release.snapshot_id), Filters(domain=domain.code))
    growth = domain.released.apart.get(PERIOD)
    periods = [] if growth is None else dict.fromkeys(map(str, growth.frame[PERIOD]))
    kept = tuple(period for period in periods if period not in (LATER, TOTAL))
    facts = exact_facts(own, domain.rules, kept)
    counts = list(compared(facts.value.tables, domain.released.tables, domain.rules))
    for name, table in domain.released.apart.items():
        parts = compared([facts.value.apart[name]], [table], domain.rules)
        counts += [_named(name, one) for one in parts if one.where]
    curves = _curves(facts.value, domain)
    return Answer(Preview(told, domain, tuple(counts), curves), facts.provenance)


def _curves(facts: DomainFacts, domain: PublishedDomain) -> tuple[ComparedCurve, ...]:
    exact, released = facts.survival, domain.released.survival
    if exact is None or released is None:
        return ()
    return compared_curves(exact, released, domain.rules, facts.contributors)


def _named(name: str, one: ComparedCount) -> ComparedCount:
    if name == PERIOD:
        return one
    ((_, level),) = one.where
    return ComparedCount(((name, level),), one.people, one.shown, one.fate)
