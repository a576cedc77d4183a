"""Planned comparisons and when they can be answered, as tables and files."""

import math

import pandas as pd

from analytics.answerable import LOOKED_AHEAD, Answerable, AnswerableBy, Verdict
from dashboard.sentences.answerable import month_said, reached_said
from dashboard.tables.cells import KeyFigure, number
from dashboard.wording import NOT_ESTIMABLE, Words, percent, whole

TOO_FEW = "too few events"
NOT_READ = "not read"  # outcomes of a comparison that does not stand


def power_table(result: AnswerableBy, _words: Words) -> pd.DataFrame:
    """Write one row per comparison: events, what they can find, and when the target is met."""
    return pd.DataFrame([_power_row(result, one) for one in result.comparisons])


def _power_row(result: AnswerableBy, one: Answerable) -> dict[str, str]:
    ahead = {
        f"HR in {month} months": _ratio(one, month)
        for month in (LOOKED_AHEAD if result.cutoff_month is not None else ())
    }
    return {
        "Comparison": one.name,
        "Events so far, both arms (n)": events_said(one),
        f"Events needed for HR {one.target:g} (n)": _needed(one),
        "Detectable HR now": _ratio(one, 0),
        **ahead,
        "Target met": reached_said(result, one),
        "Verdict": one.verdict.value.capitalize(),
    }


def progress_table(result: AnswerableBy, _words: Words) -> pd.DataFrame:
    """Write one row per comparison: events so far and to come, of those needed."""
    return pd.DataFrame([_progress_row(result, one) for one in result.comparisons])


def _progress_row(result: AnswerableBy, one: Answerable) -> dict[str, str]:
    ahead = LOOKED_AHEAD if result.cutoff_month is not None else ()
    return {
        "Comparison": one.name,
        "Events needed (n)": _needed(one),
        "So far, n (% of needed)": _events_of_needed(one, 0),
        **{f"In {month} months, n (%)": _events_of_needed(one, month) for month in ahead},
        "Verdict": one.verdict.value.capitalize(),
    }


def _events_of_needed(one: Answerable, month: int) -> str:
    if one.foreseen is None:
        return events_said(one)
    events = float(one.foreseen.events[month])
    about = "" if month == 0 and one.foreseen.is_whole_pool else "about "
    return f"{about}{whole(round(events))} ({100 * events / one.needed:.0f} %)"


def events_said(one: Answerable) -> str:
    """Write the events of both arms together; "about" where they are shared out."""
    if one.foreseen is None:
        return TOO_FEW if one.verdict is Verdict.FEW_EVENTS else NOT_READ
    events = whole(round(float(one.foreseen.events[0])))
    return events if one.foreseen.is_whole_pool else f"about {events}"


def _needed(one: Answerable) -> str:
    return NOT_ESTIMABLE if math.isnan(one.needed) else whole(math.ceil(one.needed))


def _ratio(one: Answerable, month: int) -> str:
    found = one.detectable(month)
    if not math.isnan(found):
        return f"{found:.2f}"
    return NOT_ESTIMABLE if one.carried is None else TOO_FEW


def design_table(result: AnswerableBy, _words: Words) -> pd.DataFrame:
    """Write one row per comparison: patients, overlap and effective sample size by arm."""
    return pd.DataFrame([_design_row(one) for one in result.comparisons])


def _design_row(one: Answerable) -> dict[str, str]:
    known = one.carried
    return {
        "Comparison": one.name,
        "First arm": one.arms[0],
        "Second arm": one.arms[1],
        "Patients (n)": f"{whole(one.n[0])} and {whole(one.n[1])}",
        "In equipoise (%)": NOT_ESTIMABLE if known is None else percent(known.equipoise),
        "Effective sample size": (
            NOT_ESTIMABLE
            if known is None
            else f"{whole(round(known.ess[0]))} and {whole(round(known.ess[1]))}"
        ),
        "Why not": one.why_not or "does not apply",
    }


def answerable_rows(result: AnswerableBy, _words: Words) -> pd.DataFrame:
    """Return every number of every comparison; events are those of both arms together."""
    return pd.DataFrame([_numbers(result, one) for one in result.comparisons])


def _numbers(result: AnswerableBy, one: Answerable) -> dict[str, object]:
    carried, foreseen = one.carried, one.foreseen
    ess = (math.nan, math.nan) if carried is None else carried.ess
    events = math.nan if foreseen is None else float(foreseen.events[0])
    median, earliest, latest = one.reached
    return {
        "comparison": one.name,
        "first_arm": one.arms[0],
        "second_arm": one.arms[1],
        "n_first": one.n[0],
        "n_second": one.n[1],
        "equipoise": number(math.nan if carried is None else carried.equipoise, NOT_ESTIMABLE),
        "ess_first": number(ess[0], NOT_ESTIMABLE),
        "ess_second": number(ess[1], NOT_ESTIMABLE),
        "events_both_arms": number(events, NOT_READ),
        "events_are": _events_are(one),
        "target_hazard_ratio": one.target,
        "events_needed": number(one.needed, NOT_ESTIMABLE),
        "detectable_now": number(one.detectable(0), NOT_ESTIMABLE),
        **{
            f"detectable_in_{month}_months": number(one.detectable(month), NOT_ESTIMABLE)
            for month in LOOKED_AHEAD
        },
        "target_met": _month(result, one, median),
        "target_met_earliest": _month(result, one, earliest),
        "target_met_latest": _month(result, one, latest),
        "verdict": one.verdict.value,
        "why_not": one.why_not,
    }


def _events_are(one: Answerable) -> str:
    if one.foreseen is None:
        return NOT_READ
    return "counted" if one.foreseen.is_whole_pool else "shared out of a larger sum"


def _month(result: AnswerableBy, one: Answerable, month: int | None) -> str:
    if one.foreseen is None:
        return "not foreseen"
    return "reached" if one.verdict is Verdict.NOW else month_said(result, month)


def answerable_key_figures(result: AnswerableBy, _words: Words) -> tuple[KeyFigure, ...]:
    """Return how many comparisons can be answered now, later and not, and which is next."""
    n = len(result.comparisons)
    following = result.next
    later = result.count(Verdict.SOON)
    return (
        KeyFigure("Answerable now (n)", whole(result.count(Verdict.NOW)), f"of {n} planned"),
        KeyFigure("Within ten years (n)", whole(later), f"of {n} planned"),
        KeyFigure(
            "Next target met",
            "none" if following is None else month_said(result, following.reached[0]),
            "" if following is None else f"HR {following.target:g}",
        ),
        KeyFigure(
            "Not within reach (n)",
            whole(n - later - result.count(Verdict.NOW)),
            "too few, or later",
        ),
    )
