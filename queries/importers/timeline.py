"""Days since the index procedure: which procedure is the index, and how far all else is from it."""

from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd

from analytics.inputs import Floats
from queries.domains.catalogue import TABLES, columns_of
from queries.domains.common import COMBINED
from queries.domains.model import Field, Kind
from queries.importers.arrays import (
    Dates,
    cells_of,
    dates_of,
    days_between,
    days_from,
    numbers_of,
    places_of,
)
from queries.importers.draft import Draft, DraftTable
from queries.importers.findings import Findings, Said, Severity
from queries.importers.values import LATEST_DAY


@dataclass(frozen=True)
class Index:
    """Index procedure of one diagnosis: its first one."""

    day: date | None  # calendar date; None where the source has none to the day
    month: int | None  # 12 x year + month - 1
    technique: str  # that the diagnosis counts under
    performed: str  # of the procedure itself


def index_procedures(draft: Draft) -> dict[str, Index]:
    """Return the index procedure of every diagnosis that has one.

    The earliest decides, by calendar date, else by days as the source counts them; of two on
    one day, the lower session number. Its technique is the planned strategy where that is a
    combination, since what happened later must not define the group.
    """
    planned = draft.table("diagnosis").lookup("diagnosis_id", "planned_strategy")
    first: dict[str, tuple[tuple[object, ...], Index]] = {}
    names = (
        "diagnosis_id",
        "procedure_date",
        "procedure_precision",
        "procedure_day",
        "session_no",
        "technique_code",
    )
    for diagnosis, on, precision, since, session, technique in draft.table("procedure").tuples(
        names
    ):
        order = (on is None, on or date.max, since is None, since or 0.0, session or 0)
        if diagnosis in first and first[diagnosis][0] <= order:
            continue
        plan = planned.get(diagnosis)
        index = Index(
            day=on if precision == "DAY" else None,
            month=12 * on.year + on.month - 1 if precision in ("DAY", "MONTH") else None,
            technique=plan if plan in COMBINED else technique or "UNK",
            performed=technique or "UNK",
        )
        first[diagnosis] = (order, index)
    return {diagnosis: index for diagnosis, (_, index) in first.items()}


def count_days(draft: Draft, index: dict[str, Index], findings: Findings) -> None:
    """Fill in the day of every date that is known to the day, in tables of one diagnosis.

    A lesion's assessment belongs to the diagnosis of its lesion.
    """
    known = pd.Index(list(index), dtype=object)
    starts = np.append(days_from([start.day for start in index.values()]), np.datetime64("NaT"))
    of_lesion = draft.table("lesion").lookup("lesion_id", "diagnosis_id")
    for table in draft.tables.values():
        if "diagnosis_id" in table.columns:
            owners = table.column("diagnosis_id")
        elif table.name == "lesion_assessment":
            owners = [of_lesion.get(lesion) for lesion in table.column("lesion_id")]
        else:
            continue
        origin = starts[places_of(known, owners)]  # -1, no index: the one appended
        for field in TABLES[table.name]:
            if field.kind is Kind.DATE:
                since = _count(table, field, origin)
                for place in np.flatnonzero(np.abs(since) > LATEST_DAY).tolist():
                    findings.add(table.finding(place, columns_of(field)[2], _DISTANT))


def _count(table: DraftTable, field: Field, origin: Dates) -> Floats:
    name = columns_of(field)[2]
    since = days_between(origin, dates_of(table, field.stem))
    since = np.where(np.isnan(since), numbers_of(table, name), since)
    table.columns[name] = cells_of(since, ~np.isnan(since))
    return since


_DISTANT = Said(
    Severity.QUERY,
    f"More than {LATEST_DAY:,} days from the index procedure.",
    "Compare the date with the source.",
)
