"""Accrual in sentences."""

from analytics.accrual import Accrual
from analytics.accrual_rates import Rate
from dashboard.tables.accrual import (
    enrolled_by_group,
    largest_first,
    month_names,
    period_name,
)
from dashboard.tables.cells import ratio_with_limits
from dashboard.wording import Words, calendar_month, percent, rate_with_limits, whole

EXACT = "Observed / expected has exact Poisson limits (95 %); the target is taken as given."


def accrual_headline(result: Accrual, _words: Words) -> str:
    """Answer the page's question: how many, against which plan, how fast now."""
    said = [f"{whole(result.total)} diagnoses are enrolled"]
    ratio = result.against_plan()
    if ratio is None:
        said.append("; no target was supplied" if result.target is None else "; the target is 0")
    else:
        said.append(f", {_judged(ratio)}: {ratio_with_limits(ratio)} of the target (95 % CI)")
    pace = result.pace
    if pace is not None:
        speed = rate_with_limits(pace.estimate[-1], pace.lower[-1], pace.upper[-1])
        said.append(f". In the last three whole months {speed} a month were enrolled (95 % CI)")
        said.append(_against_pace_planned(result))
    without = [
        name for name, n in zip(result.groups, enrolled_by_group(result), strict=True) if not n
    ]
    if without:
        said.append(f". {len(without)} of {len(result.groups)} {_PLURAL[result.level]} have none")
    return f"{''.join(said)}."


_PLURAL = {
    "region": "regions",
    "country": "countries",
    "site": "sites",
    "domain": "disease domains",
}


def _judged(ratio: Rate) -> str:
    if ratio.upper < 1:
        return "fewer than planned"
    return "more than planned" if ratio.lower > 1 else "as planned, within chance"


def _against_pace_planned(result: Accrual) -> str:
    if result.target is None or result.span > 1 or result.whole <= _PACE:
        return ""
    gained = result.target[result.whole - 1] - result.target[result.whole - 1 - _PACE]
    return f"; {gained / _PACE:.1f} a month were planned"


_PACE = 3  # months that the rate is of


def accrual_counted(result: Accrual, _words: Words) -> str:
    """Say how many are enrolled, and what is in the total but in no month."""
    counted = f"{whole(result.total)} enrolled diagnoses"
    if result.level == "domain":
        counted += " of all disease domains in reach, whichever is chosen"
    undated = int(result.undated.sum())
    if undated:
        counted += f", of these {whole(undated)} without a month (in the total only)"
    return f"{counted}. Complete count, so no interval. {_plan_words(result)}"


def _plan_words(result: Accrual) -> str:
    if result.target is None:
        return "No target was supplied."
    return f"Target: monthly targets added up from each site's own opening. {EXACT}"


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
    ratio = result.against_plan()
    said = f"{said}, {percent(enrolled / target)} % of the target of {whole(round(target))}"
    if enrolled >= target:
        said += ", which is passed"
    return f"{said}. Observed / expected {ratio_with_limits(ratio)} by the last whole month."


def accrual_by_month_seen(result: Accrual, words: Words) -> str:
    """Read the months aloud: the latest and the fullest."""
    if not result.months.size:
        return accrual_against_target(result, words)
    monthly, names = result.counts.sum(axis=0), month_names(result)
    fullest = int(monthly.argmax())
    return (
        f"Enrolled diagnoses by {period_name(result)} and {result.level}, {names[0]} to "
        f"{names[-1]}: {whole(monthly[-1])} in the last {period_name(result)}, at most "
        f"{whole(monthly[fullest])} ({names[fullest]})."
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


def rolling_counted(result: Accrual, _words: Words) -> str:
    """Say how the rolling rate is made."""
    return (
        f"{whole(int(result.counts.sum()))} enrolled diagnoses with a month. Enrolled in three "
        "whole months, per month of 30.4 days, with exact Poisson limits (95 %). Three months "
        "stand for 90 days: only the month of an enrolment is kept."
    )


def rolling_seen(result: Accrual, _words: Words) -> str:
    """Read the rolling rate aloud: now, and at its highest."""
    pace = result.pace
    if pace is None:
        return "Fewer than three whole months are known."
    top = int(pace.estimate.argmax())
    now = rate_with_limits(pace.estimate[-1], pace.lower[-1], pace.upper[-1])
    return (
        f"{now} a month in the three months up to {calendar_month(int(pace.months[-1]))} (95 % "
        f"CI); at most {pace.estimate[top]:.1f}, up to {calendar_month(int(pace.months[top]))}."
    )
