"""Tail probabilities on the log scale, finite however small they are."""

import numpy as np
from scipy.special import gammaln, log_ndtr
from scipy.stats import f, t

from analytics.inputs import Floats


def log_chi_squared_tail(statistic: float, df: int) -> float:
    """Return log P(chi-squared > statistic).

    Notes
    -----
    The library's logarithm is -inf from p = 1e-308 on. Recurrence in steps of two degrees:
    Q(a + 1, y) = Q(a, y) + y^a e^-y / Gamma(a + 1), on the log scale; all terms positive.

    References
    ----------
    Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.4.4 to 26.4.8.
    """
    y = statistic / 2
    if y <= 0:
        return 0.0
    a, log_tail = (1.0, -y) if df % 2 == 0 else (0.5, np.log(2) + log_ndtr(-np.sqrt(2 * y)))
    while a < df / 2:
        log_tail = np.logaddexp(log_tail, a * np.log(y) - y - gammaln(a + 1))
        a += 1
    return float(log_tail)


def log_two_sided_tail(z: float, df: float = np.inf) -> float:
    """Return log P(|Z| > |z|), Z normal or, with finite `df`, Student's t.

    References
    ----------
    Abramowitz & Stegun (1964), Handbook of Mathematical Functions, 26.2 and 26.7.
    """
    return float(log_two_sided(np.array([z]), df)[0])


def log_two_sided(z: Floats, df: float = np.inf) -> Floats:
    """Return log P(|T| > |z|) of Student's t; of the normal distribution where df is infinite.

    Parameters
    ----------
    z : Floats, shape (k,)
        Estimates divided by their standard errors.
    df : float
        Degrees of freedom of the standard errors.
    """
    size = np.abs(z)
    one_sided = log_ndtr(-size) if np.isinf(df) else t.logsf(size, df)
    return np.asarray(np.log(2) + one_sided, dtype=np.float64)


def log_f_tail(statistic: float, df: int, df_error: float) -> float:
    """Return log P(F > statistic) for `df` and `df_error` degrees of freedom."""
    return float(f.logsf(statistic, df, df_error))
