"""Single numbers as tables and files show them: with words where there is none."""

import math
from dataclasses import dataclass

from analytics.inputs import Floats


@dataclass(frozen=True)
class KeyFigure:
    """One number that a reader looks for first."""

    label: str  # with its unit
    value: str
    detail: str = ""  # interval, denominator, or time


def number(value: float, missing: str) -> float | str:
    """Return a number, or the word for its absence."""
    return missing if math.isnan(value) else float(value)


def numbers(values: Floats, missing: str) -> list[float | str]:
    """Return numbers, each or the word for its absence."""
    return [number(value, missing) for value in values.tolist()]
