"""Counts that belong to one site: when it opened and what was planned for it."""

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry

IN_MILLIONTHS = 1_000_000  # targets of sites may be fractions; counts are whole


def sites_with_opening(registry: Registry) -> CountTable:
    """List the sites in reach with the text that the role may read, status and opening.

    Returns
    -------
    CountTable
        Keys `site_id`, `site_text`, `status`, `activation_date` (None where it is not
        supplied); `n` is always 1.
    """
    sites = registry.sites.c
    keys = (sites.site_id, sites.site_text, sites.status, sites.activation_date)
    statement = sa.select(*keys, sa.literal(1).label("n")).order_by(sites.site_id)
    return registry.counts(statement, by=tuple(column.name for column in keys))


def targets_by_site(registry: Registry) -> CountTable:
    """Sum the accrual targets of the chosen domain by site and calendar month.

    Returns
    -------
    CountTable
        Keys `site_id`, `month` (a date, first of the month); `n` in millionths of a diagnosis.
    """
    target = registry.targets.c
    keys = (target.site_id, target.month)
    statement = (
        sa.select(*keys, sa.func.round(sa.func.sum(target.target_n * IN_MILLIONTHS)).label("n"))
        .where(target.domain_code == registry.domain)
        .group_by(*keys)
        .order_by(*keys)
    )
    return registry.counts(statement, by=("site_id", "month"))
