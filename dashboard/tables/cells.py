"""Single numbers as tables and files show them: with words where there is none."""

import math
from dataclasses import dataclass

from analytics.accrual_rates import Rate
from analytics.inputs import Floats

NO_TARGET = "no target"
_SMALL = 0.005  # from there on two decimals show something


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


def target_of(ratio: Rate | None) -> str:
    """Write the target that enrolment is held to."""
    return NO_TARGET if ratio is None else f"{ratio.exposure:,.0f}"


def ratio_with_limits(ratio: Rate | None) -> str:
    """Write observed over expected with its limits; words where nothing was planned."""
    if ratio is None:
        return NO_TARGET
    written = [ratio_in_figures(value) for value in (ratio.estimate, ratio.lower, ratio.upper)]
    return f"{written[0]} ({written[1]} to {written[2]})"


def ratio_in_figures(value: float) -> str:
    """Write a ratio to two decimals; what is not 0 is never written so."""
    if value == 0:
        return "0"
    return f"{value:.2f}" if value >= _SMALL else "< 0.01"


def ratio_columns(ratios: list[Rate | None]) -> dict[str, list[float | str]]:
    """Return observed over expected as columns of a file; words where nothing was planned."""
    return {
        "expected": [NO_TARGET if r is None else r.exposure for r in ratios],
        "observed_over_expected": [NO_TARGET if r is None else r.estimate for r in ratios],
        "lower": [NO_TARGET if r is None else r.lower for r in ratios],
        "upper": [NO_TARGET if r is None else r.upper for r in ratios],
    }
