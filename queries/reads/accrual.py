"""Counts of enrolled diagnoses over time and place, and their targets."""

from typing import Literal

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry

Place = Literal["region_code", "country_code", "site_id", "domain_code"]


def enrolled_by_month(registry: Registry, place: Place) -> CountTable:
    """Count enrolled diagnoses by place and calendar month.

    Returns
    -------
    CountTable
        Keys: the place and `month` (12 x year + month - 1; below 0 where the enrolment date
        is not known to the month: minus the year, or -1 where that is not known either). A month
        without enrolment has no row.
    """
    accrual = registry.accrual.c
    keys = (accrual[place], accrual.month)
    statement = sa.select(*keys, sa.func.sum(accrual.n).label("n")).group_by(*keys).order_by(*keys)
    if place != "domain_code":
        statement = statement.where(accrual.domain_code == registry.domain)
    return registry.counts(statement, by=(place, "month"))


def registry_total(registry: Registry) -> CountTable:
    """Sum the enrolled diagnoses of the chosen domain over all sites.

    Returns
    -------
    CountTable
        Key `domain_code`; one row, or none before the first enrolment.
    """
    total = registry.accrual_total.c
    statement = (
        sa.select(total.domain_code, sa.func.sum(total.n).label("n"))
        .where(total.domain_code == registry.domain)
        .group_by(total.domain_code)
    )
    return registry.counts(statement, by=("domain_code",))


def sites_in_reach(registry: Registry) -> CountTable:
    """List the sites in reach with region, country and the text that the role may read.

    Returns
    -------
    CountTable
        Keys `site_id`, `site_text`, `country_code`, `region_code`, `status`; `n` is always 1.
    """
    sites = registry.sites.c
    keys = (sites.site_id, sites.site_text, sites.country_code, sites.region_code, sites.status)
    statement = sa.select(*keys, sa.literal(1).label("n")).order_by(sites.site_id)
    return registry.counts(statement, by=tuple(column.name for column in keys))


def targets_by_place(registry: Registry, place: Place) -> CountTable:
    """Sum the accrual targets in reach by place and calendar month.

    Returns
    -------
    CountTable
        Keys: the place and `month` (a date, first of the month); `n` in thousandths of a
        diagnosis, because targets of sites may be fractions. The place is None for a region's
        target that no country or site carries.
    """
    target = registry.targets.c
    keys = (target[place], target.month)
    statement = sa.select(*keys, _thousandths(target.target_n)).group_by(*keys).order_by(*keys)
    if place != "domain_code":
        statement = statement.where(target.domain_code == registry.domain)
    return registry.counts(statement, by=(place, "month"))


def enrolled_by_domain_and_region(registry: Registry) -> CountTable:
    """Count enrolled diagnoses by disease domain, region and month, for every domain in reach.

    Returns
    -------
    CountTable
        Keys `domain_code`, `region_code`, `month` (-1 where not known).
    """
    accrual = registry.accrual.c
    keys = (accrual.domain_code, accrual.region_code, accrual.month)
    statement = sa.select(*keys, sa.func.sum(accrual.n).label("n")).group_by(*keys).order_by(*keys)
    return registry.counts(statement, by=("domain_code", "region_code", "month"))


def targets_by_domain_and_region(registry: Registry) -> CountTable:
    """Sum targets by disease domain, region and month, in thousandths, for every domain in reach.

    Returns
    -------
    CountTable
        Keys `domain_code`, `region_code`, `month` (a date, first of the month).
    """
    target = registry.targets.c
    keys = (target.domain_code, target.region_code, target.month)
    statement = sa.select(*keys, _thousandths(target.target_n)).group_by(*keys).order_by(*keys)
    return registry.counts(statement, by=("domain_code", "region_code", "month"))


def _thousandths(target: sa.ColumnElement[float]) -> sa.Label[float]:
    return sa.func.round(sa.func.sum(target * 1000)).label("n")
