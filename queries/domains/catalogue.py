"""Every disease domain and every curated table, looked up by name."""

from collections.abc import Iterable
from dataclasses import replace

from analytics.endpoints import EndpointRule
from queries.domains import courses, people, treatments
from queries.domains.bone import BONE
from queries.domains.crlm import CRLM
from queries.domains.forms import DIAGNOSIS_KEY
from queries.domains.hcc import HCC
from queries.domains.icc import ICC
from queries.domains.lung import LUNG_M, LUNG_P
from queries.domains.model import Domain, Field, Kind
from queries.domains.nelm import NELM
from queries.domains.other import OTHER
from queries.domains.rcc import RCC

DOMAINS: dict[str, Domain] = {
    domain.code: domain for domain in (HCC, CRLM, ICC, NELM, RCC, LUNG_P, LUNG_M, BONE, OTHER)
}

TABLE_KEYS: dict[str, tuple[str, ...]] = {
    "site": ("site_id",),
    "patient": ("patient_id",),
    "vital_status": ("patient_id",),
    "diagnosis": ("diagnosis_id",),
    "baseline": ("diagnosis_id",),
    "lesion": ("lesion_id",),
    "procedure": ("procedure_id",),
    "procedure_lesion": ("procedure_id", "lesion_id"),
    "visit": ("visit_id",),
    "lesion_assessment": ("lesion_id", "assessment_date", "assessment_day", "reader"),
    "response_assessment": (
        "diagnosis_id",
        "assessment_date",
        "assessment_day",
        "criterion",
        "reader",
    ),
    "clinical_event": ("diagnosis_id", "event_type", "event_date", "event_day"),
    "adverse_event": ("ae_id",),
    "pro_score": ("diagnosis_id", "visit_code", "instrument", "scale_code"),
    "accrual_target": ("site_id", "region_code", "domain_code", "month"),
    "screening": ("site_id", "domain_code", "month"),
}


def baseline_fields(domains: Iterable[Domain]) -> tuple[Field, ...]:
    """Return the columns of `baseline`, one for every field that a domain uses.

    A field of two domains is one column, so both write it down alike; it is required of every
    row only where every domain requires it, and applies under a condition only where all say so.
    """
    listed = tuple(domains)
    named: dict[str, list[Field]] = {}
    for domain in listed:
        for field in domain.fields:
            named.setdefault(field.name, []).append(field)
    columns = [
        replace(
            uses[0],
            required=len(uses) == len(listed) and all(use.required for use in uses),
            applies_when=uses[0].applies_when
            if len({use.applies_when for use in uses}) == 1
            else None,
        )
        for uses in named.values()
    ]
    return (DIAGNOSIS_KEY, *columns)


TABLES: dict[str, tuple[Field, ...]] = {
    "site": people.SITE_FIELDS,
    "patient": people.PATIENT_FIELDS,
    "vital_status": people.VITAL_FIELDS,
    "diagnosis": people.DIAGNOSIS_FIELDS,
    "baseline": baseline_fields(DOMAINS.values()),
    "lesion": treatments.LESION_FIELDS,
    "procedure": treatments.PROCEDURE_FIELDS,
    "procedure_lesion": treatments.PROCEDURE_LESION_FIELDS,
    "visit": courses.VISIT_FIELDS,
    "lesion_assessment": courses.LESION_ASSESSMENT_FIELDS,
    "response_assessment": courses.RESPONSE_FIELDS,
    "clinical_event": courses.EVENT_FIELDS,
    "adverse_event": courses.ADVERSE_EVENT_FIELDS,
    "pro_score": courses.PRO_FIELDS,
    "accrual_target": people.TARGET_FIELDS,
    "screening": people.SCREENING_FIELDS,
}


# Columns that say where a row belongs, copied to every child so that one row rule cuts it.
# A patient may have diagnoses of several domains and so has a site only.
PLACE: dict[str, tuple[str, ...]] = {
    "patient": ("site_id",),
    "vital_status": ("site_id",),
    **{
        name: ("site_id", "domain_code")
        for name in TABLES
        if name not in ("site", "patient", "vital_status", "accrual_target", "screening")
    },
}


def columns_of(field: Field) -> tuple[str, ...]:
    """Return the columns that hold a field: a date is kept with its precision and its day."""
    if field.kind is Kind.DATE:
        return (field.name, f"{field.stem}_precision", f"{field.stem}_day")
    return (field.name,)


def fields_of(table: str, domain_code: str) -> tuple[Field, ...]:
    """Return the fields of a table that a domain uses, as it uses them.

    Raises
    ------
    KeyError
        If there is no such table or domain.
    """
    domain = DOMAINS[domain_code]
    if table == "baseline":
        return (DIAGNOSIS_KEY, *domain.fields)
    return tuple(
        replace(field, adjust=True)
        if table == "diagnosis" and field.name in domain.covariates
        else field
        for field in TABLES[table]
        if not field.domains or domain_code in field.domains
    )


def endpoint(domain_code: str, code: str) -> EndpointRule:
    """Return an endpoint rule of a domain.

    Raises
    ------
    KeyError
        If the domain has no such endpoint.
    """
    return {rule.code: rule for rule in DOMAINS[domain_code].endpoints}[code]
