"""What a condition on a diagnosis may be in a disease domain, and whether one is allowed."""

import math
import re

from queries.criteria import Criterion
from queries.domains.catalogue import TABLES
from queries.domains.covariates import described_by
from queries.domains.model import Field, Kind

MAX_CONDITIONS = 12
AGE = "age_at_enrolment"
AGE_BAND = 10  # years: no finer range, so that no single person is picked out by age
_DIGITS = 2  # of a limit: no finer range than this either
_PRIMARY_SITE = re.compile(r"[A-Z][0-9]{2}")  # ICD-10, three characters
_ENROLMENT = {field.name: field for field in TABLES["patient"]}["enrolment_type"]


def fields_for_conditions(domain_code: str) -> dict[str, Field]:
    """Return the fields that a condition may be about, by name, in the order of menus.

    Raises
    ------
    KeyError
        If there is no such domain.
    """
    return {field.name: field for field in (*described_by(domain_code), _ENROLMENT)}


def is_number(field: Field) -> bool:
    """Say whether a condition on the field is a range."""
    return field.kind in (Kind.INTEGER, Kind.NUMBER)


def objection(criterion: Criterion, field: Field) -> str:
    """Return what is wrong with a condition on a field, in words; empty if nothing is."""
    has_limit = criterion.low is not None or criterion.high is not None
    if criterion.keeps_missing and not (criterion.codes or has_limit):
        return "it keeps everybody"
    if is_number(field):
        return "codes are given for a number" if criterion.codes else _limits(criterion, field)
    if has_limit:
        return "limits are given for a code"
    known = {code.code for code in field.codes}
    unlisted = [
        code
        for code in criterion.codes
        if code not in known and not (field.kind is Kind.KEY and _PRIMARY_SITE.fullmatch(code))
    ]
    return "a value is not on its list" if unlisted else ""


def _limits(criterion: Criterion, field: Field) -> str:
    given = [limit for limit in (criterion.low, criterion.high) if limit is not None]
    if any(not math.isfinite(limit) for limit in given):
        return "a limit is no number"
    if criterion.low is not None and criterion.high is not None and criterion.low > criterion.high:
        return "its lower limit lies above the upper one"
    if field.name == AGE:
        fits_band = criterion.low is None or criterion.low % AGE_BAND == 0
        fits_band &= criterion.high is None or criterion.high % AGE_BAND == AGE_BAND - 1
        return "" if fits_band else "age goes in bands of ten years, as 60 to 69"
    if field.kind is Kind.INTEGER and any(limit != int(limit) for limit in given):
        return "a limit is not a whole number"
    if any(float(f"{limit:.{_DIGITS}g}") != limit for limit in given):
        return "a limit has more than two digits that count"
    low, high = field.bounds or (-math.inf, math.inf)
    return "" if all(low <= limit <= high for limit in given) else "a limit is out of its range"
