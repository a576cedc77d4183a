"""Answers to questionnaires, when they were due, and opioid doses."""

import pandas as pd
import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry

BASELINE = "BASE"


def answered_scales(registry: Registry) -> CountTable:
    """Count answers by instrument, scale and visit."""
    row = registry.course("pro_score").c
    keys = (row.instrument, row.scale_code, row.visit_code)
    statement = (
        sa.select(*keys, sa.func.count().label("n"))
        .where(row.score.is_not(None))
        .group_by(*keys)
        .order_by(*keys)
    )
    return registry.counts(statement, by=("instrument", "scale_code", "visit_code"))


def answers(registry: Registry, instrument: str, scale: str) -> pd.DataFrame:
    """Return every answer on a scale of patients who had an index procedure.

    Returns
    -------
    DataFrame
        Columns `patient` (the diagnosis), `visit` (BASE where the answer was given on or before
        the day of the index procedure), `day` (nan: not known) and `score`.
    """
    row, record = registry.course("pro_score").c, registry.records.c
    visit = sa.case((row.completed_day <= 0, BASELINE), else_=row.visit_code).label("visit")
    statement = (
        sa.select(
            row.diagnosis_id.label("patient"), visit, row.completed_day.label("day"), row.score
        )
        .where(
            row.instrument == instrument,
            row.scale_code == scale,
            row.score.is_not(None),
            row.diagnosis_id.in_(
                sa.select(record.diagnosis_id).where(record.technique_code.is_not(None))
            ),
        )
        .order_by(row.diagnosis_id, row.visit_code)
    )
    frame = registry.facts(statement)
    return frame.assign(day=frame["day"].astype("float64"), score=frame["score"].astype("float64"))


def asked(registry: Registry) -> pd.DataFrame:
    """Return everybody with an index procedure, and how long they are known.

    Returns
    -------
    DataFrame
        Columns `patient` (the diagnosis), `technique_code`, `exit` (days, halves included; nan:
        not known) and `died` (whether follow-up ended by death).
    """
    record, outcome = registry.records.c, registry.follow_up.c
    followed = (
        sa.select(outcome.diagnosis_id, outcome.exit_half_days, outcome.code)
        .where(outcome.endpoint_code == "OS", outcome.lesion_id == "")
        .subquery("survival")
    )
    statement = (
        sa.select(
            record.diagnosis_id.label("patient"),
            record.technique_code,
            followed.c.exit_half_days,
            followed.c.code,
        )
        .outerjoin_from(registry.records, followed, record.diagnosis_id == followed.c.diagnosis_id)
        .where(record.technique_code.is_not(None))
        .order_by(record.diagnosis_id)
    )
    frame = registry.facts(statement)
    halves = frame.pop("exit_half_days").astype("float64")
    return frame.assign(exit=halves / 2, died=frame.pop("code").astype("float64") == 1)


def visits_due(registry: Registry) -> pd.DataFrame:
    """Return the scheduled visits whose window had closed by the data cut-off.

    Returns
    -------
    DataFrame
        Columns `patient` (the diagnosis), `visit`, `closes` (last day of the window since the
        index procedure) and `opioids` (mg a day; nan: not entered).
    """
    row = registry.course("visit").c
    statement = (
        sa.select(
            row.diagnosis_id.label("patient"),
            row.visit_code.label("visit"),
            row.window_end_day.label("closes"),
            row.opioid_ome_mg.label("opioids"),
        )
        .where(row.visit_code.is_not(None), row.window_end_day.is_not(None))
        .order_by(row.diagnosis_id, row.visit_code)
    )
    if registry.cutoff is not None:
        statement = statement.where(row.window_end_date <= registry.cutoff)
    frame = registry.facts(statement)
    days = frame[["closes", "opioids"]].astype("float64")
    return frame.assign(closes=days["closes"], opioids=days["opioids"])


def opioids_before(registry: Registry) -> pd.DataFrame:
    """Return the opioid dose before the index procedure.

    Returns
    -------
    DataFrame
        Columns `patient` (the diagnosis) and `opioids` (mg a day; nan: not entered).
    """
    record = registry.records.c
    statement = (
        sa.select(record.diagnosis_id.label("patient"), record.opioid_ome_mg.label("opioids"))
        .where(record.technique_code.is_not(None))
        .order_by(record.diagnosis_id)
    )
    frame = registry.facts(statement)
    return frame.assign(opioids=frame["opioids"].astype("float64"))
