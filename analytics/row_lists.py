"""Lists to be worked off: visits that are overdue, records that lack a field."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

NOT_ENTERED, UNKNOWN = "NULL", "UNK"
FORM, EVENT, ENROLMENT = "form", "event", "enrolment"


@dataclass(frozen=True)
class OverdueVisit:
    """One scheduled visit whose window has closed."""

    study_number: str  # the registry's pseudonym
    visit: str  # code in the schedule
    due: date | None  # None: not supplied
    opens: date
    closes: date  # last day that counts as in time
    days: int  # from that day to the data cut-off
    is_undated: bool  # it took place, and its day is not entered
    last_contact: date | None  # None: not supplied


@dataclass(frozen=True, eq=False)
class OverdueVisits:
    """Overdue visits of the sites in view, the longest overdue first."""

    site: str
    domain: str  # code
    cutoff: date
    visits: tuple[OverdueVisit, ...]

    @property
    def people(self) -> int:
        """How many study numbers stand in the list."""
        return len({visit.study_number for visit in self.visits})


@dataclass(frozen=True)
class Gap:
    """One record without a value of a field that applies to it."""

    study_number: str
    item: str  # tells records of one patient apart; empty: there is one
    happened: date | None  # day that the record is about; None: none, or not known
    state: str  # NOT_ENTERED or UNKNOWN
    since: date | None  # day from which the value was expected; None: not supplied
    since_what: str  # FORM, EVENT or ENROLMENT; empty: not supplied


@dataclass(frozen=True, eq=False)
class Gaps:
    """Records that lack one field, the longest first."""

    site: str
    domain: str  # code
    form: str  # name of the table
    field: str  # name of the column
    label: str
    gaps: tuple[Gap, ...]

    @property
    def n_unknown(self) -> int:
        """Of these, stated as unknown: entered, and of no use in an analysis."""
        return sum(gap.state == UNKNOWN for gap in self.gaps)


def overdue_in_order(rows: pd.DataFrame, cutoff: date) -> tuple[OverdueVisit, ...]:
    """Return overdue visits, the longest overdue first.

    Parameters
    ----------
    rows : DataFrame
        `patient_id`, `visit_code`, `due`, `opens`, `closes`, `actual_precision`, `last_contact`;
        dates, those that may be missing as None or NaT.
    cutoff : date
        Data cut-off.
    """
    visits = [_overdue(row, cutoff) for row in rows.to_dict("records")]
    return tuple(sorted(visits, key=lambda one: (-one.days, one.study_number, one.visit)))


def gaps_in_order(rows: pd.DataFrame) -> tuple[Gap, ...]:
    """Return records without a value, those not entered first, each by day, the earliest first.

    Parameters
    ----------
    rows : DataFrame
        `patient_id`, `item`, `state`, `happened`, `entered` and `enrolled`; dates, those that
        may be missing as None or NaT.
    """
    found = [_gap(row) for row in rows.to_dict("records")]
    return tuple(
        sorted(
            found,
            key=lambda gap: (gap.state, gap.since or date.max, gap.study_number, gap.item),
        )
    )


def _overdue(row: Mapping[Any, Any], cutoff: date) -> OverdueVisit:
    closes = _day(row["closes"]) or cutoff
    return OverdueVisit(
        study_number=str(row["patient_id"]),
        visit=_text(row["visit_code"]),
        due=_day(row["due"]),
        opens=_day(row["opens"]) or closes,
        closes=closes,
        days=(cutoff - closes).days,
        is_undated=row["actual_precision"] in ("MONTH", "YEAR"),
        last_contact=_day(row["last_contact"]),
    )


def _gap(row: Mapping[Any, Any]) -> Gap:
    days = {FORM: row["entered"], EVENT: row["happened"], ENROLMENT: row["enrolled"]}
    known = [(what, day) for what, cell in days.items() if (day := _day(cell)) is not None]
    what, since = known[0] if known else ("", None)
    return Gap(
        study_number=str(row["patient_id"]),
        item=_text(row["item"]),
        happened=_day(row["happened"]),
        state=str(row["state"]),
        since=since,
        since_what=what,
    )


def _text(cell: object) -> str:
    return "" if pd.isna(cell) else str(cell)  # type: ignore[call-overload]


def _day(cell: object) -> date | None:
    return None if pd.isna(cell) else pd.Timestamp(cell).date()  # type: ignore[call-overload,arg-type]
