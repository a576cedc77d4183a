"""Arrays at the door of the analyses: what they must be, else a refusal in plain words."""

from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.typing import ArrayLike

from analytics.errors import BadInput

Floats: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.int64]
Bools: TypeAlias = npt.NDArray[np.bool_]
Counts: TypeAlias = Ints | Floats  # whole for people, fractional under case weights

ROUNDING = 1e-9  # of a person: sums of fractional weights miss a whole number by less


@dataclass(frozen=True, eq=False)
class FollowUp:
    """Checked follow-up of n people; nobody is missing, every array has one entry each."""

    time: Floats  # days from index procedure to the end of follow-up
    code: Ints  # why it ended: 0 censored, 1 event, 2.. competing events
    entry: Floats | None  # day of entry, 0 for those watched from the start; None: nobody is late
    weights: Floats | None  # people that each row stands for; None: one each


def check_follow_up(
    time: ArrayLike,
    code: ArrayLike,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> FollowUp:
    """Return follow-up that the analyses may rely on.

    Parameters
    ----------
    time : array-like of float, shape (n,)
        Days from index procedure to event or censoring; finite, not negative.
    code : array-like of int, shape (n,)
        0 censored, 1 event, 2.. competing events.
    entry : array-like of float, shape (n,), optional
        Day from which each person is at risk. Zero or less means from the start: such a
        person may leave on day 0; a late entrant must leave after entry.
    weights : array-like of float, shape (n,), optional
        Case weights: how many people each row stands for; not negative, not all zero.

    Raises
    ------
    BadInput
        If nobody is left, lengths differ, or a value is missing or impossible.
    """
    times = numbers("time", time)
    if not times.size:
        raise BadInput("There is nobody to analyse.", "Widen the filters.")
    _refuse(times < 0, "time", "is negative", "Check the dates of the index procedure.")
    codes = whole_numbers("code", code)
    _refuse(codes < 0, "code", "is negative", "Use 0 for censored, 1 for the event, 2.. competing.")
    _same_length("code", codes, times)
    entries = None if entry is None else _late_entries(entry, times)
    return FollowUp(times, codes, entries, None if weights is None else _weights(weights, times))


def check_people(
    time: ArrayLike,
    event: ArrayLike | None,
    *,
    entry: ArrayLike | None = None,
    weights: ArrayLike | None = None,
) -> FollowUp:
    """Return follow-up with one kind of event that the analyses may rely on.

    Parameters
    ----------
    event : array-like of bool, shape (n,)
        True where the event was observed, False where the person was censored.
    time, entry, weights
        As in `check_follow_up`.

    Raises
    ------
    BadInput
        If nobody is left, lengths differ, or a value is missing or impossible.
    """
    if event is None:
        raise BadInput("Nothing says who had the event.", "Give `event` beside `time`.")
    return check_follow_up(time, indicators("event", event), entry=entry, weights=weights)


def numbers(name: str, values: ArrayLike) -> Floats:
    """Return finite numbers, shape (n,); `name` is what a refusal calls them."""
    array = np.asarray(values)
    if array.ndim != 1:
        raise BadInput(f"{name} has {array.ndim} dimensions.", "Give one value per person.")
    missing = np.asarray(pd.isna(array))
    _refuse(missing, name, "is missing", "Leave these people out and report how many they are.")
    if array.dtype.kind not in "biufO":
        raise BadInput(f"{name} holds {array.dtype}, not numbers.", "Give days or codes.")
    try:
        result = array.astype(np.float64, copy=False)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{name} holds values that are no numbers.", "Give numbers.") from error
    _refuse(~np.isfinite(result), name, "is infinite", "Give finite numbers.")
    return result


def whole_numbers(name: str, values: ArrayLike) -> Ints:
    """Return whole numbers, shape (n,)."""
    array = np.asarray(values)
    if array.ndim == 1 and array.dtype.kind in "biu":
        return array.astype(np.int64, copy=False)
    given = numbers(name, array)
    _refuse(given != np.rint(given), name, "is not a whole number", "Give whole numbers.")
    return given.astype(np.int64)


def indicators(name: str, values: ArrayLike) -> Ints:
    """Return zeros and ones, shape (n,); nothing else counts as yes or no."""
    given = whole_numbers(name, values)
    _refuse((given < 0) | (given > 1), name, "is neither 0 nor 1", "Use 1 for the event, else 0.")
    return given


def asked_days(name: str, values: ArrayLike) -> Floats:
    """Return the days that a reader asks about, shape (k,); one day may come alone."""
    asked = numbers(name, np.atleast_1d(np.asarray(values)))
    if not asked.size or (asked < 0).any():
        raise BadInput(
            f"{name} holds no day, or one before the index procedure.", "Ask days from 0 on."
        )
    return asked


def labels(name: str, values: ArrayLike) -> tuple[Ints, tuple[str, ...]]:
    """Return each row's place among the labels, and the labels in their order.

    The order is that of the categories of a categorical, else ascending.
    """
    codes, found = pd.factorize(pd.Series(values), sort=True)
    _refuse(codes < 0, name, "is missing", "Name the group of everybody or leave these people out.")
    return codes.astype(np.int64, copy=False), tuple(str(label) for label in found)


def _late_entries(entry: ArrayLike, times: Floats) -> Floats | None:
    entries = np.maximum(numbers("entry", entry), 0.0)
    _same_length("entry", entries, times)
    never_at_risk = (entries > 0) & (entries >= times)
    remedy = "Leave out whoever enters on or after the day that ends follow-up."
    _refuse(never_at_risk, "entry", "is not before the end of follow-up", remedy)
    return entries if entries.any() else None


def _weights(weights: ArrayLike, times: Floats) -> Floats:
    given = numbers("weights", weights)
    _same_length("weights", given, times)
    _refuse(given < 0, "weights", "is negative", "Case weights count people.")
    if not given.any():
        raise BadInput("All weights are zero.", "Give some people a weight.")
    return given


def _same_length(name: str, values: Ints | Floats, times: Floats) -> None:
    if values.size != times.size:
        raise BadInput(
            f"{name} has {values.size} rows and time has {times.size}.",
            "Give one value per person.",
        )


def _refuse(wrong: Bools, name: str, what: str, remedy: str) -> None:
    count = int(np.count_nonzero(wrong))
    if count:
        raise BadInput(f"{name} {what} in {count} of {wrong.size} rows.", remedy)
