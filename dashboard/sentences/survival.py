"""Survival in sentences."""

from collections.abc import Sequence

import numpy as np

from analytics.endpoints import (
    BEFORE_INDEX,
    BEFORE_LANDMARK,
    DEATH_UNDATED,
    ENTRY_AFTER_EXIT,
    NO_FOLLOW_UP,
    NOT_ASSESSED,
    NOT_COMPLETE,
    NOT_SUPPLIED,
    PROGRESSION_UNDATED,
    Unit,
)
from analytics.group_survival import GroupSurvival, SurvivalByGroup
from dashboard.charts.survival import FEW, STRONG
from dashboard.sentences.published import benchmarks_drawn
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_REACHED,
    Words,
    confidence_interval,
    months_with_limits,
    p_value,
    percent,
    whole,
)

_READ_ALOUD = (12, 24)  # months at which the text beside a figure gives survival
_LEFT_OUT = {
    NO_FOLLOW_UP: "without follow-up",
    BEFORE_INDEX: "with an event or last contact before the index procedure",
    ENTRY_AFTER_EXIT: "entered after the end of their follow-up",
    BEFORE_LANDMARK: "no longer observed at the landmark",
    NOT_SUPPLIED: "of a source that does not supply what the endpoint needs",
    DEATH_UNDATED: "died on a day that is not known",
    PROGRESSION_UNDATED: "progressed on a day that is not known",
    NOT_ASSESSED: "not assessed after treatment",
    NOT_COMPLETE: "with residual tumour that was not made complete",
}
_SCALES = {"log-log": "log(-log) scale", "log": "log scale", "plain": "untransformed"}


UNITS = {Unit.PATIENT: "diagnoses", Unit.LESION: "lesions"}


def survival_counted(result: SurvivalByGroup, _words: Words) -> str:
    """Say how many are counted, how many had the event, who was left out, and the method."""
    curve = result.overall.curve
    counted = f"{_people(result)}, {whole(curve.n_events)} events"
    entered = curve.table.entered
    if entered is not None:
        counted += f", {whole(entered.sum())} at risk only from their later consent (delayed entry)"
    left_out = left_out_words(result.left_out)
    interval = confidence_interval(curve.confidence)
    scale = _SCALES[curve.interval]
    if result.unit is Unit.LESION:
        scale += ", clustered by patient"
    return f"{counted}{left_out}. Kaplan-Meier, pointwise {interval} ({scale})."


def _people(result: SurvivalByGroup) -> str:
    curve = result.overall.curve
    said = f"{whole(curve.n)} {UNITS[result.unit]}"
    clusters = curve.uncertainty.n_clusters
    return said if clusters is None else f"{said} of {whole(clusters)} patients"


def left_out_words(left_out: Sequence[tuple[str, int]]) -> str:
    """Say who could not be counted and why, to follow what was counted."""
    reasons = [
        f"{whole(n)} {_LEFT_OUT.get(reason, reason.replace('_', ' ').lower())}"
        for reason, n in left_out
        if n
    ]
    return f"; left out: {', '.join(reasons)}" if reasons else "; nobody left out"


def survival_seen(result: SurvivalByGroup, words: Words) -> str:
    """Read the curves aloud: n, events, median and landmarks of every technique."""
    curve = result.overall.curve
    groups = "; ".join(_group_aloud(group, words) for group in result.groups)
    return (
        f"{words.outcome} by technique, {_people(result)}, "
        f"{whole(curve.n_events)} events. {groups}."
    )


def _group_aloud(group: GroupSurvival, words: Words) -> str:
    median, curve = group.median, group.curve
    time = months_with_limits(median.estimate, median.lower, median.upper)
    unit = "" if time == NOT_REACHED else f" months, {confidence_interval(curve.confidence)}"
    said = [
        f"{words.label(group.group)}: n {whole(curve.n)}",
        f"{whole(curve.n_events)} events",
        f"median {time}{unit}",
    ]
    for day, survival in zip(group.landmarks.time, group.landmarks.survival, strict=True):
        month = round(day / DAYS_PER_MONTH)
        if month in _READ_ALOUD and not np.isnan(survival):
            said.append(f"{percent(survival)} % at {month} months")
        elif month in _READ_ALOUD:
            said.append(f"follow-up ends before {month} months")
    return ", ".join(said)


def survival_drawn(result: SurvivalByGroup, words: Words) -> str:
    """Say what in the figure needs a word: faint parts, lines left out, visits, points."""
    said = [
        f"Faint where fewer than {FEW} are at risk; ticks are censored follow-up.",
        below_gate_words([g.group for g in result.groups if g.is_below_gate], words),
        not_drawn_words([(g.group, g.curve.n) for g in result.not_drawn], words),
        VISITS if result.is_dated_by_visits else "",
        benchmarks_drawn(result.benchmarks),
    ]
    if len(result.groups) > STRONG:
        said.append(f"The {STRONG} largest groups have bands; the others are thin lines.")
    return " ".join(part for part in said if part)


VISITS = (
    "Progression is dated by the visit that showed it and lies between two assessments: "
    "differences shorter than the time between visits mean little."
)


def below_gate_words(codes: Sequence[str], words: Words) -> str:
    """Say which lines are faint because too few are known at one year."""
    if not codes:
        return ""
    named = ", ".join(words.label(code) for code in codes)
    return f"Faint throughout, below the follow-up gate: {named}."


def not_drawn_words(groups: Sequence[tuple[str, int]], words: Words) -> str:
    """Say which techniques have no line."""
    if not groups:
        return ""
    named = ", ".join(f"{words.label(code)} (n {whole(n)})" for code, n in groups)
    return f"Not drawn and in no test: {named}; choose lines under “Options”."


def survival_compared(result: SurvivalByGroup, _words: Words) -> str:
    """Give the test between the groups, or say why there is none."""
    test = result.log_rank
    if test is None:
        return result.why_no_test
    degrees = "degree" if test.df == 1 else "degrees"
    return (
        f"Log-rank test of all techniques drawn: chi-squared {test.statistic:.1f}, {test.df} "
        f"{degrees} of freedom, {p_value(test.p)}. Unadjusted and descriptive: patients chosen for "
        "one technique differ from those chosen for another."
    )
