"""Accrual as tables: written out for readers, and as numbers for files."""

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.accrual import Accrual
from analytics.inputs import Floats, Ints
from dashboard.tables.cells import KeyFigure
from dashboard.wording import (
    NOT_ESTIMABLE,
    NOT_SUPPLIED,
    Words,
    calendar_month,
    percent,
    whole,
)

_PLURAL = {
    "region": "Regions",
    "country": "Countries",
    "site": "Sites",
    "domain": "Disease domains",
}
TABLE_COLUMNS = 8  # places side by side in a table of months; the others are added up


def enrolled_by_group(result: Accrual) -> Ints:
    """Return the enrolled diagnoses of each place, with and without a month."""
    enrolled: Ints = result.counts.sum(axis=1) + result.undated
    return enrolled


def largest_first(result: Accrual) -> Ints:
    """Return the order of the places by enrolled diagnoses; equals in their given order."""
    return np.argsort(-enrolled_by_group(result), kind="stable")


def month_names(result: Accrual) -> list[str]:
    """Write the months, the last one with a word where the data cut-off falls inside it."""
    names = [calendar_month(int(month)) for month in result.months]
    if names and result.partial_last:
        names[-1] += " (incomplete)"
    return names


def accrual_by_group(result: Accrual, _words: Words) -> pd.DataFrame:
    """Write one row per place: enrolled diagnoses, their share, and those without a month."""
    rows = [
        {
            result.level.capitalize(): name,
            "Enrolled diagnoses (n)": whole(n),
            "Share of all (%)": percent(n / result.total) if result.total else NOT_ESTIMABLE,
            "Of these without a month (n)": whole(undated),
        }
        for name, n, undated in zip(
            result.groups, enrolled_by_group(result), result.undated, strict=True
        )
    ]
    return pd.DataFrame(rows)


def accrual_by_group_rows(result: Accrual, _words: Words) -> pd.DataFrame:
    """Return enrolled diagnoses by place, with and without a month."""
    return pd.DataFrame(
        {
            result.level: result.groups,
            "enrolled": enrolled_by_group(result),
            "of_these_without_a_month": result.undated,
        }
    )


def accrual_by_month(result: Accrual, _words: Words) -> pd.DataFrame:
    """Write one row per month: enrolled in it, enrolled so far, target so far."""
    monthly = result.counts.sum(axis=0)
    targets = (
        [NOT_SUPPLIED] * result.months.size
        if result.target is None
        else [whole(round(target)) for target in result.target]
    )
    return pd.DataFrame(
        {
            "Month": month_names(result),
            "Enrolled in the month (n)": [whole(n) for n in monthly],
            "Enrolled so far (n)": [whole(n) for n in result.cumulative],
            "Target so far (n)": targets,
        }
    )


def accrual_by_month_and_group(result: Accrual, _words: Words) -> pd.DataFrame:
    """Write one row per month, one column per place; of many places, the largest ones."""
    order = largest_first(result)
    shown, rest = order[:TABLE_COLUMNS], order[TABLE_COLUMNS:]
    columns: dict[str, Sequence[str]] = {"Month": month_names(result)}
    for i in shown:
        columns[f"{result.groups[i]} (n)"] = [whole(n) for n in result.counts[i]]
    if rest.size:
        others = result.counts[rest].sum(axis=0)
        columns[f"{rest.size} others together (n)"] = [whole(n) for n in others]
    return pd.DataFrame(columns)


def accrual_rows(result: Accrual, _words: Words) -> pd.DataFrame:
    """Return enrolled diagnoses, one row per month and place, and the cumulative target."""
    places = len(result.groups)
    stamps = [f"{month // 12}-{month % 12 + 1:02d}" for month in result.months]
    target: Floats | str = NOT_SUPPLIED
    if result.target is not None:
        target = np.repeat(result.target, places)
    is_partial = result.partial_last & (result.months == result.months[-1:])
    return pd.DataFrame(
        {
            "month": np.repeat(stamps, places),
            result.level: list(result.groups) * result.months.size,
            "enrolled": result.counts.T.ravel(),
            "cumulative_target_all_places": target,
            "month_is_partial": np.repeat(is_partial, places),
        }
    )


def accrual_key_figures(result: Accrual, _words: Words) -> tuple[KeyFigure, ...]:
    """Return enrolment so far, its target, the last whole month, and places without any."""
    enrolled, places = enrolled_by_group(result), len(result.groups)
    without = int((enrolled == 0).sum())
    return (
        KeyFigure("Enrolled diagnoses (n)", whole(result.total)),
        _target_figure(result),
        _last_whole_month(result),
        KeyFigure(f"{_PLURAL[result.level]} at zero (n)", whole(without), f"of {places}"),
    )


def _target_figure(result: Accrual) -> KeyFigure:
    label = "Target so far (n)"
    if result.target is None:
        return KeyFigure(label, NOT_SUPPLIED)
    target = float(result.target[-1])
    reached = f"{percent(result.cumulative[-1] / target)} % reached" if target else "no target yet"
    return KeyFigure(label, whole(round(target)), reached)


def _last_whole_month(result: Accrual) -> KeyFigure:
    label = "Last whole month (n)"
    last = result.months.size - 1 - int(result.partial_last)
    if last < 0:
        return KeyFigure(label, NOT_SUPPLIED)
    monthly = int(result.counts[:, last].sum())
    return KeyFigure(label, whole(monthly), calendar_month(int(result.months[last])))
