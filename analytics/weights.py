"""Balancing weights: what each patient counts for under an estimand."""

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np

from analytics.errors import BadInput
from analytics.inputs import Bools, Floats, Ints

Estimand: TypeAlias = Literal["ATO", "ATE", "ATT", "ATC", "ATM"]

ESTIMANDS: dict[Estimand, str] = {
    "ATO": "effect in the overlap of both arms (ATO)",
    "ATE": "effect in all patients (ATE)",
    "ATT": "effect in the treated (ATT)",
    "ATC": "effect in the reference arm (ATC)",
    "ATM": "effect in patients who can be matched (matching weights, ATM)",
}


@dataclass(frozen=True, eq=False)
class Weighting:
    """Weights of n patients and how they move with the q numbers that the scores rest on."""

    weights: Floats  # shape (n,)
    gradient: Floats | None  # slope of each weight, shape (n, q); None: weights taken as known
    influence: Floats | None  # of each patient on the q numbers, shape (n, q)
    stabilised: bool  # times the share of the own arm
    truncate_at: float | None  # percentile, as a share; None: not truncated
    cut: float  # largest weight kept; infinite if not truncated
    n_truncated: int  # patients whose weight was cut down


def check_estimand(estimand: str) -> None:
    """Refuse an estimand that there is not."""
    if estimand not in get_args(Estimand):
        raise BadInput(f"There is no estimand {estimand!r}.", f"Use one of {', '.join(ESTIMANDS)}.")


def balancing_weights(probability: Floats, is_treated: Bools, estimand: Estimand) -> Floats:
    """Return the weight of each patient, in the shape of `probability`.

    Parameters
    ----------
    probability : Floats, shape (n, ...)
        Propensity score, between 0 and 1.
    is_treated : Bools, of a shape that fits
        Who had the treated arm.
    estimand : {"ATO", "ATE", "ATT", "ATC", "ATM"}
        Whose effect.

    Notes
    -----
    Weight = h(e) / e for the treated, h(e) / (1 - e) else, with h = e (1 - e) for the overlap,
    1 for all, e for the treated, 1 - e for the reference, min(e, 1 - e) for matching weights.

    References
    ----------
    Li, Morgan & Zaslavsky (2018), doi:10.1080/01621459.2016.1260466.
    Li & Greene (2013), doi:10.1515/ijb-2012-0030.
    """
    other = 1 - probability
    if estimand == "ATO":
        return np.where(is_treated, other, probability)
    if estimand == "ATE":
        return 1 / np.where(is_treated, probability, other)
    if estimand == "ATT":
        return np.where(is_treated, 1.0, probability / other)
    if estimand == "ATC":
        return np.where(is_treated, other / probability, 1.0)
    return np.minimum(probability, other) / np.where(is_treated, probability, other)


def weight_slopes(probability: Floats, is_treated: Bools, estimand: Estimand) -> Floats:
    """Return the derivative of each weight by the logit of its score, shape (n,).

    Notes
    -----
    Matching weights have a kink at 1/2; the slope there is that of the lower side.
    """
    other = 1 - probability
    sign = np.where(is_treated, -1.0, 1.0)
    if estimand == "ATO":
        return sign * probability * other
    weights = balancing_weights(probability, is_treated, estimand)
    if estimand == "ATE":
        return sign * (weights - 1)
    moves = is_treated if estimand == "ATC" else ~is_treated
    if estimand == "ATM":
        moves = is_treated == (probability > 1 / 2)
    return np.where(moves, sign * weights, 0.0)


def weighting(  # noqa: PLR0913  # one place that knows all that makes a weight
    probability: Floats,
    treated: Ints,
    estimand: Estimand,
    *,
    matrix: Floats | None,
    influence: Floats | None,
    stabilised: bool = False,
    truncate_at: float | None = None,
) -> Weighting:
    """Make weights of scores, and keep how they move with the score model.

    Parameters
    ----------
    probability, treated : shape (n,)
        Scores and arms.
    estimand : Estimand
        Whose effect.
    matrix, influence : Floats, shape (n, q), or None
        Columns behind the logit of the scores, and each patient's influence on their
        coefficients. None if the scores come without: the weights then count as known.
    stabilised : bool
        Multiply by the share of the own arm; for ATE only.
    truncate_at : float, optional
        Share of weights, as 0.99; larger weights are cut down to that quantile of all weights.

    Raises
    ------
    BadInput
        If the options do not fit, or a score of 0 or 1 leaves a weight without bound.

    Notes
    -----
    The cut counts as known: a truncated weight does not move with the scores.
    """
    check_estimand(estimand)
    _check_options(estimand, stabilised=stabilised, truncate_at=truncate_at)
    _refuse_certain_scores(probability)
    is_treated = treated == 1
    weights = balancing_weights(probability, is_treated, estimand)
    gradient = None
    if matrix is not None:
        gradient = matrix * weight_slopes(probability, is_treated, estimand)[:, None]
    if stabilised:
        weights, gradient, influence = _stabilised(weights, gradient, influence, treated)
    cut = np.inf if truncate_at is None else float(np.quantile(weights, truncate_at))
    above = weights > cut
    if gradient is not None:
        gradient = np.where(above[:, None], 0.0, gradient)
    return Weighting(
        weights=np.minimum(weights, cut),
        gradient=gradient,
        influence=influence,
        stabilised=stabilised,
        truncate_at=truncate_at,
        cut=cut,
        n_truncated=int(above.sum()),
    )


def known_weights(weights: Floats) -> Weighting:
    """Return weights that do not move with a score model."""
    return Weighting(
        weights=weights,
        gradient=None,
        influence=None,
        stabilised=False,
        truncate_at=None,
        cut=np.inf,
        n_truncated=0,
    )


def effective_sample_size(weights: Floats) -> float:
    """Return how many equally weighted patients carry as much: (sum w)^2 / sum w^2.

    References
    ----------
    Kish (1965), Survey Sampling, 11.7.
    """
    return float(weights.sum() ** 2 / (weights**2).sum())


def _stabilised(
    weights: Floats, gradient: Floats | None, influence: Floats | None, treated: Ints
) -> tuple[Floats, Floats | None, Floats | None]:
    """Multiply by the share of the own arm, which is itself estimated."""
    share = float(treated.mean())
    factor = np.where(treated == 1, share, 1 - share)
    if gradient is None or influence is None:
        return weights * factor, None, None
    by_share = np.where(treated == 1, weights, -weights)
    on_share = (treated - share) / treated.size
    return (
        weights * factor,
        np.column_stack([gradient * factor[:, None], by_share]),
        np.column_stack([influence, on_share]),
    )


def _check_options(estimand: Estimand, *, stabilised: bool, truncate_at: float | None) -> None:
    if stabilised and estimand != "ATE":
        raise BadInput(
            f"Stabilised weights are asked for {estimand}.", "Stabilise ATE weights only."
        )
    if truncate_at is not None and not 1 / 2 < truncate_at < 1:
        raise BadInput(
            f"Weights are to be truncated at {truncate_at}.", "Give a share such as 0.99."
        )


def _refuse_certain_scores(probability: Floats) -> None:
    certain = int(((probability <= 0) | (probability >= 1)).sum())
    if certain:
        raise BadInput(
            f"{certain} of {probability.size} patients have a score of exactly 0 or 1.",
            "Trim to the region where both arms occur.",
        )
