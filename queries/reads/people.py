"""Counts of enrolled diagnoses by place, sex and age."""

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry


def people_by_country(registry: Registry) -> CountTable:
    """Count diagnoses by region, country, site, sex and decade of age."""
    row = registry.people.c
    keys = (row.region_code, row.country_code, row.site_id, row.sex, row.age_decade)
    statement = sa.select(*keys, sa.func.sum(row.n).label("n")).group_by(*keys).order_by(*keys)
    return registry.counts(statement, by=tuple(key.name for key in keys))
