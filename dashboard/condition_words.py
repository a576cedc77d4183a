"""Conditions of a cohort as sentences."""

from queries.criteria import Criterion
from queries.domains.conditions import fields_for_conditions, is_number
from queries.domains.model import Field

_UNITLESS = frozenset({"", "ratio"})


def condition_text(criterion: Criterion, domain_code: str) -> str:
    """Write one condition, as "Age at enrolment 60 years or above"."""
    field = fields_for_conditions(domain_code)[criterion.field]
    said = _range(criterion, field) if is_number(field) else _codes(criterion, field)
    return f"{said}, or not entered" if criterion.keeps_missing else said


def conditions_text(criteria: tuple[Criterion, ...], domain_code: str) -> str:
    """Write conditions in one line; empty where there is none."""
    return "; ".join(condition_text(criterion, domain_code) for criterion in criteria)


def value_text(field: Field, code: str) -> str:
    """Write the value of a code field."""
    return {one.code: one.label for one in field.codes}.get(code, code)


def name_of(field: Field) -> str:
    """Write the name of a field without what explains its values."""
    return field.label.split(" (")[0] if is_number(field) else field.label


def _codes(criterion: Criterion, field: Field) -> str:
    if not criterion.codes:
        return f"{field.label} entered"
    *first, last = [value_text(field, code) for code in criterion.codes]
    listed = f"{', '.join(first)} or {last}" if first else last
    return f"{field.label}: {listed}"


def _range(criterion: Criterion, field: Field) -> str:
    name = name_of(field)
    unit = "" if field.unit in _UNITLESS else f" {field.unit}"
    low, high = (None if v is None else f"{v:.10g}" for v in (criterion.low, criterion.high))
    if low is None and high is None:
        return f"{name} entered"
    if low is None:
        return f"{name} {high}{unit} or below"
    if high is None:
        return f"{name} {low}{unit} or above"
    return f"{name} {low}{unit}" if low == high else f"{name} {low} to {high}{unit}"
