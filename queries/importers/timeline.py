"""Days since the index procedure: which procedure is the index, and how far all else is from it."""

from dataclasses import dataclass
from datetime import date

from queries.domains.catalogue import TABLES, columns_of
from queries.domains.model import Kind
from queries.importers.draft import Draft, DraftTable
from queries.importers.findings import Findings, Said, Severity
from queries.importers.values import LATEST_DAY


@dataclass(frozen=True)
class Index:
    """Index procedure of one diagnosis: its first one."""

    day: date | None  # calendar date; None where the source has none to the day
    month: int | None  # 12 x year + month - 1
    technique: str


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
            technique=plan if plan in _COMBINED else technique or "UNK",
        )
        first[diagnosis] = (order, index)
    return {diagnosis: index for diagnosis, (_, index) in first.items()}


_COMBINED = frozenset({"TACE_ABL", "ABL_CEMENT"})


def count_days(draft: Draft, index: dict[str, Index], findings: Findings) -> None:
    """Fill in the day of every date that is known to the day, in tables of one diagnosis."""
    for table in draft.tables.values():
        if "diagnosis_id" not in table.columns:
            continue
        owners = table.column("diagnosis_id")
        for field in TABLES[table.name]:
            if field.kind is not Kind.DATE:
                continue
            name, precision, day = columns_of(field)
            starts = [index[o].day if o in index else None for o in owners]
            table.columns[day] = [
                (on - start).days * 1.0 if on and start and said == "DAY" else given
                for on, start, said, given in zip(
                    table.column(name),
                    starts,
                    table.column(precision),
                    table.column(day),
                    strict=True,
                )
            ]
            _query_distant(table, day, findings)


def _query_distant(table: DraftTable, day: str, findings: Findings) -> None:
    for place, since in enumerate(table.columns[day]):
        if since is not None and abs(since) > LATEST_DAY:
            findings.add(table.finding(place, day, _DISTANT))


_DISTANT = Said(
    Severity.QUERY,
    f"More than {LATEST_DAY:,} days from the index procedure.",
    "Compare the date with the source.",
)
