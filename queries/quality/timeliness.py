"""Checks of pace: how soon after an event its form is entered."""

import pandas as pd

from queries.quality.frames import Frames
from queries.quality.model import Category, Check, Looked, Owner, Rule, looked

_SOON = pd.Timedelta(days=30)


def _entered_soon(table: str, happened: str, entered: str) -> Rule:
    def rule(frames: Frames) -> Looked:
        rows = _rows(frames, table)
        known = rows[happened].notna() & rows[entered].notna()
        return looked(rows, known, rows[entered] - rows[happened] > _SOON)

    return rule


def _not_entered_before(table: str, happened: str, entered: str) -> Rule:
    def rule(frames: Frames) -> Looked:
        rows = _rows(frames, table)
        known = rows[happened].notna() & rows[entered].notna()
        return looked(rows, known, rows[entered] < rows[happened])

    return rule


def _rows(frames: Frames, table: str) -> pd.DataFrame:
    return frames.diagnosis if table == "diagnosis" else frames.table(table)


_FORMS = (
    ("enrolments", "diagnosis", "enrolment_date", "patient_entered"),
    ("deaths", "diagnosis", "death_date", "vital_entered"),
    ("procedures", "procedure", "procedure_date", "date_entered"),
    ("visits", "visit", "actual_date", "date_entered"),
    ("adverse events", "adverse_event", "onset_date", "date_entered"),
)
TIMELINESS = (
    *(
        Check(
            f"T{number:02d}",
            f"Forms of {unit} are entered within 30 days.",
            Category.TIMELINESS,
            Owner.SITE,
            unit,
            0.20,
            "What is entered late is invisible until then.",
            "Enter forms at the visit, or plan a weekly hour for them.",
            _entered_soon(table, happened, entered),
        )
        for number, (unit, table, happened, entered) in enumerate(_FORMS, start=1)
    ),
    *(
        Check(
            f"T{number:02d}",
            f"Forms of {unit} are not entered before they happened.",
            Category.TIMELINESS,
            Owner.SITE,
            unit,
            0.0,
            "One of the two dates is wrong.",
            "Compare the date of the event with the source.",
            _not_entered_before(table, happened, entered),
        )
        for number, (unit, table, happened, entered) in enumerate(_FORMS, start=11)
    ),
)
