"""Columns of clinical data at the door of the scores: what is missing stays missing."""

from collections.abc import Sequence
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
import pandas as pd
from numpy.typing import ArrayLike

from analytics.errors import BadInput
from analytics.inputs import Bools, Floats

Codes: TypeAlias = npt.NDArray[np.object_]  # short strings; None where missing

UNKNOWN = "UNK"  # answered "unknown"; in a score the same as not answered


def measured(name: str, values: ArrayLike) -> Floats:
    """Return numbers, shape (n,), nan where missing; `name` is what a refusal calls them."""
    array = np.asarray(values, dtype=object)
    if array.ndim != 1:
        raise BadInput(f"{name} has {array.ndim} dimensions.", "Give one value per row.")
    missing = np.asarray(pd.isna(array), dtype=bool)
    numbers = np.full(array.size, np.nan)
    try:
        numbers[~missing] = array[~missing].astype(np.float64)
    except (TypeError, ValueError) as error:
        raise BadInput(f"{name} holds values that are no numbers.", "Give numbers.") from error
    infinite = int(np.isinf(numbers).sum())
    if infinite:
        raise BadInput(f"{name} is infinite in {infinite} of {array.size} rows.", "Check them.")
    return numbers


def coded(name: str, values: ArrayLike, known: Sequence[str]) -> Codes:
    """Return codes, shape (n,), None where missing or unknown; other codes are refused."""
    array = np.asarray(values, dtype=object)
    if array.ndim != 1:
        raise BadInput(f"{name} has {array.ndim} dimensions.", "Give one code per row.")
    codes = array.copy()
    codes[np.asarray(pd.isna(array), dtype=bool)] = UNKNOWN
    missing: Bools = codes == UNKNOWN
    codes[missing] = None
    strange = ~np.isin(codes[~missing].astype(str), known)
    if strange.any():
        raise BadInput(
            f"{name} has an unknown code in {int(strange.sum())} of {array.size} rows.",
            f"Use {', '.join(known)} or {UNKNOWN}.",
        )
    return codes


def present(name: str, values: ArrayLike) -> Floats:
    """Return 1 for Y, 0 for N and nan where missing or unknown, shape (n,)."""
    return points(coded(name, values, ("Y", "N")), {"Y": 1.0, "N": 0.0})


def points(codes: Codes, worth: dict[str, float]) -> Floats:
    """Return what each code is worth; nan where it is missing."""
    result = np.full(codes.size, np.nan)
    for code, value in worth.items():
        result[codes == code] = value
    return result


def classified(cases: Sequence[tuple[Bools, str]], known: Bools, otherwise: str) -> Codes:
    """Return the code of the first case that holds; None where not all is known."""
    conditions = [holds for holds, _ in cases]
    codes: Codes = np.select(conditions, [code for _, code in cases], otherwise).astype(object)
    codes[~known] = None
    return codes


def known_in(*columns: Floats | Codes) -> Bools:
    """Return where no column is missing, shape (n,); columns must have equal lengths."""
    sizes = {column.size for column in columns}
    if len(sizes) > 1:
        raise BadInput(
            f"Columns differ in length: {', '.join(map(str, sorted(sizes)))} rows.",
            "Give one value of each per row.",
        )
    return np.asarray(~np.any([pd.isna(column) for column in columns], axis=0))
