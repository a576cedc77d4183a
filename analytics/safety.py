"""Adverse events of several groups side by side, by how severe they were."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property

import pandas as pd

from analytics.adverse_events import Exposure, Incidence, incidence
from analytics.errors import TooFewEvents
from analytics.proportions import Proportion, proportion
from analytics.safety_window import days_watched, windows, within

RELATED = ("POSSIBLE", "PROBABLE", "DEFINITE")
_SEVERE_SIR = ("SEVERE", "LIFE_THREATENING", "DEATH")
LEAST_GRADE = 3

SCALES = ("ctcae", "sir", "cirse")


def _grade(events: pd.DataFrame, scale: str) -> "pd.Series[float]":
    # 3A and 3B are grade 3 of either vintage.
    grade: pd.Series[float] = pd.to_numeric(events[scale].str[:1], errors="coerce")
    return grade


def is_related(events: pd.DataFrame) -> "pd.Series[bool]":
    """Say which events are possibly, probably or definitely related to a procedure."""
    return events["relatedness"].isin(RELATED)


def is_grade_three(events: pd.DataFrame) -> "pd.Series[bool]":
    """Say which events are of CTCAE grade 3 or higher."""
    return _grade(events, "ctcae") >= LEAST_GRADE


def is_major(events: pd.DataFrame) -> "pd.Series[bool]":
    """Say which events are major: related, and severe on any of the three scales."""
    severe = (
        is_grade_three(events)
        | events["sir"].isin(_SEVERE_SIR)
        | (_grade(events, "cirse") >= LEAST_GRADE)
    )
    return severe & is_related(events)


def is_serious(events: pd.DataFrame) -> "pd.Series[bool]":
    """Say which events are serious and related."""
    return (events["serious"] == "Y") & is_related(events)


SEVERITIES: Mapping[str, Callable[[pd.DataFrame], "pd.Series[bool]"]] = {
    "MAJOR": is_major,
    "ANY": lambda events: pd.Series(data=True, index=events.index, dtype=bool),
    "RELATED": is_related,
    "GRADE_3": is_grade_three,
    "SERIOUS": is_serious,
}


@dataclass(frozen=True, eq=False)
class GroupSafety:
    """Adverse events of one group by term; its frame lists all terms of the domain."""

    group: str
    incidence: Incidence


@dataclass(frozen=True, eq=False)
class SafetyByGroup:
    """Adverse events of one severity, by group and of all."""

    severity: str  # key of SEVERITIES
    groups: tuple[GroupSafety, ...]
    overall: GroupSafety
    outside: int  # events that began outside every window; not counted
    undated: int  # events without a day of onset that are counted by their procedure


@dataclass(frozen=True, eq=False)
class Watched:
    """Procedures with their windows, and the events within; not to be shown."""

    procedures: pd.DataFrame
    events: pd.DataFrame
    outside: int
    undated: int

    @cached_property
    def exposures(self) -> dict[str, tuple[Exposure, "pd.Series[str]"]]:
        """Who could have had an event and the procedures, by group in order; first of all."""
        by_group = self.procedures.groupby("group", sort=False)
        parts = {"ALL": self.procedures, **{str(group): rows for group, rows in by_group}}
        return {group: (_exposure(rows), rows["procedure_id"]) for group, rows in parts.items()}


def watched(
    procedures: pd.DataFrame,
    events: pd.DataFrame,
    *,
    days: Mapping[str, float],
) -> Watched:
    """Return procedures with their windows and the events that lie within.

    Parameters
    ----------
    procedures : DataFrame
        In the order of display of `group`; columns as in `windows`, and `group`.
    events : DataFrame
        `patient_no`, `group`, `procedure_id`, `onset`, `term`, the three scales,
        `relatedness` and `serious`.
    days : mapping
        Days of the window of techniques that are radioembolisation.

    Raises
    ------
    TooFewEvents
        If nobody had a procedure.
    """
    if procedures.empty:
        raise TooFewEvents("Nobody had a procedure.", "Widen the filters.")
    seen = windows(procedures, days)
    events = events[events["patient_no"].isin(seen["patient_no"])]
    inside = within(events, seen, frozenset(days))
    kept = events[inside]
    return Watched(
        procedures=seen,
        events=kept.assign(term=kept["term"].fillna("NOT_STATED")),
        outside=len(events) - len(kept),
        undated=int(kept["onset"].isna().sum()),
    )


def safety_by_group(seen: Watched, severity: str) -> SafetyByGroup:
    """Count events of one severity over patients, procedures and time, by group.

    Parameters
    ----------
    seen : Watched
        Procedures and the events within their windows.
    severity : str
        Key of SEVERITIES.
    """
    events = seen.events[SEVERITIES[severity](seen.events)]
    (everybody, of_all), *by_group = seen.exposures.items()
    overall = _counted(everybody, of_all, events, None)
    terms = tuple(overall.incidence.frame["term"].iloc[1:])
    groups = tuple(
        _counted(group, exposed, events[events["group"] == group], terms)
        for group, exposed in by_group
    )
    return SafetyByGroup(severity, groups, overall, seen.outside, seen.undated)


def _exposure(procedures: pd.DataFrame) -> Exposure:
    return Exposure(
        patients=int(procedures["patient_no"].nunique()),
        procedures=len(procedures),
        patient_days=days_watched(procedures),
    )


def _counted(
    group: str,
    exposed: tuple[Exposure, "pd.Series[str]"],
    events: pd.DataFrame,
    terms: tuple[str, ...] | None,
) -> GroupSafety:
    exposure, procedures = exposed
    known = events["procedure_id"].where(events["procedure_id"].isin(procedures), None)
    found = incidence(
        events["term"].to_numpy(dtype=object),
        events["patient_no"].to_numpy(),
        known.to_numpy(dtype=object),
        exposure,
        terms=terms,
    )
    return GroupSafety(group, found)


def share_of(found: Incidence, row: int, unit: str = "patient") -> Proportion | None:
    """Return the patients or procedures of a row as a share of those exposed.

    Parameters
    ----------
    found : Incidence
        Adverse events by term.
    row : int
        0 for all terms together, then the terms.
    unit : {"patient", "procedure"}
        What is counted.
    """
    n = found.exposure.patients if unit == "patient" else found.exposure.procedures
    if not n:
        return None
    values = found.frame.iloc[row]
    return Proportion(
        successes=int(values[f"{unit}s"]),
        n=n,
        estimate=float(values[f"{unit}_share"]),
        lower=float(values[f"{unit}_lower"]),
        upper=float(values[f"{unit}_upper"]),
        method="exact",
        confidence=found.confidence,
    )


@dataclass(frozen=True, eq=False)
class WorstGrade:
    """Patients by their worst grade on one scale; not entered stands last."""

    scale: str
    grades: tuple[str, ...]  # codes, from mild to severe; empty: the source has no such grade
    events: tuple[int, ...]
    patients: tuple[Proportion, ...]  # of everybody treated, each by the worst grade
    ungraded: int  # events without a grade on this scale


def worst_grades(seen: Watched, orders: Mapping[str, tuple[str, ...]]) -> tuple[WorstGrade, ...]:
    """Count events by grade, and patients by their worst grade, on each scale.

    Parameters
    ----------
    seen : Watched
        Procedures and the events within their windows.
    orders : mapping
        Codes of each of SCALES from mild to severe.
    """
    n = int(seen.procedures["patient_no"].nunique())
    return tuple(_worst(seen.events, scale, orders[scale], n) for scale in SCALES)


def _worst(events: pd.DataFrame, scale: str, order: tuple[str, ...], n: int) -> WorstGrade:
    rank = events[scale].map({code: i for i, code in enumerate(order)})
    graded = rank.notna()
    worst = rank[graded].groupby(events.loc[graded, "patient_no"]).max()
    used = [i for i in range(len(order)) if (rank == i).any()]
    return WorstGrade(
        scale=scale,
        grades=tuple(order[i] for i in used),
        events=tuple(int((rank == i).sum()) for i in used),
        patients=tuple(proportion(int((worst == i).sum()), n, method="exact") for i in used),
        ungraded=int((~graded).sum()),
    )
