"""What a safety board asks first: major events, serious events, early deaths."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.cells import CountTable
from analytics.early_mortality import EarlyDeaths, early_deaths
from analytics.proportions import Proportion, proportion
from analytics.safety import SEVERITIES, SafetyByGroup, Watched, safety_by_group

HORIZONS = (30, 90)  # days after the index procedure
_ENTERED = {"SERIOUS": "serious", "RELATED": "relatedness", "GRADE_3": "ctcae"}


@dataclass(frozen=True, eq=False)
class Board:
    """The first numbers of safety, of all and by group."""

    major: Proportion | None  # patients with a major event; None: no adverse events supplied
    serious: Proportion | None  # None: no adverse events, or nobody says which are serious
    deaths: tuple[EarlyDeaths, ...]  # of all, one per horizon
    deaths_by_group: tuple[EarlyDeaths, ...]  # group by group, each with every horizon


@dataclass(frozen=True, eq=False)
class Levels:
    """Adverse events of every severity, side by side."""

    by_severity: tuple[SafetyByGroup, ...]
    not_entered: frozenset[str]  # severities of which no event holds what they rest on


def levels(seen: Watched) -> Levels:
    """Count adverse events of every severity."""
    return Levels(
        by_severity=tuple(safety_by_group(seen, severity) for severity in SEVERITIES),
        not_entered=not_entered(seen.events),
    )


def not_entered(events: pd.DataFrame) -> frozenset[str]:
    """Return the severities that no event of the source lets one judge."""
    if events.empty:
        return frozenset()
    return frozenset(name for name, column in _ENTERED.items() if events[column].isna().all())


def board(seen: Watched | None, deaths: Sequence[CountTable], groups: Sequence[str]) -> Board:
    """Put the first numbers of safety together.

    Parameters
    ----------
    seen : Watched or None
        Procedures and events; None where the source supplies no adverse events.
    deaths : sequence of CountTable
        Patients by technique and status, one per horizon.
    groups : sequence of str
        Codes of the techniques in the order of display.
    """
    by_horizon = list(zip(HORIZONS, deaths, strict=True))
    return Board(
        major=None if seen is None else _patients(seen, "MAJOR"),
        serious=None if seen is None else _patients(seen, "SERIOUS"),
        deaths=tuple(early_deaths(counts, "ALL", days) for days, counts in by_horizon),
        deaths_by_group=tuple(
            early_deaths(counts, group, days) for group in groups for days, counts in by_horizon
        ),
    )


def _patients(seen: Watched, severity: str) -> Proportion | None:
    if severity in not_entered(seen.events):
        return None
    had = seen.events[SEVERITIES[severity](seen.events)]["patient_no"].nunique()
    return proportion(int(had), int(seen.procedures["patient_no"].nunique()), method="exact")
