"""Dated rows of many units: the first of each, and what came just before or after another.

Frames hold `row` (place of the unit) and `day`; days are known.
"""

from typing import Literal

import numpy as np
import pandas as pd

from analytics.inputs import Floats


def first_days(frame: pd.DataFrame, n: int) -> Floats:
    """Return the earliest day of each of n units, nan where it has none."""
    first = np.full(n, np.inf)
    np.minimum.at(first, frame["row"].to_numpy(dtype=np.int64), frame["day"].to_numpy(dtype=float))
    return np.where(np.isinf(first), np.nan, first)


def last_days(frame: pd.DataFrame, n: int) -> Floats:
    """Return the latest day of each of n units, nan where it has none."""
    return -first_days(frame.assign(day=-frame["day"]), n)


def last_before(frame: pd.DataFrame, others: pd.DataFrame, *, or_on: bool = False) -> Floats:
    """Return, for each row, the day of the unit's latest other row before it, nan if none.

    Parameters
    ----------
    frame, others : DataFrame
        Columns `row` and `day`, in any order.
    or_on : bool
        Let one on the same day count too.
    """
    return _nearest(frame, others, "backward", or_on=or_on)


def first_after(frame: pd.DataFrame, others: pd.DataFrame) -> Floats:
    """Return, for each row, the day of the unit's earliest other row after it, nan if none."""
    return _nearest(frame, others, "forward", or_on=False)


def _nearest(
    frame: pd.DataFrame,
    others: pd.DataFrame,
    direction: Literal["backward", "forward"],
    *,
    or_on: bool,
) -> Floats:
    order = np.argsort(frame["day"].to_numpy(dtype=float), kind="stable")
    left = _keyed(frame).iloc[order]
    right = _keyed(others).sort_values("day", kind="stable")
    matched = pd.merge_asof(
        left,
        right.assign(found=right["day"]),
        on="day",
        by="row",
        direction=direction,
        allow_exact_matches=or_on,
    )
    found = np.full(len(frame), np.nan)
    found[order] = matched["found"].to_numpy(dtype=float)
    return found


def _keyed(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "row": frame["row"].to_numpy(dtype=np.int64),
            "day": frame["day"].to_numpy(dtype=np.float64),
        }
    )
