"""Results in sentences: what is counted and how, what is to be seen, what to mind."""

import numpy as np

from analytics.accrual import Accrual
from analytics.endpoints import BEFORE_INDEX, ENTRY_AFTER_EXIT, NO_FOLLOW_UP
from analytics.group_survival import GroupSurvival, SurvivalByGroup
from dashboard.charts.survival import FEW, STRONG
from dashboard.tables.accrual import enrolled_by_group, largest_first, month_names
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
}
_SCALES = {"log-log": "log(-log) scale", "log": "log scale", "plain": "untransformed"}


def survival_counted(result: SurvivalByGroup, _words: Words) -> str:
    """Say how many are counted, how many had the event, who was left out, and the method."""
    curve = result.overall.curve
    counted = f"{whole(curve.n)} diagnoses, {whole(curve.n_events)} events"
    entered = curve.table.entered
    if entered is not None:
        counted += f", {whole(entered.sum())} at risk only from their later consent (delayed entry)"
    reasons = [
        f"{whole(n)} {_LEFT_OUT.get(reason, reason.replace('_', ' ').lower())}"
        for reason, n in result.left_out
        if n
    ]
    left_out = f"; left out: {', '.join(reasons)}" if reasons else "; nobody left out"
    interval = confidence_interval(curve.confidence)
    return f"{counted}{left_out}. Kaplan-Meier, pointwise {interval} ({_SCALES[curve.interval]})."


def survival_seen(result: SurvivalByGroup, words: Words) -> str:
    """Read the curves aloud: n, events, median and landmarks of every technique."""
    curve = result.overall.curve
    groups = "; ".join(_group_aloud(group, words) for group in result.groups)
    return (
        f"{words.outcome} by technique, {whole(curve.n)} diagnoses, "
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


def survival_drawn(result: SurvivalByGroup, _words: Words) -> str:
    """Say what in the figure needs a word: faint parts, censoring, thin lines."""
    said = [f"Faint where fewer than {FEW} are at risk; ticks are censored follow-up."]
    if len(result.groups) > STRONG:
        said.append(f"The {STRONG} largest groups have bands; the others are thin lines.")
    return " ".join(said)


def survival_compared(result: SurvivalByGroup, _words: Words) -> str:
    """Give the test between the groups, or say why there is none."""
    test = result.log_rank
    if test is None:
        return result.why_no_test
    degrees = "degree" if test.df == 1 else "degrees"
    return (
        f"Log-rank test of all groups: chi-squared {test.statistic:.1f}, {test.df} {degrees} of "
        f"freedom, {p_value(test.p)}. Unadjusted and descriptive: patients chosen for one "
        "technique differ from those chosen for another."
    )


def accrual_counted(result: Accrual, _words: Words) -> str:
    """Say how many are enrolled, and what is in the total but in no month."""
    counted = f"{whole(result.total)} enrolled diagnoses"
    undated = int(result.undated.sum())
    if undated:
        counted += f", of these {whole(undated)} without a month (in the total only)"
    return f"{counted}. Complete count, so no interval."


def accrual_against_target(result: Accrual, _words: Words) -> str:
    """Say how far accrual has come, beside its target."""
    if not result.months.size:
        return f"{whole(result.total)} enrolled diagnoses; no month of enrolment is supplied."
    until = month_names(result)[-1]
    enrolled = int(result.cumulative[-1])
    said = f"{whole(enrolled)} diagnoses enrolled by {until}"
    if result.target is None:
        return f"{said}; no target was supplied."
    target = float(result.target[-1])
    if not target:
        return f"{said}; the target is 0."
    return f"{said}, {percent(enrolled / target)} % of the target of {whole(round(target))}."


def accrual_by_month_seen(result: Accrual, words: Words) -> str:
    """Read the months aloud: the latest and the fullest."""
    if not result.months.size:
        return accrual_against_target(result, words)
    monthly, names = result.counts.sum(axis=0), month_names(result)
    fullest = int(monthly.argmax())
    return (
        f"Enrolled diagnoses by month and {result.level}, {names[0]} to {names[-1]}: "
        f"{whole(monthly[-1])} in the last month, at most {whole(monthly[fullest])} "
        f"({names[fullest]})."
    )


def accrual_by_group_seen(result: Accrual, _words: Words) -> str:
    """Read the places aloud: the largest three, and how many have none."""
    enrolled = enrolled_by_group(result)
    largest = [f"{result.groups[i]} {whole(enrolled[i])}" for i in largest_first(result)[:3]]
    none = int((enrolled == 0).sum())
    return (
        f"Enrolled diagnoses by {result.level}: {', '.join(largest)}; {none} without any enrolment."
    )


def accrual_drawn(result: Accrual, _words: Words) -> str:
    """Say what in the figure needs a word: the month that is not over."""
    if result.partial_last:
        return f"The data cut-off falls within {month_names(result)[-1].split(' (')[0]}."
    return ""


def nothing_to_mind(_result: object, _words: Words) -> str:
    """Say nothing: the figure speaks for itself."""
    return ""
