"""Patient-reported outcomes, as pages ask for them."""

from dataclasses import dataclass

import pandas as pd

from analytics.pain_response import PainResponse, pain_response
from analytics.pro_change import Better
from analytics.reported import ReportedByGroup, forms_due, one_answer_each, reported_by_group
from dashboard.answers.gate import answer
from dashboard.answers.response import in_order_of_techniques
from queries.domains.catalogue import DOMAINS
from queries.domains.instruments import PAIN, scale_of
from queries.domains.schedule import SCHEDULE
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads import reported as reads
from queries.registry import Registry

_CLOSES = {visit.code: float(visit.closes) for visit in SCHEDULE}


@dataclass(frozen=True)
class Scales:
    """Scales that somebody answered, with their number of answers."""

    answered: tuple[tuple[str, str, int], ...]  # instrument, scale, answers


@answer(View.REPORTED, methods="reported")
def scales_of_domain(registry: Registry) -> Scales:
    """List the scales that patients answered; the one with most answers first."""
    counted = reads.answered_scales(registry).frame
    if counted.empty:
        raise _none_asked(registry)
    totals = counted.groupby(["instrument", "scale_code"], as_index=False)[["n"]].sum()
    ordered = totals.sort_values(["n", "instrument", "scale_code"], ascending=[False, True, True])
    return Scales(
        tuple((str(i), str(s), int(n)) for i, s, n in ordered.itertuples(index=False, name=None))
    )


@answer(View.REPORTED, methods="reported")
def change_by_technique(registry: Registry, instrument: str, scale: str) -> ReportedByGroup:
    """Estimate how a score changes after each technique, and who stopped answering."""
    given = reads.answers(registry, instrument, scale)
    people = in_order_of_techniques(reads.asked(registry), registry.domain)
    visits = _visits_of(given)
    due = forms_due(people, reads.visits_due(registry), _closing(visits))
    rule = scale_of(instrument, scale)
    important: tuple[float, Better] | None = None
    if rule.important is not None and rule.better is not None:
        important = (rule.important, rule.better)
    return reported_by_group(
        one_answer_each(given, visits), due, people, visits=visits, important=important
    )


@answer(View.REPORTED, methods="reported")
def pain_by_visit(registry: Registry) -> PainResponse:
    """Count who responded by pain and opioid dose together."""
    given = reads.answers(registry, *PAIN)
    people, scheduled = reads.asked(registry), reads.visits_due(registry)
    visits = _visits_of(given)
    each = one_answer_each(given, visits).set_index(["patient", "visit"])["score"]
    due = forms_due(people, scheduled, _closing(visits))
    rows = _with_the_dead(due, people, visits)
    rows = rows[rows["visit"] != reads.BASELINE]
    doses = scheduled.drop_duplicates(["patient", "visit"]).set_index(["patient", "visit"])
    before = reads.opioids_before(registry).set_index("patient")["opioids"]
    places = pd.MultiIndex.from_frame(rows[["patient", "visit"]])
    at_start = pd.MultiIndex.from_frame(rows[["patient"]].assign(visit=reads.BASELINE))
    course = rows.assign(
        pain=each.reindex(places).to_numpy(),
        before=each.reindex(at_start).to_numpy(),
        dose=doses["opioids"].reindex(places).to_numpy(),
        dose_before=rows["patient"].map(before),
    )
    return pain_response(course, visits[1:])


def _with_the_dead(
    due: pd.DataFrame, people: pd.DataFrame, visits: tuple[str, ...]
) -> pd.DataFrame:
    """Return forms due, and rows of those who had died by the end of a visit's window."""
    dead = [
        people.loc[people["died"] & (people["exit"] <= last), ["patient"]].assign(
            visit=visit, is_dead=True
        )
        for visit, last in _closing(visits).items()
    ]
    every = pd.concat([due.assign(is_dead=False), *dead], ignore_index=True)
    # Whoever answered before dying within the window was due.
    return every.drop_duplicates(["patient", "visit"], ignore_index=True)


def _visits_of(given: pd.DataFrame) -> tuple[str, ...]:
    present = set(given["visit"])
    return (reads.BASELINE, *(code for code in _CLOSES if code in present))


def _closing(visits: tuple[str, ...]) -> dict[str, float]:
    return {visit: _CLOSES[visit] for visit in visits[1:]}


def _none_asked(registry: Registry) -> EmptyCohort:
    if registry.supplies("pro_score"):
        return EmptyCohort(
            "No patient within these filters answered a questionnaire.", "Widen the filters."
        )
    name = DOMAINS[registry.domain].name
    return EmptyCohort(
        f"This source has no questionnaire for {name}, so there is no patient-reported outcome.",
        "Choose another disease domain.",
    )
