"""Counts of entered fields among those to which they apply, by field and site."""

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry


def entered_by_field(registry: Registry) -> CountTable:
    """Count the rows to which each core field applies, by table, field and site.

    Returns
    -------
    CountTable
        Keys `table_name`, `column_name`, `site_id`, `site_text`, `region_code`, `n_entered`
        (with those stated as unknown) and `n_unknown`; `n` rows to which the field applies.
    """
    row = registry.completeness.c
    keys = (row.table_name, row.column_name, row.site_id)
    # A site has one text and one region; as keys they would make the sorting a third longer.
    of_site = (row.site_text, row.region_code)
    statement = (
        sa.select(
            *keys,
            *(sa.func.min(column).label(column.name) for column in of_site),
            sa.func.sum(row.n_entered).label("n_entered"),
            sa.func.sum(row.n_unknown).label("n_unknown"),
            sa.func.sum(row.n_applicable).label("n"),
        )
        .group_by(*keys)
        .order_by(*keys)
    )
    by = (*(column.name for column in (*keys, *of_site)), "n_entered", "n_unknown")
    return registry.counts(statement, by=by)
