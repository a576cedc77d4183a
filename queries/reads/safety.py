"""Adverse events, the procedures that they may follow, and early deaths."""

import pandas as pd
import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry


def procedures(registry: Registry) -> pd.DataFrame:
    """Return every procedure of patients who had an index procedure.

    Returns
    -------
    DataFrame
        Columns `patient_no`, `technique_code` of the index procedure, `procedure_id`,
        `performed` (technique of the session), `day` since the index procedure (nan: not
        known) and `exit` (last day of follow-up for survival; nan: not known).
    """
    record, session = registry.records.c, registry.course("procedure")
    followed = _followed(registry)
    statement = (
        sa.select(
            record.patient_no,
            record.technique_code,
            session.c.procedure_id,
            session.c.technique_code.label("performed"),
            session.c.procedure_day.label("day"),
            followed.c.exit_half_days,
        )
        .join_from(registry.records, session, record.diagnosis_id == session.c.diagnosis_id)
        .outerjoin(followed, record.diagnosis_id == followed.c.diagnosis_id)
        .where(record.technique_code.is_not(None))
        .order_by(session.c.procedure_id)
    )
    frame = registry.facts(statement)
    halves = frame.pop("exit_half_days").astype("float64")
    return frame.assign(day=frame["day"].astype("float64"), exit=halves / 2)


def adverse_events(registry: Registry) -> pd.DataFrame:
    """Return every adverse event of patients who had an index procedure.

    Returns
    -------
    DataFrame
        Columns `patient_no`, `technique_code` of the index procedure, `procedure_id` (None:
        not stated), `onset` (days since the index procedure; nan: not known), `term`, `ctcae`,
        `sir`, `cirse`, `relatedness` and `serious`, each None where it is not entered.
    """
    record, event = registry.records.c, registry.course("adverse_event")
    row = event.c
    statement = (
        sa.select(
            record.patient_no,
            record.technique_code,
            row.procedure_id,
            row.onset_day.label("onset"),
            row.ctcae_term.label("term"),
            row.ctcae_grade.label("ctcae"),
            row.sir_class.label("sir"),
            row.cirse_grade.label("cirse"),
            row.relatedness,
            row.serious,
        )
        .join_from(registry.records, event, record.diagnosis_id == row.diagnosis_id)
        .where(record.technique_code.is_not(None))
        .order_by(row.ae_id)
    )
    frame = registry.facts(statement)
    return frame.assign(onset=frame["onset"].astype("float64"))


def early_deaths(registry: Registry, days: int) -> CountTable:
    """Count patients by technique and by what is known of them some days after treatment.

    Returns
    -------
    CountTable
        Keys `technique_code` and `status`: DIED by then, FOLLOWED (known alive then, whatever
        came later), LOST (not known) or LATE (enrolled after the index procedure, so that an
        early death would have kept them out).
    """
    record = registry.records.c
    followed = _followed(registry)
    row = followed.c
    is_late = sa.or_(row.entry_half_days > 0, row.left_out == "ENTRY_AFTER_EXIT")
    died = sa.and_(row.left_out.is_(None), row.code == 1, row.exit_half_days <= 2 * days)
    known = sa.and_(row.left_out.is_(None), row.exit_half_days >= 2 * days)
    status = sa.case((is_late, "LATE"), (died, "DIED"), (known, "FOLLOWED"), else_="LOST")
    keys = (record.technique_code, status.label("status"))
    each = (
        sa.select(*keys, record.diagnosis_id)
        .outerjoin_from(registry.records, followed, record.diagnosis_id == row.diagnosis_id)
        .where(record.technique_code.is_not(None))
        .subquery("known_of")
    )
    statement = (
        sa.select(each.c.technique_code, each.c.status, sa.func.count().label("n"))
        .group_by(each.c.technique_code, each.c.status)
        .order_by(each.c.technique_code, each.c.status)
    )
    return registry.counts(statement, by=("technique_code", "status"))


def _followed(registry: Registry) -> sa.Subquery:
    row = registry.follow_up.c
    return (
        sa.select(row.diagnosis_id, row.entry_half_days, row.exit_half_days, row.code, row.left_out)
        .where(row.endpoint_code == "OS", row.lesion_id == "")
        .subquery("survival")
    )
