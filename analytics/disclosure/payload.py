"""Released results as plain data for the store, for files and for readers."""

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from analytics.disclosure.rules import Withheld
from analytics.errors import BadInput

Plain: TypeAlias = Any  # what JSON can hold

_PRIVATE = frozenset({"ledger", "counted"})  # what only the registry may hold


def payload(released: object) -> Plain:
    """Return a released result as lists, dicts, text and numbers.

    Parameters
    ----------
    released : object
        A result of `protect`, or a part of it.

    Raises
    ------
    BadInput
        If there is a number that is none, or a part that the registry must keep.
    TypeError
        If a part has no plain form.

    Notes
    -----
    What is withheld becomes ``{"value": null, "status": "withheld"}``: never 0, -1, a blank
    or a number that is none.
    """
    if isinstance(released, Withheld):
        return {"value": None, "status": "withheld", "text": released.text}
    if released is None or isinstance(released, str | bool):
        return released
    if isinstance(released, int | float | np.integer | np.floating):
        return _number(float(released))
    return _parts(released)


def public_numbers(released: object) -> frozenset[float]:
    """Return every number of a released result: nothing else may reach a reader."""
    return frozenset(_numbers_of(payload(released)))


def _parts(released: object) -> Plain:
    if isinstance(released, pd.DataFrame):
        return [payload(row) for row in released.to_dict(orient="records")]
    if isinstance(released, Mapping):
        return {str(key): payload(value) for key, value in released.items()}
    if isinstance(released, list | tuple | np.ndarray):
        return [payload(part) for part in released]
    return _fields(released)


def _number(number: float) -> Plain:
    if not np.isfinite(number):
        raise BadInput(f"A released number is {number}.", "Withhold it, or say why there is none.")
    return int(number) if number.is_integer() else number


def _fields(released: object) -> Plain:
    if not dataclasses.is_dataclass(released) or isinstance(released, type):
        raise TypeError(f"{type(released).__name__} has no plain form.")
    names = {entry.name for entry in dataclasses.fields(released)}
    private = sorted(names & _PRIVATE)
    if private:
        raise BadInput(
            f"{type(released).__name__} holds {', '.join(private)}, which is never published.",
            "Store its released part.",
        )
    return {name: payload(getattr(released, name)) for name in sorted(names)}


def _numbers_of(plain: Plain) -> Iterator[float]:
    if isinstance(plain, dict):
        for key, value in plain.items():
            if key != "rules":  # thresholds are known and are no counts
                yield from _numbers_of(value)
    elif isinstance(plain, list):
        for value in plain:
            yield from _numbers_of(value)
    elif isinstance(plain, int | float) and not isinstance(plain, bool):
        yield float(plain)
