"""Survival as tables: written out for readers, and as numbers for files."""

import numpy as np
import pandas as pd

from analytics.endpoints import Unit
from analytics.group_survival import GroupSurvival, SurvivalByGroup
from dashboard.sentences.survival import UNITS
from dashboard.tables.cells import KeyFigure, number, numbers
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_ESTIMABLE,
    NOT_REACHED,
    Words,
    confidence_interval,
    counted,
    months,
    months_with_limits,
    percent,
    whole,
)

EVERYBODY = "All techniques"
COUNTED = {Unit.PATIENT: "Diagnoses (n)", Unit.LESION: "Lesions (n)"}


def survival_summary(result: SurvivalByGroup, words: Words) -> pd.DataFrame:
    """Write one row per technique: diagnoses, events, median, survival at landmarks."""
    groups = (*result.groups, *result.not_drawn)
    rows = [_summary_row(group, words.label(group.group), result.unit) for group in groups]
    if len(groups) > 1:
        rows.append(_summary_row(result.overall, EVERYBODY, result.unit))
    return pd.DataFrame(rows)


def _summary_row(group: GroupSurvival, label: str, unit: Unit) -> dict[str, str]:
    curve, median, at = group.curve, group.median, group.landmarks
    interval = confidence_interval(curve.confidence)
    row = {
        "Technique": label,
        COUNTED[unit]: whole(curve.n),
        **_patients(group, unit),
        "Events (n)": whole(curve.n_events),
        f"Median ({interval}), months": months_with_limits(
            median.estimate, median.lower, median.upper
        ),
    }
    for i, day in enumerate(at.time):
        heading = f"At {day / DAYS_PER_MONTH:.0f} months, % ({interval}); at risk, n"
        row[heading] = _landmark(group, i)
    row["Median follow-up, months"] = months(group.follow_up.estimate)
    return row


def _patients(group: GroupSurvival, unit: Unit) -> dict[str, str]:
    if unit is Unit.PATIENT:
        return {}
    return {"Patients (n)": whole(group.curve.uncertainty.n_clusters or 1)}


def _landmark(group: GroupSurvival, i: int) -> str:
    at, curve = group.landmarks, group.curve
    if np.isnan(at.survival[i]):
        return f"— follow-up ends at {months(curve.time[-1])} months"
    limits = NOT_ESTIMABLE
    if not np.isnan(at.lower[i]):
        limits = f"{percent(at.lower[i])} to {percent(at.upper[i])}"
    return f"{percent(at.survival[i])} ({limits}); {whole(at.at_risk[i])}"


def survival_summary_rows(result: SurvivalByGroup, words: Words) -> pd.DataFrame:
    """Return the numbers of the summary, one row per technique; words where there is none."""
    rows = []
    for group in (*result.groups, *result.not_drawn, result.overall):
        is_overall = group is result.overall
        row: dict[str, object] = {
            "technique_code": "ALL" if is_overall else group.group,
            "technique": EVERYBODY if is_overall else words.label(group.group),
            UNITS[result.unit]: group.curve.n,
            "events": group.curve.n_events,
            "median_months": number(group.median.estimate / DAYS_PER_MONTH, NOT_REACHED),
            "median_lower": number(group.median.lower / DAYS_PER_MONTH, NOT_REACHED),
            "median_upper": number(group.median.upper / DAYS_PER_MONTH, NOT_REACHED),
            **_landmark_numbers(group),
            "follow_up_median_months": number(
                group.follow_up.estimate / DAYS_PER_MONTH, NOT_REACHED
            ),
            "confidence": group.curve.confidence,
            "interval": group.curve.interval,
        }
        rows.append(row)
    return pd.DataFrame(rows)


def _landmark_numbers(group: GroupSurvival) -> dict[str, object]:
    at = group.landmarks
    row: dict[str, object] = {}
    for i, day in enumerate(at.time):
        is_beyond = np.isnan(at.survival[i])
        missing = "beyond follow-up" if is_beyond else NOT_ESTIMABLE
        stem = f"survival_{day / DAYS_PER_MONTH:.0f}_months"
        row[stem] = number(at.survival[i], missing)
        row[f"{stem}_lower"] = number(at.lower[i], missing)
        row[f"{stem}_upper"] = number(at.upper[i], missing)
        row[f"{stem}_at_risk"] = at.at_risk[i]
    return row


