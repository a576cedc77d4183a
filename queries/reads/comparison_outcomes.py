"""Diagnoses of a comparison by identifier, to be put beside their responses and complications."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from queries.reads.records import KEYS
from queries.registry import Registry


def described_and_followed(registry: Registry, fields: Sequence[str]) -> pd.DataFrame:
    """Return the described diagnoses that had an index procedure, with their survival.

    Returns
    -------
    DataFrame
        As `records.baseline_of`, with `diagnosis_id`, `entry` and `time` (days since the index
        procedure; nan: not known), `code` (1 died) and `left_out` (why survival cannot be
        counted; None where it can).
    """
    row, outcome = registry.records.c, registry.follow_up.c
    survival = (
        sa.select(
            outcome.diagnosis_id,
            outcome.entry_half_days,
            outcome.exit_half_days,
            outcome.code,
            outcome.left_out,
        )
        .where(outcome.endpoint_code == "OS", outcome.lesion_id == "")
        .subquery("survival")
    )
    statement = (
        sa.select(
            row.diagnosis_id,
            *(row[name] for name in (*KEYS, *fields)),
            survival.c.entry_half_days,
            survival.c.exit_half_days,
            survival.c.code,
            survival.c.left_out,
        )
        .outerjoin_from(registry.records, survival, row.diagnosis_id == survival.c.diagnosis_id)
        .where(row.technique_code.is_not(None))
        .order_by(row.diagnosis_id)
    )
    frame = registry.facts(statement)
    halves = frame[["entry_half_days", "exit_half_days", "code"]].astype("float64")
    return frame.drop(columns=["entry_half_days", "exit_half_days"]).assign(
        entry=halves["entry_half_days"] / 2,
        time=halves["exit_half_days"] / 2,
        code=halves["code"],
    )


def graded_events(registry: Registry) -> pd.DataFrame:
    """Return every adverse event of diagnoses that had an index procedure.

    Returns
    -------
    DataFrame
        Columns `diagnosis_id`, `onset` (days since the index procedure; nan: not known),
        `ctcae` (None: not entered) and `session_day` of the procedure that the event is entered
        with (nan: none is stated).
    """
    record, event = registry.records.c, registry.course("adverse_event")
    session = registry.course("procedure")
    statement = (
        sa.select(
            event.c.diagnosis_id,
            event.c.onset_day.label("onset"),
            event.c.ctcae_grade.label("ctcae"),
            session.c.procedure_day.label("session_day"),
        )
        .join_from(registry.records, event, record.diagnosis_id == event.c.diagnosis_id)
        .outerjoin(session, session.c.procedure_id == event.c.procedure_id)
        .where(record.technique_code.is_not(None))
        .order_by(event.c.ae_id)
    )
    frame = registry.facts(statement)
    days = frame[["onset", "session_day"]].astype("float64")
    return frame.assign(onset=days["onset"], session_day=days["session_day"])
