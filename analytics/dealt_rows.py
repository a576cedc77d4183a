"""Rows dealt anew: numbered by what they hold, so that no number leads back to a registry."""

import hashlib
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.inputs import Ints

OLDEST = 89  # years; a higher age is told as this one


def dealt(rows: pd.DataFrame, codes: Mapping[str, str]) -> pd.DataFrame:
    """Return rows in the order of their values, with a new number each and new codes.

    Parameters
    ----------
    rows : DataFrame, shape (n, k)
        One row per person or lesion.
    codes : mapping of column to prefix
        Columns that say which rows belong together, as sites or patients. Their values leave as
        the prefix and a number that follows from nothing but the rows themselves.

    Returns
    -------
    DataFrame, shape (n, k + 1)
        Column `row` (1..n) first. The same rows in another order give the same table.
    """
    told = rows.drop(columns=list(codes))
    content: npt.NDArray[np.uint64] = np.asarray(
        pd.util.hash_pandas_object(told.astype(str), index=False), dtype=np.uint64
    )
    coded = rows.assign(
        **{
            name: [f"{prefix}{place}" for place in _places(rows[name].to_numpy(), content)]
            for name, prefix in codes.items()
        }
    )
    ordered = coded.sort_values(list(coded.columns), kind="stable").reset_index(drop=True)
    ordered.insert(0, "row", np.arange(1, len(ordered) + 1))
    return ordered


def capped_age(ages: "pd.Series[float]") -> "pd.Series[float]":
    """Return ages of which none is above 89 years; what is missing stays so."""
    return ages.where(~(ages > OLDEST), OLDEST)


def _places(member: "np.ndarray[Any, Any]", content: "npt.NDArray[np.uint64]") -> Ints:
    """Return the number of each row's group, from 1 in the order of digests of what they hold."""
    group, found = pd.factorize(member)
    digests = [
        hashlib.sha256(np.sort(content[group == place]).tobytes()).digest()
        for place in range(len(found))
    ]
    rank = np.empty(len(found), dtype=np.int64)
    rank[sorted(range(len(found)), key=digests.__getitem__)] = np.arange(1, len(found) + 1)
    return np.asarray(rank[group], dtype=np.int64)
