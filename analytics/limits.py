"""Pointwise confidence limits of a probability that changes over time."""

from typing import Literal, TypeAlias, get_args

import numpy as np
from scipy.special import ndtri, stdtrit

from analytics.errors import BadInput
from analytics.inputs import Floats

Interval: TypeAlias = Literal["log-log", "log", "plain"]


def check_confidence(confidence: float) -> None:
    """Refuse a confidence level that is none."""
    if not 0 < confidence < 1:
        raise BadInput(f"Confidence is {confidence}.", "Give a level between 0 and 1, as 0.95.")


def critical_value(confidence: float, df: float = np.inf) -> float:
    """Return how many standard errors the limits lie from the estimate.

    Parameters
    ----------
    confidence : float
        Level, between 0 and 1.
    df : float
        Degrees of freedom of Student's t; infinite for the normal distribution.

    Raises
    ------
    BadInput
        If the level is none.

    References
    ----------
    Student (1908), doi:10.1093/biomet/6.1.1.
    """
    check_confidence(confidence)
    upper = (1 + confidence) / 2
    return float(ndtri(upper) if np.isinf(df) else stdtrit(df, upper))


def survival_limits(
    survival: Floats,
    log_variance: Floats,
    *,
    confidence: float,
    interval: Interval,
    df: float = np.inf,
) -> tuple[Floats, Floats]:
    """Return lower and upper limits of a survival function, cut to 0 and 1.

    Parameters
    ----------
    survival : Floats, shape (k,)
        Probability of no event.
    log_variance : Floats, shape (k,)
        Variance of its logarithm; infinite once nobody is left.
    confidence : float
        Level, between 0 and 1.
    interval : {"log-log", "log", "plain"}
        Scale on which the limits are symmetric.
    df : float
        Degrees of freedom of Student's t; infinite for the normal distribution.

    Returns
    -------
    tuple of Floats
        nan where the scale has no limits: at survival 0, and for log-log at survival 1.

    References
    ----------
    Kalbfleisch & Prentice (2002), The Statistical Analysis of Failure Time Data, 1.4.
    """
    z = critical_value(confidence, df)
    if interval not in get_args(Interval):
        scales = ", ".join(get_args(Interval))
        raise BadInput(f"There is no interval {interval!r}.", f"Use one of {scales}.")
    with np.errstate(divide="ignore", invalid="ignore"):  # scales end at S = 1 and at S = 0
        width = z * np.sqrt(log_variance)
        if interval == "log-log":
            width = width / np.abs(np.log(survival))
            lower, upper = survival ** np.exp(width), survival ** np.exp(-width)
        elif interval == "log":
            lower, upper = survival * np.exp(-width), survival * np.exp(width)
        else:
            lower, upper = survival * (1 - width), survival * (1 + width)
    known = np.isfinite(width)
    lower, upper = (np.where(known, np.clip(x, 0, 1), np.nan) for x in (lower, upper))
    return lower, upper
