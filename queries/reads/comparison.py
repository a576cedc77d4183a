"""Compared techniques: groups at a landmark, and their outcome taken together or by patient."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from analytics.cells import CountTable
from queries.reads.records import KEYS
from queries.registry import Registry


def pooled_follow_up(
    registry: Registry, techniques: Sequence[str], endpoint_code: str, horizon: float
) -> CountTable:
    """Count patients of several techniques together by event and by follow-up; never by arm.

    Parameters
    ----------
    registry : Registry
        In scope; filters and criteria hold.
    techniques : sequence of str
        Of all arms.
    endpoint_code : str
        Endpoint.
    horizon : float
        Days since the index procedure.

    Returns
    -------
    CountTable
        Keys `had_event` and `is_followed` (beyond the horizon), 1 or 0.
    """
    row = registry.follow_up.c
    keys = (
        sa.case((row.code == 1, 1), else_=0).label("had_event"),
        sa.case((row.exit_half_days >= round(2 * horizon), 1), else_=0).label("is_followed"),
    )
    statement = (
        sa.select(*keys, sa.func.count().label("n"))
        .where(
            row.endpoint_code == endpoint_code,
            row.lesion_id == "",
            row.left_out.is_(None),
            row.technique_code.in_(techniques),
        )
        .group_by(*keys)
        .order_by(*keys)
    )
    return registry.counts(statement, by=("had_event", "is_followed"))


def grouped_at_landmark(
    registry: Registry, fields: Sequence[str], endpoint_code: str
) -> pd.DataFrame:
    """Return the diagnoses still followed at an endpoint's landmark, by technique up to then.

    Returns
    -------
    DataFrame
        As `baseline_of`, with the technique by what was done up to the landmark; nothing of
        what followed it.
    """
    return registry.facts(_at_landmark(registry, fields, endpoint_code, ()))


def outcome_after_landmark(
    registry: Registry, fields: Sequence[str], endpoint_code: str
) -> pd.DataFrame:
    """Return those of `grouped_at_landmark` with what followed the landmark.

    Returns
    -------
    DataFrame
        As `baseline_and_outcome`; days since the landmark.
    """
    row = registry.follow_up.c
    outcome = (row.entry_half_days, row.exit_half_days, row.code)
    frame = registry.facts(_at_landmark(registry, fields, endpoint_code, outcome))
    frame["entry"] = frame.pop("entry_half_days") / 2
    frame["time"] = frame.pop("exit_half_days") / 2
    return frame


def outcome_by_diagnosis(
    registry: Registry, fields: Sequence[str], endpoint_code: str
) -> pd.DataFrame:
    """Return compared diagnoses with their identifier, to find them in another snapshot again.

    Returns
    -------
    DataFrame
        As `outcome_after_landmark`, also where there is no landmark, with `diagnosis_id`.
    """
    row = registry.follow_up.c
    extra = (row.diagnosis_id, row.exit_half_days, row.code)
    frame = registry.facts(_at_landmark(registry, fields, endpoint_code, extra))
    frame["time"] = frame.pop("exit_half_days") / 2
    return frame


def _at_landmark(
    registry: Registry,
    fields: Sequence[str],
    endpoint_code: str,
    outcome: Sequence[sa.ColumnElement[Any]],
) -> "sa.Select[tuple[object, ...]]":
    row, follow_up = registry.records.c, registry.follow_up.c
    described = (*(name for name in KEYS if name != "technique_code"), *fields)
    return (
        sa.select(*(row[name] for name in described), follow_up.technique_code, *outcome)
        .join_from(
            registry.records,
            registry.follow_up,
            row.diagnosis_id == follow_up.diagnosis_id,
        )
        .where(
            follow_up.technique_code.is_not(None),
            follow_up.endpoint_code == endpoint_code,
            follow_up.lesion_id == "",
            follow_up.left_out.is_(None),
        )
        .order_by(row.diagnosis_id)
    )
