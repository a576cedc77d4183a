"""Counts of how far people have been followed to landmarks, by technique."""

from collections.abc import Sequence

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
    selects = []
    for months in landmarks:
        # A sub-select, so that what is grouped by is a column and no expression of bound values.
        seen = (
            sa.select(
                row.technique_code,
                sa.literal(months).label("landmark"),
                _state(registry, months, ahead).label("state"),
            )
            .where(row.endpoint_code == endpoint_code, row.left_out.is_(None))
            .subquery(f"followed_to_{months}")
        )
        keys = (seen.c.technique_code, seen.c.landmark, seen.c.state)
        selects.append(sa.select(*keys, sa.func.count().label("n")).group_by(*keys))
    return registry.counts(sa.union_all(*selects), by=("technique_code", "landmark", "state"))


def _state(registry: Registry, months: int, ahead: int) -> sa.Case[str]:
    row = registry.follow_up.c
    at, near = months * HALF_DAYS_PER_MONTH, (months - ahead) * HALF_DAYS_PER_MONTH
    is_at_risk = sa.and_(row.exit_half_days >= at, row.entry_half_days < at)
    is_near = sa.and_(row.code == 0, row.exit_half_days.between(near, at), _still_seen(registry))
    return sa.case((is_at_risk, "AT_RISK"), (is_near, "NEAR"), else_="OTHER")


def _still_seen(registry: Registry) -> sa.ColumnElement[bool]:
    cutoff = registry.cutoff
    if cutoff is None:
        return sa.false()
    row = registry.follow_up.c
    earliest = 12 * cutoff.year + cutoff.month - 1 - LOST_AFTER
    last_seen = row.index_month * HALF_DAYS_PER_MONTH + row.exit_half_days
    return last_seen >= earliest * HALF_DAYS_PER_MONTH
