"""How mature curves are, in sentences."""

import math

import numpy as np

from analytics.group_survival import GroupSurvival, SurvivalByGroup
from analytics.maturity import Maturity
from dashboard.sentences.survival import UNITS
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_SUPPLIED,
    Words,
    confidence_interval,
    months_with_limits,
    percent,
    whole,
)

_READ_AT = (24, 12, 6)  # months; the latest that the follow-up reaches is read aloud


def maturity_said(group: GroupSurvival) -> str:
    """Say how far the follow-up of a group reaches, and what those lost could change."""
    made = group.maturity
    if made is None:
        return ""
    follow_up = group.follow_up
    median = months_with_limits(follow_up.estimate, follow_up.lower, follow_up.upper)
    interval = confidence_interval(group.curve.confidence)
    unit = f" months ({interval})" if not math.isnan(follow_up.estimate) else ""
    said = [f"Maturity: median follow-up {median}{unit}, reverse Kaplan-Meier"]
    if math.isnan(made.index):
        said.append(f"time possible to the data cut-off {NOT_SUPPLIED}, so nobody is called lost")
        return f"{'; '.join(said)}."
    said.append(f"{percent(made.index)} % of possible time observed (Clark's index)")
    said.append(lost_said(made))
    return f"{'; '.join(part for part in said if part)}."


def maturity_line(result: SurvivalByGroup, _words: Words) -> str:
    """Say how far the follow-up of all techniques together reaches."""
    return maturity_said(result.overall)


def lost_said(made: Maturity) -> str:
    """Say how many are lost, and between which extremes survival lies."""
    lost = (
        f"{whole(made.n_lost)} of {whole(made.n)} lost (without event, not seen for "
        f"{made.lost_after} months before the cut-off)"
    )
    at = landmark_of(made)
    if not made.n_lost or at is None:
        return lost
    month = round(made.worst.time[at] / DAYS_PER_MONTH)
    return (
        f"{lost}: at {month} months {percent(float(made.worst.survival[at]))} % if each had the "
        f"event when last seen, {percent(float(made.best.survival[at]))} % if none had it"
    )


def landmark_of(made: Maturity) -> int | None:
    """Return the place of the landmark at which the extremes are read aloud."""
    for month in _READ_AT:
        at = np.flatnonzero(np.isclose(made.worst.time, month * DAYS_PER_MONTH))
        if at.size and not np.isnan(made.worst.survival[at[0]] + made.best.survival[at[0]]):
            return int(at[0])
    return None


def maturity_counted(result: SurvivalByGroup, _words: Words) -> str:
    """Say who is counted and what the columns mean."""
    curve = result.overall.curve
    return (
        f"{whole(curve.n)} {UNITS[result.unit]}. Median follow-up: reverse Kaplan-Meier. Time "
        "observed of time possible: Clark's index, to the month of the index procedure. Lost: "
        "without event and not seen in the last year before the data cut-off. Worst: each of them "
        "had the event on the day last seen; best: none of them had it."
    )


def maturity_seen(result: SurvivalByGroup, words: Words) -> str:
    """Read the maturity of every technique aloud."""
    said = [f"{words.label(group.group)}: {maturity_said(group)}" for group in result.groups]
    return " ".join(said)
