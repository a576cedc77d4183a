"""Why a value that describes a diagnosis is absent: not entered, unknown, or not applicable."""

from enum import StrEnum
from typing import Any

import sqlalchemy as sa

from queries.domains.model import Field

UNKNOWN = "UNK"  # the code of a stated "unknown"


class State(StrEnum):
    """What stands in the place of a value."""

    KNOWN = "KNOWN"
    UNKNOWN = "UNKNOWN"  # stated to be unknown
    NOT_ENTERED = "NOT_ENTERED"
    NOT_APPLICABLE = "NOT_APPLICABLE"  # by a rule of the catalogue


def state_of(field: Field, records: sa.FromClause) -> sa.ColumnElement[str]:
    """Return the state of a field in each record, as text.

    A value that is entered counts as known even where the rule says that it does not apply.
    """
    column: sa.ColumnElement[Any] = records.c[field.name]
    whens: list[tuple[sa.ColumnElement[bool], str]] = []
    if field.applies_when is not None and field.applies_when[0] in records.c:
        above = records.c[field.applies_when[0]]
        # Where the condition itself is absent, nobody knows that the field does not apply.
        fails = sa.and_(above.is_not(None), above.not_in((*field.applies_when[1:], UNKNOWN)))
        whens.append((sa.and_(column.is_(None), fails), State.NOT_APPLICABLE.value))
    whens.append((column.is_(None), State.NOT_ENTERED.value))
    if any(code.code == UNKNOWN for code in field.codes):
        whens.append((column == UNKNOWN, State.UNKNOWN.value))
    return sa.case(*whens, else_=State.KNOWN.value)
