"""Rows of an internal file that count few people: their numbers are withheld."""

import math
from numbers import Real
from typing import Any

import numpy as np
import pandas as pd

from analytics.disclosure.rules import Rules

# Columns whose whole numbers count no attribute of people: places on an axis, settings of a
# method, sites, and who was enrolled, which every internal role may know. Any other column of
# whole numbers is taken for a count of people, so that a new one is withheld until it is listed.
NOT_COUNTED = frozenset(
    {
        *("day", "days", "month", "months", "year", "landmark_months", "horizon_months", "case"),
        *("step", "from", "to", "age_decade", "degrees_of_freedom", "df", "confidence", "target"),
        *("sites", "open_sites", "open_sites_all_places", "planned_sites", "silent_months"),
        *("months_open", "months_before", "enrolled", "enrolled_before", "month_not_known"),
        *("enrolled_last_three_months", "observed_in_months_that_are_over", "cumulative"),
        *("of_these_without_a_month", "cumulative_target", "cumulative_target_all_places"),
        *("number", "needed", "events_needed", "earliest_days", "median_days", "latest_days"),
        *("lower_95_prediction", "upper_95_prediction"),
    }
)


def without_small_counts(frame: pd.DataFrame, rules: Rules) -> pd.DataFrame:
    """Withhold the numbers of every row that counts 1 to k - 1 people.

    Parameters
    ----------
    frame : DataFrame
        A row per group, a column per number.
    rules : Rules
        Thresholds.

    Returns
    -------
    DataFrame
        The same rows; where one of its counts is small every number that tells of people is the
        mark: estimates and limits beside a small count would tell it.

    Notes
    -----
    For files that stay in the house. Sums over rows may still tell a small count: what is to be
    published goes through `protect`.
    """
    counts = [column for column in frame.columns if _counts_people(frame[column])]
    small = frame[counts].map(lambda value: _is_small(value, rules)).any(axis=1)
    if not small.any():
        return frame
    kept = frame.copy()
    for column in frame.columns:
        if column in NOT_COUNTED:
            continue
        told = small & frame[column].map(_is_number)
        if told.any():
            kept[column] = frame[column].astype(object).mask(told, str(rules.token))
    return kept


def _counts_people(column: "pd.Series[Any]") -> bool:
    if column.name in NOT_COUNTED:
        return False
    numbers = [float(value) for value in column if _is_number(value)]
    known = [number for number in numbers if not math.isnan(number)]
    return bool(known) and all(number.is_integer() for number in known)


def _is_small(value: Any, rules: Rules) -> bool:
    return _is_number(value) and 0 < float(value) < rules.k


def _is_number(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool | np.bool_)
