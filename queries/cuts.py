"""How the choices of a reader narrow the records, one cut after the other."""

from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from queries.criteria import Criterion, condition
from queries.filters import Filters


class CutKind(StrEnum):
    """Which choice a cut comes from."""

    PLACE = "place"
    PERIOD = "period"
    TECHNIQUE = "technique"
    CONDITION = "condition"


@dataclass(frozen=True, eq=False)
class Cut:
    """One narrowing of the records; a row where it is neither true nor false is cut away."""

    kind: CutKind
    keeps: sa.ColumnElement[bool]
    criterion: Criterion | None = None  # of a condition


def cuts(filters: Filters, records: sa.FromClause) -> tuple[Cut, ...]:
    """Return what the reader's choices cut away, in the order in which it is told.

    Parameters
    ----------
    filters : Filters
        The choices; the domain is no cut, since nothing is counted across domains.
    records : FromClause
        `index_record`, or a sub-select with its columns.

    Raises
    ------
    KeyError
        If a condition names a column that the records do not have.
    """
    row = records.c
    place = [
        column.in_(chosen)
        for column, chosen in (
            (row.region_code, filters.regions),
            (row.country_code, filters.countries),
            (row.site_id, filters.sites),
        )
        if chosen
    ]
    first, last = filters.period
    period = [] if first is None else [row.index_month >= first]
    if last is not None:
        period.append(row.index_month.between(0, last))  # an unknown month lies in no year
    technique = [row.technique_code.in_(filters.techniques)] if filters.techniques else []
    return (
        *([Cut(CutKind.PLACE, sa.and_(*place))] if place else []),
        *([Cut(CutKind.PERIOD, sa.and_(*period))] if period else []),
        *(Cut(CutKind.TECHNIQUE, keeps) for keeps in technique),
        *(Cut(CutKind.CONDITION, condition(one, records), one) for one in filters.criteria),
    )
