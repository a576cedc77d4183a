"""Quantiles and p-values as the public may see them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np

from analytics.disclosure.rules import Rules, Withheld
from analytics.errors import BadInput

Estimate: TypeAlias = float | Withheld

P_FLOOR = 0.001  # below, no more is said
_DIGITS = 2  # significant, of p-values and ratios of shares


@dataclass(frozen=True)
class ReleasedP:
    """A p-value of two significant digits, or the floor that it lies under."""

    value: float
    is_below: bool  # the p-value lies under `value`


def released_quantile(value: float, q: float, n: int, rules: Rules, *, step: float) -> Estimate:
    """Return a quantile on the step of its unit, if enough people lie beyond it.

    Parameters
    ----------
    value : float
        The quantile.
    q : float
        Share of people under it; 0.5 is the median.
    n : int
        People behind it.
    rules : Rules
        Thresholds.
    step : float
        What the unit is shown to; above 0.

    Notes
    -----
    `min_n_numeric` people, and, but for the median, k of them on either side.
    """
    is_median = q == 0.5  # noqa: PLR2004  # the middle of everybody, not of a tail
    beyond = n * min(q, 1 - q) + 1e-9  # 110 people have 11 above the 90th percentile
    is_safe = is_median or beyond >= rules.k
    return _on_step(value, step) if is_safe and n >= rules.min_n_numeric else rules.token


def groups_or_overall(
    groups: Mapping[str, Estimate], overall: Estimate, rules: Rules
) -> tuple[dict[str, Estimate], Estimate]:
    """Return estimates of groups beside the overall one only where no group is withheld.

    The overall estimate beside all groups but one would tell that one; then it is withheld.
    """
    is_whole = not any(isinstance(value, Withheld) for value in groups.values())
    return dict(groups), overall if is_whole else rules.token


def released_p(p: float) -> ReleasedP:
    """Return a p-value to two significant digits, never under 0.001."""
    if not 0 <= p <= 1:
        raise BadInput(f"p is {p}.", "Give a probability.")
    is_below = p < P_FLOOR
    return ReleasedP(P_FLOOR if is_below else significant(p), is_below)


def significant(value: float, *, towards: int = 0) -> float:
    """Round to two significant digits: to the nearest, or towards -1 down, towards 1 up."""
    if value == 0:
        return 0.0
    exponent = int(np.floor(np.log10(abs(value)))) - _DIGITS + 1
    scaled = value / 10.0**exponent
    # 1e-9: what has two digits but for the last bit stays as it is.
    whole = {0: np.rint(scaled), -1: np.floor(scaled + 1e-9), 1: np.ceil(scaled - 1e-9)}[towards]
    return round(float(whole) * 10.0**exponent, max(-exponent, 0))


def _on_step(value: float, step: float) -> float:
    if not step > 0:
        raise BadInput(f"The step is {step}.", "Give the step of the unit, as 1 for whole years.")
    return float(np.rint(value / step) * step)
