"""One estimate out of several imputed data sets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import t as student

from analytics.errors import BadInput
from analytics.inputs import numbers
from analytics.limits import check_confidence
from analytics.stacked_variance import Effect


@dataclass(frozen=True, eq=False)
class Pooled:
    """Estimate pooled over imputations, on the scale of its standard errors."""

    estimate: float
    se: float
    lower: float
    upper: float
    df: float  # of Student's t
    within: float  # mean variance of the imputed estimates
    between: float  # variance between them
    missing_share: float  # share of the variance that is due to missing values
    m: int  # imputations
    confidence: float


def rubin(
    estimates: Sequence[float],
    standard_errors: Sequence[float],
    *,
    complete_df: float = np.inf,
    confidence: float = 0.95,
) -> Pooled:
    """Pool estimates of m imputed data sets.

    Parameters
    ----------
    estimates, standard_errors : sequence of float, length m
        One of each per imputed data set; ratios as logarithms.
    complete_df : float
        Degrees of freedom that the estimate would have without missing values; infinite for
        a normal reference.
    confidence : float
        Level of the limits.

    Raises
    ------
    BadInput
        If there are fewer than two imputations, lengths differ, or a number is missing.

    Notes
    -----
    T = W + (1 + 1/m) B, W the mean variance and B the variance of the estimates. Degrees of
    freedom of Barnard & Rubin.

    References
    ----------
    Rubin (1987), doi:10.1002/9780470316696. Barnard & Rubin (1999), doi:10.1093/biomet/86.4.948.
    """
    check_confidence(confidence)
    values = numbers("estimates", np.asarray(estimates))
    errors = numbers("standard_errors", np.asarray(standard_errors))
    m = values.size
    if m < 2 or errors.size != m:  # noqa: PLR2004  # a variance between them
        raise BadInput(
            f"There are {m} estimates with {errors.size} standard errors.",
            "Give one of each for two or more imputed data sets.",
        )
    within, between = float((errors**2).mean()), float(values.var(ddof=1))
    added = (1 + 1 / m) * between
    total = within + added
    share = added / total if total > 0 else 0.0
    df = _degrees_of_freedom(share, m, complete_df)
    estimate, se = float(values.mean()), float(np.sqrt(total))
    reach = float(student.ppf((1 + confidence) / 2, df)) * se
    return Pooled(
        estimate, se, estimate - reach, estimate + reach, df, within, between, share, m, confidence
    )


def pooled_effect(effects: Sequence[Effect]) -> Effect:
    """Pool one contrast over imputed data sets; a ratio is pooled as its logarithm.

    Raises
    ------
    BadInput
        If the contrasts are not all of one kind.
    """
    kinds = {(effect.name, effect.scale, effect.confidence) for effect in effects}
    if len(kinds) != 1:
        raise BadInput(f"{len(kinds)} kinds of contrast are to be pooled.", "Pool one kind.")
    first = effects[0]
    is_ratio = first.scale == "ratio"
    values = [np.log(each.estimate) if is_ratio else each.estimate for each in effects]
    found = rubin(
        values,
        [each.se for each in effects],
        complete_df=min(each.df for each in effects),
        confidence=first.confidence,
    )
    shown = [found.estimate, found.lower, found.upper]
    estimate, lower, upper = np.exp(shown).tolist() if is_ratio else shown
    log_p = np.log(2) + student.logsf(abs(found.estimate) / found.se, found.df)
    return Effect(
        name=first.name,
        scale=first.scale,
        estimate=estimate,
        se=found.se,
        lower=lower,
        upper=upper,
        log_p=float(log_p),
        df=found.df,
        confidence=first.confidence,
    )


def _degrees_of_freedom(share: float, m: int, complete: float) -> float:
    old = (m - 1) / share**2 if share > 0 else np.inf
    if np.isinf(complete):
        return float(old)
    observed = (complete + 1) / (complete + 3) * complete * (1 - share)
    return float(observed if np.isinf(old) else 1 / (1 / old + 1 / observed))
