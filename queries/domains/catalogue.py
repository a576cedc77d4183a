"""Every disease domain and every curated table, looked up by name."""

from analytics.endpoints import EndpointRule
from queries.domains import tables
from queries.domains.hcc import HCC
from queries.domains.model import Domain, Field, Kind

DOMAINS: dict[str, Domain] = {domain.code: domain for domain in (HCC,)}

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
}


def _baseline_fields() -> tuple[Field, ...]:
    # A field of two domains is one column; the first domain that names it defines it.
    merged = {"diagnosis_id": tables.key("diagnosis_id", "Diagnosis")}
    for domain in DOMAINS.values():
        for field in domain.fields:
            merged.setdefault(field.name, field)
    return tuple(merged.values())


TABLES: dict[str, tuple[Field, ...]] = {
    "site": tables.SITE_FIELDS,
    "patient": tables.PATIENT_FIELDS,
    "vital_status": tables.VITAL_FIELDS,
    "diagnosis": tables.DIAGNOSIS_FIELDS,
    "baseline": _baseline_fields(),
    "lesion": tables.LESION_FIELDS,
    "procedure": tables.PROCEDURE_FIELDS,
    "procedure_lesion": tables.PROCEDURE_LESION_FIELDS,
    "visit": tables.VISIT_FIELDS,
    "lesion_assessment": tables.LESION_ASSESSMENT_FIELDS,
    "response_assessment": tables.RESPONSE_FIELDS,
    "clinical_event": tables.EVENT_FIELDS,
    "adverse_event": tables.ADVERSE_EVENT_FIELDS,
    "pro_score": tables.PRO_FIELDS,
    "accrual_target": tables.TARGET_FIELDS,
}


# Columns that say where a row belongs, copied to every child so that one row rule cuts it.
# A patient may have diagnoses of several domains and so has a site only.
PLACE: dict[str, tuple[str, ...]] = {
    "patient": ("site_id",),
    "vital_status": ("site_id",),
    **{
        name: ("site_id", "domain_code")
        for name in TABLES
        if name not in ("site", "patient", "vital_status", "accrual_target")
    },
}


def columns_of(field: Field) -> tuple[str, ...]:
    """Return the columns that hold a field: a date is kept with its precision and its day."""
    if field.kind is Kind.DATE:
        return (field.name, f"{field.stem}_precision", f"{field.stem}_day")
    return (field.name,)


def endpoint(domain_code: str, code: str) -> EndpointRule:
    """Return an endpoint rule of a domain.

    Raises
    ------
    KeyError
        If the domain has no such endpoint.
    """
    return {rule.code: rule for rule in DOMAINS[domain_code].endpoints}[code]
