"""Counts of delays, scheduled visits and follow-up made, by site."""

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry


def delays_by_site(registry: Registry) -> CountTable:
    """Count entered forms by form, site and days from event to entry (-1: negative)."""
    row = registry.delays.c
    keys = (row.form, row.site_id, row.site_text, row.delay_days)
    statement = sa.select(*keys, sa.func.sum(row.n).label("n")).group_by(*keys).order_by(*keys)
    return registry.counts(statement, by=tuple(key.name for key in keys))


def visits_by_status(registry: Registry) -> CountTable:
    """Count scheduled visits by site, visit and status."""
    row = registry.visits.c
    keys = (row.site_id, row.site_text, row.visit_code, row.status)
    statement = sa.select(*keys, sa.func.sum(row.n).label("n")).group_by(*keys).order_by(*keys)
    return registry.counts(statement, by=tuple(key.name for key in keys))


def observation_by_site(registry: Registry) -> CountTable:
    """Count diagnoses whose follow-up could reach a horizon, by site, with what was made of it.

    Returns
    -------
    CountTable
        Keys `horizon_months` (0: the data cut-off), `site_id`, `site_text`, `region_code`,
        `n_known` (died, or seen at the horizon), `observed_days`, `possible_days`.
    """
    row = registry.observation.c
    keys = (
        *(row.horizon_months, row.site_id, row.site_text, row.region_code),
        *(row.n_known, row.observed_days, row.possible_days),
    )
    statement = sa.select(*keys, row.n).order_by(*keys[:2])
    return registry.counts(statement, by=tuple(key.name for key in keys))
