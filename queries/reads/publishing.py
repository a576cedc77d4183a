"""Counts that a release is made of: by technique and site, and how follow-up ended."""

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry


def chosen_and_all(registry: Registry) -> CountTable:
    """Count the treated diagnoses that meet all that was chosen, and those in reach at all.

    Returns
    -------
    CountTable
        Key `which`: "chosen" or "all".
    """
    parts = [
        sa.select(sa.literal(which).label("which"), sa.func.count().label("n")).where(
            rows.c.technique_code.is_not(None)
        )
        for which, rows in (("chosen", registry.records), ("all", registry.enrolled))
    ]
    return registry.counts(sa.union_all(*parts), by=("which",))


def treated_by_site(registry: Registry, endpoint_code: str) -> CountTable:
    """Count diagnoses by region, technique, site and how their follow-up ended.

    Returns
    -------
    CountTable
        Keys `region_code`, `technique_code`, `site_id` and `code`: 0 censored, 1 event, 2..
        competing event, None where the diagnosis could not be followed.
    """
    row = registry.follow_up.c
    code = sa.case((row.left_out.is_(None), row.code)).label("code")
    rows = sa.select(
        row.region_code, row.technique_code, row.site_id, code, row.endpoint_code
    ).subquery("ended")
    keys = (rows.c.region_code, rows.c.technique_code, rows.c.site_id, rows.c.code)
    statement = (
        sa.select(*keys, sa.func.count().label("n"))
        .where(rows.c.endpoint_code == endpoint_code)
        .group_by(*keys)
        .order_by(*keys[:3])
    )
    return registry.counts(statement, by=tuple(key.name for key in keys))
