"""Counts of enrolled diagnoses by place, sex, age and year."""

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry


def people_by_country(registry: Registry) -> CountTable:
    """Count diagnoses by region, country, site, sex and decade of age."""
    row = registry.people.c
    keys = (row.region_code, row.country_code, row.site_id, row.sex, row.age_decade)
    statement = sa.select(*keys, sa.func.sum(row.n).label("n")).group_by(*keys).order_by(*keys)
    return registry.counts(statement, by=tuple(key.name for key in keys))


def people_by_year(registry: Registry, old: int) -> CountTable:
    """Count diagnoses by year of the index procedure, country, sex and age.

    Parameters
    ----------
    old : int
        Completed years at enrolment from which somebody counts as old.

    Returns
    -------
    CountTable
        Keys `year` (missing: not known), `region_code`, `country_code`, `sex` and `is_old`
        (1, 0; missing: age not entered).
    """
    row = registry.records.c
    is_old = sa.case((row.age_at_enrolment >= old, 1), (row.age_at_enrolment < old, 0))
    year = (row.index_month // 12).label("year")
    place = (row.region_code, row.country_code)
    # Apart, so that PostgreSQL groups by columns and not by what it takes for other numbers.
    person = sa.select(year, *place, row.sex, is_old.label("is_old")).subquery("person")
    keys = tuple(person.c)
    statement = sa.select(*keys, sa.func.count().label("n")).group_by(*keys).order_by(*keys)
    return registry.counts(statement, by=tuple(key.name for key in keys))
