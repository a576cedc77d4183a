"""Forecast of enrolment as tables: written out for readers, and as numbers for files."""

import math
from datetime import date

import numpy as np
import pandas as pd

from analytics.forecast import TargetDate
from analytics.outlook import Outlook, PastForecasts
from dashboard.tables.cells import NO_TARGET, KeyFigure, number
from dashboard.wording import (
    DAYS_PER_MONTH,
    NOT_ESTIMABLE,
    NOT_REACHED,
    Words,
    calendar_month,
    percent,
    whole,
)

_CERTAIN = 1e-6  # nothing in the future is certain: chances keep this far from 0 and 1


def day_in_words(day: date) -> str:
    """Write a day, as "30 Jun 2026"."""
    return f"{day.day} {day:%b %Y}"


def goal_month(result: Outlook, days: float) -> str:
    """Write the month in which a number is reached; words where it is not."""
    if math.isnan(days):
        return NOT_REACHED
    return f"{result.day(days):%b %Y}"


def is_passed(goal: TargetDate) -> bool:
    """Say whether the number that was asked for is reached already, or is 0."""
    return goal.latest == 0


def chance(goal: TargetDate) -> str:
    """Write the chance of a number by a day in per cent; a forecast is never certain."""
    p = float(goal.probability[0])
    return percent(p if is_passed(goal) else min(max(p, _CERTAIN), 1 - _CERTAIN))


def forecast_key_figures(result: Outlook, _words: Words) -> tuple[KeyFigure, ...]:
    """Return how many by the asked day, when the asked number, and the chance of both."""
    at, goal = result.at, result.goal
    limits = f"{whole(int(at.lower[0]))} to {whole(int(at.upper[0]))}"
    shown = [
        KeyFigure("Enrolled so far (n)", whole(at.enrolled), "at the data cut-off"),
        KeyFigure("By that day (95 % PI)", whole(int(at.median[0])), limits),
    ]
    if is_passed(goal):
        said = "nothing to reach" if goal.target == 0 else "reached"
        return (*shown, KeyFigure("The number", said, f"{whole(at.enrolled)} enrolled"))
    span = f"{goal_month(result, goal.earliest)} to {goal_month(result, goal.latest)}"
    return (
        *shown,
        KeyFigure("Number in (95 % PI)", goal_month(result, goal.median), span),
        KeyFigure("Chance by that day (%)", chance(goal), "of the number"),
    )


def forecast_table(result: Outlook, _words: Words) -> pd.DataFrame:
    """Write one row per month ahead: forecast, its interval, plan, and sites that open."""
    ahead, plan = result.ahead, _plan_by_month(result)
    return pd.DataFrame(
        {
            "By the end of": [calendar_month(int(month)) for month in result.months],
            "Enrolled so far (n)": [whole(int(n)) for n in ahead.median],
            "95 % prediction interval": [
                f"{whole(int(low))} to {whole(int(high))}"
                for low, high in zip(ahead.lower, ahead.upper, strict=True)
            ],
            "Target so far (n)": [
                NO_TARGET if math.isnan(n) else f"{n:,.0f}" for n in plan.tolist()
            ],
            "Sites to open in it": [
                ", ".join(place for place, on in result.record.planned if _month_of(on) == month)
                or "none"
                for month in result.months
            ],
        }
    )


def _month_of(day: date) -> int:
    return 12 * day.year + day.month - 1


def _plan_by_month(result: Outlook) -> "pd.Series[float]":
    plan = pd.Series(result.plan, index=result.plan_months, dtype="float64")
    # The plan ends with its last target: beyond it nothing was planned.
    return plan.reindex(result.months)


