"""When rows of single persons may be shown, and which columns they may have."""

from typing import Any

import sqlalchemy as sa

from queries.errors import AccessDenied
from queries.policies import Level, View, level
from queries.scope import Role
from queries.state.audit import Entry

_PLACES = frozenset(
    {"site_text", "site_label", "site_name", "country_code", "region_code", "index_month"}
)
_STUDY_NUMBER = "patient_id"  # the registry's pseudonym, by which a site finds its own record
_OFFICE = "Tell the registry office."


def require_rows(role: Role, view: View, logged: Entry | None, statement: sa.Select[Any]) -> None:
    """Refuse rows that a role may not see, that nobody logged, or that tell too much.

    Raises
    ------
    AccessDenied
        If the level is below DEIDENTIFIED, there is no entry in the audit log, or a column is an
        identifier or, below FULL, the study number, a place or a point of the calendar.
    """
    seen = level(role, view)
    if seen < Level.DEIDENTIFIED:
        raise AccessDenied(
            "Rows of single patients are not open to your role.",
            "Ask the registry office for access.",
        )
    if logged is None or not logged.seq:
        raise AccessDenied("Nobody has noted in the audit log who looks at these rows.", _OFFICE)
    for column in statement.selected_columns:
        if _tells_too_much(column, seen):
            raise AccessDenied(
                f"The column {column.name} would tell more of a patient than may be shown.",
                _OFFICE,
            )


def _tells_too_much(column: sa.ColumnElement[Any], seen: Level) -> bool:
    parts = [column, *sa.sql.visitors.iterate(column)]
    names = {str(getattr(part, "name", "")) for part in parts}
    allowed = {_STUDY_NUMBER} if seen is Level.FULL else set()
    if any(name.endswith("_id") for name in names - allowed):
        return True
    dated = (sa.Date, sa.DateTime)
    is_dated = any(isinstance(getattr(part, "type", None), dated) for part in parts)
    return seen < Level.FULL and (is_dated or bool(names & _PLACES))
