"""Single patients for a waterfall: who was treated, what was read, what was measured."""

import pandas as pd
import sqlalchemy as sa

from analytics.response import WINDOW_DAYS
from queries.measurements import UNSTATED, first_other_treatment, measured_sums
from queries.registry import Registry


def patients(registry: Registry) -> pd.DataFrame:
    """Return everybody with an index procedure.

    Returns
    -------
    DataFrame
        Columns `lane` (a number of this question only), `patient_no`, `technique_code` and
        `new_treatment_day` (first other treatment, nan for none).
    """
    lane, other = _lanes(registry), first_other_treatment(registry)
    statement = (
        sa.select(
            lane.c.lane,
            lane.c.patient_no,
            lane.c.technique_code,
            other.c.day.label("new_treatment_day"),
        )
        .outerjoin_from(lane, other, lane.c.diagnosis_id == other.c.diagnosis_id)
        .order_by(lane.c.lane)
    )
    frame = registry.rows(statement)
    return frame.assign(new_treatment_day=frame["new_treatment_day"].astype("float64"))


def readings(registry: Registry, criterion: str, reader: str) -> pd.DataFrame:
    """Return readings within the window: `lane`, `day` (nan: not known) and `response`."""
    lane, course = _lanes(registry), registry.course("response_assessment")
    row = course.c
    is_asked = sa.and_(row.criterion == criterion, sa.func.coalesce(row.reader, UNSTATED) == reader)
    # Who has a dated reading is judged by the dated ones, however late they are.
    dated = sa.select(row.diagnosis_id).where(is_asked, row.assessment_day.is_not(None))
    is_only = sa.and_(row.assessment_day.is_(None), row.diagnosis_id.not_in(dated))
    statement = (
        sa.select(lane.c.lane, row.assessment_day.label("day"), row.response)
        .join_from(lane, course, lane.c.diagnosis_id == row.diagnosis_id)
        .where(is_asked, sa.or_(is_only, row.assessment_day.between(0, WINDOW_DAYS)))
        .order_by(lane.c.lane, row.assessment_day)
    )
    frame = registry.rows(statement)
    return frame.assign(day=frame["day"].astype("float64"))


def sums(registry: Registry, criterion: str, reader: str) -> pd.DataFrame:
    """Return sums of diameters: `lane`, `day` (nan: not known), `before`, `after` (mm)."""
    lane, measured = _lanes(registry), measured_sums(registry, criterion, reader)
    statement = (
        sa.select(lane.c.lane, measured.c.day, measured.c.before, measured.c.after)
        .join_from(lane, measured, lane.c.diagnosis_id == measured.c.diagnosis_id)
        .where(_within(measured.c.day))
        .order_by(lane.c.lane, measured.c.day)
    )
    return registry.rows(statement).astype(dict.fromkeys(("day", "before", "after"), "float64"))


def _within(day: sa.ColumnElement[float]) -> sa.ColumnElement[bool]:
    return sa.or_(day.is_(None), sa.and_(day > 0, day <= WINDOW_DAYS))


def _lanes(registry: Registry) -> sa.Subquery:
    record = registry.records.c
    return (
        sa.select(
            record.diagnosis_id,
            record.patient_no,
            record.technique_code,
            sa.func.row_number().over(order_by=record.diagnosis_id).label("lane"),
        )
        .where(record.technique_code.is_not(None))
        .subquery("lanes")
    )
