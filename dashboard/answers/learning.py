"""Learning and drift, as pages ask for them."""

from dataclasses import replace

import pandas as pd

from analytics.device_learning import DeviceLearning, device_learning
from analytics.errors import BadInput
from analytics.learning import ChosenCourse, Learning, Standard, learning, standard_of
from analytics.risk_model import Factor
from dashboard.answers.answer import Answer, Ask
from dashboard.answers.gate import answer
from queries.domains.adjustment import DOUBLINGS
from queries.domains.catalogue import DOMAINS
from queries.domains.common import DEVICE_GENERATION
from queries.domains.covariates import covariates_of, usual_covariates
from queries.domains.model import Kind
from queries.errors import EmptyCohort
from queries.filters import Filters
from queries.policies import View
from queries.reads import learning as reads
from queries.reads.accrual import sites_in_reach
from queries.registry import Registry

COMPLICATION, LOCAL = "COMPLICATION", "LOCAL"
FAMILY = "family"  # of techniques: a term for each technique would leave no room for patients
_FAMILIES = {
    "ABLATION": "ablation",
    "EMBO": "embolisation",
    "RADIO": "radioembolisation",
    "COMBI": "combined",
    "INFUSION": "infusion",
    "MSK": "cementoplasty",
    "COMPARATOR": "surgery, radiotherapy or systemic therapy",
    "UNKNOWN": "not known",
}

# What an outcome goes with foremost enters first, as events may not carry all.
_FIRST = {
    COMPLICATION: ("albi", "ecog", "age_at_enrolment", "charlson", "fev1_pct", "egfr"),
    LOCAL: ("max_diameter_mm", "n_tumours", "pvi", "albi", "ecog"),
}


def standard_for(ask: Ask, outcome: str) -> Answer[Standard]:
    """Return what sites are held against: of all sites of the domain, whatever is chosen."""
    return _standard(replace(ask, filters=Filters(ask.filters.domain)), outcome)


def learning_for(ask: Ask, outcome: str) -> Answer[Learning]:
    """Hold the sites in reach against all sites of the domain."""
    return _learning(ask, outcome, standard_for(ask, outcome).value)


def devices_for(ask: Ask, outcome: str, *, by_volume: bool) -> Answer[DeviceLearning]:
    """Hold the devices of the sites in reach against all sites of the domain."""
    return _devices(ask, outcome, standard_for(ask, outcome).value, by_volume=by_volume)


def course_for(ask: Ask, outcome: str, site: str) -> Answer[ChosenCourse]:
    """Return the cases of one site in reach, in order."""
    return _course(ask, outcome, standard_for(ask, outcome).value, site)


@answer(View.POOLED_RISK, methods="learning")
def _standard(registry: Registry, outcome: str) -> Standard:
    return standard_of(_units(registry, outcome), _factors(registry.domain, outcome))


@answer(View.LEARNING, methods="learning")
def _learning(registry: Registry, outcome: str, standard: Standard) -> Learning:
    return learning(_named(registry, _units(registry, outcome)), outcome, standard)


@answer(View.LEARNING, methods="learning")
def _devices(
    registry: Registry, outcome: str, standard: Standard, *, by_volume: bool
) -> DeviceLearning:
    units = _named(registry, _units(registry, outcome))
    order = [code.code for code in DEVICE_GENERATION]
    return device_learning(units, outcome, standard, order=order, by_volume=by_volume)


@answer(View.LEARNING, methods="learning")
def _course(registry: Registry, outcome: str, standard: Standard, site: str) -> ChosenCourse:
    units = _named(registry, _units(registry, outcome))
    found = learning(units[units["site_id"] == site], outcome, standard)
    return ChosenCourse(outcome, standard, found.courses[0])


def _units(registry: Registry, outcome: str) -> pd.DataFrame:
    factors = _factors(registry.domain, outcome)
    fields = [factor.name for factor in factors if factor.name != FAMILY]
    name = DOMAINS[registry.domain].name
    if outcome == COMPLICATION:
        if not registry.supplies("adverse_event"):
            raise EmptyCohort(
                f"Adverse events are not supplied by this source for {name}, so complications "
                "cannot be counted.",
                "Choose local progression, or another disease domain.",
            )
        units = reads.complications_in_order(registry, fields)
    elif "LTP" not in {rule.code for rule in DOMAINS[registry.domain].endpoints}:
        raise BadInput(
            f"Local progression of lesions is not followed in {name}.",
            "Choose complications, or another disease domain.",
        )
    else:
        units = reads.local_progression_in_order(registry, fields)
    if units.empty:
        what = "patient" if outcome == COMPLICATION else "followed lesion of a patient"
        raise EmptyCohort(
            f"No {what} with an index procedure is in your reach under these filters.",
            "Widen the region, technique or period in the filters.",
        )
    families = {
        technique.code: technique.family for technique in DOMAINS[registry.domain].techniques
    }
    return units.assign(**{FAMILY: units["technique_code"].map(families)})


def _named(registry: Registry, units: pd.DataFrame) -> pd.DataFrame:
    """Name sites as the reader may; two of one name are told apart by a number."""
    sites = sites_in_reach(registry).frame[["site_id", "site_text"]].astype(str)
    again = sites.groupby("site_text").cumcount()
    texts = sites["site_text"].where(
        again == 0, sites["site_text"] + " (" + (again + 1).astype(str) + ")"
    )
    return units.assign(
        site_id=units["site_id"].map(dict(zip(sites["site_id"], texts, strict=True)))
    )


def _factors(domain_code: str, outcome: str) -> tuple[Factor, ...]:
    fields = {field.name: field for field in covariates_of(domain_code)}
    usual = usual_covariates(domain_code)
    order = dict.fromkeys([*(name for name in _FIRST[outcome] if name in usual), *usual])
    families = dict.fromkeys(technique.family for technique in DOMAINS[domain_code].techniques)
    found = [
        Factor(FAMILY, "Technique", tuple((code, _FAMILIES.get(code, code)) for code in families))
    ]
    for name in order:
        field = fields[name]
        levels = tuple((code.code, code.label) for code in field.codes)
        if levels or field.kind in (Kind.INTEGER, Kind.NUMBER):
            found.append(Factor(name, field.label, levels, by_doubling=name in DOUBLINGS))
    return tuple(found)
