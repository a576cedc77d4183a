"""Pointwise confidence limits of a cumulative incidence."""

from typing import get_args

import numpy as np

from analytics.clusters import reference_quantile
from analytics.errors import BadInput
from analytics.inputs import Floats
from analytics.limits import Interval


def incidence_limits(
    incidence: Floats,
    se: Floats,
    *,
    confidence: float,
    interval: Interval,
    df: float,
) -> tuple[Floats, Floats]:
    """Return lower and upper limits of a cumulative incidence, cut to 0 and 1.

    Parameters
    ----------
    incidence, se : Floats, shape (k,)
        Probability of the cause, and its standard error.
    confidence : float
        Level, between 0 and 1.
    interval : {"log-log", "log", "plain"}
        Scale on which the limits are symmetric: log(-log F), log F or F.
    df : float
        Degrees of freedom of the t reference; infinite for the normal one.

    Returns
    -------
    tuple of Floats
        nan where the scale has no limits: at 0 for both logarithms, at 1 for log-log.

    References
    ----------
    Kalbfleisch & Prentice (2002), The Statistical Analysis of Failure Time Data, 1.4.
    """
    if interval not in get_args(Interval):
        scales = ", ".join(get_args(Interval))
        raise BadInput(f"There is no interval {interval!r}.", f"Use one of {scales}.")
    reach = reference_quantile(confidence, df) * se
    if interval == "plain":
        return np.clip(incidence - reach, 0, 1), np.clip(incidence + reach, 0, 1)
    with np.errstate(all="ignore"):  # the scales end at F = 0 and at F = 1
        width = reach / incidence
        if interval == "log":
            lower, upper = incidence * np.exp(-width), incidence * np.exp(width)
        else:
            width = width / np.abs(np.log(incidence))
            lower, upper = incidence ** np.exp(width), incidence ** np.exp(-width)
    known = np.isfinite(width)
    lower, upper = (np.where(known, np.clip(x, 0, 1), np.nan) for x in (lower, upper))
    return lower, upper
