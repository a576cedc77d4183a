"""Tumour response: what each reader saw, and what else bears on it."""

import pandas as pd
import sqlalchemy as sa

from analytics.cells import CountTable
from queries.measurements import UNSTATED, first_other_treatment
from queries.registry import Registry


def readings(registry: Registry) -> CountTable:
    """Count assessments by criterion and reader."""
    row = registry.course("response_assessment").c
    reader = sa.func.coalesce(row.reader, UNSTATED).label("reader")
    statement = (
        sa.select(row.criterion, reader, sa.func.count().label("n"))
        .group_by(row.criterion, reader)
        .order_by(row.criterion, reader)
    )
    return registry.counts(statement, by=("criterion", "reader"))


def assessed(registry: Registry, criterion: str) -> pd.DataFrame:
    """Return every assessment by a criterion of patients who had an index procedure.

    Returns
    -------
    DataFrame
        Columns `patient` (the diagnosis), `reader`, `day` since the index procedure (nan: the
        source has no day) and `response`.
    """
    row, record = registry.course("response_assessment").c, registry.records.c
    reader = sa.func.coalesce(row.reader, UNSTATED).label("reader")
    statement = (
        sa.select(
            row.diagnosis_id.label("patient"), reader, row.assessment_day.label("day"), row.response
        )
        .where(
            row.criterion == criterion,
            row.diagnosis_id.in_(
                sa.select(record.diagnosis_id).where(record.technique_code.is_not(None))
            ),
        )
        .order_by(row.diagnosis_id, reader, row.assessment_day)
    )
    frame = registry.facts(statement)
    return frame.assign(day=frame["day"].astype("float64"))


def treated(registry: Registry) -> pd.DataFrame:
    """Return everybody with an index procedure, and how their progression-free time ended.

    Returns
    -------
    DataFrame
        Columns `patient` (the diagnosis), `technique_code`, `new_treatment_day` (first other
        treatment, nan for none), `entry` and `exit` (days, halves included), `code` (1
        progression or death, 0 censored) and `left_out` (why progression-free time cannot be
        counted, None where it can).
    """
    record = registry.records.c
    outcome, other = registry.follow_up.c, first_other_treatment(registry)
    followed = (
        sa.select(
            outcome.diagnosis_id,
            outcome.entry_half_days,
            outcome.exit_half_days,
            outcome.code,
            outcome.left_out,
        ).where(outcome.endpoint_code == "PFS", outcome.lesion_id == "")
    ).subquery("progression_free")
    statement = (
        sa.select(
            record.diagnosis_id.label("patient"),
            record.technique_code,
            other.c.day.label("new_treatment_day"),
            followed.c.entry_half_days,
            followed.c.exit_half_days,
            followed.c.code,
            followed.c.left_out,
        )
        .outerjoin_from(registry.records, other, record.diagnosis_id == other.c.diagnosis_id)
        .outerjoin(followed, record.diagnosis_id == followed.c.diagnosis_id)
        .where(record.technique_code.is_not(None))
        .order_by(record.diagnosis_id)
    )
    frame = registry.facts(statement)
    halves = frame[["entry_half_days", "exit_half_days", "new_treatment_day", "code"]]
    numbers = halves.astype("float64")
    return frame[["patient", "technique_code", "left_out"]].assign(
        new_treatment_day=numbers["new_treatment_day"],
        entry=numbers["entry_half_days"] / 2,
        exit=numbers["exit_half_days"] / 2,
        code=numbers["code"],
    )


def lesion_controls(registry: Registry) -> pd.DataFrame:
    """Return every control of every treated lesion, one row without a control where none was.

    Returns
    -------
    DataFrame
        Columns `lesion`, `patient_no`, `technique_code` of the index procedure, `origin_day` of
        the lesion's first treatment, `day` of the control and `status`; nan and None where
        there is no control. Readings of others than the site are left out.
    """
    record, lesions = registry.records.c, registry.course("lesion")
    lesion = lesions.c
    made, session = registry.course("procedure_lesion").c, registry.course("procedure").c
    seen = registry.course("lesion_assessment").c
    first = (
        sa.select(made.lesion_id, sa.func.min(session.procedure_day).label("origin_day"))
        .where(made.procedure_id == session.procedure_id)
        .group_by(made.lesion_id)
        .subquery("first_treatment")
    )
    control = (
        sa.select(seen.lesion_id, seen.assessment_day, seen.lesion_status)
        .where(sa.or_(seen.reader.is_(None), seen.reader == "SITE"))
        .cte("control")
        .prefix_with("MATERIALIZED")  # else SQLite reads every control anew for each lesion
    )
    statement = (
        sa.select(
            lesion.lesion_id.label("lesion"),
            record.patient_no,
            record.technique_code,
            first.c.origin_day,
            control.c.assessment_day.label("day"),
            control.c.lesion_status.label("status"),
        )
        .select_from(registry.records)
        .join(lesions, record.diagnosis_id == lesion.diagnosis_id)
        .join(first, first.c.lesion_id == lesion.lesion_id)
        .outerjoin(control, control.c.lesion_id == lesion.lesion_id)
        .where(record.technique_code.is_not(None))
        .order_by(lesion.lesion_id, control.c.assessment_day)
    )
    frame = registry.facts(statement)
    days = frame[["origin_day", "day"]].astype("float64")
    return frame.assign(origin_day=days["origin_day"], day=days["day"])