def forecast_rows(result: Outlook, _words: Words) -> pd.DataFrame:
    """Return the record by month, then the forecast by month, with the plan beside both."""
    seen = pd.DataFrame(
        {"month": result.seen_months, "kind": "enrolled", "cumulative": result.seen}
    )
    ahead = pd.DataFrame(
        {
            "month": result.months,
            "kind": "forecast",
            "cumulative": result.ahead.median,
            "lower_95_prediction": result.ahead.lower,
            "upper_95_prediction": result.ahead.upper,
        }
    )
    both = pd.concat([seen, ahead], ignore_index=True)
    plan = pd.Series(result.plan, index=result.plan_months, dtype="float64")
    both["cumulative_target"] = both["month"].map(plan)
    both["month"] = [f"{month // 12}-{month % 12 + 1:02d}" for month in both["month"]]
    return both


def basis_table(result: Outlook, _words: Words) -> pd.DataFrame:
    """Write what the forecast rests on, one row each."""
    record, rates = result.record, result.at.rates
    months_open = float(record.exposure.sum()) / DAYS_PER_MONTH
    planned = [f"{place} {day_in_words(day)}" for place, day in record.planned]
    rows = {
        "Sites open so far (n)": whole(result.at.n_sites),
        "Of these still enrolling (n)": whole(int(record.enrolling.sum())),
        "Sites without a patient (n)": whole(int((record.counts == 0).sum())),
        "Months that sites were open (site-months)": f"{months_open:,.0f}",
        "Mean rate (per site-month)": (
            f"{record.counts.sum() / months_open:.2f}"
            if rates is None
            else f"{rates.rate * DAYS_PER_MONTH:.2f}"
        ),
        "Spread between sites (standard deviation / mean)": (
            NOT_ESTIMABLE if rates is None else f"{rates.variation:.2f}"
        ),
        "Sites to open (n)": whole(result.at.n_planned),
        "These are": ", ".join(planned) or "none",
    }
    return pd.DataFrame({"What": list(rows), "Value": list(rows.values())})


def basis_rows(result: Outlook, _words: Words) -> pd.DataFrame:
    """Return what the forecast was asked and answered, in one row."""
    at, goal = result.at, result.goal
    return pd.DataFrame(
        {
            "enrolled": [at.enrolled],
            "by_day": [result.by.isoformat()],
            "median": at.median,
            "lower_95_prediction": at.lower,
            "upper_95_prediction": at.upper,
            "number": [goal.target],
            "median_days": [number(goal.median, NOT_REACHED)],
            "earliest_days": [number(goal.earliest, NOT_REACHED)],
            "latest_days": [number(goal.latest, NOT_REACHED)],
            "chance_by_day": goal.probability,
            "sites": [at.n_sites],
            "planned_sites": [at.n_planned],
        }
    )


def past_table(result: PastForecasts, _words: Words) -> pd.DataFrame:
    """Write one row per past forecast beside what happened."""
    test = result.test
    held = (test.lower <= test.observed) & (test.observed <= test.upper)
    return pd.DataFrame(
        {
            "Known up to": [calendar_month(int(month)) for month in result.made],
            "Looked ahead to": [calendar_month(int(month)) for month in result.until],
            "Forecast (n)": [whole(int(n)) for n in test.median],
            "95 % prediction interval": [
                f"{whole(int(low))} to {whole(int(high))}"
                for low, high in zip(test.lower, test.upper, strict=True)
            ],
            "Enrolled (n)": [whole(int(n)) for n in test.observed],
            "Held": np.where(held, "yes", "no"),
        }
    )


def past_rows(result: PastForecasts, _words: Words) -> pd.DataFrame:
    """Return the past forecasts as numbers."""
    test = result.test
    return pd.DataFrame(
        {
            "known_up_to": [f"{month // 12}-{month % 12 + 1:02d}" for month in result.made],
            "ahead_to": [f"{month // 12}-{month % 12 + 1:02d}" for month in result.until],
            "median": test.median,
            "lower_95_prediction": test.lower,
            "upper_95_prediction": test.upper,
            "enrolled": test.observed,
        }
    )
