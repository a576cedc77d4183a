"""Sums of target diameters: before treatment, and at every full measurement after it."""

import pandas as pd
import sqlalchemy as sa

from queries.measurements import measured_sums
from queries.registry import Registry


def target_sums(registry: Registry, criterion: str, reader: str) -> pd.DataFrame:
    """Return the sum of target diameters before treatment and at every full measurement.

    Returns
    -------
    DataFrame
        Columns `patient` (the diagnosis), `technique_code`, `day` since the index procedure
        (nan: the source has no day), `before` and `after` (mm).
    """
    record, sums = registry.records.c, measured_sums(registry, criterion, reader)
    statement = (
        sa.select(
            record.diagnosis_id.label("patient"),
            record.technique_code,
            sums.c.day,
            sums.c.before,
            sums.c.after,
        )
        .join_from(registry.records, sums, record.diagnosis_id == sums.c.diagnosis_id)
        .where(record.technique_code.is_not(None))
        .order_by(record.diagnosis_id, sums.c.day)
    )
    frame = registry.facts(statement)
    sizes = frame[["day", "before", "after"]].astype("float64")
    return frame[["patient", "technique_code"]].assign(
        day=sizes["day"], before=sizes["before"], after=sizes["after"]
    )
