"""Counts behind comparisons of outcomes and behind the maturity of follow-up, by technique."""

from typing import Literal, TypeAlias

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.reads.readiness import HALF_DAYS_PER_MONTH, LOST_AFTER
from queries.registry import Registry

_YEAR = 12  # months of the follow-up gate

Stratum: TypeAlias = Literal["", "region_code", "site_id"]


def counted_with_entry(registry: Registry, endpoint_code: str, stratum: Stratum = "") -> CountTable:
    """Count diagnoses by technique, entry, exit and code, and by region or site if asked.

    Returns
    -------
    CountTable
        Keys `technique_code`, the stratum where there is one, `entry` and `day` (days since the
        index procedure, halves included; entry 0: from the start) and `code`.
    """
    row = registry.follow_up.c
    strata = [row[stratum]] if stratum else []
    keys = (row.technique_code, *strata, row.entry_half_days, row.exit_half_days, row.code)
    statement = (
        sa.select(*keys, sa.func.count().label("n"))
        .where(row.endpoint_code == endpoint_code, row.left_out.is_(None))
        .group_by(*keys)
        .order_by(*keys)
    )
    counts = registry.counts(statement, by=tuple(key.name for key in keys))
    entry = counts.frame["entry_half_days"].fillna(0).clip(lower=0) / 2
    frame = counts.frame.assign(entry=entry, day=counts.frame["exit_half_days"] / 2)
    by = ("technique_code", *((stratum,) if stratum else ()), "entry", "day", "code")
    return CountTable(frame[[*by, "n"]], by)


def counted_by_site(registry: Registry, endpoint_code: str) -> CountTable:
    """Count diagnoses or lesions by site, technique and month of the index procedure.

    Returns
    -------
    CountTable
        Keys `site_id`, `technique_code`, `index_month` (NULL: no calendar).
    """
    row = registry.follow_up.c
    keys = (row.site_id, row.technique_code, row.index_month)
    statement = (
        sa.select(*keys, sa.func.count().label("n"))
        .where(row.endpoint_code == endpoint_code, row.left_out.is_(None))
        .group_by(*keys)
        .order_by(*keys)
    )
    return registry.counts(statement, by=tuple(key.name for key in keys))


def followed_by_month(registry: Registry, endpoint_code: str) -> CountTable:
    """Sum follow-up by technique and month of the index procedure.

    Returns
    -------
    CountTable
        Keys `technique_code`, `index_month` (12 x year + month - 1), `n_censored`, `n_known`
        (with an event within a year, or observed for a year), `half_days` under observation and
        `half_days_censored` (of those without event). Rows without calendar are not counted.
    """
    row = registry.follow_up.c
    made = row.exit_half_days - sa.func.coalesce(row.entry_half_days, 0)
    year = _YEAR * HALF_DAYS_PER_MONTH
    is_known = sa.or_(row.exit_half_days >= year, row.code > 0)
    sums = {
        "n_censored": sa.case((row.code == 0, 1), else_=0),
        "n_known": sa.case((is_known, 1), else_=0),
        "half_days": made,
        "half_days_censored": sa.case((row.code == 0, made), else_=0),
    }
    keys = (row.technique_code, row.index_month)
    statement = (
        sa.select(
            *keys,
            *(sa.func.sum(value).label(name) for name, value in sums.items()),
            sa.func.count().label("n"),
        )
        .where(
            row.endpoint_code == endpoint_code,
            row.left_out.is_(None),
            row.index_month.is_not(None),
        )
        .group_by(*keys)
        .order_by(*keys)
    )
    counts = registry.counts(statement, by=(*(key.name for key in keys), *sums))
    # A sum is a Decimal in PostgreSQL and an int in SQLite.
    frame = counts.frame.astype(dict.fromkeys(sums, "int64"))
    return CountTable(frame, counts.keys)


def lost_by_technique(registry: Registry, endpoint_code: str) -> CountTable:
    """Count those without event who were not seen in the last year before the data cut-off.

    Returns
    -------
    CountTable
        Keys `technique_code` and `day` (days since the index procedure on which they were last
        seen). Empty where there is no calendar.
    """
    row = registry.follow_up.c
    keys = (row.technique_code, row.exit_half_days)
    statement = (
        sa.select(*keys, sa.func.count().label("n"))
        .where(
            row.endpoint_code == endpoint_code,
            row.left_out.is_(None),
            row.code == 0,
            _is_lost(registry),
        )
        .group_by(*keys)
        .order_by(*keys)
    )
    counts = registry.counts(statement, by=tuple(key.name for key in keys))
    frame = counts.frame.assign(day=counts.frame["exit_half_days"] / 2)
    by = ("technique_code", "day")
    return CountTable(frame[[*by, "n"]], by)


def _is_lost(registry: Registry) -> sa.ColumnElement[bool]:
    cutoff = registry.cutoff
    if cutoff is None:
        return sa.false()
    row = registry.follow_up.c
    earliest = 12 * cutoff.year + cutoff.month - 1 - LOST_AFTER
    last_seen = row.index_month * HALF_DAYS_PER_MONTH + row.exit_half_days
    return last_seen < earliest * HALF_DAYS_PER_MONTH
