"""Lists to be worked off as tables: for readers, and with their codes for files."""

from collections.abc import Sequence
from datetime import date
from typing import TypeVar

import pandas as pd

from analytics.row_lists import Gap, Gaps, OverdueVisit, OverdueVisits
from dashboard.sentences.row_lists import (
    MOST_ON_SCREEN,
    calendar_day,
    item_name,
    since_words,
    state_name,
    visit_state,
)
from dashboard.wording import NOT_SUPPLIED, Words, whole
from queries.domains.catalogue import DOMAINS

T = TypeVar("T")


def overdue_table(result: OverdueVisits, _words: Words) -> pd.DataFrame:
    """Write one row per overdue visit, the longest overdue first."""
    return pd.DataFrame(
        [
            {
                "Study number": visit.study_number,
                "Visit": visit.visit,
                "Days overdue": whole(visit.days),
                "Due": calendar_day(visit.due),
                "Window": f"{calendar_day(visit.opens)} to {calendar_day(visit.closes)}",
                "Last contact": calendar_day(visit.last_contact),
                "State": visit_state(visit),
                "Disease domain": DOMAINS[result.domain].name,
            }
            for visit in _on_screen(result.visits)
        ]
    )


def overdue_rows(result: OverdueVisits, _words: Words) -> pd.DataFrame:
    """Return every overdue visit."""
    return pd.DataFrame([_overdue_row(result, visit) for visit in result.visits])


def _overdue_row(result: OverdueVisits, visit: OverdueVisit) -> dict[str, object]:
    return {
        "study_number": visit.study_number,
        "site": result.site,
        "domain": result.domain,
        "visit": visit.visit,
        "days_overdue": visit.days,
        "due": _iso(visit.due),
        "window_opens": _iso(visit.opens),
        "window_closes": _iso(visit.closes),
        "last_contact": _iso(visit.last_contact),
        "state": visit_state(visit),
    }


def gaps_table(result: Gaps, _words: Words) -> pd.DataFrame:
    """Write one row per record without the field, those not entered first."""
    return pd.DataFrame(
        [
            {
                "Study number": gap.study_number,
                "Record": item_name(result, gap),
                "Field": result.label,
                "State": state_name(gap),
                "Expected since": since_words(gap),
                "Disease domain": DOMAINS[result.domain].name,
            }
            for gap in _on_screen(result.gaps)
        ]
    )


def gaps_rows(result: Gaps, _words: Words) -> pd.DataFrame:
    """Return every record without the field."""
    return pd.DataFrame([_gap_row(result, gap) for gap in result.gaps])


def _gap_row(result: Gaps, gap: Gap) -> dict[str, object]:
    return {
        "study_number": gap.study_number,
        "site": result.site,
        "domain": result.domain,
        "form": result.form,
        "field": result.field,
        "record": item_name(result, gap),
        "state": state_name(gap),
        "expected_since": _iso(gap.since),
        "since_what": gap.since_what or NOT_SUPPLIED,
    }


def _on_screen(rows: Sequence[T]) -> Sequence[T]:
    return rows[:MOST_ON_SCREEN]


def _iso(day: date | None) -> str:
    return NOT_SUPPLIED if day is None else day.isoformat()
