"""Curated tables cut down to the diagnoses that a reader reaches."""

from datetime import date

import sqlalchemy as sa

from queries import schema
from queries.policies import row_rule
from queries.scope import Scope

COURSES = (
    *("response_assessment", "lesion", "lesion_assessment", "procedure", "procedure_lesion"),
    *("adverse_event", "clinical_event", "visit", "pro_score", "screening"),
)
FORMS = {  # of which each diagnosis has one, with the key that finds it
    **{"patient": "patient_id", "vital_status": "patient_id"},
    **{"diagnosis": "diagnosis_id", "baseline": "diagnosis_id"},
}
_KEYS = {"snapshot_id", "row_no", "diagnosis_id", "patient_id", "site_id", "domain_code"}


def course_table(name: str) -> sa.Table:
    """Return a curated table of what followed.

    Raises
    ------
    KeyError
        If there is none of that name that is handed out.
    """
    return {name: schema.curated[name] for name in COURSES}[name]


def form_of(name: str, scope: Scope, records: sa.Subquery, domain: str) -> sa.Subquery:
    """Return a form of each diagnosis in `records`, with its study number `patient_id`.

    Parameters
    ----------
    name : str
        One of FORMS.
    scope : Scope
        Who asks.
    records : Subquery
        Diagnoses in reach, with `diagnosis_id`.
    domain : str
        Code of the domain.

    Returns
    -------
    Subquery
        One row per diagnosis; without values where the form was never entered.

    Raises
    ------
    KeyError
        If there is no such form.
    """
    key, table = FORMS[name], schema.curated[name]
    owner = schema.curated["diagnosis"].alias("owner")
    same = sa.and_(owner.c.snapshot_id == table.c.snapshot_id, owner.c[key] == table.c[key])
    return (
        sa.select(
            *(owner.c.diagnosis_id, owner.c.patient_id),
            *(column for column in table.c if column.name not in _KEYS),
        )
        .outerjoin_from(owner, table, same)
        .where(
            row_rule(scope, owner),
            owner.c.domain_code == domain,
            owner.c.diagnosis_id.in_(sa.select(records.c.diagnosis_id)),
        )
        .subquery(f"form_{name}")
    )


def to_the_day(table: sa.FromClause, stem: str) -> sa.ColumnElement[date]:
    """Return a date of a curated table where it is known to the day, and nothing elsewhere."""
    whole = table.c[f"{stem}_precision"] == "DAY"
    return sa.case((whole, table.c[f"{stem}_date"]))
