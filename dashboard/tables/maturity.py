"""How mature curves are, as tables."""

import math

import pandas as pd

from analytics.group_survival import GroupSurvival, SurvivalByGroup
from analytics.survival import SurvivalAt
from dashboard.sentences.maturity import landmark_of
from dashboard.sentences.survival import UNITS
from dashboard.tables.cells import number
from dashboard.tables.survival import EVERYBODY
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_REACHED,
    NOT_SUPPLIED,
    Words,
    confidence_interval,
    months_with_limits,
    percent,
    whole,
)


def maturity_table(result: SurvivalByGroup, words: Words) -> pd.DataFrame:
    """Write one row per technique: follow-up made, lost, and both extremes."""
    groups = [(group, words.label(group.group)) for group in (*result.groups, *result.not_drawn)]
    groups.append((result.overall, EVERYBODY))
    return pd.DataFrame([_row(group, label) for group, label in groups])


def _row(group: GroupSurvival, label: str) -> dict[str, str]:
    made, follow_up = group.maturity, group.follow_up
    interval = confidence_interval(group.curve.confidence)
    row = {
        "Technique": label,
        "Diagnoses (n)": whole(group.curve.n),
        f"Median follow-up ({interval}), months": months_with_limits(
            follow_up.estimate, follow_up.lower, follow_up.upper
        ),
    }
    if made is None:
        return row
    has_calendar = not math.isnan(made.index)
    at = landmark_of(made)
    row["Time observed of time possible, %"] = percent(made.index) if has_calendar else NOT_SUPPLIED
    row["Lost (n)"] = whole(made.n_lost) if has_calendar else NOT_SUPPLIED
    row["Worst / as seen / best, %"] = _extremes(group, at) if has_calendar else NOT_SUPPLIED
    return row


def _extremes(group: GroupSurvival, at: int | None) -> str:
    if at is None or group.maturity is None:
        return "follow-up ends before 6 months"
    month = round(group.landmarks.time[at] / DAYS_PER_MONTH)
    shares = [group.maturity.worst, group.landmarks, group.maturity.best]
    written = " / ".join(percent(float(share.survival[at])) for share in shares)
    return f"{written} at {month} months"


def maturity_rows(result: SurvivalByGroup, words: Words) -> pd.DataFrame:
    """Return follow-up and extremes as numbers, one row per technique and landmark."""
    rows = []
    for group in (*result.groups, *result.not_drawn, result.overall):
        made = group.maturity
        if made is None:
            continue
        is_overall = group is result.overall
        for i, day in enumerate(group.landmarks.time):
            rows.append(
                {
                    "technique_code": "ALL" if is_overall else group.group,
                    "technique": EVERYBODY if is_overall else words.label(group.group),
                    UNITS[result.unit]: group.curve.n,
                    "follow_up_median_months": number(
                        group.follow_up.estimate / DAYS_PER_MONTH, NOT_REACHED
                    ),
                    "index": number(made.index, NOT_SUPPLIED),
                    "lost": made.n_lost,
                    "months": day / DAYS_PER_MONTH,
                    "worst": _share(made.worst, i),
                    "as_seen": _share(group.landmarks, i),
                    "best": _share(made.best, i),
                }
            )
    return pd.DataFrame(rows)


def _share(at: SurvivalAt, i: int) -> float | str:
    return number(float(at.survival[i]), "beyond follow-up")
