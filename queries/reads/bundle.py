"""Rows of an analysis that leave with it: no identifier, no place, no point of the calendar."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from queries.domains.places import REGIONS
from queries.registry import Registry


def followed(registry: Registry, endpoint_code: str) -> pd.DataFrame:
    """Return the diagnoses or lesions that count for an endpoint.

    Returns
    -------
    DataFrame
        Columns `technique_code`, `cluster_no` (numbers the patients of lesions in a snapshot),
        `entry` and `time` (days, halves included) and `code` (0 censored, 1 event, 2..
        competing event).
    """
    row = registry.follow_up.c
    statement = sa.select(
        row.technique_code, row.cluster_no, row.entry_half_days, row.exit_half_days, row.code
    ).where(row.endpoint_code == endpoint_code, row.left_out.is_(None))
    return _in_days(registry.rows(statement))


def described(
    registry: Registry, fields: Sequence[str], endpoint_code: str, *, by_landmark: bool = False
) -> pd.DataFrame:
    """Return the diagnoses that count for an endpoint, with what was known at the start.

    Parameters
    ----------
    registry : Registry
        In scope; filters and criteria hold.
    fields : sequence of str
        Columns of `index_record`.
    endpoint_code : str
        Endpoint of diagnoses.
    by_landmark : bool
        Take the technique by what was done up to the landmark of the endpoint.

    Returns
    -------
    DataFrame
        Columns `site_no`, `region_no` (place among `REGIONS`), `year_no` (years since the first;
        NULL: no calendar), `technique_code`, the fields, `entry`, `time` and `code`.
    """
    inner = _numbered(registry, fields, endpoint_code, by_landmark=by_landmark).subquery("numbered")
    return _in_days(registry.rows(sa.select(inner)))


def _numbered(
    registry: Registry, fields: Sequence[str], endpoint_code: str, *, by_landmark: bool
) -> "sa.Select[Any]":
    row, outcome = registry.records.c, registry.follow_up.c
    technique = outcome.technique_code if by_landmark else row.technique_code
    year = sa.case((row.index_month >= 0, row.index_month // 12))
    region = sa.case({code: place for place, code in enumerate(REGIONS)}, value=row.region_code)
    return (
        sa.select(
            sa.func.dense_rank().over(order_by=row.site_id).label("site_no"),
            region.label("region_no"),
            (year - sa.func.min(year).over()).label("year_no"),
            technique.label("technique_code"),
            *(row[name] for name in fields),
            outcome.entry_half_days,
            outcome.exit_half_days,
            outcome.code,
        )
        .join_from(registry.records, registry.follow_up, row.diagnosis_id == outcome.diagnosis_id)
        .where(
            technique.is_not(None),
            outcome.endpoint_code == endpoint_code,
            outcome.lesion_id == "",
            outcome.left_out.is_(None),
        )
    )


def _in_days(frame: pd.DataFrame) -> pd.DataFrame:
    entry = frame.pop("entry_half_days").astype("float64").fillna(0).clip(lower=0) / 2
    exit_day = frame.pop("exit_half_days").astype("float64") / 2
    return frame.assign(entry=entry, time=exit_day)
