"""Strata of the propensity score, within which arms are compared."""

from dataclasses import dataclass

import numpy as np

from analytics.errors import BadInput, NoOverlap
from analytics.inputs import Floats, Ints


@dataclass(frozen=True, eq=False)
class ScoreStrata:
    """Strata at quantiles of the score."""

    stratum: Ints  # of each patient, from 0, shape (n,)
    cuts: Floats  # scores between which strata lie, shape (strata + 1,)
    n: Ints  # patients by arm (reference, treated) and stratum, shape (2, strata)
    share: Floats  # treated share of each patient's stratum, shape (n,): the score put in classes
    matrix: Floats  # indicators of the strata, shape (n, strata)
    influence: Floats  # of each patient on the log odds of the shares, shape (n, strata)


def score_strata(probability: Floats, treated: Ints, n_strata: int = 5) -> ScoreStrata:
    """Cut patients into strata of equal size by their score.

    Parameters
    ----------
    probability : Floats, shape (n,)
        Propensity score.
    treated : Ints, shape (n,)
        1 in the treated arm, else 0.
    n_strata : int
        Strata, 2 or more.

    Raises
    ------
    BadInput
        If there are fewer than two strata, or scores do not fill them.
    NoOverlap
        If a stratum lacks an arm.

    Notes
    -----
    A stratum includes its upper cut, the first one its lower cut as well. Weighting by the
    treated share of the own stratum instead of the score gives the stratified estimate.

    References
    ----------
    Rosenbaum & Rubin (1984), doi:10.1080/01621459.1984.10478078.
    """
    if n_strata < 2:  # noqa: PLR2004  # one stratum compares as if there were none
        raise BadInput(f"{n_strata} strata are asked.", "Ask two or more; five are usual.")
    cuts = np.quantile(probability, np.linspace(0, 1, n_strata + 1))
    stratum = np.clip(np.searchsorted(cuts, probability, side="left") - 1, 0, None)
    n = np.stack([np.bincount(stratum[treated == arm], minlength=n_strata) for arm in (0, 1)])
    if not n.sum(axis=0).all():
        raise BadInput(f"Scores do not fill {n_strata} strata.", "Ask fewer strata.")
    if not n.all():
        raise NoOverlap(
            f"{int((n == 0).any(axis=0).sum())} of {n_strata} strata hold one arm only.",
            "Trim to scores at which both arms occur, or ask fewer strata.",
        )
    share = (n[1] / n.sum(axis=0))[stratum]
    matrix = (stratum[:, None] == np.arange(n_strata)).astype(np.float64)
    information = n[0] * n[1] / n.sum(axis=0)
    influence = matrix * (treated - share)[:, None] / information
    return ScoreStrata(stratum, cuts, n, share, matrix, influence)
