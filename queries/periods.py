"""Conditions that a reader's years set on a month."""

import sqlalchemy as sa

from queries.filters import Filters

Conditions = list[sa.ColumnElement[bool]]


def within_years(month: sa.ColumnElement[int], filters: Filters) -> Conditions:
    """Return what a month must meet; 12 x year + month - 1, an unknown one (-1) in no year."""
    first, last = filters.period
    conditions = [] if first is None else [month >= first]
    return conditions if last is None else [*conditions, month.between(0, last)]


def enrolled_within_years(month: sa.ColumnElement[int], filters: Filters) -> Conditions:
    """Return what a month of enrolment must meet; known to the year only, it is minus the year."""
    known_to_month = within_years(month, filters)
    if not known_to_month:
        return []
    first, last = filters.first_year, filters.last_year
    known_to_year = [month < -1]
    known_to_year += [] if first is None else [month <= -first]
    known_to_year += [] if last is None else [month >= -last]
    return [sa.or_(sa.and_(*known_to_month), sa.and_(*known_to_year))]
