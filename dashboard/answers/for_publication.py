"""Results of the reader's own filters as they may be published: by the rules of releases."""

from collections.abc import Mapping
from dataclasses import dataclass

from analytics.cells import CountTable
from analytics.disclosure.arms import GroupedComparison
from analytics.disclosure.curves import GroupedCurve, GroupedIncidence
from analytics.disclosure.medians import ReleasedMedians, released_medians
from analytics.disclosure.places import COUNTRY, REGION, merged_countries
from analytics.disclosure.protect import protect
from analytics.disclosure.rules import GROUP, SITE, Rules, refuse_small_remainder
from analytics.disclosure.tables import ProtectedTable
from analytics.endpoints import Unit
from analytics.errors import BadInput
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.baseline import described_cohort
from dashboard.answers.competing import incidence_of_diagnoses
from dashboard.answers.gate import answer
from dashboard.answers.publishing import contributors_of, exact_survival
from queries.domains.catalogue import endpoint
from queries.errors import EmptyCohort
from queries.filters import Filters
from queries.policies import View
from queries.reads.people import people_by_country
from queries.reads.publishing import chosen_and_all, treated_by_site
from queries.registry import Registry

RULES = Rules()


@dataclass(frozen=True, eq=False)
class PublishableIncidence:
    """Cumulative incidence of each technique and cause that may be published."""

    groups: Mapping[str, GroupedIncidence]
    rules: Rules


@answer(View.SURVIVAL, methods="privacy")
def publishable_survival(registry: Registry, endpoint_code: str) -> GroupedComparison:
    """Protect the survival curves of every technique under the reader's filters.

    Refused where the filters leave, or leave out, so few people that the figure would tell them.
    """
    _refuse_few(registry)
    contributors = _contributors(registry, endpoint_code)
    survival, _ = exact_survival(registry, endpoint_code)
    if survival is None:
        raise _nothing()
    found: GroupedComparison = protect(survival, RULES, people=contributors)
    curves = [*found.groups.values(), found.overall]
    if not any(isinstance(curve, GroupedCurve) for curve in curves):
        raise _nothing()
    return found


@answer(View.COMPETING, methods="privacy")
def publishable_incidence(registry: Registry, endpoint_code: str) -> PublishableIncidence:
    """Protect the cumulative incidences of every technique, as `publishable_survival`."""
    rule = endpoint(registry.domain, endpoint_code)
    if rule.unit is Unit.LESION:
        raise BadInput(
            "Lesions have no rule for publication: several belong to one patient.",
            "Choose an endpoint of patients.",
        )
    _refuse_few(registry)
    contributors = _contributors(registry, endpoint_code)
    exact = incidence_of_diagnoses(registry, rule, ())
    groups = {
        group.group: protect(group.curve, RULES, people=_of(contributors, group.group))
        for group in (*exact.groups, *exact.not_drawn)
    }
    curves = [curve for group in groups.values() for curve in group.by_cause.values()]
    if not any(isinstance(curve, GroupedCurve) for curve in curves):
        raise _nothing()
    return PublishableIncidence(groups, RULES)


def countries(ask: Ask) -> Answer[ProtectedTable]:
    """Count the people of the whole domain by country, small countries merged, then protected."""
    return _countries(Ask(ask.scope, Filters(ask.filters.domain)))


@answer(View.REPRESENTATION, methods="privacy")
def _countries(registry: Registry) -> ProtectedTable:
    people = people_by_country(registry).frame
    if people.empty:
        raise EmptyCohort("Nobody is enrolled in this domain.", "Choose another disease domain.")
    keys = (REGION, COUNTRY, SITE)
    counts = people.groupby(list(keys))["n"].sum().reset_index()
    found: ProtectedTable = protect(merged_countries(CountTable(counts, keys), RULES), RULES)
    return found


@answer(View.BASELINE, methods="privacy")
def publishable_medians(
    registry: Registry, comparison: str, rows: tuple[str, ...]
) -> ReleasedMedians:
    """Protect the medians of Table 1, as `publishable_survival`."""
    _refuse_few(registry)
    return released_medians(described_cohort(registry, comparison, rows), RULES)


def _refuse_few(registry: Registry) -> None:
    counted = chosen_and_all(registry).frame.set_index("which")["n"]
    refuse_small_remainder(int(counted["chosen"]), int(counted["all"]), RULES)


def _contributors(registry: Registry, endpoint_code: str) -> CountTable:
    return contributors_of(treated_by_site(registry, endpoint_code).frame)


def _of(contributors: CountTable, group: str) -> CountTable:
    frame = contributors.frame
    own = frame[frame[GROUP] == group].drop(columns=GROUP)
    keys = tuple(key for key in contributors.keys if key != GROUP)
    return CountTable(own, keys, contributors.count)


def _nothing() -> BadInput:
    return BadInput(
        f"Nothing of this may be published: a curve needs {RULES.km_min_n} patients and "
        f"{RULES.km_min_events} events, from {RULES.min_sites} sites of which none has more than "
        f"{RULES.max_site_share:.0%}.",
        "Widen the filters; for use within the registry take the internal files.",
    )
