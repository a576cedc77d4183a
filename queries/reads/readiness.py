"""Counts of how far people have been followed to landmarks, by technique."""

from collections.abc import Hashable, Sequence
from typing import Any

import pandas as pd
import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry

HALF_DAYS_PER_MONTH = 60.875  # twice 365.25 / 12
LOST_AFTER = 12  # months without contact before the data cut-off: lost by the registry's rule


def followed_to(
    registry: Registry, endpoint_code: str, landmarks: Sequence[int], *, ahead: int
) -> CountTable:
    """Count diagnoses by technique, landmark and how far they were followed.

    Parameters
    ----------
    registry : Registry
        Tables in reach.
    endpoint_code : str
        Endpoint of which the follow-up is counted.
    landmarks : sequence of int
        Months since the index procedure.
    ahead : int
        Months to look ahead.

    Returns
    -------
    CountTable
        Keys `technique_code`, `landmark`, `state`: AT_RISK just before it; NEAR, censored less
        than `ahead` months before it and last seen within a year of the data cut-off; OTHER.
    """
    row = registry.follow_up.c
    # One pass over the rows for all landmarks: a column for each state, put in rows afterwards.
    columns = {
        (months, state): sa.func.sum(sa.case((condition, 1), else_=0)).label(f"{state}_{months}")
        for months in landmarks
        for state, condition in _states(registry, months, ahead).items()
    }
    statement = (
        sa.select(row.technique_code, *columns.values(), sa.func.count().label("n"))
        .where(row.endpoint_code == endpoint_code, row.left_out.is_(None))
        .group_by(row.technique_code)
    )
    by = ("technique_code", *(column.name for column in columns.values()))
    wide = registry.counts(statement, by=by).frame
    rows = [
        (str(found["technique_code"]), months, state, int(n))
        for found in wide.to_dict("records")
        for months in landmarks
        for state, n in _counted(found, months).items()
        if n
    ]
    keys = ("technique_code", "landmark", "state")
    return CountTable(pd.DataFrame(rows, columns=[*keys, "n"]), keys)


def _counted(found: dict[Hashable, Any], months: int) -> dict[str, int]:
    at_risk, near = (int(found[f"{state}_{months}"]) for state in ("AT_RISK", "NEAR"))
    return {"AT_RISK": at_risk, "NEAR": near, "OTHER": int(found["n"]) - at_risk - near}


def _states(registry: Registry, months: int, ahead: int) -> dict[str, sa.ColumnElement[bool]]:
    row = registry.follow_up.c
    at, near = months * HALF_DAYS_PER_MONTH, (months - ahead) * HALF_DAYS_PER_MONTH
    is_at_risk = sa.and_(row.exit_half_days >= at, row.entry_half_days < at)
    is_near = sa.and_(row.code == 0, row.exit_half_days.between(near, at), _still_seen(registry))
    return {"AT_RISK": is_at_risk, "NEAR": sa.and_(sa.not_(is_at_risk), is_near)}


def _still_seen(registry: Registry) -> sa.ColumnElement[bool]:
    cutoff = registry.cutoff
    if cutoff is None:
        return sa.false()
    row = registry.follow_up.c
    earliest = 12 * cutoff.year + cutoff.month - 1 - LOST_AFTER
    last_seen = row.index_month * HALF_DAYS_PER_MONTH + row.exit_half_days
    return last_seen >= earliest * HALF_DAYS_PER_MONTH
