"""When sites were to open and opened, and what each has enrolled since."""

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry


def site_dates(registry: Registry) -> CountTable:
    """List the sites in reach with their place, status and dates; `n` is always 1.

    Returns
    -------
    CountTable
        Keys `site_id`, `site_text`, `country_code`, `region_code`, `status` and the dates
        `agreement_signed_date`, `ethics_approval_date`, `activation_date`, `closure_date`; each
        may be missing. An activation after the data cut-off is a planned opening.
    """
    sites = registry.sites.c
    keys = (
        *(sites.site_id, sites.site_text, sites.country_code, sites.region_code, sites.status),
        *(sites.agreement_signed_date, sites.ethics_approval_date),
        *(sites.activation_date, sites.closure_date),
    )
    statement = sa.select(*keys, sa.literal(1).label("n")).order_by(sites.site_id)
    return registry.counts(statement, by=tuple(column.name for column in keys))


def enrolled_ever(registry: Registry) -> CountTable:
    """Count enrolled diagnoses of the chosen domain by site and month, of all years.

    Returns
    -------
    CountTable
        Keys `site_id`, `month` (12 x year + month - 1; -1 where not known).
    """
    accrual = registry.accrual_ever.c
    keys = (accrual.site_id, accrual.month)
    statement = (
        sa.select(*keys, sa.func.sum(accrual.n).label("n"))
        .where(accrual.domain_code == registry.domain)
        .group_by(*keys)
        .order_by(*keys)
    )
    return registry.counts(statement, by=("site_id", "month"))
