"""Overlap of two arms: where on the score both occur, and how far clinicians were undecided."""

from dataclasses import dataclass

import numpy as np
from scipy.special import expit
from scipy.special import logit as log_odds

from analytics.errors import NoOverlap
from analytics.inputs import Floats, Ints

EQUIPOISE = (0.3, 0.7)  # preference scores of an undecided clinician
MIN_IN_COMMON = 10  # patients of each arm where both arms occur
BINS = 20  # of the score, for the overlap chart


@dataclass(frozen=True, eq=False)
class Overlap:
    """Overlap of scores; pairs of numbers are reference arm, treated arm."""

    arms: tuple[str, str]
    lower: float  # common range of scores: both arms occur between these
    upper: float
    n_outside: tuple[int, int]  # patients outside the common range
    preference: Floats  # preference score of each patient, shape (n,)
    equipoise: float  # share of all patients with a preference score from 0.3 to 0.7
    equipoise_by_arm: tuple[float, float]
    bin_edges: Floats  # of the score, shape (bins + 1,)
    counts: Ints  # patients by arm and bin of the score, shape (2, bins)


def overlap(probability: Floats, treated: Ints, arms: tuple[str, str]) -> Overlap:
    """Describe the overlap of two arms.

    Parameters
    ----------
    probability : Floats, shape (n,)
        Propensity score.
    treated : Ints, shape (n,)
        1 in the treated arm, else 0.
    arms : tuple of str
        Names: reference, treated.

    Notes
    -----
    Common range: from the larger of the arms' smallest scores to the smaller of their largest.

    References
    ----------
    Walker et al. (2013), doi:10.2147/CER.S40357.
    """
    lower, upper = common_range(probability, treated)
    outside = (probability < lower) | (probability > upper)
    preference = preference_scores(probability, treated)
    undecided = (preference >= EQUIPOISE[0]) & (preference <= EQUIPOISE[1])
    edges = np.linspace(0, 1, BINS + 1)
    in_arm = (treated == 0, treated == 1)
    return Overlap(
        arms=arms,
        lower=lower,
        upper=upper,
        n_outside=(int(outside[in_arm[0]].sum()), int(outside[in_arm[1]].sum())),
        preference=preference,
        equipoise=float(undecided.mean()),
        equipoise_by_arm=(
            float(undecided[in_arm[0]].mean()),
            float(undecided[in_arm[1]].mean()),
        ),
        bin_edges=edges,
        counts=np.stack([np.histogram(probability[rows], edges)[0] for rows in in_arm]),
    )


def common_range(probability: Floats, treated: Ints) -> tuple[float, float]:
    """Return the smallest and the largest score between which both arms occur."""
    inside, outside = probability[treated == 1], probability[treated == 0]
    return float(max(inside.min(), outside.min())), float(min(inside.max(), outside.max()))


def preference_scores(probability: Floats, treated: Ints) -> Floats:
    """Return scores freed of how common each arm is, shape (n,).

    Notes
    -----
    Log odds of the preference score are those of the score minus those of being treated.
    """
    share = float(treated.mean())
    return np.asarray(expit(log_odds(probability) - log_odds(share)))


def refuse_without_overlap(found: Overlap) -> None:
    """Refuse a comparison of arms that hardly ever occur together.

    Raises
    ------
    NoOverlap
        If fewer than 10 patients of an arm lie in the common range of scores.
    """
    total = found.counts.sum(axis=1)
    inside = [int(total[side]) - found.n_outside[side] for side in (0, 1)]
    if min(inside) < MIN_IN_COMMON:
        raise NoOverlap(
            f"Only {inside[0]} patients of {found.arms[0]} and {inside[1]} of {found.arms[1]} "
            "have a score at which both arms occur.",
            "Compare techniques between which clinicians choose, or take another cohort.",
        )
