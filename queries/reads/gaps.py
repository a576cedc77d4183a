"""Records that lack a field, one a row, for those who have to complete them."""

from dataclasses import dataclass

import pandas as pd
import sqlalchemy as sa

from queries.domains.catalogue import columns_of
from queries.domains.common import TECHNIQUES
from queries.domains.model import Field, Kind
from queries.registry import Registry
from queries.row_tables import FORMS, to_the_day

# What tells the records of one diagnosis apart, and the stem of the day that they are about.
_ITEMS: dict[str, tuple[str, str]] = {
    "lesion": ("lesion_no", ""),
    "procedure": ("session_no", "procedure"),
    "visit": ("visit_code", "actual"),
    "lesion_assessment": ("", "assessment"),
    "response_assessment": ("criterion", "assessment"),
    "clinical_event": ("event_type", "event"),
    "adverse_event": ("ctcae_term", "onset"),
}
_NO_DAY = sa.cast(sa.null(), sa.Date)


@dataclass(frozen=True)
class _Source:
    """Rows of one table in reach, each beside its diagnosis and its patient."""

    row: sa.Subquery
    own: sa.Subquery
    patient: sa.Subquery
    joined: sa.FromClause


def records_lacking(registry: Registry, table: str, field: Field) -> pd.DataFrame:
    """Return the records to which a core field applies and that have no value of it.

    Parameters
    ----------
    table : str
        Name of the form or course that holds the field.
    field : Field
        As the domain uses it.

    Returns
    -------
    DataFrame
        `patient_id` (the study number), `item` (tells records of one patient apart; may be
        missing), `state` (NULL: not entered; UNK: stated as unknown), `happened`, `entered`,
        `enrolled` (dates; may be missing): of the record, of its form, of the patient.
    """
    source = _source(registry, table)
    row, item, about = source.row, *_ITEMS.get(table, ("", ""))
    missing = sa.and_(*(row.c[name].is_(None) for name in _value_columns(field)))
    unknown = row.c[field.name] == "UNK" if field.kind in (Kind.CODE, Kind.KEY) else sa.false()
    enrolled = to_the_day(source.patient, "enrolment").label("enrolled")
    happened = to_the_day(row, about) if about else _NO_DAY
    entered = row.c.date_entered if "date_entered" in row.c else _NO_DAY
    statement = (
        sa.select(
            source.own.c.patient_id,
            sa.cast(row.c[item] if item else sa.null(), sa.Text).label("item"),
            sa.case((missing, "NULL"), else_="UNK").label("state"),
            *(happened.label("happened"), entered.label("entered"), enrolled),
        )
        .select_from(source.joined)
        .where(sa.or_(missing, unknown), *_applies(registry, source, field))
        .order_by(enrolled, source.own.c.patient_id)
    )
    return registry.rows(statement)


def _source(registry: Registry, table: str) -> _Source:
    own, patient = registry.form("diagnosis"), registry.form("patient")
    row = own if table == "diagnosis" else patient if table == "patient" else None
    people = own.join(patient, own.c.diagnosis_id == patient.c.diagnosis_id)
    if row is not None:
        return _Source(row, own, patient, people)
    row = registry.form(table) if table in FORMS else registry.course(table)
    if "diagnosis_id" in row.c:
        joined = people.join(row, row.c.diagnosis_id == own.c.diagnosis_id)
    else:
        lesion = registry.course("lesion")
        joined = people.join(lesion, lesion.c.diagnosis_id == own.c.diagnosis_id).join(
            row, row.c.lesion_id == lesion.c.lesion_id
        )
    return _Source(row, own, patient, joined)


def _value_columns(field: Field) -> tuple[str, ...]:
    # A source without a calendar enters days; a precision is no value.
    return tuple(name for name in columns_of(field) if not name.endswith("_precision"))


def _applies(registry: Registry, source: _Source, field: Field) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if field.applies_when is not None:
        name, *codes = field.applies_when
        place = source.row if name in source.row.c else source.own
        conditions.append(place.c[name].in_(codes))
    if field.families:
        chosen = [t.code for t in TECHNIQUES if t.family in field.families]
        if "technique_code" in source.row.c:
            conditions.append(source.row.c.technique_code.in_(chosen))
        else:
            done = registry.course("procedure")
            those = sa.select(done.c.procedure_id).where(done.c.technique_code.in_(chosen))
            conditions.append(source.row.c.procedure_id.in_(those))
    return conditions
