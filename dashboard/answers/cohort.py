"""The cohort, as pages ask for it: its steps, its size, and the values to choose from."""

from analytics.attrition import Attrition, attrition_steps
from dashboard.answers.gate import answer
from dashboard.condition_words import condition_text
from queries.cuts import Cut, CutKind
from queries.domains.conditions import fields_for_conditions
from queries.errors import EmptyCohort
from queries.policies import View
from queries.reads import cohort as reads
from queries.registry import Registry

_ENROLLED = "Enrolled"
_INDEX = "With an index procedure"
_CHOSEN = {
    CutKind.PLACE: "Region, country and site as chosen",
    CutKind.PERIOD: "Index procedure in the chosen years",
    CutKind.TECHNIQUE: "Techniques as chosen",
}


@answer(View.COHORT, methods="cohort")
def attrition(registry: Registry) -> Attrition:
    """Count who is left after each step, from everybody enrolled to the cohort."""
    labels = [_label(cut, registry.domain) for cut in registry.cuts]
    counts = reads.left_out_by_step(registry)
    if counts.frame.empty:
        raise EmptyCohort(
            "No diagnosis of this disease domain is enrolled in your reach.",
            "Choose another disease domain in the filters.",
        )
    people = reads.patients_by_diagnoses(registry).frame
    more = people["n_diagnoses"] > 1
    return Attrition(
        steps=attrition_steps([_ENROLLED, _INDEX, *labels], counts),
        n_patients=int(people["n"].sum()),
        n_with_more=int(people.loc[more, "n"].sum()),
        n_in_two_techniques=int(people.loc[people["n_techniques"] > 1, "n"].sum()),
    )


@answer(View.COHORT, methods="cohort")
def cohort_size(registry: Registry) -> int:
    """Count the diagnoses with an index procedure that meet all that is chosen."""
    return int(reads.cohort_size(registry).frame["n"].sum())


@answer(View.COHORT, methods="cohort")
def values_of(registry: Registry, field: str) -> tuple[tuple[str, int], ...]:
    """List the values of a code field in the cohort so far, each with its count.

    A value that nobody has is listed with 0 where the catalogue knows it; the empty value
    counts those for whom nothing is entered.
    """
    described = fields_for_conditions(registry.domain)[field]
    found = reads.counted_values(registry, described).frame
    counts = dict(zip(found["value"].fillna("").astype(str), found["n"].astype(int), strict=True))
    listed = [code.code for code in described.codes]
    return tuple(
        (value, counts.get(value, 0)) for value in dict.fromkeys([*listed, *sorted(counts), ""])
    )


def _label(cut: Cut, domain_code: str) -> str:
    if cut.criterion is None:
        return _CHOSEN[cut.kind]
    return condition_text(cut.criterion, domain_code)
