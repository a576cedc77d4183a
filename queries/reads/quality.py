"""Counts of what quality checks found, by check and site."""

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry


def failed_by_site(registry: Registry) -> CountTable:
    """Count the rows that each check applies to, by site.

    Returns
    -------
    CountTable
        Keys `check_code`, `site_id`, `site_text`, `region_code`, `n_failed` (rows that fail).
    """
    row = registry.quality.c
    keys = (row.check_code, row.site_id, row.site_text, row.region_code, row.n_failed)
    statement = sa.select(*keys, row.n).where(row.n.is_not(None)).order_by(*keys[:2])
    return registry.counts(statement, by=tuple(key.name for key in keys))
