"""Patients and lesions in the order of treatment within site, with what followed early."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from queries.registry import Registry

WINDOW = 30  # days after the index procedure
YEAR_HALF_DAYS = 730  # 365 days: a lesion followed so long is known at 12 months
_SEVERE = ("3", "4", "5")  # CTCAE
_RELATED = ("POSSIBLE", "PROBABLE", "DEFINITE")


def complications_in_order(registry: Registry, fields: Sequence[str]) -> pd.DataFrame:
    """Return one row per diagnosis with an index procedure, first treated first.

    Returns
    -------
    DataFrame
        Columns `site_id`, `patient_no`, `index_month`, `technique_code`, the fields, `device` (of
        the index procedure, None where none is entered) and `outcome`: 1 with a related adverse
        event of CTCAE grade 3 or higher that began within 30 days, or dead within 30 days; 0
        known alive on day 30 without; nan not known, or enrolled after the index procedure, when
        an early death would have kept them out, or treated too lately for day 30 to lie before
        the data cut-off.
    """
    record, first = registry.records.c, _day_of_treatment(registry)
    device = _devices(registry)
    followed, severe = _followed(registry), _severe_events(registry)
    row = followed.c
    is_late = sa.or_(row.entry_half_days > 0, row.left_out == "ENTRY_AFTER_EXIT")
    died = sa.and_(row.left_out.is_(None), row.code == 1, row.exit_half_days <= 2 * WINDOW)
    known = sa.and_(row.left_out.is_(None), row.exit_half_days >= 2 * WINDOW)
    happened = sa.or_(severe.c.diagnosis_id.is_not(None), died)
    due = _is_due(registry, months=1)
    outcome = sa.case((sa.or_(is_late, ~due), None), (happened, 1), (known, 0), else_=None)
    of = record.diagnosis_id
    statement = (
        sa.select(*_columns(registry, fields), device.c.device, outcome.label("outcome"))
        .outerjoin_from(registry.records, followed, of == row.diagnosis_id)
        .outerjoin(severe, of == severe.c.diagnosis_id)
        .outerjoin(first, of == first.c.diagnosis_id)
        .outerjoin(device, of == device.c.diagnosis_id)
        .where(record.technique_code.is_not(None))
        .order_by(record.site_id, record.index_month, first.c.day, of)
    )
    frame = registry.facts(statement)
    return frame.assign(outcome=frame["outcome"].astype("float64"))


def local_progression_in_order(registry: Registry, fields: Sequence[str]) -> pd.DataFrame:
    """Return one row per treated lesion, first treated patient first.

    Returns
    -------
    DataFrame
        Columns as in `complications_in_order`; `outcome` is 1 with local progression by day
        365, 0 followed to day 365 or ended by a competing event before, nan not known or
        treated less than 12 months before the data cut-off.
    """
    record, first = registry.records.c, _day_of_treatment(registry)
    device = _devices(registry)
    row = registry.follow_up.c
    by_then = row.exit_half_days <= YEAR_HALF_DAYS
    outcome = sa.case(
        (sa.or_(row.left_out.is_not(None), ~_is_due(registry, months=12)), None),
        (sa.and_(by_then, row.code == 1), 1),
        (sa.and_(by_then, row.code == 0, row.exit_half_days < YEAR_HALF_DAYS), None),
        else_=0,
    )
    of = record.diagnosis_id
    statement = (
        sa.select(*_columns(registry, fields), device.c.device, outcome.label("outcome"))
        .join_from(registry.records, registry.follow_up, of == row.diagnosis_id)
        .outerjoin(first, of == first.c.diagnosis_id)
        .outerjoin(device, of == device.c.diagnosis_id)
        .where(record.technique_code.is_not(None), row.endpoint_code == "LTP", row.lesion_id != "")
        .order_by(record.site_id, record.index_month, first.c.day, of, row.lesion_id)
    )
    frame = registry.facts(statement)
    return frame.assign(outcome=frame["outcome"].astype("float64"))


def _columns(registry: Registry, fields: Sequence[str]) -> list[sa.ColumnElement[Any]]:
    record = registry.records.c
    keys = ("site_id", "patient_no", "index_month", "technique_code")
    return [record[name] for name in (*keys, *fields)]


def _is_due(registry: Registry, months: int) -> sa.ColumnElement[bool]:
    # Of those treated lately only events are known, so that late years would look worse.
    month = registry.records.c.index_month
    if registry.cutoff is None:
        return sa.true()
    last = 12 * registry.cutoff.year + registry.cutoff.month - 1 - months
    return sa.func.coalesce(month, 0) < last


def _day_of_treatment(registry: Registry) -> sa.Subquery:
    # Orders the cases of one month; a month alone leaves them in the order of their numbers.
    session = registry.course("procedure").c
    return (
        sa.select(session.diagnosis_id, sa.func.min(session.procedure_date).label("day"))
        .where(session.procedure_precision == "DAY")
        .group_by(session.diagnosis_id)
        .subquery("first_treatment")
    )


def _devices(registry: Registry) -> sa.Subquery:
    session = registry.course("procedure").c
    place = sa.func.row_number().over(
        partition_by=session.diagnosis_id, order_by=(session.session_no, session.procedure_id)
    )
    first = (
        sa.select(session.diagnosis_id, session.device_generation.label("device"), place.label("n"))
        .where(session.procedure_day == 0)  # the index procedure
        .subquery("session_of_index")
    )
    return (
        sa.select(first.c.diagnosis_id, first.c.device)
        .where(first.c.n == 1)
        .subquery("device_of_index")
    )


def _followed(registry: Registry) -> sa.Subquery:
    row = registry.follow_up.c
    return (
        sa.select(row.diagnosis_id, row.entry_half_days, row.exit_half_days, row.code, row.left_out)
        .where(row.endpoint_code == "OS", row.lesion_id == "")
        .subquery("survival")
    )


def _severe_events(registry: Registry) -> sa.Subquery:
    event = registry.course("adverse_event").c
    return (
        sa.select(event.diagnosis_id)
        .where(
            event.ctcae_grade.in_(_SEVERE),
            event.relatedness.in_(_RELATED),
            event.onset_day.between(0, WINDOW),
        )
        .distinct()
        .subquery("severe")
    )