def numbers_at_risk(result: SurvivalByGroup, words: Words) -> pd.DataFrame:
    """Write the rows that stand under the curves, with events and censorings by then."""
    rows = []
    for group in result.groups:
        risk = group.risk
        row = {"Technique": words.label(group.group)}
        for i, day in enumerate(risk.time):
            heading = f"{day / DAYS_PER_MONTH:.0f} months, n"
            row[heading] = (
                f"{whole(risk.at_risk[i])} ({whole(risk.events[i])} / {whole(risk.censored[i])})"
            )
        rows.append(row)
    return pd.DataFrame(rows)


def numbers_at_risk_rows(result: SurvivalByGroup, words: Words) -> pd.DataFrame:
    """Return the risk table, one row per technique and time."""
    frames = [
        pd.DataFrame(
            {
                "technique_code": group.group,
                "technique": words.label(group.group),
                "months": group.risk.time / DAYS_PER_MONTH,
                "at_risk_just_before": group.risk.at_risk,
                "entered_before": group.risk.entered,
                "events_by_then": group.risk.events,
                "censored_by_then": group.risk.censored,
            }
        )
        for group in result.groups
    ]
    return pd.concat(frames, ignore_index=True)


def curve_rows(result: SurvivalByGroup, words: Words) -> pd.DataFrame:
    """Return every step of every curve: the drawn figure can be rebuilt from these rows."""
    frames = [
        pd.DataFrame(
            {
                "technique_code": group.group,
                "technique": words.label(group.group),
                "day": group.curve.time,
                "survival": group.curve.survival,
                "lower": numbers(group.curve.lower, NOT_ESTIMABLE),
                "upper": numbers(group.curve.upper, NOT_ESTIMABLE),
                "at_risk_just_before": group.curve.at_risk,
                "events": group.curve.events,
                "censored": group.curve.censored,
                "confidence": group.curve.confidence,
                "interval": group.curve.interval,
            }
        )
        for group in result.groups
    ]
    return pd.concat(frames, ignore_index=True)


def log_rank_rows(result: SurvivalByGroup, words: Words) -> pd.DataFrame:
    """Return the test between the groups, one row per group; words where there is no test."""
    test = result.log_rank
    groups = {
        "technique_code": [group.group for group in result.groups],
        "technique": [words.label(group.group) for group in result.groups],
        UNITS[result.unit]: [group.curve.n for group in result.groups],
        "events": [group.curve.n_events for group in result.groups],
    }
    if test is None:
        return pd.DataFrame(groups | {"log_rank_test": result.why_no_test})
    return pd.DataFrame(
        groups
        | {
            "expected_events": test.expected,
            "chi_squared": test.statistic,
            "degrees_of_freedom": test.df,
            "log10_p": test.log_p / np.log(10),  # a p-value may be smaller than any number
        }
    )


def survival_key_figures(result: SurvivalByGroup, _words: Words) -> tuple[KeyFigure, ...]:
    """Return diagnoses, events, median and follow-up of all techniques together."""
    overall = result.overall
    curve, median, follow_up = overall.curve, overall.median, overall.follow_up
    interval = confidence_interval(curve.confidence)
    limits = f"{interval} {months(median.lower)} to {months(median.upper)}"
    techniques = len(result.groups) + len(result.not_drawn)
    return (
        KeyFigure(COUNTED[result.unit], whole(curve.n), counted(techniques, "technique")),
        KeyFigure("Events (n)", whole(curve.n_events), f"{percent(curve.n_events / curve.n)} %"),
        KeyFigure("Median (months)", months(median.estimate), limits),
        KeyFigure("Follow-up (months)", months(follow_up.estimate), "median, reverse KM"),
    )
