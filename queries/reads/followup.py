"""Counts of follow-up: who left when and why, by technique."""

import sqlalchemy as sa

from analytics.cells import CountTable
from queries.registry import Registry

LATE_ENTRY = -1  # stands in the code column for patients who enter late on that day


def counted_by_technique(registry: Registry, endpoint_code: str) -> CountTable:
    """Count diagnoses by technique, half day and code, and late entries by half day.

    Returns
    -------
    CountTable
        Keys `technique_code`, `day`, `code`: 0 censored, 1 event, 2.. competing event, -1 entered
        late on that day. Days may be halves: a same-day event is counted at 0.5.
    """
    row = registry.follow_up.c
    counted = (row.endpoint_code == endpoint_code, row.left_out.is_(None))
    leaving = (
        sa.select(
            row.technique_code,
            row.exit_half_days.label("half_day"),
            row.code,
            sa.func.count().label("n"),
        )
        .where(*counted)
        .group_by(row.technique_code, row.exit_half_days, row.code)
    )
    entering = (
        sa.select(row.technique_code, row.entry_half_days, sa.literal(LATE_ENTRY), sa.func.count())
        .where(*counted, row.entry_half_days > 0)
        .group_by(row.technique_code, row.entry_half_days)
    )
    # Two plain selects: a shared sub-select would be stored first by PostgreSQL.
    statement = sa.union_all(leaving, entering)
    counts = registry.counts(statement, by=("technique_code", "half_day", "code"))
    frame = counts.frame.assign(day=counts.frame["half_day"] / 2).drop(columns="half_day")
    return CountTable(frame, ("technique_code", "day", "code"))


def left_out_by_reason(registry: Registry, endpoint_code: str) -> CountTable:
    """Count diagnoses that cannot be counted for an endpoint, by reason."""
    row = registry.follow_up.c
    statement = (
        sa.select(row.left_out.label("reason"), sa.func.count().label("n"))
        .where(row.endpoint_code == endpoint_code, row.left_out.is_not(None))
        .group_by(row.left_out)
        .order_by(row.left_out)
    )
    return registry.counts(statement, by=("reason",))


def index_months(registry: Registry) -> CountTable:
    """Count follow-up rows by month of the index procedure; NULL where no date is known."""
    month = registry.follow_up.c.index_month
    statement = sa.select(month, sa.func.count().label("n")).group_by(month).order_by(month)
    return registry.counts(statement, by=("index_month",))


def counted_techniques(registry: Registry) -> CountTable:
    """Count follow-up rows by technique."""
    technique = registry.follow_up.c.technique_code
    statement = sa.select(technique, sa.func.count().label("n")).group_by(technique)
    return registry.counts(statement.order_by(technique), by=("technique_code",))


def counted_by_cluster(registry: Registry, endpoint_code: str) -> CountTable:
    """Count lesions by technique, patient, entry, exit and code, for clustered intervals.

    Returns
    -------
    CountTable
        Keys `technique_code`, `cluster_no` (numbers the patients of a snapshot, and means
        nothing outside it), `entry` and `day` (days since the lesion's first treatment, halves
        included) and `code`: 0 censored, 1 event, 2.. competing event.
    """
    row = registry.follow_up.c
    keys = (row.technique_code, row.cluster_no, row.entry_half_days, row.exit_half_days, row.code)
    statement = (
        sa.select(*keys, sa.func.count().label("n"))
        .where(
            row.endpoint_code == endpoint_code,
            row.left_out.is_(None),
            row.cluster_no.is_not(None),
        )
        .group_by(*keys)
        .order_by(*keys)
    )
    counts = registry.counts(statement, by=tuple(key.name for key in keys))
    halves = counts.frame[["entry_half_days", "exit_half_days"]] / 2
    frame = counts.frame.assign(entry=halves["entry_half_days"], day=halves["exit_half_days"])
    by = ("technique_code", "cluster_no", "entry", "day", "code")
    return CountTable(frame[[*by, "n"]], by)


def clusters_by_technique(registry: Registry, endpoint_code: str) -> CountTable:
    """Count the patients whose lesions are counted for an endpoint, by technique."""
    row = registry.follow_up.c
    statement = (
        sa.select(row.technique_code, sa.func.count(row.cluster_no.distinct()).label("n"))
        .where(row.endpoint_code == endpoint_code, row.left_out.is_(None))
        .group_by(row.technique_code)
        .order_by(row.technique_code)
    )
    return registry.counts(statement, by=("technique_code",))
