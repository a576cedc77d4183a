"""E-value: how strong unmeasured confounding must be to explain an estimate away."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from analytics.errors import BadInput

Measure: TypeAlias = Literal["hazard ratio", "risk ratio", "odds ratio"]


@dataclass(frozen=True, eq=False)
class EValue:
    """Least risk ratio that a confounder must have with both the arm and the outcome."""

    of_estimate: float  # to move the estimate to 1
    of_limit: float  # to move the nearer limit to 1; 1 if the interval holds 1
    estimate: float  # ratio as given
    lower: float
    upper: float
    measure: Measure
    rare: bool  # whether ratios were taken as risk ratios as they are


def e_value(
    estimate: float,
    lower: float,
    upper: float,
    *,
    rare: bool,
    measure: Measure = "hazard ratio",
) -> EValue:
    """Return the E-value of a ratio and of its limit nearer to 1.

    Parameters
    ----------
    estimate, lower, upper : float
        Ratio with its limits, above 0.
    rare : bool
        Whether the outcome is rare (under some 15 % at the end of follow-up), so that hazard
        and odds ratios are near risk ratios.
    measure : {"hazard ratio", "risk ratio", "odds ratio"}
        What the ratio is.

    Raises
    ------
    BadInput
        If the ratio is not above 0 or lies outside its limits.

    Notes
    -----
    R + sqrt(R (R - 1)) for a risk ratio R of at least 1, its inverse otherwise. A common
    outcome's hazard ratio h becomes (1 - 0.5^sqrt(h)) / (1 - 0.5^sqrt(1/h)), an odds ratio its
    root.

    References
    ----------
    VanderWeele & Ding (2017), doi:10.7326/M16-2607.
    """
    if not 0 < lower <= estimate <= upper < np.inf:
        raise BadInput(
            f"{estimate:g} ({lower:g} to {upper:g}) is no ratio with limits.",
            "Give an estimate above 0 within its limits.",
        )
    if measure not in get_args(Measure):
        raise BadInput(
            f"There is no measure {measure!r}.", f"Use one of {', '.join(get_args(Measure))}."
        )
    convert = _conversion(measure, rare=rare)
    risk = [convert(value) for value in (estimate, lower, upper)]
    nearer = risk[1] if risk[0] > 1 else risk[2]
    holds_one = risk[1] <= 1 <= risk[2]
    return EValue(
        of_estimate=_of_risk_ratio(risk[0]),
        of_limit=1.0 if holds_one else _of_risk_ratio(nearer),
        estimate=estimate,
        lower=lower,
        upper=upper,
        measure=measure,
        rare=rare,
    )


def _conversion(measure: Measure, *, rare: bool) -> Callable[[float], float]:
    if rare or measure == "risk ratio":
        return float
    return _common_hazard if measure == "hazard ratio" else _common_odds


def _common_hazard(ratio: float) -> float:
    return float((1 - 0.5 ** np.sqrt(ratio)) / (1 - 0.5 ** np.sqrt(1 / ratio)))


def _common_odds(ratio: float) -> float:
    return float(np.sqrt(ratio))


def _of_risk_ratio(ratio: float) -> float:
    above = max(ratio, 1 / ratio)
    return float(above + np.sqrt(above * (above - 1)))
