"""Visits that are overdue, one a row, for those who have to call the patient."""

from datetime import date

import pandas as pd
import sqlalchemy as sa

from queries.registry import Registry
from queries.row_tables import to_the_day

LEFT = ("LOST", "WITHDRAWN")  # no visit is expected after the last contact


def overdue_visits(registry: Registry, cutoff: date) -> pd.DataFrame:
    """Return scheduled visits whose window closed by the cut-off and that have no day.

    These are the visits that are counted as missed: not before enrolment, not after death, and
    not after the last contact of who left.

    Returns
    -------
    DataFrame
        `patient_id` (the study number), `visit_code`, `due`, `opens`, `closes` (dates; due may
        be missing), `actual_precision` (MONTH, YEAR: took place, day not entered) and
        `last_contact` (may be missing).
    """
    visit, vital = registry.course("visit"), registry.form("vital_status")
    patient, row = registry.form("patient"), vital.c
    opens, closes = to_the_day(visit, "window_start"), to_the_day(visit, "window_end")
    enrolled, died = to_the_day(patient, "enrolment"), to_the_day(vital, "death")
    seen = to_the_day(vital, "last_contact")
    has_left = sa.and_(row.vital_status.in_(LEFT), seen < opens)
    statement = (
        sa.select(
            row.patient_id,
            *(visit.c.visit_code, to_the_day(visit, "due").label("due")),
            *(opens.label("opens"), closes.label("closes")),
            *(visit.c.actual_precision, seen.label("last_contact")),
        )
        .join_from(vital, visit, row.diagnosis_id == visit.c.diagnosis_id)
        .join(patient, patient.c.diagnosis_id == visit.c.diagnosis_id)
        .where(opens.is_not(None), closes <= cutoff, to_the_day(visit, "actual").is_(None))
        .where(*map(_not_so, (enrolled > closes, died <= closes, has_left)))
        .order_by(closes, row.patient_id, visit.c.visit_code)
    )
    return registry.rows(statement)


def _not_so(condition: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    # What is not known keeps nobody from being asked.
    return sa.func.coalesce(sa.not_(condition), sa.true())
