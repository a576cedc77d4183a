"""Counts of screening logs: who was looked at, and how many of them were treated."""

from datetime import date

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry


def screened_by_site(registry: Registry) -> CountTable:
    """Add up the screening log of each site in view, over the months that are whole.

    Returns
    -------
    CountTable
        Keys `site_id`, `site_text`, `is_whole` (1: all four steps are counted; 0: the month
        lacks one), `eligible`, `consented`, `treated` and `months`; counted are the screened.
    """
    log, site = registry.course("screening").c, registry.sites.c
    steps = (log.screened, log.eligible, log.consented, log.treated)
    is_whole = sa.case((sa.and_(*(step.is_not(None) for step in steps)), 1), else_=0)
    # Apart, so that PostgreSQL groups by a column and not by what it takes for other numbers.
    month = (
        sa.select(site.site_id, site.site_text, is_whole.label("is_whole"), *steps)
        .join_from(registry.sites, log.month.table, log.site_id == site.site_id)
        .where(*_within(registry, log.month))
        .subquery("month_of_log")
    )
    keys = (month.c.site_id, month.c.site_text, month.c.is_whole)
    screened, *later = (
        sa.func.coalesce(sa.func.sum(month.c[step.name]), 0).label(step.name) for step in steps
    )
    statement = (
        sa.select(*keys, *later, sa.func.count().label("months"), screened.label("n"))
        .group_by(*keys)
        .order_by(*keys)
    )
    by = (*(key.name for key in keys), *(step.name for step in later), "months")
    return registry.counts(statement, by=by)


def _within(registry: Registry, month: sa.ColumnElement[date]) -> list[sa.ColumnElement[bool]]:
    first, last = registry.period
    since = [] if first is None else [month >= _first_day(first)]
    return since if last is None else [*since, month <= _first_day(last)]


def _first_day(month: int) -> date:
    return date(month // 12, month % 12 + 1, 1)
