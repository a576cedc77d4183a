"""Competing risks as tables: written out for readers, and as numbers for files."""

import numpy as np
import pandas as pd

from analytics.competing import IncidenceAt
from analytics.endpoints import Unit
from analytics.group_incidence import GroupIncidence, IncidenceByGroup
from dashboard.tables.cells import KeyFigure, numbers
from dashboard.tables.survival import COUNTED, EVERYBODY
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_ESTIMABLE,
    Words,
    confidence_interval,
    counted,
    months,
    percent,
    whole,
)


def incidence_summary(result: IncidenceByGroup, words: Words) -> pd.DataFrame:
    """Write one row per technique and cause: people with it, incidence at landmarks."""
    groups = [*result.groups, *result.not_drawn]
    groups += [result.overall] if len(groups) > 1 else []
    return pd.DataFrame(
        [
            {"Technique": _label(result, group, words)} | _row(group, cause, words, result.unit)
            for group in groups
            for cause in result.causes
            if cause in group.curve.causes
        ]
    )


def _label(result: IncidenceByGroup, group: GroupIncidence, words: Words) -> str:
    return EVERYBODY if group is result.overall else words.label(group.group)


def _row(group: GroupIncidence, cause: int, words: Words, unit: Unit) -> dict[str, str]:
    curve, at = group.curve, group.landmarks[cause - 1]
    patients = {}
    if unit is Unit.LESION:
        patients = {"Patients (n)": whole(curve.n_clusters or 1)}
    row = {
        COUNTED[unit]: whole(curve.n),
        **patients,
        "First event": words.causes[cause - 1],
        "Events (n)": whole(curve[cause].n_events),
    }
    interval = confidence_interval(curve.confidence)
    for i, day in enumerate(at.time):
        heading = f"By {day / DAYS_PER_MONTH:.0f} months, % ({interval}); at risk, n"
        row[heading] = _landmark(group, at, i)
    return row


def _landmark(group: GroupIncidence, at: IncidenceAt, i: int) -> str:
    if np.isnan(at.incidence[i]):
        return f"— follow-up ends at {months(group.curve.time[-1])} months"
    limits = NOT_ESTIMABLE
    if not np.isnan(at.lower[i]):
        limits = f"{percent(at.lower[i])} to {percent(at.upper[i])}"
    return f"{percent(at.incidence[i])} ({limits}); {whole(at.at_risk[i])}"


def incidence_summary_rows(result: IncidenceByGroup, words: Words) -> pd.DataFrame:
    """Return the incidences at the landmarks as numbers, one row per technique, cause and time."""
    frames = [
        pd.DataFrame(
            {
                "technique_code": "ALL" if group is result.overall else group.group,
                "technique": _label(result, group, words),
                "cause": words.causes[at.cause - 1],
                "n": group.curve.n,
                "patients": group.curve.n_clusters or group.curve.n,
                "events": group.curve[at.cause].n_events,
                "months": at.time / DAYS_PER_MONTH,
                "incidence": numbers(at.incidence, "beyond follow-up"),
                "lower": numbers(at.lower, NOT_ESTIMABLE),
                "upper": numbers(at.upper, NOT_ESTIMABLE),
                "at_risk_just_before": at.at_risk,
                "confidence": group.curve.confidence,
            }
        )
        for group in (*result.groups, *result.not_drawn, result.overall)
        for at in group.landmarks
    ]
    return pd.concat(frames, ignore_index=True)


def people_at_risk(result: IncidenceByGroup, words: Words) -> pd.DataFrame:
    """Write the rows under the curves, with the events of each cause and censorings by then."""
    rows = []
    for group in result.groups:
        risk = group.risk
        row = {"Technique": words.label(group.group)}
        for i, day in enumerate(risk.time):
            causes = " / ".join(whole(risk.events[cause][i]) for cause in group.curve.causes)
            heading = f"{day / DAYS_PER_MONTH:.0f} months, n"
            row[heading] = f"{whole(risk.at_risk[i])} ({causes} / {whole(risk.censored[i])})"
        rows.append(row)
    return pd.DataFrame(rows)


def incidence_rows(result: IncidenceByGroup, words: Words) -> pd.DataFrame:
    """Return every step of every curve and cause: the drawn figures can be rebuilt from these."""
    frames = [
        pd.DataFrame(
            {
                "technique_code": "ALL" if group is result.overall else group.group,
                "technique": _label(result, group, words),
                "cause": words.causes[cause - 1],
                "day": group.curve.time,
                "incidence": group.curve[cause].incidence,
                "lower": numbers(group.curve[cause].lower, NOT_ESTIMABLE),
                "upper": numbers(group.curve[cause].upper, NOT_ESTIMABLE),
                "event_free": group.curve.event_free,
                "at_risk_just_before": group.curve.at_risk,
                "events": group.curve[cause].events,
                "censored": group.curve.censored,
                "confidence": group.curve.confidence,
                "interval": group.curve.interval,
            }
        )
        for group in (*result.groups, *result.not_drawn, result.overall)
        for cause in group.curve.causes
    ]
    return pd.concat(frames, ignore_index=True)


def incidence_key_figures(result: IncidenceByGroup, words: Words) -> tuple[KeyFigure, ...]:
    """Return the people with each first event, of all techniques together."""
    curve = result.overall.curve
    detail = counted(len(result.groups) + len(result.not_drawn), "technique")
    if curve.n_clusters is not None:
        detail = counted(curve.n_clusters, "patient")
    return (
        KeyFigure(COUNTED[result.unit], whole(curve.n), detail),
        *(
            KeyFigure(
                f"First event {cause} (n)",
                whole(curve[cause].n_events),
                words.causes[cause - 1],
            )
            for cause in curve.causes
        ),
    )
