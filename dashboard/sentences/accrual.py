"""Accrual in sentences."""

from analytics.accrual import Accrual
from dashboard.tables.accrual import enrolled_by_group, largest_first, month_names
from dashboard.wording import (
    Words,
    percent,
    whole,
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
