"""A check of released curves against the people behind them, by their published rules alone.

It shares no code with what groups the curves, so that one mistake cannot be made twice.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Days: TypeAlias = npt.NDArray[np.float64]
Codes: TypeAlias = npt.NDArray[np.int64]
Told: TypeAlias = tuple[str, int]  # what a published number counts, and the true count

_DAYS_PER_MONTH = 30.4375


@dataclass(frozen=True, eq=False)
class Arm:
    """The people behind one curve: who left on which day, and who came late."""

    left: Days  # day on which some left
    died: Codes  # 1 where the event made them leave
    people: Codes  # how many
    late: Days  # day on which some entered late
    entrants: Codes  # how many
    enrolled: int  # with those who could not be followed


@dataclass(frozen=True)
class CurveHabits:
    """What is publicly known of how curves are released."""

    threshold: int = 11
    step_events: int = 11
    least_people: int = 50
    grid: int = 3  # months


def told_too_closely(
    released: Mapping[str, Any], arms: Mapping[str, Arm], habits: CurveHabits
) -> tuple[str, ...]:
    """Return what released curves tell that they may not; empty: they may go out.

    Parameters
    ----------
    released : Mapping
        The comparison as plain data, as it is published.
    arms : Mapping of Arm
        The people of every group, those of groups that are withheld as well.
    habits : CurveHabits
        The published rules.

    Returns
    -------
    tuple of str
        One line per finding; no line holds a count.
    """
    shown = {name: curve for name, curve in released["groups"].items() if "month" in curve}
    findings = [
        f"The curve of {name}: {line}"
        for name, curve in shown.items()
        for line in _of_one(curve, arms[name], habits)
    ]
    overall = released["overall"]
    if "month" in overall:
        findings += [
            f"The curve of everybody: {line}"
            for line in _of_one(overall, _together(list(arms.values())), habits)
        ]
        if shown:
            findings.append("Everybody is shown beside single groups.")
    return tuple(findings)


def _of_one(curve: Mapping[str, Any], arm: Arm, habits: CurveHabits) -> Iterator[str]:
    months = np.array(curve["month"], dtype=np.float64)
    days = months * _DAYS_PER_MONTH
    if _counted(arm) < habits.least_people:
        yield "it rests on too few people."
    if (months % habits.grid).any() or months[0] != 0:
        yield "a point lies off the grid."
    per_step = np.diff([_died_by(arm, day) for day in days])
    if (per_step < habits.step_events).any():
        yield "a step tells of too few events."
    if _observed_after(arm, days[-1]) < habits.threshold:
        yield "it goes on where too few people stay."
    percents = np.array([curve["percent"], curve["lower"], curve["upper"]], dtype=np.float64)
    if (percents % 1).any():
        yield "a share is not a whole percent."
    yield from _differences(curve, arm, habits, float(days[-1]))


def _differences(
    curve: Mapping[str, Any], arm: Arm, habits: CurveHabits, last: float
) -> Iterator[str]:
    """Compare every two numbers of people that are told of one another's people."""
    told: list[Told] = [("those enrolled", arm.enrolled)]
    if isinstance(curve["n"], int):
        told.append(("those followed", _counted(arm)))
    for month, shown in zip(curve["risk_month"], curve["at_risk"], strict=True):
        if isinstance(shown, int):
            told.append(
                (f"those at risk at {month} months", _at_risk(arm, month * _DAYS_PER_MONTH))
            )
    pairs = [(one, other) for place, one in enumerate(told) for other in told[:place]]
    # Of those at risk later the dead are no part: only everybody, and all followed, hold them.
    died, wholes = ("those who died", _died_by(arm, last)), told[: 1 + isinstance(curve["n"], int)]
    pairs += [(whole, died) for whole in wholes]
    for (name, count), (other, its_count) in pairs:
        if 0 < abs(count - its_count) < habits.threshold:
            yield f"{name} and {other} differ by too few people."


def _together(arms: Sequence[Arm]) -> Arm:
    return Arm(
        left=np.concatenate([arm.left for arm in arms]),
        died=np.concatenate([arm.died for arm in arms]),
        people=np.concatenate([arm.people for arm in arms]),
        late=np.concatenate([arm.late for arm in arms]),
        entrants=np.concatenate([arm.entrants for arm in arms]),
        enrolled=sum(arm.enrolled for arm in arms),
    )


def _counted(arm: Arm) -> int:
    return int(arm.people.sum())


def _died_by(arm: Arm, day: float) -> int:
    return int(arm.people[(arm.died == 1) & (arm.left <= day)].sum())


def _at_risk(arm: Arm, day: float) -> int:
    return int(arm.people[arm.left >= day].sum() - arm.entrants[arm.late >= day].sum())


def _observed_after(arm: Arm, day: float) -> int:
    return int(arm.people[arm.left > day].sum() - arm.entrants[arm.late > day].sum())
