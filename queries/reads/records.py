"""What was known at the index procedure, one row per diagnosis, for analyses."""

from collections.abc import Sequence

import pandas as pd
import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry

KEYS = ("patient_no", "site_id", "region_code", "technique_code", "index_month")


def baseline_of(registry: Registry, fields: Sequence[str]) -> pd.DataFrame:
    """Return the described diagnoses that had an index procedure; nothing of what followed.

    Parameters
    ----------
    registry : Registry
        In scope; filters and criteria hold.
    fields : sequence of str
        Columns of `index_record` that describe the diagnosis.

    Returns
    -------
    DataFrame
        Columns `patient_no` (numbers the patients of a snapshot, and means nothing outside
        it), `site_id`, `region_code`, `technique_code`, `index_month` and the fields.
    """
    row = registry.records.c
    statement = (
        sa.select(*(row[name] for name in (*KEYS, *fields)))
        .where(row.technique_code.is_not(None))
        .order_by(row.diagnosis_id)
    )
    return registry.facts(statement)


def baseline_and_outcome(
    registry: Registry, fields: Sequence[str], endpoint_code: str
) -> pd.DataFrame:
    """Return the described diagnoses that count for an endpoint, with what followed.

    Returns
    -------
    DataFrame
        As `baseline_of`, with `entry` and `time` (days since the index procedure, halves
        included) and `code` (0 censored, 1 event, 2.. competing event).
    """
    row, outcome = registry.records.c, registry.follow_up.c
    statement = (
        sa.select(
            *(row[name] for name in (*KEYS, *fields)),
            outcome.entry_half_days,
            outcome.exit_half_days,
            outcome.code,
        )
        .join_from(
            registry.records,
            registry.follow_up,
            row.diagnosis_id == outcome.diagnosis_id,
        )
        .where(
            row.technique_code.is_not(None),
            outcome.endpoint_code == endpoint_code,
            outcome.lesion_id == "",
            outcome.left_out.is_(None),
        )
        .order_by(row.diagnosis_id)
    )
    frame = registry.facts(statement)
    frame["entry"] = frame.pop("entry_half_days") / 2
    frame["time"] = frame.pop("exit_half_days") / 2
    return frame


def counted_by_value(registry: Registry, field: str) -> CountTable:
    """Count diagnoses with an index procedure by technique and by the value of a code field."""
    row = registry.records.c
    keys = (row.technique_code, row[field].label("value"))
    statement = (
        sa.select(*keys, sa.func.count().label("n"))
        .where(row.technique_code.is_not(None))
        .group_by(*keys)
        .order_by(*keys)
    )
    return registry.counts(statement, by=("technique_code", "value"))
