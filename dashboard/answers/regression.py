"""Regressions of an endpoint on covariates, as pages ask for them."""

import pandas as pd

from analytics.hazard_fits import Kind, Missing, ModelPlan, Sites
from analytics.hazard_model import HazardModel, hazard_model
from analytics.model_terms import Variable
from analytics.subgroup_forest import Arms, SubgroupForest, subgroup_forest
from dashboard.answers.gate import answer
from queries.domains.catalogue import DOMAINS
from queries.domains.covariates import at_odds, covariates_of
from queries.domains.model import Field
from queries.domains.model import Kind as FieldKind
from queries.domains.scales import CUTS, PER_UNIT, SCALES
from queries.errors import EmptyCohort, QueryError
from queries.policies import View
from queries.reads.records import baseline_and_outcome
from queries.registry import Registry

TECHNIQUE = "technique_code"


@answer(View.REGRESSION, methods="regression")
def regression(
    registry: Registry,
    endpoint_code: str,
    chosen: tuple[str, ...],
    *,
    kind: Kind,
    missing: Missing,
    sites: Sites,
) -> HazardModel:
    """Fit a Cox or Fine-Gray model of an endpoint on the chosen covariates."""
    people = _people(registry, endpoint_code, chosen)
    variables = tuple(_variable(registry.domain, name) for name in chosen)
    return hazard_model(people, ModelPlan(variables, kind, missing, sites))


@answer(View.REGRESSION, methods="regression")
def subgroups(
    registry: Registry, endpoint_code: str, chosen: tuple[str, ...], comparison: str
) -> SubgroupForest:
    """Estimate the effect of one technique against another in subgroups of the covariates."""
    domain = DOMAINS[registry.domain]
    pair = {one.name: one for one in domain.comparisons}[comparison]
    names = tuple(name for name in chosen if name != TECHNIQUE)
    people = _people(registry, endpoint_code, (*names, *_cut(registry.domain)))
    labels = tuple(
        " or ".join(domain.technique_label(code) for code in codes)
        for codes in (pair.first, pair.second)
    )
    by, cut = _groups(registry.domain, names), _with_cuts(people)
    plan = ModelPlan(tuple(_variable(registry.domain, name) for name in names))
    return subgroup_forest(cut, plan, Arms(pair.first, pair.second, (labels[0], labels[1])), by)


def _people(registry: Registry, endpoint_code: str, chosen: tuple[str, ...]) -> pd.DataFrame:
    if not chosen:
        raise EmptyCohort("No covariate is chosen.", "Choose at least one.")
    for score, parts in at_odds(chosen):
        labels = {field.name: field.label for field in covariates_of(registry.domain)}
        beside = ", ".join(labels.get(part, part) for part in parts)
        raise QueryError(
            f"{labels.get(score, score)} is made of {beside}: one model cannot tell them apart.",
            "Choose the score or its parts.",
        )
    fields = tuple(dict.fromkeys(name for name in chosen if name != TECHNIQUE))
    people = baseline_and_outcome(registry, fields, endpoint_code)
    if people.empty:
        raise EmptyCohort(
            "No patient fits these filters.",
            "Widen the region, technique or period in the filters.",
        )
    return people


def _variable(domain_code: str, name: str) -> Variable:
    if name == TECHNIQUE:
        techniques = DOMAINS[domain_code].techniques
        levels = tuple((technique.code, technique.label) for technique in techniques)
        return Variable(name, "Technique", levels=levels)
    field = _field(domain_code, name)
    levels = tuple((code.code, code.label) for code in field.codes)
    if not levels and field.kind not in (FieldKind.INTEGER, FieldKind.NUMBER):
        levels = (("", ""),)  # a text: its levels are what is found
    return Variable(name, field.label, field.unit, levels, scale=SCALES.get(name, PER_UNIT))


def _field(domain_code: str, name: str) -> Field:
    return {field.name: field for field in covariates_of(domain_code)}[name]


def _cut(domain_code: str) -> tuple[str, ...]:
    offered = {field.name for field in covariates_of(domain_code)}
    return tuple(name for name in CUTS if name in offered)


def _groups(domain_code: str, names: tuple[str, ...]) -> tuple[Variable, ...]:
    """Return the categories among the covariates, and the numbers that have a cut."""
    found = []
    for name in dict.fromkeys((*names, *_cut(domain_code))):
        field = _field(domain_code, name)
        if field.codes:
            found.append(_variable(domain_code, name))
        elif name in CUTS:
            cut = f"{CUTS[name]:g} {field.unit}".strip()
            levels = (("below", f"below {cut}"), ("from", f"{cut} or more"))
            found.append(Variable(f"{name}_cut", field.label, levels=levels))
    return tuple(found)


def _with_cuts(people: pd.DataFrame) -> pd.DataFrame:
    cut = {
        f"{name}_cut": people[name]
        .ge(at)
        .map({True: "from", False: "below"})
        .where(people[name].notna())
        for name, at in CUTS.items()
        if name in people
    }
    return people.assign(**cut)
