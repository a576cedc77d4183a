"""Outcomes of several techniques counted as one, for those who must not see them apart."""

from collections.abc import Sequence

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry


def pooled_events(registry: Registry, endpoint_code: str, techniques: Sequence[str]) -> CountTable:
    """Count events and time at risk of some techniques together; nothing tells them apart.

    Parameters
    ----------
    registry : Registry
        In scope; must hold no filter of technique.
    endpoint_code : str
        Endpoint whose events (code 1) are counted.
    techniques : sequence of str
        Techniques at the index procedure, all counted as one.

    Returns
    -------
    CountTable
        One row: `events`, `half_days` at risk in half days, and `n` diagnoses counted.
    """
    row = registry.follow_up.c
    statement = sa.select(
        sa.func.coalesce(sa.func.sum(sa.case((row.code == 1, 1), else_=0)), 0).label("events"),
        sa.func.coalesce(sa.func.sum(row.exit_half_days - row.entry_half_days), 0).label(
            "half_days"
        ),
        sa.func.count().label("n"),
    ).where(
        row.endpoint_code == endpoint_code,
        row.lesion_id == "",
        row.left_out.is_(None),
        row.technique_code.in_(sorted(techniques)),
    )
    return registry.counts(statement, by=("events", "half_days"))
