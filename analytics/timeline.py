"""What happened to single patients, in order."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

import pandas as pd

Kind: TypeAlias = Literal["procedure", "reading", "event", "adverse", "death", "last"]
KINDS: tuple[Kind, ...] = ("procedure", "reading", "event", "adverse", "death", "last")


@dataclass(frozen=True)
class Mark:
    """One thing that happened; it holds no date."""

    day: float  # since the index procedure
    kind: Kind
    code: str  # technique, response, event or term; empty: not stated
    detail: tuple[str, ...] = ()  # criterion and reader, or grade and relation


@dataclass(frozen=True)
class Lane:
    """One patient from the index procedure to the end of follow-up."""

    patient_no: int  # within the snapshot, and meaningless outside it
    technique: str  # of the index procedure
    end: float | None  # day of death or last contact; None: not known
    died: bool
    marks: tuple[Mark, ...]  # by day
    undated: int  # what happened on a day that is not known

    @property
    def span(self) -> tuple[float, float]:
        """First and last day of anything known."""
        days = [0.0, *(mark.day for mark in self.marks), self.end or 0.0]
        return min(days), max(days)


@dataclass(frozen=True)
class Timelines:
    """Patients one under the other, the last treated first."""

    lanes: tuple[Lane, ...]


_COLUMNS: Mapping[Kind, tuple[str, tuple[str, ...]]] = {
    "procedure": ("technique_code", ()),
    "reading": ("response", ("criterion", "reader")),
    "event": ("event_type", ()),
    "adverse": ("ctcae_term", ("ctcae_grade", "relatedness")),
}


def timelines(patients: pd.DataFrame, happened: Mapping[Kind, pd.DataFrame]) -> Timelines:
    """Put what happened in order, patient by patient.

    Parameters
    ----------
    patients : DataFrame
        `lane`, `patient_no`, `technique_code`, `exit` (days; nan: not known) and `died`.
    happened : mapping
        By kind: `lane`, `day` (nan: not known) and what it was.
    """
    marks = [(lane, mark) for kind, rows in happened.items() for lane, mark in _marks(kind, rows)]
    return Timelines(
        tuple(
            _lane(row, [mark for lane, mark in marks if lane == row["lane"]])
            for row in patients.to_dict("records")
        )
    )


def _marks(kind: Kind, rows: pd.DataFrame) -> Iterator[tuple[int, Mark]]:
    code, detail = _COLUMNS[kind]
    for row in rows.to_dict("records"):
        told = tuple("" if pd.isna(row[name]) else str(row[name]) for name in (code, *detail))
        day = float("nan") if pd.isna(row["day"]) else float(row["day"])
        yield int(row["lane"]), Mark(day, kind, told[0], told[1:])


def _lane(row: Mapping[Any, Any], marks: list[Mark]) -> Lane:
    # Follow-up of no day is counted as half a day; here it ends on the day itself.
    end = None if pd.isna(row["exit"]) else float(int(row["exit"]))
    died = end is not None and row["died"] == 1
    dated = [mark for mark in marks if mark.day == mark.day]  # nan differs from itself
    if end is not None:
        dated.append(Mark(end, "death" if died else "last", ""))
    return Lane(
        patient_no=int(row["patient_no"]),
        technique=str(row["technique_code"]),
        end=end,
        died=died,
        marks=tuple(sorted(dated, key=lambda mark: (mark.day, KINDS.index(mark.kind), mark.code))),
        undated=len(marks) - sum(mark.kind not in ("death", "last") for mark in dated),
    )
