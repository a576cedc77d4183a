"""Conditions on what is known at the index procedure, by which a cohort is cut out."""

from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa


@dataclass(frozen=True)
class Criterion:
    """One condition on one column of `index_record`.

    A diagnosis without a value meets no condition unless `keeps_missing` says so; a stated
    "unknown" (UNK) is a code like another.
    """

    field: str
    codes: tuple[str, ...] = ()  # any of these; empty: no restriction by code
    low: float | None = None  # at least, inclusive
    high: float | None = None  # at most, inclusive
    keeps_missing: bool = False


def condition(criterion: Criterion, records: sa.FromClause) -> sa.ColumnElement[bool]:
    """Return the condition that a record must meet.

    Raises
    ------
    KeyError
        If the records have no such column.
    """
    column: sa.ColumnElement[Any] = records.c[criterion.field]
    parts: list[sa.ColumnElement[bool]] = [column.is_not(None)]
    if criterion.codes:
        parts.append(column.in_(criterion.codes))
    if criterion.low is not None:
        parts.append(column >= criterion.low)
    if criterion.high is not None:
        parts.append(column <= criterion.high)
    meets = sa.and_(*parts)
    return sa.or_(meets, column.is_(None)) if criterion.keeps_missing else meets
