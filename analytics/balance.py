"""Balance of covariates between two arms, before and after weighting."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike

from analytics.baseline_covariates import (
    CovariateInput,
    Covariates,
    check_covariates,
    check_two_arms,
)
from analytics.errors import BadInput
from analytics.inputs import Bools, Floats, numbers
from analytics.weights import Estimand, check_estimand, effective_sample_size

Denominator: TypeAlias = Literal["pooled", "treated", "reference", "weighted"]

DENOMINATORS: dict[Estimand, Denominator] = {
    "ATE": "pooled",
    "ATT": "treated",
    "ATC": "reference",
    "ATO": "weighted",
    "ATM": "weighted",
}
LARGE_DIFFERENCE = 0.1  # of a standard deviation


@dataclass(frozen=True, eq=False)
class BalanceTable:
    """Balance of covariates; arrays have one entry per column, a category one per level.

    Without weights, after equals before.
    """

    covariates: tuple[str, ...]
    arms: tuple[str, str]  # reference, treated
    is_binary: Bools
    mean_before: Floats  # shape (2, columns): reference, treated
    mean_after: Floats
    smd_before: Floats  # (treated - reference) / denominator
    smd_after: Floats
    variance_ratio_before: Floats  # treated / reference
    variance_ratio_after: Floats
    ks_before: Floats  # largest distance between the arms' distribution functions
    ks_after: Floats
    denominator: Denominator  # whose standard deviation divides a difference
    deviation: Floats  # that standard deviation; the same before and after
    n: tuple[int, int]  # patients with a weight
    ess: tuple[float, float]  # effective sample size
    estimand: Estimand

    @property
    def frame(self) -> pd.DataFrame:
        """One row per column: what table, plot and file show."""
        return pd.DataFrame(
            {
                "covariate": self.covariates,
                "is_binary": self.is_binary,
                "mean_reference_before": self.mean_before[0],
                "mean_treated_before": self.mean_before[1],
                "mean_reference_after": self.mean_after[0],
                "mean_treated_after": self.mean_after[1],
                "smd_before": self.smd_before,
                "smd_after": self.smd_after,
                "variance_ratio_before": self.variance_ratio_before,
                "variance_ratio_after": self.variance_ratio_after,
                "ks_before": self.ks_before,
                "ks_after": self.ks_after,
                "denominator": self.denominator,
                "deviation": self.deviation,
            }
        )

    @property
    def largest_difference(self) -> float:
        """Largest absolute standardised mean difference after weighting."""
        return float(np.abs(self.smd_after).max())


def balance(
    covariates: CovariateInput,
    arm: ArrayLike,
    weights: ArrayLike | None = None,
    *,
    estimand: Estimand,
) -> BalanceTable:
    """Compare covariates between arms.

    Parameters
    ----------
    covariates : DataFrame or array-like, shape (n, k)
        One row per patient; a category with more than two levels shows every level.
    arm : array-like, shape (n,)
        Two arms, the second in order being the treated one.
    weights : array-like of float, shape (n,), optional
        What each patient counts for; 0 leaves a patient out, as those without a match.
    estimand : {"ATO", "ATE", "ATT", "ATC", "ATM"}
        Whose effect; decides the denominator of the differences.

    Raises
    ------
    BadInput
        If something is missing or constant, weights are negative, or an arm has none.

    Notes
    -----
    Denominator: ATE, root of the mean of both arms' variances; ATT and ATC, standard deviation
    of the treated and of the reference arm; ATO and ATM, as ATE with weighted variances. It is
    the same before and after, so that a difference shrinks only if the means come closer.
    Variances divide by n - 1; weighted ones by sum w - sum w^2 / sum w. Yes/no columns are
    standardised like all others.

    References
    ----------
    Austin (2009), doi:10.1002/sim.3697. Stuart (2010), doi:10.1214/09-STS313.
    """
    check_estimand(estimand)
    checked = check_covariates(covariates, all_levels=True)
    treated, arms = check_two_arms(arm, checked.n)
    given = np.ones(checked.n) if weights is None else numbers("weights", weights)
    if given.size != checked.n:
        raise BadInput(f"There are {given.size} weights for {checked.n} patients.", "Give all.")
    if (given < 0).any():
        raise BadInput(f"{int((given < 0).sum())} weights are negative.", "Give 0 or more.")
    in_arm = (treated == 0, treated == 1)
    if any(np.count_nonzero(given[rows]) < 2 for rows in in_arm):  # noqa: PLR2004  # a variance
        raise BadInput("An arm has fewer than 2 patients with a weight.", "Widen the caliper.")
    return _table(checked, in_arm, arms, weights=given, estimand=estimand)


def standardised_difference(mean: Floats, deviation: Floats) -> Floats:
    """Return (treated - reference) / deviation; means have shape (2, columns).

    A column that does not vary where the deviation is taken gives 0 if means agree, else
    infinity.
    """
    difference = mean[1] - mean[0]
    with np.errstate(divide="ignore", invalid="ignore"):  # no deviation: see above
        smd: Floats = difference / deviation
    return np.where(difference == 0, 0.0, smd)


def _table(
    covariates: Covariates,
    in_arm: tuple[Bools, Bools],
    arms: tuple[str, str],
    *,
    weights: Floats,
    estimand: Estimand,
) -> BalanceTable:
    values = covariates.columns
    ones = np.ones_like(weights)
    mean_before, variance_before = _moments(values, in_arm, ones)
    mean_after, variance_after = _moments(values, in_arm, weights)
    denominator = DENOMINATORS[estimand]
    deviation = _deviation(denominator, variance_before, variance_after)
    ks_before, ks_after = _distances(values, in_arm, np.stack([ones, weights]))
    return BalanceTable(
        covariates=covariates.names,
        arms=arms,
        is_binary=((values == 0) | (values == 1)).all(axis=0),
        mean_before=mean_before,
        mean_after=mean_after,
        smd_before=standardised_difference(mean_before, deviation),
        smd_after=standardised_difference(mean_after, deviation),
        variance_ratio_before=_ratio(variance_before),
        variance_ratio_after=_ratio(variance_after),
        ks_before=ks_before,
        ks_after=ks_after,
        denominator=denominator,
        deviation=deviation,
        n=(int((weights[in_arm[0]] > 0).sum()), int((weights[in_arm[1]] > 0).sum())),
        ess=(effective_sample_size(weights[in_arm[0]]), effective_sample_size(weights[in_arm[1]])),
        estimand=estimand,
    )


def _moments(values: Floats, in_arm: tuple[Bools, Bools], weights: Floats) -> tuple[Floats, Floats]:
    """Return weighted means and variances by arm, each of shape (2, columns)."""
    means, variances = [], []
    for rows in in_arm:
        w, x = weights[rows], values[rows]
        mean = w @ x / w.sum()
        means.append(mean)
        variances.append(w @ (x - mean) ** 2 / (w.sum() - (w**2).sum() / w.sum()))
    return np.stack(means), np.stack(variances)


def _deviation(denominator: Denominator, before: Floats, after: Floats) -> Floats:
    variance = {
        "pooled": before.mean(axis=0),
        "treated": before[1],
        "reference": before[0],
        "weighted": after.mean(axis=0),
    }[denominator]
    return np.asarray(np.sqrt(variance))


def _ratio(variance: Floats) -> Floats:
    with np.errstate(divide="ignore", invalid="ignore"):  # an arm may lack a level
        ratio: Floats = variance[1] / variance[0]
    return ratio


def _distances(values: Floats, in_arm: tuple[Bools, Bools], weights: Floats) -> Floats:
    """Return Kolmogorov-Smirnov distances, shape (weightings, columns)."""
    signed = np.zeros_like(weights)
    for rows, sign in zip(in_arm, (-1.0, 1.0), strict=True):
        signed[:, rows] = sign * weights[:, rows] / weights[:, rows].sum(axis=1, keepdims=True)
    found = np.empty((weights.shape[0], values.shape[1]))
    for column, x in enumerate(values.T):
        order = np.argsort(x, kind="stable")
        is_last = np.append(np.diff(x[order]) > 0, True)
        found[:, column] = np.abs(np.cumsum(signed[:, order], axis=1)[:, is_last]).max(axis=1)
    return found
